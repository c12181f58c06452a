//! A baseline of what only the commits show.

use crate::baseline::{LIST, entries, json, nodes, old, said, world};
use crate::diff::changed;
use crate::world::World;

/// A plan that was to be read again every eight weeks, and was not, while work went on.
fn neglected() -> World {
    let world = world(&changed(&old(0..1), &[("\nconstraints:", "\nreview: 8w\nconstraints:")]));
    let mut later = world.command("git");
    world.write("config/train.yaml", "depth: 7\n");
    later.args(["commit", "--quiet", "--all", "--message", "Train with deeper trees"]);
    later.env("GIT_AUTHOR_EMAIL", "ines@users.noreply.github.com");
    later.env("GIT_AUTHOR_DATE", "2026-02-02T12:00:00Z").env("GIT_COMMITTER_DATE", "2026-02-02T12:00:00Z");
    crate::world::succeed(&mut later);
    world
}

#[test]
fn what_the_commits_show_is_listed_only_where_it_is_asked_for() {
    let today = ["--today", "2026-03-01"];
    let with = |words: &[&'static str]| [words, &today[..]].concat();
    let world = neglected();
    let found = nodes(&json(&world, &with(&["--history"])), "findings");
    assert!(found.iter().any(|(rule, _)| rule == "plan-stale"), "{found:?}");

    assert_eq!(said(&world, &["baseline", "write"]).0, 0);
    assert!(
        !entries(&world).iter().any(|entry| entry.contains("plan-stale")),
        "the commits were not looked at"
    );
    assert_eq!(said(&world, &with(&["lint", "--history", "--deny", "warning"])).0, 1);

    let (code, words) = said(&world, &with(&["baseline", "write", "--history"]));
    assert_eq!(code, 0, "{words}");
    assert!(entries(&world).iter().any(|entry| entry.contains("plan-stale")), "{:?}", entries(&world));
    world.commit("adopt planlint");
    let report = json(&world, &with(&["--history"]));
    assert_eq!(nodes(&report, "findings"), []);
    assert!(nodes(&report, "baseline").iter().any(|(rule, _)| rule == "plan-stale"));
    let report = json(&world, &[]);
    assert_eq!((nodes(&report, "findings"), nodes(&report, "stale")), (vec![], vec![]), "nobody looked");

    world.git(&["commit", "--quiet", "--allow-empty", "--message", "Read it\n\nPlan-reviewed: heat-demand"]);
    assert!(!said(&world, &["baseline", "prune"]).1.contains("taken out of"), "nobody looked");
    let before = entries(&world).len();
    assert_eq!(said(&world, &with(&["baseline", "prune", "--history"])).0, 0);
    let left = entries(&world);
    assert!(left.len() < before && !left.iter().any(|entry| entry.contains("plan-stale")), "{left:?}");
    assert!(world.top().join(LIST).exists());
}
