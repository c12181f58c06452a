//! Examples that planlint itself reads: manifests, pieces of them, configurations, profiles, sign-offs.

use std::collections::BTreeSet;

use planlint::check::{Request, check};
use planlint::model::{File, Profiles};
use planlint::report::Report;
use planlint::rules;
use planlint::rules::Family;
use planlint::schema::Shape;
use planlint::snapshot::OverlaySnapshot;
use planlint::text::SourceId;

use crate::pages;
use crate::rules::{TODAY, files, rendered};
use crate::world::World;

/// The example whose files are there when a plan is judged.
const EXAMPLE: &str = "examples/churn";
const PLAN: &str = "churn.lifecycle.yaml";

pub fn manifest(text: &str, claims: &[&str]) -> Result<(), String> {
    judge(text, claims)
}

pub fn fragment(text: &str, claims: &[&str]) -> Result<(), String> {
    let plan = pages::read(&format!("{EXAMPLE}/{PLAN}")).text;
    judge(&laid_over(&plan, text), claims)
}

/// Holds a plan in the place of the example's against what is claimed of it.
fn judge(plan: &str, claims: &[&str]) -> Result<(), String> {
    let report = lint(plan);
    let found: BTreeSet<&str> = report.findings.iter().map(|finding| finding.diagnostic.rule).collect();
    let family = |rule: &&str| rules::find(rule).is_some_and(|rule| rule.family == Family::Schema);
    let (found, wanted) = match claims {
        // A reference may lead to what another example defines.
        [] => (
            found.into_iter().filter(family).filter(|rule| *rule != "unknown-reference").collect(),
            BTreeSet::new(),
        ),
        ["finds=none"] => (found, BTreeSet::new()),
        [claim] => {
            let rules = claim.strip_prefix("finds=").ok_or_else(|| format!("`{claim}` says nothing"))?;
            (found, rules.split(',').collect())
        }
        _ => return Err(format!("{claims:?} says too much")),
    };
    match found == wanted {
        true => Ok(()),
        false => Err(format!("finds {found:?}, not {wanted:?}:\n{}", rendered(&report, "concise"))),
    }
}

fn lint(plan: &str) -> Report {
    let mut snapshot = OverlaySnapshot::new(None);
    for (path, bytes) in files(&pages::root().join(EXAMPLE), "") {
        snapshot = snapshot.with(path.as_str(), bytes);
    }
    check(&snapshot.with(PLAN, plan), &Request::on(TODAY.parse().unwrap())).unwrap()
}

/// A plan in which each entry of the fragment stands in place of the one with the same name. Both are text in
/// block style, two spaces deep: so a slip that only shows in the text stays one.
fn laid_over(plan: &str, fragment: &str) -> String {
    let mut sections = sections(plan);
    for (name, lines) in self::sections(fragment) {
        let Some(old) = sections.iter_mut().find(|(earlier, _)| *earlier == name) else {
            sections.push((name, lines));
            continue;
        };
        let is_map = |lines: &[&str]| {
            lines.len() > 1
                && lines[1..].iter().all(|line| line.starts_with("  ") && !line.starts_with("  - "))
        };
        if !is_map(&lines) || !is_map(&old.1) {
            old.1 = lines;
            continue;
        }
        let named: BTreeSet<&str> = lines.iter().copied().filter_map(entry).collect();
        let mut is_kept = true;
        old.1.retain(|line| {
            is_kept = entry(line).map_or(is_kept, |name| !named.contains(name));
            is_kept
        });
        old.1.extend(&lines[1..]);
    }
    let lines = sections.into_iter().flat_map(|(_, lines)| lines);
    lines.map(|line| format!("{line}\n")).collect()
}

/// The lines of each key at the top, without comments and empty lines.
fn sections(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut sections: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        match line.starts_with(' ') {
            true => sections.last_mut().expect("a plan starts with a key").1.push(line),
            false => sections.push((line.split(':').next().unwrap(), vec![line])),
        }
    }
    sections
}

/// The name of an entry that starts on this line.
fn entry(line: &str) -> Option<&str> {
    let inside = line.strip_prefix("  ").filter(|inside| !inside.starts_with(' '))?;
    inside.split(':').next()
}

pub fn configuration(text: &str) -> Result<(), String> {
    let world = World::new();
    world.write("plans/ours.yaml", "profile: ours\nextend: cs249r\n");
    world.write("planlint.yaml", text);
    let output = world.command(env!("CARGO_BIN_EXE_planlint")).arg("config").output().unwrap();
    let words = String::from_utf8([output.stdout, output.stderr.clone()].concat()).unwrap();
    match output.status.code() == Some(0) && output.stderr.is_empty() {
        true => Ok(()),
        false => Err(words),
    }
}

pub fn profile(text: &str) -> Result<(), String> {
    let file = read(Shape::Profile, text)?;
    let id = text.lines().find_map(|line| line.strip_prefix("profile: ")).ok_or("it has no `profile`")?;
    let tree = file.root.ok_or("it is empty")?;
    Profiles::new(vec![tree]).get(id).map(drop).map_err(|problem| format!("{problem:?}"))
}

pub fn signoffs(text: &str) -> Result<(), String> {
    read(Shape::Signoff, text).map(drop)
}

fn read(shape: Shape, text: &str) -> Result<File, String> {
    let file = File::read(SourceId::default(), shape, text);
    match file.is_sound() {
        true => Ok(file),
        false => Err(format!("{:?} {:?}", file.problems, file.violations)),
    }
}

#[test]
fn a_fragment_takes_the_place_of_its_entries() {
    let plan = "a: 1\nb:\n  c: { x: 1 }\n  # d\n  d:\n    y: 1\ne:\n  - 1\n";
    assert_eq!(
        laid_over(plan, "# fragment\nb:\n  d: 2\n  f: 3\n"),
        "a: 1\nb:\n  c: { x: 1 }\n  d: 2\n  f: 3\ne:\n  - 1\n"
    );
    assert_eq!(
        laid_over(plan, "a: 2\ne:\n  - 3\ng: 4\n"),
        "a: 2\nb:\n  c: { x: 1 }\n  d:\n    y: 1\ne:\n  - 3\ng: 4\n"
    );
}

#[test]
fn the_example_plan_is_silent() {
    assert_eq!(fragment("status: active\n", &["finds=none"]), Ok(()));
}
