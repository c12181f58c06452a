//! What is said about files that are wrong.

use super::*;

const UNQUOTED: &[(&str, &str)] = &[
    ("a: @acme/ml # team\n", "@acme/ml"),
    ("a: @x: y z\n", "@x: y z"),
    ("a: `x` y\nb: 1\n", "`x` y"),
    ("a: %done#1\n", "%done#1"),
    ("a: **/*.md\n", "**/*.md"),
    ("a: *.md and *.txt\n", "*.md and *.txt"),
    ("a: *\n", "*"),
    ("a: * x\n", "* x"),
    ("a: *bold* move\n", "*bold* move"),
    ("a: &\n", "&"),
    ("a: &D\nb: 1\n", "&D"),
    ("a: & b\n", "& b"),
    ("a: !important\n", "!important"),
    ("a: !acme/ml now\n", "!acme/ml now"),
    ("a: !\n", "!"),
    ("a: !!\n", "!!"),
    ("a: !e!x y\n", "!e!x y"),
    ("a: !50% off, é\n", "!50% off, é"),
    ("a: >= 0.6 # at least\n", ">= 0.6"),
    ("a: > 0.6\r\nb: 1\r\n", "> 0.6"),
    ("a: >0.6\n", ">0.6"),
    ("a: >5\nb: 1\n", ">5"),
    ("a: |x|\n", "|x|"),
    ("a: [@x y, b]\n", "@x y"),
    ("{a: @x}\n", "@x"),
    ("a: [b, **/*.{md,txt}, c]\n", "**/*.{md,txt}"),
    ("a: [!x, y]\n", "!x"),
    ("- - @x\n", "@x"),
    ("@a: 1\n", "@a"),
    ("*a: 1\n", "*a"),
    ("b: 1\n*a: 1\n", "*a"),
    ("**/*.md: 1\n", "**/*.md"),
    ("{@a: 1}\n", "@a"),
    ("- @a : 1\n", "@a"),
];

#[test]
fn values_that_should_be_in_quotes_are_told_as_they_were_meant() {
    for (text, meant) in UNQUOTED {
        assert_eq!(told(text), [format!("{meant}|unquoted")], "{text:?}");
        assert!(parse(text).root.is_some(), "{text:?}");
    }
}

#[test]
fn a_value_that_should_be_in_quotes_is_spoiled_and_a_key_is_not() {
    let text = "a: @x\n\"b\": **/*\n@c: >= 1\nd: [!e, 2]\n";
    let Document { root: Some(root), problems } = parse(text) else { panic!("a tree") };
    assert_eq!(problems.len(), 5);
    let map = root.as_map().expect("a map");
    assert_eq!(map.entries.iter().map(|entry| &*entry.key.text).collect::<Vec<_>>(), ["a", "b", "@c", "d"]);
    for key in ["a", "b", "@c"] {
        assert_eq!(map.get(key).map(|node| &node.value), Some(&Value::Spoiled));
    }
    assert_eq!(map.get("a").map(|node| node.span), Some(Span::new(3, 5)));
    assert_eq!(map.get("d").and_then(Node::as_list).map(|items| &items[1].value), Some(&Value::Integer(2)));
}

#[test]
fn quoted_and_legitimate_uses_of_these_characters_pass() {
    for text in [
        "a: '@x'\nb: \"**/*\"\nc: x@y\nd: 5%\ne: a * b\nf: R&D\ng: hi!\nh: a > b\ni: x | y\n",
        "a: >\n  x\nb: |-\n  y\nc: >2-\n    z\nd: >\n",
        "a: &x 1\nb: *x\nc: [*x, *x]\nd: {*x : 1}\n",
        "a: |\n  @x\n  **/*\n  >= 1\n",
    ] {
        assert_eq!(told(text), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn the_scanner_errors_are_told_in_plain_words() {
    for (text, said) in [
        ("a:\n\tb: 1\n", "\t|a tab indents this line"),
        ("a:\n  b: 1\n\t\tc: 2\n", "\t\t|a tab indents this line"),
        ("a: [\n\tb\n]\n", "\t|a tab indents this line"),
        ("a:1\nb: 2\n", ":|a space is missing after the colon of `a`"),
        ("b: 2\na:1\nc: 3\n", ":|a space is missing after the colon of `a`"),
        ("a: \"x\nb: 1\n", "\"|the quote `\"` opens here and is not closed"),
        ("a: 'x\nb: 'y'\n", "'|the quote `'` opens here and is not closed"),
        ("a: 'it's'\n", "s'|text follows the closing quote"),
        ("a: [x, y\nb: 1\n", "[|the bracket `[` opens here and is not closed"),
        ("a: {x: 1\nb: 1\n", "{|the bracket `{` opens here and is not closed"),
        ("a: [\n  x\nb: [y]\n", "[|the bracket `[` opens here and is not closed"),
        ("a: [x}\n", "[|the bracket `[` opens here, but `}` closes it"),
        ("a: ]\n", "]|the bracket `]` closes nothing"),
        ("a:\n    b: 1\n  c: 2\n", "c: 2|the indentation of this line matches no line above it"),
        ("a:\n  - b\n - c\n", "- c|the indentation of this line matches no line above it"),
        ("a: 1\n  b: 2\n", "b|this line is indented as part of the value above, but looks like a key"),
        ("a: 1\n- b\n", "- b|a list item stands among the keys of a map"),
        ("- a\nb: 1\n", "b: 1|a key stands among the items of a list"),
        ("a: b: c\n", "b: c|this value has a colon and a space in it, as if it were another key"),
        ("a: - b\n", "- b|a list cannot start on the line of its key"),
        ("a: 1\nb\n", "b|this line has no colon, and is not indented as part of the value above"),
        ("a: \"\\q\"\n", "\\q|`\\q` stands for nothing in double quotes"),
        ("a: \"\\xZ\"\n", "\\x|`\\x` stands for nothing in double quotes"),
        ("a: 'x'#y\n", "#y|a space is missing before this `#`"),
        ("%x\na: 1\n", "%x|a line cannot start with `%`"),
        ("a: {b: c d: e}\n", ":|the entries between these brackets are not separated here"),
        ("a: \0\n", "\0|the control character `\\u{0}` cannot stand in YAML"),
        ("# \u{7}\u{1}\n", "\u{7}|the control character `\\u{7}` cannot stand in YAML"),
    ] {
        assert_eq!(told(text), [said], "{text:?}");
        assert_eq!(parse(text).root, None, "{text:?}");
    }
}

#[test]
fn slips_are_told_where_they_were_made() {
    for (text, said) in [
        ("a:\n  lead：x\n  b: 1\n", "：|this full-width colon is a letter to YAML"),
        ("a: 1\nb ：2\n", "：|this full-width colon is a letter to YAML"),
        ("a:\n\u{a0} b: 1\n  c: 2\n", "\u{a0}|a space that YAML does not count indents this line"),
        ("a:\n  lead x\n  b: 1\n", "lead x|a colon is missing after `lead`"),
        ("a:\n  b: 1\n  lead x\n", "lead x|a colon is missing after `lead`"),
        (
            "a: this\n  goes on\n  b: 1\n",
            "b|this line is indented as part of the value above, but looks like a key",
        ),
        (
            "a:\n<<<<<<< HEAD\n  b: 1\n=======\n  b: 2\n>>>>>>> other\n",
            "<<<<<<< HEAD|a merge conflict is not resolved here",
        ),
        ("a: {b: #c, d: e}\nf: 1\n", "#c|unquoted"),
        ("a: [ #c, #d ]\n", "#c|unquoted"),
        ("a: {\n  b: #c,\n  d: e}\n", "#c|unquoted"),
        ("a: &run the checks\n", "&run the checks|unquoted"),
    ] {
        assert_eq!(told(text).first().map(String::as_str), Some(said), "{text:?}");
    }
    for text in ["a: &x the checks\nb: *x\n", "a: &x word\n", "a: [b, # why\n  c]\n", "a: &x\n  b: c d\n"] {
        assert_eq!(told(text), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn a_second_document_is_told_at_its_line() {
    let said = "---|a second document starts here, but one file holds one manifest";
    assert_eq!(told("a: 1\n---\nb: 2\n---\nc: 3\n"), [said]);
    assert_eq!(told("---\n---\nb: 2\n"), [said]);
    assert_eq!(told("a: 1\n---\n---\nb: 2\n"), [said]);
    assert_eq!(told("a: 1\n...\nb: 2\n"), [said.replace("---", "b:")]);
}

#[test]
fn keys_that_are_no_text_are_left_out() {
    let text = "? [a]\n: 1\n{b: 1}: 2\n: 3\nnull: 4\n\"\": 5\nz: 6\n";
    assert_eq!(
        told(text),
        [
            "[a]|a list cannot be a key",
            "{b: 1}|a map cannot be a key",
            ":|this key is empty",
            "null|this key is null",
            "\"\"|this key is empty",
        ]
    );
    assert_eq!(parse(text).root.map(|root| root.to_json().to_string()), Some(r#"{"z":6}"#.to_owned()));
}

#[test]
fn a_placeholder_in_braces_is_one_mistake() {
    let text = "a: {{ team }}\n";
    assert_eq!(told(text), ["{ team }|a value that starts with `{{` is read as a map inside a map"]);
    let root = parse(text).root.expect("a tree");
    assert_eq!(root.as_map().and_then(|map| map.get("a")).map(|node| &node.value), Some(&Value::Spoiled));
}

#[test]
fn duplicates_and_aliases_are_all_told_in_one_run() {
    let text = "a: 1\nb: {c: 1, c: 2}\na: *gone\nd: &d [*d]\ne: &e {f: 1, f: 2}\ng: *e\n";
    assert_eq!(
        told(text),
        [
            "c|c again, first at 9",
            "a|a again, first at 0",
            "*gone|unknown alias: no `&gone` stands above this `*gone`",
            "*d|the alias `*d` stands inside the value it refers to",
            "f|f again, first at 48",
        ]
    );
    let root = parse(text).root.expect("a tree");
    assert_eq!(root.as_map().and_then(|map| map.get("a")).map(|node| &node.value), Some(&Value::Integer(1)));
}

#[test]
fn mistakes_before_an_error_are_told_with_it() {
    let text = "a: 1\na: 2\nb: @x\nc: [\n";
    let bracket = "[|the bracket `[` opens here and is not closed";
    assert_eq!(told(text), ["a|a again, first at 0", "@x|unquoted", bracket]);
    assert_eq!(parse(text).root, None);
}

#[test]
fn tags_that_do_not_fit_are_told() {
    let text = "a: !!int x\nb: !!set {c}\nd: !e [f]\ng: !h\n  i: 1\nj: !!map [k]\nl: !m \"n\"\n";
    assert_eq!(
        told(text),
        [
            "x|the tag `!!int` promises a whole number of at most 64 bits, which this value is not",
            "!!set|the tag `!!set` means nothing here",
            "!e|the tag `!e` means nothing here",
            "!h|the tag `!h` means nothing here",
            "[k]|the tag `!!map` promises a map, but a list follows",
            "!m|the tag `!m` means nothing here",
        ]
    );
}

#[test]
fn merge_keys_take_maps_only() {
    let said = |bytes: &str| format!("{bytes}|`<<` takes a map or a list of maps");
    assert_eq!(told("a: {<<: 3}\n"), [said("3")]);
    assert_eq!(told("a: &x [1]\nb: {<<: *x}\n"), [said("*x")]);
    assert_eq!(told("b: {<<: [{c: 1}, 2, [d]]}\n"), [said("2"), said("[d]")]);
    assert_eq!(told("b:\n  <<: {c: 1}\n  <<: {d: 1}\n"), ["<<|<< again, first at 5"]);
}

#[test]
fn an_empty_pair_ends_where_its_mark_ends() {
    let text = "[? ]";
    let root = parse(text).root.unwrap();
    let [pair] = root.as_list().unwrap() else { panic!("{root:?}") };
    assert_eq!(&text[pair.span.range()], "?");
}
