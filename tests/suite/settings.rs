//! What the settings change in the result: each threshold at its boundary, each forge, a rule that is off.

use planlint::model::Threshold;

use crate::configuration::findings;
use crate::examples::copy;
use crate::pages;
use crate::world::World;

const TODAY: &str = "2025-09-01";

/// Each threshold with a number at which its rule is silent, and the next one, at which it speaks.
const BOUNDARIES: &[(Threshold, &str, &str, &str)] = &[
    (Threshold::LargeFile, "1000 B", "999 B", "artifact-unversioned"),
    (Threshold::StagesPerLead, "4", "3", "one-person-many-leads"),
    (Threshold::MissedMeetings, "2", "1", "meeting-lapsed"),
    (Threshold::WaiverLength, "90d", "89d", "waiver-invalid"),
    (Threshold::OutsideShare, "80%", "79%", "work-by-outsiders"),
    (Threshold::OutsidePeriod, "59d", "60d", "work-by-outsiders"),
    (Threshold::OutsideCommits, "11", "10", "work-by-outsiders"),
];

/// One person leads three of four stages, the newest note of a weekly meeting is two weeks old, and a waiver ends in
/// ninety days.
const PLAN: &str = "\
lifecycle: 1
project: tides
roles:
  analyst: '@ines'
  keeper: '@sea/harbour'
stages:
  data: { lead: analyst, produces: { readings: data/readings.bin } }
  model: { lead: analyst, produces: { code: src/fit.py } }
  review: { lead: analyst }
  serving: { lead: keeper }
meetings:
  sync: { every: 1w, roles: [analyst, keeper], notes: notes/*.md }
waivers:
  - { rule: no-backup, reason: a colleague starts in winter, until: 2025-11-30, by: '@ines' }
";

/// Ten commits of sixty days ago, eight of them from outside of the stage that they are about.
fn tides() -> World {
    let world = World::new();
    let commit = |who: &str, date: &str, path: &str, bytes: &[u8]| {
        world.write(path, bytes);
        world.git(&["add", "--all"]);
        let mail = format!("{who}@users.noreply.github.com");
        let mut git = world.command("git");
        git.args(["commit", "--quiet", "--message", path]).env("GIT_AUTHOR_NAME", who);
        git.env("GIT_AUTHOR_EMAIL", mail).env("GIT_AUTHOR_DATE", date).env("GIT_COMMITTER_DATE", date);
        crate::world::succeed(&mut git);
    };
    commit("ines", "2025-01-06T12:00:00Z", "lifecycle.yaml", PLAN.as_bytes());
    commit("ines", "2025-01-06T12:00:01Z", "src/fit.py", b"0\n");
    for at in 0..10 {
        let who = if at < 8 { "tomas" } else { "ines" };
        commit(who, &format!("2025-07-03T12:00:{at:02}Z"), "src/fit.py", format!("{at} {at}\n").as_bytes());
    }
    commit("ines", "2025-08-18T12:00:00Z", "notes/sync.md", b"# Sync\n");
    commit("ines", "2025-08-18T12:00:01Z", "data/readings.bin", &[0; 1000]);
    world
}

#[test]
fn every_threshold_changes_the_result_at_its_boundary() {
    let world = tides();
    let options = ["--history", "--today", TODAY, "--max-findings", "all"];
    for threshold in Threshold::ALL {
        let row = BOUNDARIES.iter().find(|(one, ..)| one == threshold);
        let (_, silent, speaking, rule) =
            row.unwrap_or_else(|| panic!("`{}` has no row in BOUNDARIES", threshold.name()));
        let speaks = |configured: &str, options: &[&str]| {
            let levels = "levels: { work-by-outsiders: warning }\n";
            world.write("planlint.yaml", format!("{levels}{configured}"));
            let found = findings(&world, options);
            found.iter().any(|line| line.contains(&format!("[{rule}]")))
        };
        for (value, expected) in [(silent, false), (speaking, true)] {
            let configured = format!("thresholds: {{ {}: {value} }}\n", threshold.name());
            assert_eq!(speaks(&configured, &options), expected, "{configured}");
            let given = format!("{}={value}", threshold.name());
            let options = [&options[..], &["--threshold", &given]].concat();
            assert_eq!(speaks("", &options), expected, "--threshold {given}");
        }
    }
}

/// A level may be changed back, and the waiver says something else than that.
#[test]
fn a_waiver_of_a_rule_that_is_off_is_not_called_useless() {
    let waiver = "waivers:\n- { rule: no-backup, at: stages.deployment, reason: a colleague starts in March, until: 2026-03-31, by: '@maria' }\n";
    let example = pages::root().join("examples/churn");
    let idle = |configuration: &str, options: &[&str]| {
        let world = World::new();
        copy(&world, &example, ".");
        let plan = pages::read("examples/churn/churn.lifecycle.yaml").text;
        let before = plan.split("waivers:\n").next().unwrap();
        let retire = "retire: when the pilot ends\n";
        world.write(
            "churn.lifecycle.yaml",
            format!("{before}{retire}{}", waiver.replace("'@wei'", "'@maria'")),
        );
        world.write("planlint.yaml", configuration);
        world.git(&["add", "--all"]);
        let told = findings(&world, options);
        let about: Vec<&String> = told.iter().filter(|line| line.contains("waiver of `no-backup`")).collect();
        assert!(about.iter().all(|line| line.contains("silences nothing")), "{told:?}");
        !about.is_empty()
    };
    assert!(idle("", &[]), "nothing is there to be waived");
    assert!(idle("levels: { no-backup: advice }\n", &[]));
    for configuration in [
        "levels: { no-backup: off }\n",
        "levels: { ownership: off }\n",
        "overrides: [{ paths: ['*.lifecycle.yaml'], levels: { no-backup: off } }]\n",
    ] {
        assert!(!idle(configuration, &[]), "{configuration}");
    }
    assert!(!idle("", &["--level", "no-backup=off"]));
    assert!(idle("levels: { no-backup: off }\n", &["--level", "no-backup=warning"]));
}

/// One file, or two, that the forges read otherwise.
#[test]
fn the_forge_decides_which_file_counts_and_how_it_is_read() {
    let answer = |files: &[(&str, &str)], forge: &str| {
        let world = World::new();
        world.write("a/docs/card.md", "# Card\n");
        files.iter().for_each(|(path, text)| drop(world.write(path, text)));
        let who = |options: &[&str]| {
            let mut command = world.command(env!("CARGO_BIN_EXE_planlint"));
            let output = command.args(["who", "a/docs/card.md"]).args(options).output().unwrap();
            let said = String::from_utf8(output.stdout).unwrap();
            said.lines().find(|line| line.contains("code owners:")).unwrap_or_default().trim().to_owned()
        };
        let given = who(&["--forge", forge]);
        world.write("planlint.yaml", format!("forge: {forge}\n"));
        assert_eq!(who(&[]), given, "the option says the same as the file");
        given
    };
    let pattern = [("CODEOWNERS", "* @all\ndocs/* @docs\n")];
    let section = [("CODEOWNERS", "* @all\n[Docs] @docs\n*.md\n")];
    let both = [(".github/CODEOWNERS", "* @hub\n"), (".gitlab/CODEOWNERS", "* @lab\n")];
    let lab = [(".gitlab/CODEOWNERS", "* @lab\n")];
    for (files, github, gitlab, any) in [
        (&pattern[..], "@all (CODEOWNERS:1)", "@docs (CODEOWNERS:2)", "@all (CODEOWNERS:1)"),
        (&both, "@hub (.github/CODEOWNERS:1)", "@lab (.gitlab/CODEOWNERS:1)", "@hub (.github/CODEOWNERS:1)"),
        (&lab, "nobody", "@lab (.gitlab/CODEOWNERS:1)", "@lab (.gitlab/CODEOWNERS:1)"),
    ] {
        let words = |said: &str| format!("code owners: {said}");
        let said = ["github", "gitlab", "any"].map(|forge| answer(files, forge));
        assert_eq!(said, [github, gitlab, any].map(words), "{files:?}");
    }
    let said = ["github", "gitlab", "any"].map(|forge| answer(&section, forge));
    assert_ne!(said[0], said[1], "{said:?}");
    assert_eq!(said[1], said[2], "a heading of a section is GitLab's");
}

/// The rule that compares the plan with the file follows the forge.
#[test]
fn the_forge_decides_what_a_plan_is_compared_with() {
    let world = World::new();
    let plan = "lifecycle: 1\nproject: tides\nroles: { analyst: '@sea/analysts' }\nstages:\n  \
        fitting: { lead: analyst, produces: { model: a/models/tides.bin } }\n";
    world.write("lifecycle.yaml", plan);
    world.write("a/models/tides.bin", "small");
    world.write("CODEOWNERS", "* @sea/analysts\nmodels/* @sea/harbour\n");
    let mismatch = |forge: &str| {
        let found = findings(&world, &["--forge", forge]);
        found.iter().any(|line| line.contains("[codeowners-mismatch]") && line.contains("@sea/harbour"))
    };
    assert_eq!(["github", "gitlab", "any"].map(mismatch), [false, true, false]);
}
