//! Every fix does what it says: the finding goes, the file can be read, its layout stays, and a second run has
//! nothing to do.
//!
//! Where `tests/rules/<rule>/fixed.yaml` is there, it is what the bad fixture becomes with `--fix=unsafe`.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::rc::Rc;

use planlint::check::{Request, check};
use planlint::diagnostic::Safety;
use planlint::mend::{Mended, mend};
use planlint::report::Report;
use planlint::rules as catalogue;
use planlint::snapshot::{OverlaySnapshot, Snapshot};
use planlint::yaml;
use proptest::prelude::*;

use crate::examples::copy;
use crate::rules::{TODAY, fixture, rendered, same};
use crate::world::{World, everything};

/// What the catalogue of rules promises to fix, by the rule, and what kind of fix its bad fixture shows. The last
/// column is what the fix is about.
const PROMISED: &[(&str, &[Safety], &str)] = &[
    ("alert-without-runbook", &[Safety::Unsafe], "the section, or the file with it"),
    ("artifact-not-found", &[Safety::Safe, Safety::Unsafe], "case and slashes; what was meant"),
    ("bad-time-value", &[Safety::Safe], "`2 weeks` as `2w`"),
    ("codeowners-mismatch", &[Safety::Unsafe], "the marked block"),
    ("consumer-undeclared", &[Safety::Safe, Safety::Unsafe], "the use; the consumer"),
    ("decision-owner-missing", &[Safety::Safe], "the role of the profile"),
    ("document-missing", &[Safety::Unsafe], "the file from its template"),
    (
        "document-required",
        &[Safety::Safe, Safety::Unsafe],
        "the template spelt right; the entry and the file",
    ),
    ("document-section-missing", &[Safety::Safe], "empty headings, in order"),
    ("expected-role-absent", &[Safety::Unsafe], "the role with its duty"),
    ("feedback-missing", &[Safety::Unsafe], "an alert to be filled in"),
    ("handoff-gap", &[Safety::Safe], "what is needed and not passed"),
    ("handoff-incomplete", &[Safety::Safe], "what the plan has of the list"),
    ("handoff-missing", &[Safety::Unsafe], "a handoff with what is needed"),
    ("handoff-without-checks", &[Safety::Unsafe], "the checks of the profile"),
    ("metric-incomplete", &[Safety::Unsafe], "what the metric lacks"),
    ("missing-field", &[Safety::Unsafe], "the field, to be changed"),
    ("no-cross-role-meeting", &[Safety::Unsafe], "a meeting, or who is not invited"),
    ("owner-departed", &[Safety::Safe], "who replaced them"),
    ("owner-not-a-handle", &[Safety::Safe], "the sign that CODEOWNERS knows"),
    ("plan-not-codeowned", &[Safety::Unsafe], "the marked block"),
    ("role-missing", &[Safety::Unsafe], "a role to be filled in"),
    ("rollback-missing", &[Safety::Safe], "the role of the profile"),
    ("source-without-contract", &[Safety::Unsafe], "the fields; the file"),
    ("stage-missing", &[Safety::Safe, Safety::Unsafe], "the name; a stage to be filled in"),
    ("stage-order", &[Safety::Unsafe], "the handoff as feedback"),
    ("stage-two-leads", &[Safety::Safe], "the lead without the repetition"),
    ("stage-without-lead", &[Safety::Unsafe], "the lead of the profile"),
    ("unknown-field", &[Safety::Safe, Safety::Unsafe], "the field that was meant"),
    ("unknown-reference", &[Safety::Safe], "the id that was meant"),
    ("unquoted-value", &[Safety::Safe], "quotes"),
    ("waiver-invalid", &[Safety::Safe], "a waiver that silences nothing goes"),
    ("wrong-type", &[Safety::Safe, Safety::Unsafe], "a list around a value; a better id"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

type Files = Vec<(String, Vec<u8>)>;

fn mended(files: Files, allowed: Safety) -> Mended {
    let snapshot = files
        .into_iter()
        .fold(OverlaySnapshot::new(None), |snapshot, (path, bytes)| snapshot.with(path.as_str(), bytes));
    let snapshot: Rc<dyn Snapshot> = Rc::new(snapshot);
    let request = Request { clock: true, ..Request::on(TODAY.parse().unwrap()) };
    mend(&snapshot, allowed, |snapshot| check(snapshot, &request)).unwrap()
}

/// The files after what was done.
fn after(mut files: Files, mended: &Mended) -> Files {
    for (path, text) in &mended.files {
        let name = path.to_string();
        files.retain(|(other, _)| *other != name);
        files.push((name, text.clone().into_bytes()));
    }
    files
}

fn count(report: &Report, rule: &str, is_counted: impl Fn(Option<Safety>) -> bool) -> usize {
    let found = report.findings.iter().map(|finding| &finding.diagnostic);
    let safety =
        |diagnostic: &planlint::diagnostic::Diagnostic| diagnostic.fix.as_deref().map(|fix| fix.safety);
    found.filter(|diagnostic| diagnostic.rule == rule && is_counted(safety(diagnostic))).count()
}

#[test]
fn every_promised_fix_is_announced_and_made() {
    let announced: Vec<(&str, &[Safety])> =
        catalogue::all().filter(|rule| !rule.fixes.is_empty()).map(|rule| (rule.name, rule.fixes)).collect();
    let announced: BTreeSet<_> = announced.into_iter().collect();
    let promised: BTreeSet<_> = PROMISED.iter().map(|(name, safeties, _)| (*name, *safeties)).collect();
    assert_eq!(announced, promised, "`fixes` of the rules, against what is promised");
    let mut unseen = Vec::new();
    for (name, safeties, what) in PROMISED {
        let report = mended(fixture(catalogue::find(name).unwrap(), "bad").0, Safety::Safe).before;
        let is_unseen = |wanted: &&Safety| count(&report, name, |safety| safety == Some(**wanted)) == 0;
        unseen.extend(safeties.iter().filter(is_unseen).map(|safety| (name, safety, what)));
    }
    assert!(unseen.is_empty(), "no bad fixture shows {unseen:?}");
    // This one is made by hand: nothing that planlint writes brings a history back.
    assert!(catalogue::find("history-unavailable").unwrap().help.contains("`git fetch --unshallow`"));
}

#[test]
fn every_fix_takes_its_finding_away_and_a_second_run_does_nothing() {
    for rule in catalogue::all() {
        let (files, path) = fixture(rule, "bad");
        let mended = mended(files.clone(), Safety::Unsafe);
        let name = rule.name;
        if count(&mended.before, name, |safety| safety.is_some()) == 0 {
            continue;
        }
        assert!(mended.left.is_empty(), "{name}: {:?}", mended.left);
        let shown = rendered(mended.after(), "concise");
        let without = count(&mended.before, name, |safety| safety.is_none());
        assert!(count(mended.after(), name, |_| true) <= without, "{name}: {shown}");
        for (path, text) in &mended.files {
            let is_yaml = path.name().ends_with(b".yaml");
            assert!(!is_yaml || yaml::parse(text).problems.is_empty(), "{name}: {path}\n{text}");
        }
        let fixed = after(files, &mended);
        let again = self::mended(fixed.clone(), Safety::Unsafe);
        assert!(again.files.is_empty(), "{name}: {:?}", again.done);
        let golden = path.parent().unwrap().join("fixed.yaml");
        if golden.is_file() {
            let (_, bytes) = fixed.into_iter().find(|(path, _)| path == "lifecycle.yaml").unwrap();
            same(String::from_utf8(bytes).unwrap(), golden);
        }
    }
}

#[test]
fn a_safe_run_leaves_what_is_unsafe() {
    for rule in catalogue::all() {
        let (files, _) = fixture(rule, "bad");
        let mended = mended(files, Safety::Safe);
        let is_unsafe = |safety: Option<Safety>| safety == Some(Safety::Unsafe);
        let (before, after) = (count(&mended.before, rule.name, is_unsafe), mended.after());
        assert!(count(after, rule.name, is_unsafe) >= before, "{}: {:?}", rule.name, mended.done);
        assert_eq!(count(after, rule.name, |safety| safety == Some(Safety::Safe)), 0, "{}", rule.name);
    }
}

#[test]
fn a_missing_codeowners_is_written() {
    let rule = catalogue::find("codeowners-mismatch").unwrap();
    let (mut files, _) = fixture(rule, "good");
    files.retain(|(path, _)| path != "CODEOWNERS");
    assert!(mended(files.clone(), Safety::Safe).files.is_empty());
    let mended = mended(files, Safety::Unsafe);
    let (path, text) = mended.files.iter().next().expect("a file is written");
    assert_eq!(path.to_string(), ".github/CODEOWNERS");
    assert!(text.starts_with("# planlint: begin") && text.contains("\n/models/"), "{text}");
    assert_eq!(count(mended.after(), rule.name, |_| true), 0, "{}", rendered(mended.after(), "concise"));
}

#[test]
fn a_document_that_is_there_gets_its_entry_and_is_not_written_over() {
    let rule = catalogue::find("document-required").unwrap();
    let (files, _) = fixture(rule, "bad");
    assert!(files.iter().any(|(path, _)| path == "docs/instructions-for-use.md"));
    let mended = mended(files, Safety::Unsafe);
    let names: Vec<String> = mended.files.keys().map(ToString::to_string).collect();
    assert_eq!(names, ["docs/monitoring-plan.md", "lifecycle.yaml"]);
    let text = &mended.files[&"lifecycle.yaml".into()];
    assert!(text.contains("  instructions-for-use: { path: docs/instructions-for-use.md,"), "{text}");
    let text = &mended.files[&"docs/monitoring-plan.md".into()];
    assert!(text.starts_with("# Monitoring plan: delivery-times\n\n## What is watched\n"), "{text}");
}

#[test]
fn a_runbook_is_begun_where_an_alert_names_none() {
    let rule = catalogue::find("alert-without-runbook").unwrap();
    let mended = mended(fixture(rule, "bad").0, Safety::Unsafe);
    let runbook = &mended.files[&"docs/maps/runbook.md".into()];
    assert!(runbook.contains("\n## map-outdated\n\n`domain-expert` answers within 1w.\n"), "{runbook}");
    let runbook = &mended.files[&"docs/runbook.md".into()];
    assert!(runbook.contains("\n## queue-full\n\n`devops-engineer` answers within 1d.\n"), "{runbook}");
    assert_eq!(count(mended.after(), rule.name, |_| true), 0, "{}", rendered(mended.after(), "concise"));
}

#[test]
fn a_sound_plan_is_left_alone() {
    for rule in catalogue::all() {
        let files = fixture(rule, "good").0;
        if files.iter().any(|(path, _)| path.starts_with("after/")) {
            continue; // Two trees side by side are no repository.
        }
        let mended = mended(files, Safety::Unsafe);
        assert!(mended.files.is_empty() && mended.left.is_empty(), "{}: {:?}", rule.name, mended.done);
    }
}

#[test]
fn a_name_that_codeowners_knows_gets_its_sign() {
    let rule = catalogue::find("owner-not-a-handle").unwrap();
    let (mut files, _) = fixture(rule, "bad");
    files.retain(|(path, _)| !path.ends_with("CODEOWNERS"));
    files.push(("CODEOWNERS".to_owned(), b"* @noor\n/models/ @ML-Team\n".to_vec()));
    let mended = mended(files, Safety::Safe);
    let text = mended.files.values().next().expect("the manifest changes");
    assert!(text.contains("ml-engineer: \"@ML-Team\"\n") && text.contains("by: \"@noor\" }"), "{text}");
    let handles = mended.done.iter().filter(|done| done.rule == rule.name).count();
    assert_eq!(handles, 2, "{:?}", mended.done);
}

#[test]
fn what_an_alias_repeats_is_told_and_left() {
    let text = "lifecycle: 1\nproject: p\nroles: { ml-engineer: \"@a\", data-engineer: \"@b\", product-manager: \"@c\", devops-engineer: \"@d\", domain-expert: \"@e\" }\nstages:\n  deployment: &stage\n    does: release\n  monitoring: *stage\n";
    let mended = mended(vec![("lifecycle.yaml".into(), text.into())], Safety::Unsafe);
    let reasons: Vec<&str> = mended.left.iter().map(|left| left.reason.as_str()).collect();
    assert!(reasons.iter().any(|reason| reason.contains("alias")), "{:?}", mended.left);
    assert!(mended.files.values().all(|text| text.contains("deployment: &stage\n    does: release\n")));
}

/// Lines of the full example, some of them taken out or written twice, with other line endings.
fn damaged() -> impl Strategy<Value = String> {
    let text = fs::read_to_string(root().join("examples/churn/churn.lifecycle.yaml")).unwrap();
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let holes = prop::collection::vec((0..lines.len(), 0..4_u8), 1..6);
    (holes, any::<bool>(), any::<bool>()).prop_map(move |(holes, windows, ends)| {
        let mut lines: Vec<Option<String>> = lines.iter().cloned().map(Some).collect();
        for (at, how) in holes {
            let line = lines[at].take();
            lines[at] = line.and_then(|line| match how {
                0 => None,
                1 => Some(line.replacen("engineer", "enginer", 1)),
                2 => Some(line.replacen('"', "", 2)),
                _ => Some(line.replacen("[", "", 1).replacen("]", "", 1)),
            });
        }
        let newline = if windows { "\r\n" } else { "\n" };
        let text = lines.into_iter().flatten().collect::<Vec<_>>().join(newline);
        if ends { text + newline } else { text }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_wrong_a_run_ends_and_the_next_has_nothing_to_do(text in damaged()) {
        let files = vec![("churn.lifecycle.yaml".to_owned(), text.clone().into_bytes())];
        let first = mended(files.clone(), Safety::Unsafe);
        let fixed = after(files, &first);
        let (_, new) = fixed.iter().find(|(path, _)| path == "churn.lifecycle.yaml").unwrap();
        let new = String::from_utf8(new.clone()).unwrap();
        let (old, read) = (yaml::parse(&text), yaml::parse(&new));
        prop_assert!(read.problems.len() <= old.problems.len(), "{}", new);
        prop_assert_eq!(new.ends_with('\n'), text.ends_with('\n'));
        let other = if text.contains("\r\n") { '\n' } else { '\r' };
        prop_assert!(!new.replace("\r\n", "").contains(other));
        let comments = |text: &str| text.lines().filter(|line| line.contains(" # ")).count();
        prop_assert!(comments(&new) + first.done.len() >= comments(&text), "{}", new);
        let again = mended(fixed, Safety::Unsafe);
        prop_assert!(again.files.is_empty(), "{:?} after {:?} {:?}", again.done, first.done, first.left);
    }
}

fn planlint(world: &World, arguments: &[&str]) -> Output {
    world.command(env!("CARGO_BIN_EXE_planlint")).args(arguments).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The full example with its plan in CRLF and one mistake that is safe to fix.
fn world_with_plan(world: World) -> (World, PathBuf) {
    copy(&world, &root().join("examples/churn"), ".");
    let place = world.write(PLAN, plan());
    (world, place)
}

fn plan() -> String {
    let text = fs::read_to_string(root().join("examples/churn/churn.lifecycle.yaml")).unwrap();
    text.replace("\"@acme/ml\"", "@acme/ml").replace('\n', "\r\n")
}

const PLAN: &str = "churn.lifecycle.yaml";

fn mended_plan() -> String {
    plan().replace("who: @acme/ml", "who: \"@acme/ml\"")
}

#[test]
fn a_fix_writes_the_file_and_keeps_its_mode() {
    for world in [World::new(), World::without_repository()] {
        let (world, place) = world_with_plan(world);
        fs::set_permissions(&place, fs::Permissions::from_mode(0o640)).unwrap();
        let output = planlint(&world, &["lint", "--fix"]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert_eq!(fs::read_to_string(&place).unwrap(), mended_plan());
        assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(stderr(&output).contains("1 fixed in 1 file"), "{}", stderr(&output));
        let before = everything(world.top());
        let again = planlint(&world, &["lint", "--fix"]);
        assert!(stderr(&again).contains("nothing fixed"), "{}", stderr(&again));
        assert_eq!(everything(world.top()), before);
    }
}

#[test]
fn a_diff_shows_everything_and_writes_nothing() {
    let (world, _) = world_with_plan(World::new());
    let before = everything(world.top());
    let output = planlint(&world, &["lint", "--fix", "--diff"]);
    assert_eq!(output.status.code(), Some(1), "what is found is still there");
    assert_eq!(everything(world.top()), before);
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.starts_with("--- a/churn.lifecycle.yaml\n+++ b/churn.lifecycle.yaml\n@@ "), "{shown}");
    assert!(
        shown.contains(
            "\n-  ml-engineer:     { who: @acme/ml }\r\n+  ml-engineer:     { who: \"@acme/ml\" }\r\n"
        ),
        "{shown:?}"
    );
}

#[test]
fn with_staged_only_a_file_that_is_staged_as_it_is_gets_written() {
    let (world, place) = world_with_plan(World::new());
    world.git(&["config", "core.autocrlf", "false"]);
    world.git(&["add", "--all"]);
    fs::write(&place, plan() + "# more\r\n").unwrap();
    let refused = planlint(&world, &["lint", "--fix", "--staged"]);
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
    assert!(stderr(&refused).contains("another than the one that is staged"), "{}", stderr(&refused));
    assert_eq!(fs::read_to_string(&place).unwrap(), plan() + "# more\r\n");

    fs::write(&place, plan()).unwrap();
    let index = fs::read(world.top().join(".git/index")).unwrap();
    let fixed = planlint(&world, &["lint", "--fix", "--staged"]);
    assert_eq!(fixed.status.code(), Some(1), "what is staged is as it was");
    assert!(stderr(&fixed).contains("run `git add churn.lifecycle.yaml`"), "{}", stderr(&fixed));
    assert_eq!(fs::read_to_string(&place).unwrap(), mended_plan());
    assert_eq!(fs::read(world.top().join(".git/index")).unwrap(), index);
    world.git(&["add", PLAN]);
    assert_eq!(planlint(&world, &["lint", "--staged"]).status.code(), Some(0));
}

#[test]
fn a_revision_cannot_be_fixed() {
    let (world, _) = world_with_plan(World::new());
    world.commit("plan");
    let output = planlint(&world, &["lint", "--fix", "--rev", "HEAD"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty() && stderr(&output).contains("--rev"));
}

#[test]
fn a_folder_that_takes_no_files_leaves_the_file_whole() {
    let world = World::new();
    let place = world.write("plans/churn.lifecycle.yaml", plan());
    let folder = place.parent().unwrap();
    fs::set_permissions(folder, fs::Permissions::from_mode(0o555)).unwrap();
    let is_obeyed = fs::write(folder.join("probe"), "").is_err();
    let output = planlint(&world, &["lint", "--fix"]);
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    if is_obeyed {
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert_eq!(fs::read_to_string(&place).unwrap(), plan());
        assert_eq!(fs::read_dir(folder).unwrap().count(), 1, "no draft is left behind");
    }
}

#[test]
fn reports_for_programs_stay_what_they_are() {
    let (world, _) = world_with_plan(World::new());
    let read = |arguments: &[&str]| -> serde_json::Value {
        serde_json::from_slice(&planlint(&world, arguments).stdout).unwrap()
    };
    let report = read(&["lint", "--format", "json"]);
    let fix = &report["findings"][0]["fix"];
    assert_eq!((&fix["safety"], &fix["title"]), (&"safe".into(), &"write `\"@acme/ml\"`".into()));
    let edit = &fix["edits"][0];
    assert_eq!((&edit["path"], &edit["replacement"]), (&PLAN.into(), &"\"@acme/ml\"".into()));
    let range =
        edit["span"]["start"].as_u64().unwrap() as usize..edit["span"]["end"].as_u64().unwrap() as usize;
    assert_eq!(&plan()[range], "@acme/ml");
    assert_eq!(read(&["lint", "--fix", "--format", "json"])["findings"], serde_json::json!([]));
}
