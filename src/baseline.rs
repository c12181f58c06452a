//! The baseline: findings that were there when planlint came, one to a line, in a file of the repository.

use crate::error::Result;
use crate::filter::Fingerprint;
use crate::model::File;
use crate::order;
use crate::path::RepoPath;
use crate::schema::{Shape, scalar};
use crate::snapshot::Snapshot;
use crate::text::Sources;
use crate::yaml::{Node, Value};

const HEAD: &str = "\
# yaml-language-server: $schema=https://github.com/planlint/planlint/raw/main/schemas/baseline.v1.json
# Findings that do not count, because they were there before. Add none by hand: `planlint baseline write` lists what
# there is today, `planlint baseline prune` takes away what has been mended.
baseline: 1
";

/// Reads the baseline of a snapshot. `None` where there is none.
///
/// # Errors
/// The file is there and cannot be read at all. One that is wrong is told by its problems and violations.
pub fn read(snapshot: &dyn Snapshot, path: &RepoPath, sources: &mut Sources) -> Result<Option<File>> {
    File::find(snapshot, sources, path, Shape::Baseline, "baseline")
}

/// What a baseline lists, in the order of the file. An entry that is wrong was reported, and is left out.
pub fn entries(file: &File) -> Vec<Fingerprint> {
    let list = file.root().and_then(|root| root.as_map()?.get("findings")?.as_list());
    list.unwrap_or_default().iter().filter_map(entry).collect()
}

fn entry(node: &Node) -> Option<Fingerprint> {
    let map = node.as_map()?;
    let text = |key: &str| {
        let text = map.get(key).and_then(Node::as_text).filter(|text| !text.is_empty());
        text.map(str::to_owned)
    };
    let nth = match map.get("nth").map(|node| &node.value) {
        None => 1,
        Some(Value::Integer(nth)) => u32::try_from(*nth).ok().filter(|nth| *nth > 0)?,
        Some(_) => return None,
    };
    Some(Fingerprint {
        path: text("path")?.into(),
        rule: text("rule")?.into(),
        node: text("node").unwrap_or_default(),
        about: text("about").unwrap_or_default(),
        nth,
    })
}

/// The text of a baseline that lists these findings: sorted, each once, one to a line, so that git can merge two
/// branches that both take some away, and that a reader of the difference sees what was mended.
pub fn text(findings: impl IntoIterator<Item = Fingerprint>) -> String {
    let mut sorted: Vec<Fingerprint> = findings.into_iter().collect();
    order::unique(&mut sorted);
    let mut text = HEAD.to_owned();
    text.push_str(if sorted.is_empty() { "findings: []\n" } else { "findings:\n" });
    text.extend(sorted.iter().map(line));
    text
}

fn line(one: &Fingerprint) -> String {
    let texts =
        [("path", one.path.as_str()), ("rule", &one.rule), ("node", &one.node), ("about", &one.about)];
    let texts = texts.into_iter().filter(|(_, value)| !value.is_empty());
    let mut fields: Vec<String> = texts.map(|(key, value)| format!("{key}: {}", scalar(value))).collect();
    if one.nth > 1 {
        fields.push(format!("nth: {}", one.nth));
    }
    format!("  - {{ {} }}\n", fields.join(", "))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::yaml;

    fn read_back(text: &str) -> Vec<Fingerprint> {
        let source =
            Sources::default().add(crate::text::Source::new("baseline.yaml".into(), text.to_owned()));
        let file = File::read(source, Shape::Baseline, text);
        assert!(file.is_sound(), "{text}: {:?} {:?}", file.problems, file.violations);
        entries(&file)
    }

    #[test]
    fn an_entry_is_one_line_that_says_what_it_is_about() {
        let entry = |node: &str, about: &str, nth| Fingerprint {
            path: "plans/churn/lifecycle.yaml".into(),
            rule: "missing-field".into(),
            node: node.into(),
            about: about.into(),
            nth,
        };
        let text = text([entry("stages.monitoring", "duty", 2), entry("", "", 1)]);
        let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("  - ")).collect();
        assert_eq!(
            lines,
            [
                "  - { path: plans/churn/lifecycle.yaml, rule: missing-field }",
                "  - { path: plans/churn/lifecycle.yaml, rule: missing-field, node: stages.monitoring, about: duty, nth: 2 }",
            ]
        );
        assert_eq!(read_back(&super::text([])), []);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            all in prop::collection::btree_set(("\\PC{1,12}", "[a-z-]{1,8}", ".{0,12}", ".{0,12}", 1u32..4), 0..8)
        ) {
            let all: Vec<Fingerprint> = all
                .into_iter()
                .filter(|(path, ..)| !path.trim().is_empty())
                .map(|(path, rule, node, about, nth)| Fingerprint { path: path.into(), rule: rule.into(), node, about, nth })
                .collect();
            let text = text(all.clone());
            prop_assert!(yaml::parse(&text).problems.is_empty(), "{}", text);
            let mut wanted = all;
            order::ascending(&mut wanted);
            prop_assert_eq!(text.lines().count(), wanted.len() + HEAD.lines().count() + 1);
            prop_assert_eq!(read_back(&text), wanted);
        }
    }
}
