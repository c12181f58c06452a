//! Every line of the article is held by rules that were seen to fire and to stay silent: the table that says
//! so is generated.

use std::collections::BTreeSet;
use std::path::Path;

use planlint::rules;
use planlint::rules::article::LINES;
use snapbox::Data;
use snapbox::assert::Assert;

/// How many rules the catalogue has once it is whole; until then some that the table names are to come.
const WHOLE: usize = 80;

/// Where the fixtures stand, for readers of the page outside of the repository.
const FIXTURES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/tree/main/tests/rules/");

const HEAD: &str = "\
# The article, line by line

Generated from [`src/rules/article.rs`](https://github.com/planlint/planlint/blob/main/src/rules/article.rs). planlint is built on an article of 2025-07-09 on the
workflow chapter of the Machine Learning Systems (CS249R) book. Each row is one line of it that asks a team for
something, in our words, with the rules that check it and the plans on which each rule is seen to fire and to stay
silent. The numbers are those that the pages of the rules give as their source.

| line | what it asks | rules | fixtures |
|---|---|---|---|
";

#[test]
fn every_line_of_the_article_has_rules() {
    let is_whole = rules::all().count() >= WHOLE;
    let mut seen = BTreeSet::new();
    let mut page = HEAD.to_owned();
    for line in LINES {
        assert!(seen.insert(line.id), "{} is there twice", line.id);
        let known: Vec<&str> =
            line.rules.iter().copied().filter(|name| rules::find(name).is_some()).collect();
        assert!(!is_whole || known.len() == line.rules.len(), "{}: {:?}", line.id, line.rules);
        assert!(!is_whole || !known.is_empty(), "{} has no rule", line.id);
        let pages: Vec<String> = known.iter().map(|name| format!("[`{name}`](rules/{name}.md)")).collect();
        let fixture = |name: &&str| format!("[{name}]({FIXTURES}{name})");
        let fixtures: Vec<String> = known.iter().map(fixture).collect();
        page.push_str(&format!(
            "| {} | {} | {} | {} |\n",
            line.id,
            line.asks,
            pages.join(", "),
            fixtures.join(", ")
        ));
    }
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/article.md");
    Assert::new().action_env("SNAPSHOTS").eq(page, Data::read_from(&place, None).raw());
}

#[test]
fn no_line_that_asks_for_something_is_left_out() {
    let ids: BTreeSet<u32> = LINES.iter().map(|line| line.id[1..].parse().unwrap()).collect();
    // The lines between are headings, and the last ones of a part sum it up.
    let headings = BTreeSet::from([11, 13, 17, 21, 25, 29, 34]);
    let expected: BTreeSet<u32> = (6..=35).filter(|line| !headings.contains(line)).collect();
    assert_eq!(ids, expected);
}
