//! Edits on texts as people lay them out.

mod exhaustive;
mod properties;

use super::*;
use crate::diagnostic::Safety;
use crate::text::{Source, Span};

fn sources(text: &str) -> (Sources, SourceId) {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("lifecycle.yaml".into(), text.to_owned()));
    (sources, id)
}

fn resolved(text: &str, edits: impl Fn(SourceId) -> Vec<Edit>) -> Result<Resolved, Obstacle> {
    let (sources, id) = sources(text);
    let fix = Fix { title: String::new(), safety: Safety::Safe, edits: edits(id) };
    resolve(&fix, &mut Trees::new(&sources))
}

fn fixed(text: &str, edits: impl Fn(SourceId) -> Vec<Edit>) -> Result<String, Obstacle> {
    let after = apply(text, &resolved(text, edits)?.changes);
    let document = yaml::parse(&after);
    assert!(document.problems.is_empty(), "{after}\n{:?}", document.problems);
    Ok(after)
}

fn insert(text: &str, at: &str, key: &str, value: &str) -> Result<String, Obstacle> {
    fixed(text, |source| {
        vec![Edit::Insert { source, at: at.to_owned(), key: key.to_owned(), value: value.to_owned() }]
    })
}

fn append(text: &str, at: &str, item: &str) -> Result<String, Obstacle> {
    fixed(text, |source| vec![Edit::Append { source, at: at.to_owned(), item: item.to_owned() }])
}

fn remove(text: &str, paths: &[&str]) -> Result<String, Obstacle> {
    let one = |source, at: &&str| Edit::Remove { source, at: (*at).to_owned() };
    fixed(text, |source| paths.iter().map(|at| one(source, at)).collect())
}

#[track_caller]
fn becomes(after: Result<String, Obstacle>, expected: &str) {
    assert_eq!(after.as_deref(), Ok(expected));
}

#[test]
fn an_entry_goes_behind_the_last_one_and_its_comment() {
    let text = "stages:\n  a:\n    does: x   # why\n    # more\n  b: { lead: y }\n";
    becomes(
        insert(text, "stages.a", "lead", "ml"),
        "stages:\n  a:\n    does: x   # why\n    lead: ml\n    # more\n  b: { lead: y }\n",
    );
}

#[test]
fn the_end_of_the_file_and_its_line_endings_stay() {
    becomes(insert("a: 1", "", "b", "2"), "a: 1\nb: 2");
    becomes(insert("a: 1\r\nc: 3\r\n", "", "b", "2"), "a: 1\r\nc: 3\r\nb: 2\r\n");
    becomes(insert("\u{FEFF}a: 1\n", "", "b", "2"), "\u{FEFF}a: 1\nb: 2\n");
    becomes(insert("a: 1\n\nc:\n  d: 3\n", "", "b", "2"), "a: 1\n\nc:\n  d: 3\n\nb: 2\n");
}

#[test]
fn an_entry_in_brackets_keeps_their_form() {
    becomes(insert("a: { b: c }  # d\n", "a", "e", "f"), "a: { b: c, e: f }  # d\n");
    becomes(insert("a: {b: c}\n", "a", "e", "f"), "a: {b: c, e: f}\n");
    becomes(insert("a: {b: c,}\n", "a", "e", "f"), "a: {b: c, e: f,}\n");
    becomes(insert("a: {}\n", "a", "e", "f"), "a: { e: f }\n");
    becomes(insert("a: { b: { } }\n", "a.b", "e", "f"), "a: { b: { e: f } }\n");
    becomes(insert("{a: {b, c: }}\n", "a.c", "e", "f"), "{a: {b, c: { e: f } }}\n");
    becomes(
        insert("a: {\n  b: c,   # 1\n  d: e    # 2\n}\n", "a", "f", "g"),
        "a: {\n  b: c,   # 1\n  d: e,    # 2\n  f: g\n}\n",
    );
    becomes(
        insert("a: {\n  b: c,\n  d: e,  # 2\n}\n", "a", "f", "g"),
        "a: {\n  b: c,\n  d: e,  # 2\n  f: g,\n}\n",
    );
}

#[test]
fn what_is_empty_is_filled_in_place() {
    becomes(insert("a:\n  lead:   # who?\n  b: 1\n", "a", "lead", "ml"), "a:\n  lead: ml   # who?\n  b: 1\n");
    becomes(insert("a: { lead: ~ }\n", "a", "lead", "ml"), "a: { lead: ml }\n");
    becomes(
        insert("s:\n  a: # later\n  b: 1\n", "s.a", "lead", "ml"),
        "s:\n  a: # later\n    lead: ml\n  b: 1\n",
    );
    becomes(insert("s:\n    a:", "s.a", "lead", "ml"), "s:\n    a:\n        lead: ml");
    becomes(insert("s: []\n", "", "s", "[a]"), "s: [a]\n");
    assert_eq!(insert("a: { lead: x }\n", "a", "lead", "ml"), Err(Obstacle::Taken));
}

#[test]
fn parents_are_made() {
    becomes(
        insert("s:\n  m:\n    lead: x\n", "s.m.support", "ml", "explain drops"),
        "s:\n  m:\n    lead: x\n    support:\n      ml: explain drops\n",
    );
    becomes(
        insert("s:\n  m: { lead: x }\n", "s.m.support", "ml", "explain drops"),
        "s:\n  m: { lead: x, support: { ml: explain drops } }\n",
    );
    becomes(
        insert("a: 1\n", "handoffs", "x", "{ from: a, to: b }"),
        "a: 1\nhandoffs:\n  x: { from: a, to: b }\n",
    );
}

#[test]
fn a_map_is_written_as_its_neighbours_are() {
    becomes(
        insert(
            "s:\n  a:\n    lead: x\n    support:\n      y: z\n",
            "s",
            "b",
            "{ lead: x, support: { y: do it } }",
        ),
        "s:\n  a:\n    lead: x\n    support:\n      y: z\n  b:\n    lead: x\n    support:\n      y: do it\n",
    );
    becomes(insert("s:\n  a: { b: c }\n", "s", "d", "{ b: c }"), "s:\n  a: { b: c }\n  d: { b: c }\n");
}

#[test]
fn a_text_that_stands_for_a_map_becomes_one() {
    becomes(
        insert("roles:\n  ml: \"@x\"  # a\n", "roles.ml", "backup", "\"@y\""),
        "roles:\n  ml: { who: \"@x\", backup: \"@y\" }  # a\n",
    );
    becomes(insert("retire: a, b\n", "retire", "owner", "ml"), "retire: { when: \"a, b\", owner: ml }\n");
    assert_eq!(insert("about: x\n", "about", "owner", "ml"), Err(Obstacle::Taken));
}

#[test]
fn an_item_goes_to_the_end_of_any_list() {
    becomes(append("a: [b, c]  # d\n", "a", "e"), "a: [b, c, e]  # d\n");
    becomes(append("a: [\n  b,\n  c\n]\n", "a", "e"), "a: [\n  b,\n  c,\n  e\n]\n");
    becomes(append("a:\n  - b # 1\n  - c # 2\nd: 1\n", "a", "e"), "a:\n  - b # 1\n  - c # 2\n  - e\nd: 1\n");
    becomes(append("a:\n- b\n- c: 1\n  d: 2", "a", "e"), "a:\n- b\n- c: 1\n  d: 2\n- e");
    becomes(append("a: b  # c\n", "a", "e"), "a: [b, e]  # c\n");
    becomes(append("a:\nb: 1\n", "a", "e"), "a: [e]\nb: 1\n");
    becomes(append("a: []\n", "a", "e"), "a: [e]\n");
    becomes(append("h:\n  x:\n    from: a\n", "h.x.passes", "e"), "h:\n  x:\n    from: a\n    passes: [e]\n");
    becomes(append("h: { x: { from: a } }\n", "h.x.passes", "e"), "h: { x: { from: a, passes: [e] } }\n");
}

#[test]
fn an_entry_goes_with_its_line_and_comment() {
    becomes(remove("a:\n  b: 1\n  # of c\n  c: 2 # 3\n  d: 4\n", &["a.c"]), "a:\n  b: 1\n  # of c\n  d: 4\n");
    becomes(remove("a: 1\nb: 2", &["b"]), "a: 1");
    becomes(remove("\u{FEFF}a: 1\r\nb: 2\r\n", &["a"]), "\u{FEFF}b: 2\r\n");
    becomes(remove("a: 1\nb:\n  c: 2\n\nd: 3\n", &["b.c"]), "a: 1\n\nd: 3\n");
    becomes(remove("a: 1\n\nb:\n  - x: 1\n    y: 2\n\nd: 3\n", &["b.0"]), "a: 1\n\nd: 3\n");
    assert_eq!(remove("a: 1\n", &["a"]), Err(Obstacle::Layout));
    assert_eq!(remove("a: 1\n", &["b"]), Err(Obstacle::Absent));
}

#[test]
fn items_and_entries_leave_what_is_around_them() {
    becomes(remove("w:\n  - a: 1\n    b: 2\n  - c # 1\n  - d\n", &["w.0"]), "w:\n  - c # 1\n  - d\n");
    becomes(remove("w:\n  - a: 1\n    b: 2\n", &["w.0.a"]), "w:\n  - b: 2\n");
    becomes(remove("a: { b: 1, c: 2, d: 3 }\n", &["a.b", "a.c"]), "a: { d: 3 }\n");
    becomes(remove("a: { b: 1, c: 2, d: 3 }\n", &["a.c", "a.d"]), "a: { b: 1 }\n");
    becomes(remove("a: { b: 1, c: [2] }\n", &["a.c.0"]), "a: { b: 1 }\n");
    becomes(remove("a: [\n  b, # 1\n  c, # 2\n  d\n]\n", &["a.1"]), "a: [\n  b, # 1\n  d\n]\n");
}

#[test]
fn what_is_shared_is_left() {
    let text = "a: &x\n  b: 1\nc: *x\nd:\n  <<: *x\n  e: 2\n";
    assert_eq!(insert(text, "c", "f", "3"), Err(Obstacle::Elsewhere));
    assert_eq!(insert(text, "a", "f", "3"), Err(Obstacle::Repeated));
    assert_eq!(remove(text, &["d.b"]), Err(Obstacle::Elsewhere));
    becomes(insert(text, "d", "f", "3"), &format!("{text}  f: 3\n"));
    becomes(append("a: &x b\nl: [*x, c]\n", "l", "e"), "a: &x b\nl: [*x, c, e]\n");
    becomes(remove("a: &x b\nl: [*x, c]\n", &["l.1"]), "a: &x b\nl: [*x]\n");
}

#[test]
fn the_first_of_two_fixes_that_disagree_wins() {
    let text = "s:\n  m:\n    lead: x\n  n:\n    lead: y\n";
    let one = |at: &str, key: &str| {
        let (at, key) = (at.to_owned(), key.to_owned());
        resolved(text, move |source| {
            vec![Edit::Insert { source, at: at.clone(), key: key.clone(), value: "v w".into() }]
        })
        .unwrap()
    };
    let mut batch = Batch::default();
    assert!(batch.take(one("s.m.support", "a")));
    assert!(!batch.take(one("s.m.support", "b")), "both would make `support`");
    assert!(batch.take(one("s.m", "does")));
    assert!(!batch.take(resolved(text, |source| vec![Edit::Remove { source, at: "s.m".into() }]).unwrap()));
    assert!(batch.take(resolved(text, |source| vec![Edit::Remove { source, at: "s.n".into() }]).unwrap()));
    assert!(!batch.take(one("s.n", "does")));
    let source = batch.sources().next().unwrap();
    assert_eq!(
        batch.text(source, text),
        "s:\n  m:\n    lead: x\n    support:\n      a: v w\n    does: v w\n"
    );
}

#[test]
fn what_belongs_to_the_entry_before_comes_first() {
    let text = "s:\n  m:\n    lead:";
    let after = fixed(text, |source| {
        vec![
            Edit::insert(source, "s", "n", "x"),
            Edit::insert(source, "s.m", "does", "\"y, [z]\""),
            Edit::insert(source, "s.m", "lead", "ml"),
        ]
    });
    becomes(after, "s:\n  m:\n    lead: ml\n    does: y, [z]\n  n: x");
}

#[test]
fn edits_of_one_fix_belong_together() {
    let text = "roles:\n  ml: { who: \"@a\", until: 2025-01-01, replaced-by: \"@b\" }\n";
    let after = fixed(text, |source| {
        let who = text.find("\"@a\"").unwrap();
        let remove = |at: &str| Edit::Remove { source, at: at.to_owned() };
        let place = Place::new(source, Span::new(who, who + 4));
        vec![
            Edit::Replace { place, text: "\"@b\"".into() },
            remove("roles.ml.until"),
            remove("roles.ml.replaced-by"),
        ]
    });
    becomes(after, "roles:\n  ml: { who: \"@b\" }\n");
}
