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

/// A plan in which each entry of the fragment stands in place of the one with the same name, or else behind all others.
/// Both are text in block style, two spaces deep: so a slip that only shows in the text stays one.
pub fn laid_over(plan: &str, fragment: &str) -> String {
    let mut sections = parts(plan, "");
    for (name, lines) in parts(fragment, "") {
        let Some((_, old)) = sections.iter_mut().find(|(earlier, _)| *earlier == name) else {
            sections.push((name, lines));
            continue;
        };
        match is_map(old) && is_map(&lines) {
            true => *old = merged(old, &lines),
            false => *old = lines,
        }
    }
    sections.into_iter().map(|(_, text)| text).collect()
}

/// A section whose entries have given way to those of another one.
fn merged(old: &str, new: &str) -> String {
    let body = |text: &str| text.find('\n').map_or(text.len(), |at| at + 1);
    let (head, old) = old.split_at(body(old));
    let kept = old.trim_end().len();
    let (old, space) = old.split_at(old.len().min(kept + 1));
    let mut entries = parts(old, "  ");
    for (name, text) in parts(&new[body(new)..], "  ") {
        match entries.iter_mut().find(|(earlier, _)| *earlier == name) {
            Some((_, entry)) => *entry = text,
            None => entries.push((name, text)),
        }
    }
    let entries = entries.into_iter().map(|(_, text)| text);
    format!("{head}{}{space}", entries.collect::<String>())
}

fn is_map(section: &str) -> bool {
    let mut inside =
        section.lines().skip(1).filter(|line| !line.trim().is_empty() && !is_comment(line)).peekable();
    inside.peek().is_some() && inside.all(|line| line.starts_with("  ") && !line.starts_with("  - "))
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// Text cut before each line with a key at this depth; what stands before the first key has no name.
fn parts<'a>(text: &'a str, depth: &str) -> Vec<(&'a str, String)> {
    let mut parts: Vec<(&str, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let key = line.strip_prefix(depth).filter(|rest| !rest.starts_with([' ', '\n']) && !is_comment(rest));
        let name = key.map(|key| key.split(':').next().unwrap());
        if let (None, Some((_, part))) = (name, parts.last_mut()) {
            part.push_str(line);
        } else {
            parts.push((name.unwrap_or_default(), line.to_owned()));
        }
    }
    parts
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
    let tree = file.root().ok_or("it is empty")?;
    Profiles::new(vec![tree.clone()]).get(id).map(drop).map_err(|problem| format!("{problem:?}"))
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
    let plan = "# x\na: 1\n\nb:\n  c: { x: 1 }\n  # d\n  d:\n    y: 1\n  z: 0\n\ne:\n  - 1\n";
    let over = laid_over(plan, "b:\n  d: 2\n  f: 3\n");
    assert_eq!(over, "# x\na: 1\n\nb:\n  c: { x: 1 }\n  # d\n  d: 2\n  z: 0\n  f: 3\n\ne:\n  - 1\n");
    let over = laid_over(plan, "a: 2\ne:\n  - 3\ng: 4\n");
    assert_eq!(over, "# x\na: 2\nb:\n  c: { x: 1 }\n  # d\n  d:\n    y: 1\n  z: 0\n\ne:\n  - 3\ng: 4\n");
}

#[test]
fn the_example_plan_is_silent() {
    assert_eq!(fragment("status: active\n", &["finds=none"]), Ok(()));
}
