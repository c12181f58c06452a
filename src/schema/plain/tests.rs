//! The plain answer against the validator's and the walk's.

use proptest::prelude::*;

use super::*;
use crate::schema::{embedded, sections, walk};
use crate::yaml;

const EXAMPLES: [(Shape, &str); 7] = [
    (Shape::Manifest, include_str!("../../../examples/churn/churn.lifecycle.yaml")),
    (Shape::Manifest, include_str!("../../../tests/schema/valid/every-key.yaml")),
    (Shape::Profile, include_str!("../../../schemas/profiles/cs249r-book.yaml")),
    (Shape::Profile, include_str!("../../../schemas/profiles/cs249r.yaml")),
    (Shape::Config, include_str!("../../../examples/churn/planlint.yaml")),
    (Shape::Signoff, SIGNOFF),
    (Shape::Baseline, "baseline: 1\nfindings:\n  - { path: a.yaml, rule: stage-order, node: stages }\n"),
];
const SIGNOFF: &str = "- { by: \"@wei\", as: ml-engineer, at: 2025-09-12, verdict: accepted, of: { data: 4b7929f4f99474e24dcdaed8ff8d0d5658fb626a, code: \"sha256:2e1b8dec9cece0bbf9219034809000ca35e94c83383de340ead50c6c1e561eeb\" }, met: { recall: 0.9 } }\n";

const SHAPES: [(Shape, &str); 5] = [
    (Shape::Manifest, "lifecycle"),
    (Shape::Signoff, "signoff"),
    (Shape::Profile, "profile"),
    (Shape::Config, "config"),
    (Shape::Baseline, "baseline"),
];

/// `SNAPSHOTS=overwrite cargo test` writes them anew; the program has them after the next build.
#[test]
fn what_is_written_down_is_what_the_schemas_say() {
    for (shape, name) in SHAPES {
        let (all, root) = reading::read(shape);
        let lines = all.iter().map(Place::words);
        let text: String =
            [format!("root={root}")].into_iter().chain(lines).map(|line| line + "\n").collect();
        let again = Places::of_lines(text.clone().leak()).unwrap();
        assert_eq!(again.root, root);
        assert!((0..again.all.len()).map(|at| again.place(at)).eq(&all));
        let file = format!("{}/src/schema/plain/{name}.txt", env!("CARGO_MANIFEST_DIR"));
        let committed = snapbox::Data::read_from(file.as_ref(), Some(snapbox::data::DataFormat::Text));
        snapbox::Assert::new().action_env("SNAPSHOTS").eq(text, committed.raw());
    }
}

/// Values of every kind, those near the edge of what is taken among them.
const VALUES: &[&str] = &[
    "",
    "~",
    "true",
    "1",
    "0",
    "-1",
    "1.0",
    "1e400",
    ".nan",
    "0.5",
    "101",
    "x",
    "' '",
    "''",
    "\u{a0}",
    "数据",
    "a_b",
    "a-b",
    "2025-09-12",
    "2025-02-30",
    "2025-9-12",
    "3d",
    "03d",
    "1000d",
    "3mo",
    "12y",
    "P3D",
    "1:30",
    "30",
    "5 MB",
    "5 megs",
    "0%",
    "70%",
    "100%",
    "within",
    "higher",
    "accepted",
    "[]",
    "[a]",
    "[a, a]",
    "[1]",
    "[[a]]",
    "[0.1, 0.9]",
    "{}",
    "{ a: b }",
    "{ x-a: 1 }",
    "{ a: { b: c } }",
    "{ lead: a }",
    "\"@a\"",
    "sha256:2e1b8dec9cece0bbf9219034809000ca35e94c83383de340ead50c6c1e561eeb",
    "sha256:4b7929f4f99474e24dcdaed8ff8d0d5658fb626a",
    "# x",
];

fn parsed(text: &str) -> Node {
    yaml::parse(text).root.unwrap()
}

fn nodes(node: &Node) -> usize {
    1 + match &node.value {
        Value::Map(map) => map.entries.iter().map(|entry| nodes(&entry.value)).sum(),
        Value::List(items) => items.iter().map(nodes).sum(),
        _ => 0,
    }
}

/// Changes the node that is `at` steps away in a walk through the tree; for a map also one of its keys, of which a tree
/// has each once.
fn change(node: &mut Node, at: &mut usize, value: &Node, key: Option<&str>) {
    let is_here = *at == 0;
    *at = at.wrapping_sub(1);
    match &mut node.value {
        Value::Map(map) if is_here && key.is_some() && !map.entries.is_empty() => {
            let key = key.unwrap_or_default();
            if map.entries.iter().all(|entry| &*entry.key.text != key) {
                map.entries[0].key.text = key.into();
            }
        }
        _ if is_here => *node = value.clone(),
        Value::Map(map) => {
            map.entries.iter_mut().for_each(|entry| change(&mut entry.value, at, value, key));
        }
        Value::List(items) => items.iter_mut().for_each(|item| change(item, at, value, key)),
        _ => {}
    }
}

/// What is said to be sound, the validator and the walk have no word about; what is said to be refused, the
/// validator refuses.
fn holds(shape: Shape, text: &str, root: &Node) -> Verdict {
    let verdict = judge(shape, root);
    let is_valid = embedded::validator(shape).is_valid(&root.to_json());
    match verdict {
        Verdict::Sound => {
            assert!(is_valid, "{root:?}");
            assert_eq!(walk::violations(shape, text, root), [], "{root:?}");
            assert_eq!(sections::restore(shape, &mut root.clone()), [], "{root:?}");
        }
        Verdict::Refused => assert!(!is_valid, "{root:?}"),
        Verdict::Open => {}
    }
    verdict
}

#[test]
fn what_people_write_is_plain() {
    for (shape, text) in EXAMPLES {
        if !text.contains("every") {
            assert_eq!(holds(shape, text, &parsed(text)), Verdict::Sound, "{shape:?}");
        }
    }
    for (shape, text) in [
        (
            Shape::Config,
            "levels: { stage-order: warning }\nthresholds: { large-file: 5 MB, outside-share: 70% }\n",
        ),
        (Shape::Manifest, "lifecycle: 1\nproject: a\nroles: { b: \"@b\" }\nstages: { a: { lead: b } }\n"),
    ] {
        assert_eq!(holds(shape, text, &parsed(text)), Verdict::Sound, "{text}");
    }
}

#[test]
fn what_is_wrong_is_not_plain() {
    for text in
        ["lifecycle: 2\nproject: a\nstages: {}\n", "project: a\n", "[]\n", "lifecycle: 1\nproject: \n"]
    {
        assert_ne!(holds(Shape::Manifest, text, &parsed(text)), Verdict::Sound, "{text}");
    }
    let metric = |better: &str, target: &str| {
        format!(
            "lifecycle: 1\nproject: a\nroles: {{ b: \"@b\" }}\nstages: {{ a: {{ lead: b }} }}\nmetrics: {{ m: {{ means: x, unit: ratio, better: {better}, target: {target} }} }}\n"
        )
    };
    for (better, target, expected) in [
        ("higher", "0.5", Verdict::Sound),
        ("higher", "[0.1, 0.5]", Verdict::Refused),
        ("within", "[0.1, 0.5]", Verdict::Sound),
        ("within", "0.5", Verdict::Refused),
    ] {
        let text = metric(better, target);
        assert_eq!(holds(Shape::Manifest, &text, &parsed(&text)), expected, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_called_sound_of_which_the_validator_or_the_walk_speaks(
        example in 0..EXAMPLES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..VALUES.len(), prop::option::of(0..VALUES.len())), 0..3),
    ) {
        let (shape, text) = EXAMPLES[example];
        let mut root = parsed(text);
        for (at, value, key) in changes {
            let value = yaml::parse(VALUES[value]).root.unwrap_or_else(|| parsed("~"));
            let at = at.index(nodes(&root));
            change(&mut root, &mut at.clone(), &value, key.map(|key| VALUES[key]));
        }
        holds(shape, text, &root);
    }
}
