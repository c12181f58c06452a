//! The reader of everyday YAML against the parser, and what it leaves to it.

use proptest::prelude::*;

use crate::yaml::{everyday, parse_all};

/// What lines of plans are made of, and what comes close to it.
const STARTS: &[&str] = &[
    "", "", "", "- ", "- ", "-", "- - ", "-  ", "a: ", "b: ", "c c: ", "d-1:", "e: ", "f:", "<<: ", "~: ",
    "# ", "a#: ", "\"q\": ", "'r': ", "'': ", "\"~\": ", "\"<<\": ", "\"q\" : ", "é: ", "1: ", "---", "...",
    "-x: ", "? ", "a : ", "a:b: ", "[x]: ", "{x: y}: ", "@a: ", "%y ", "... ", "...x: ", "--- ",
];
const VALUES: &[&str] = &[
    "",
    "",
    "x",
    "x y",
    "1",
    "-1",
    "- ",
    "-x",
    "0x1F",
    ".5",
    ".nan",
    "~",
    "null",
    "true",
    "False",
    "2025-08-01",
    "3d",
    "\"q r\"",
    "'s t'",
    "\"\"",
    "''",
    "'it''s'",
    "\"a\\n\"",
    "\"open",
    "\"#\"",
    "\"a\" b",
    "[a, b]",
    "[]",
    "{}",
    "[ a , b ]",
    "[a, b,]",
    "[,]",
    "[a,,b]",
    "{a: 1, b: [x, 'y']}",
    "{ a: 1, b: 2 }",
    "{a: 1, a: 2}",
    "{a, b: 1}",
    "{a: , b: 1}",
    "{a:1}",
    "{a: b: c}",
    "[a: b]",
    "[[x], [y]]",
    "[a",
    "  b]",
    "[a,",
    "b]",
    "{a: 1,",
    "b: 2}",
    "{a:",
    "[a, # c",
    "x # c",
    "x #c",
    "x# c",
    "x:",
    "x: y",
    "a:b",
    "http://x/y?z#w",
    "|",
    ">-",
    "|-",
    ">",
    ">+",
    "|2",
    "> # c",
    "&x y",
    "*x",
    "!t x",
    "@z",
    "`z`",
    "%z",
    "a, b",
    "a] b",
    "a} b",
    "{{ x }}",
    "\u{a0}x\u{a0}",
    "x\u{3000}",
    "\u{2028}",
    "数据",
    "😀",
    "x ",
    "\tx",
    "x\t",
    "\"a\"#",
    "[a]#",
    "[a] #",
    "[-, a]",
    "[-a]",
    "[a - b]",
    "{-a: b}",
    "{a: -}",
    "{? a: b}",
    "{\"a\": b}",
    "{\"a\":b}",
    "[\"a\":b]",
    "[a:]",
    "{a: b:c}",
    "[:a]",
    "[a #b]",
    "[a#b]",
    "[#b]",
];
const ENDS: &[&str] =
    &["\n", "\n", "\n", "\n", "\n", "\n\n", " # c\n", " \n", "\r\n", "", "\n# c\n", "\n    # c\n", "\n  \n"];

fn line() -> impl Strategy<Value = String> {
    let any = |of: &'static [&'static str]| prop::sample::select(of);
    let indent = prop::sample::select(&[0, 0, 0, 0, 1, 2, 2, 2, 2, 3, 4, 4, 4, 6][..]);
    (indent, any(STARTS), any(VALUES), any(ENDS))
        .prop_map(|(indent, start, value, end)| format!("{:indent$}{start}{value}{end}", ""))
}

/// Lines that most often come to something.
fn calm_line() -> impl Strategy<Value = String> {
    let start = prop::sample::select(
        &["", "", "- ", "a: ", "b: ", "c: ", "d: ", "e: ", "f: ", "g: ", "h: ", "- a: ", "- b: "][..],
    );
    let value = prop::sample::select(
        &["", "", "", "x y", ">-", "|", "1", "\"q\"", "[a, b]", "{a: 1, b: [x]}", "x # c"][..],
    );
    let indent = prop::sample::select(&[0, 0, 2, 2, 4, 4, 6][..]);
    (indent, start, value).prop_map(|(indent, start, value)| format!("{:indent$}{start}{value}\n", ""))
}

fn same(text: &str) -> std::result::Result<bool, TestCaseError> {
    let Some(root) = everyday::read(text) else { return Ok(false) };
    let all = parse_all(text);
    prop_assert!(all.problems.is_empty(), "{text:?}: {:?}", all.problems);
    // `.nan` is not equal to itself.
    prop_assert_eq!(format!("{root:?}"), format!("{:?}", all.root.expect("a tree")), "{:?}", text);
    Ok(true)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_it_reads_is_what_the_parser_reads(lines in prop::collection::vec(line(), 1..6)) {
        same(&lines.concat())?;
    }

    #[test]
    fn so_are_longer_texts(lines in prop::collection::vec(calm_line(), 1..12)) {
        same(&lines.concat())?;
    }
}

#[test]
fn plans_are_everyday_yaml() {
    let plan = include_str!("../../../examples/churn/churn.lifecycle.yaml");
    let config = include_str!("../../../examples/churn/planlint.yaml");
    let profile = include_str!("../../../schemas/profiles/cs249r.yaml");
    for text in [plan, config, profile, "# A plan.\n---\na:\n- {b: [1,\n    2]} # c\n- - d\n  - 'e': \"f\"\n"]
    {
        assert!(same(text).unwrap(), "{text}");
    }
}
