//! What holds for every file: it is read again, only the place that was meant changes, and nothing is done
//! twice.

use proptest::prelude::*;

use super::*;
use crate::yaml::Value;

/// How a manifest is laid out.
#[derive(Clone, Debug)]
struct Look {
    newline: &'static str,
    step: usize,
    flow: bool,
    comments: bool,
    marked: bool,
    ends: bool,
    spaced: bool,
}

fn look() -> impl Strategy<Value = Look> {
    let newline = prop::sample::select(vec!["\n", "\r\n"]);
    let step = 1..5_usize;
    let flags = prop::array::uniform5(any::<bool>());
    (newline, step, flags).prop_map(|(newline, step, [flow, comments, marked, ends, spaced])| Look {
        newline,
        step,
        flow,
        comments,
        marked,
        ends,
        spaced,
    })
}

/// Stages by id, each with fields that have a text, a list or nothing.
type Fields = Vec<(String, Option<Vec<String>>)>;

fn stages() -> impl Strategy<Value = Vec<(String, Fields)>> {
    let word = prop::sample::select(vec!["a", "b-c", "数据", "\"@x\"", "'it''s'", "long words here", "3d"]);
    let values = prop::option::of(prop::collection::vec(word.prop_map(str::to_owned), 1..4));
    let fields = prop::collection::vec(values, 1..4);
    prop::collection::vec(fields, 1..5).prop_map(|stages| {
        let named = |fields: Vec<_>| (0..).map(|at| format!("f{at}")).zip(fields).collect();
        (0..).map(|at| format!("s{at}")).zip(stages.into_iter().map(named)).collect()
    })
}

fn write(stages: &[(String, Fields)], look: &Look) -> String {
    let mut lines = vec!["lifecycle: 1".to_owned(), "stages:".to_owned()];
    let comment = |text: &str| if look.comments { format!("  # {text}: x, [y]") } else { String::new() };
    let (one, two) = (" ".repeat(look.step), " ".repeat(2 * look.step));
    for (id, fields) in stages {
        if look.spaced {
            lines.push(String::new());
        }
        let value = |values: &Option<Vec<String>>| match values.as_deref() {
            None => String::new(),
            Some([only]) => format!(" {only}"),
            Some(several) => format!(" [{}]", several.join(", ")),
        };
        if look.flow {
            let fields: Vec<String> =
                fields.iter().map(|(key, values)| format!("{key}:{}", value(values))).collect();
            lines.push(format!("{one}{id}: {{ {} }}{}", fields.join(", "), comment(id)));
            continue;
        }
        lines.push(format!("{one}{id}:{}", comment(id)));
        for (key, values) in fields {
            lines.push(format!("{two}{key}:{}{}", value(values), comment(key)));
            if look.comments {
                lines.push(format!("{two}# between"));
            }
        }
    }
    let mark = if look.marked { "\u{FEFF}" } else { "" };
    let end = if look.ends { look.newline } else { "" };
    format!("{mark}{}{end}", lines.join(look.newline))
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Insert,
    Deep,
    Append,
    Remove,
}

fn edit(kind: Kind, stage: usize, field: usize, source: SourceId) -> Edit {
    let (stage, field) = (format!("stages.s{stage}"), format!("stages.s{stage}.f{field}"));
    let (key, value) = ("new".to_owned(), "v w".to_owned());
    match kind {
        Kind::Insert => Edit::Insert { source, at: stage, key, value },
        Kind::Deep => Edit::Insert { source, at: format!("{stage}.made.deep"), key, value },
        Kind::Append => Edit::Append { source, at: field, item: value },
        Kind::Remove => Edit::Remove { source, at: field },
    }
}

/// The tree without what is at `path`.
fn without(node: &Node, path: &[&str]) -> serde_json::Value {
    let Value::Map(map) = &node.value else { return node.to_json() };
    let kept = map.entries.iter().filter(|entry| path != [&*entry.key.text]);
    kept.map(|entry| {
        let inner = match path.split_first() {
            Some((first, rest)) if *first == &*entry.key.text => without(&entry.value, rest),
            _ => entry.value.to_json(),
        };
        (entry.key.text.to_string(), inner)
    })
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn only_the_place_that_is_meant_changes(
        stages in stages(),
        look in look(),
        kind in prop::sample::select(vec![Kind::Insert, Kind::Deep, Kind::Append, Kind::Remove]),
        at in (0..4_usize, 0..3_usize),
    ) {
        let text = write(&stages, &look);
        let before = yaml::parse(&text);
        prop_assert!(before.problems.is_empty(), "{text:?}: {:?}", before.problems);
        let (stage, field) = (at.0 % stages.len(), at.1 % stages[at.0 % stages.len()].1.len());
        let Ok(found) = resolved(&text, |source| vec![edit(kind, stage, field, source)]) else {
            return Ok(());
        };
        let after = apply(&text, &found.changes);
        let document = yaml::parse(&after);
        prop_assert!(document.problems.is_empty(), "{text:?} -> {after:?}: {:?}", document.problems);
        let (root, new) = (before.root.unwrap(), document.root.unwrap());
        let (stage_id, field_id) = (format!("s{stage}"), format!("f{field}"));
        let touched_key = match kind {
            Kind::Insert => "new",
            Kind::Deep => "made",
            Kind::Append | Kind::Remove => &field_id,
        };
        // A stage goes with its last field, and the stages with the last of them.
        let path: Vec<&str> = match kind {
            Kind::Remove if stages.len() == 1 && stages[0].1.len() == 1 => vec!["stages"],
            Kind::Remove if stages[stage].1.len() == 1 => vec!["stages", &stage_id],
            _ => vec!["stages", &stage_id, touched_key],
        };
        prop_assert_eq!(without(&root, &path), without(&new, &path), "{:?} -> {:?}", text, after);
        // Every line that was there is there, but for those that the edit touches.
        let touched = found.changes.len() + if matches!(kind, Kind::Remove) { 3 } else { 0 };
        let lines: Vec<&str> = after.lines().collect();
        let lost = text.lines().filter(|line| !lines.contains(line)).count();
        prop_assert!(lost <= touched, "{text:?} -> {after:?}");
        let is_other = |text: &str| match look.newline {
            "\n" => text.contains('\r'),
            newline => text.replace(newline, "").contains(['\r', '\n']),
        };
        prop_assert!(!is_other(&after), "{after:?}");
        prop_assert_eq!(after.starts_with('\u{FEFF}'), text.starts_with('\u{FEFF}'));
        prop_assert_eq!(after.ends_with('\n'), text.ends_with('\n'));
        for change in &found.changes {
            let range = change.place.span.range();
            prop_assert!(text.get(range).is_some());
        }
        // What is there is not put in once more.
        if matches!(kind, Kind::Insert | Kind::Deep) {
            prop_assert_eq!(
                resolved(&after, |source| vec![edit(kind, stage, field, source)]).err(),
                Some(Obstacle::Taken)
            );
        }
    }
}
