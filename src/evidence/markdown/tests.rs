//! Documents as people write them, and what is read from them.

use super::*;

fn read(text: &str) -> Markdown {
    Markdown::read(SourceId::default(), text.to_owned())
}

fn titles(text: &str) -> Vec<(u8, String, bool)> {
    let headings = read(text).headings;
    headings.into_iter().map(|heading| (heading.level, heading.text, heading.is_empty)).collect()
}

fn left(text: &str) -> Vec<String> {
    let document = read(text);
    for leftover in &document.leftovers {
        assert_eq!(&document.text[leftover.span.range()], leftover.text);
    }
    document.leftovers.into_iter().map(|leftover| leftover.text).collect()
}

#[test]
fn headings_of_all_kinds_are_read_with_their_bytes() {
    let text =
        "---\ntitle: x\n# no heading\n---\n# A `b` *c*\r\n\nText\n=====\n\n## D ##\n<h3 id=\"E\">e</h3>\n";
    let document = read(text);
    let found: Vec<_> =
        document.headings.iter().map(|heading| (heading.level, heading.text.as_str())).collect();
    assert_eq!(found, [(1, "A b c"), (1, "Text"), (2, "D"), (3, "e")]);
    let written: Vec<_> = document.headings.iter().map(|heading| &text[heading.span.range()]).collect();
    assert_eq!(written, ["# A `b` *c*", "Text\n=====", "## D ##", "<h3 id=\"E\">e</h3>"]);
    assert!(document.has_anchor("a-b-c") && document.has_anchor("e") && !document.has_anchor("no-heading"));
}

#[test]
fn a_section_is_empty_without_anything_but_headings_and_comments() {
    let text = "# Title\n\n## A\n\n<!-- to do\n\nlater -->\n\n## B\n\n### C\n\n```\nx\n```\n\n## D\n\n---\n\n## E\n\n![](x.png)\n## F\n<a name=\"f\"></a>\n";
    let empty: Vec<_> = titles(text).into_iter().filter(|(_, _, is_empty)| *is_empty).collect();
    assert_eq!(empty, [(2, "A".into(), true), (2, "D".into(), true), (2, "F".into(), true)]);
}

#[test]
fn anchors_are_those_of_the_forges() {
    let document = read(
        "# Data Drift & más!\n## 数据 漂移：何时？\n## x\n## X\n## x-1\n## Y {#own}\n<a name=\"Here\"></a>text <span id='in'>\n",
    );
    for anchor in
        ["data-drift--más", "data-drift-más", "数据-漂移何时", "x", "x-1", "x-1-1", "own", "y", "here", "in"]
    {
        assert!(document.has_anchor(anchor), "{anchor} of {:?}", document.anchors().collect::<Vec<_>>());
    }
    assert!(document.has_anchor("%E6%95%B0%E6%8D%AE-%E6%BC%82%E7%A7%BB%E4%BD%95%E6%97%B6"));
    for anchor in ["", "drift", "x-2", "%zz", "%E6"] {
        assert!(!document.has_anchor(anchor), "{anchor}");
    }
}

#[test]
fn what_a_template_left_in_is_found_in_prose_only() {
    let text = "# Card for {{ model_id }}\n\n[More Information Needed]\n\n- Owner: TBD\n| a | 待补充 |\n|---|---|\n| _TODO_: x | 负责人待定 |\n\nTo be written.\n";
    assert_eq!(
        left(text),
        ["{{ model_id }}", "[More Information Needed]", "TBD", "待补充", "TODO", "待定", "To be written"]
    );
    let clean = "---\nowner: TODO\n---\nSee the TODO list, `TODO`, TODO.md, JIRA-TODO and https://x.org/TODO. 等待定期任务。\n\n<!-- TODO -->\n\n```\n{{ x }} TODO\n```\n\n    TBD\n\n{{< figure >}} ${{ github.ref }} {{ site.url }} todos [link](TODO)\n";
    assert_eq!(left(clean), Vec::<String>::new());
}

#[test]
fn nothing_that_can_be_written_makes_the_reader_fail() {
    for text in [
        "",
        "#",
        "---",
        "---\n",
        "<!--",
        "<",
        "<h1",
        "<h1>x",
        "</",
        "[",
        "{{",
        "\u{feff}# x",
        "# \n# \n",
        "<é id='",
    ] {
        let document = read(text);
        assert!(document.headings.iter().all(|heading| heading.end as usize <= text.len() + 1), "{text:?}");
    }
    assert_eq!(read("\u{feff}---\na: b\n...\n# x").headings.len(), 1);
}
