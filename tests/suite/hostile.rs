//! Names and values that try to be more than text, through every format.

use std::collections::BTreeSet;

use planlint::diagnostic::{Diagnostic, Edit, Fix, Label, Safety, Severity, Subject};
use planlint::escape::{inert, is_deceptive, unhashed, visible};
use planlint::filter::{Finding, Fingerprint};
use planlint::path::RepoPath;
use planlint::report::{FORMATS, Look, Report};
use planlint::text::{Place, Source, Sources, Span};
use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::formats::{example, written};

const VALUES: &[&str] = &[
    "x\n::error::owned",
    "\r::warning file=a::b",
    "  ::add-mask::x",
    "##[set-output name=a;]b",
    "###[error]##[[",
    "##vso[task.setvariable variable=a]b ####vso[c]",
    "a ::error::b ::error::c ::error::d ::error::e ::error::f ::error::g ::error::h ::error::i ::error::j ::error::k",
    "%0A::error::x%0D%25",
    "a,line=1::b:c,title=d",
    "<script>alert(1)</script>",
    "<!-- --><b>&lt;&amp;&#x1b;",
    "]]><![CDATA[<x/>",
    "\"'/><error line='1'/>",
    "a | b \\| c \\\\| d",
    "`` ` ``` code `",
    "`",
    "\\",
    "![i](http://x.y/p.png) [l](javascript:alert(1)) <http://x.y>",
    "# h\n- a\n> q\n---\n",
    "@acme/data #123 ~~no~~ **b** _e_ $x$ :tada: https://x.y www.x.y !7 %7",
    "[text](1) [other](2) {0} {{1}} \\[",
    "\u{1b}]0;title\u{7}\u{1b}[31mred\u{9b}2J",
    "\u{202e}gnp.exe\u{2066}\u{200b}\u{feff}\u{e0041}",
    "\u{fffe}\u{ffff}\u{0}",
    "{\"json\": \"\\u0041\"}",
];

const PATH: &[u8] =
    b"::warning::p\n::error::x/##[command]q|r`s`/<i>&\"']]>,:%0A\x1b]0;t\x07\xe2\x80\xae\xff@me/lifecycle.yaml";

/// A finding for each value, which stands in all that a finding may say.
fn report() -> Report {
    let mut sources = Sources::default();
    let long = "very long ".repeat(10_000);
    let values: Vec<&str> = VALUES.iter().copied().chain([long.as_str()]).collect();
    let mut text = String::new();
    let spans = values.iter().map(|value| {
        text.push_str("k: ");
        let start = text.len();
        text.push_str(value);
        text.push('\n');
        Span::new(start, text.len() - 1)
    });
    let spans: Vec<_> = spans.collect();
    let source = sources.add(Source::new(RepoPath::new(PATH), text));
    let finding = |(value, span): (&&str, &Span)| {
        let label = |span| Label { place: Place::new(source, span), text: (*value).to_owned() };
        let fix = Fix {
            title: (*value).to_owned(),
            safety: Safety::Safe,
            edits: vec![Edit::replace(source, *span, *value)],
        };
        let diagnostic = Diagnostic {
            rule: "unknown-reference",
            subject: Subject::Node,
            severity: Severity::Error,
            message: format!("no role is called `{value}`"),
            primary: label(*span),
            related: vec![label(spans[0])],
            help: Some(format!("write {value}").into()),
            fix: Some(Box::new(fix)),
            explains: None,
        };
        let fingerprint = Fingerprint {
            path: String::from_utf8_lossy(PATH).into(),
            rule: "unknown-reference".into(),
            node: (*value).to_owned(),
            about: (*value).to_owned(),
            nth: 1,
        };
        Finding { diagnostic: Box::new(diagnostic), node: (*value).to_owned(), fingerprint, accepted: None }
    };
    let findings: Vec<_> = values.iter().zip(&spans).map(finding).collect();
    let accept = |finding: &Finding| Finding { accepted: Some(finding.node.clone()), ..finding.clone() };
    let waived = findings.iter().map(accept).collect();
    Report { sources, findings, waived, snapshot: format!("revision {}", VALUES.join("")), ..example() }
}

fn show(format: &str) -> String {
    written(format, &report(), &Look::default())
}

/// What stands between the backticks of a message.
fn value(finding: &Finding) -> &str {
    finding.diagnostic.message.strip_prefix("no role is called `").unwrap().strip_suffix('`').unwrap()
}

#[test]
fn nothing_deceives_in_any_format() {
    for format in FORMATS {
        let text = show(format.name);
        let deceives = |c: &char| is_deceptive(*c) && !matches!(c, '\n' | '\t');
        let found: BTreeSet<_> = text.chars().filter(deceives).collect();
        assert!(found.is_empty(), "{}: {found:?}", format.name);
    }
}

#[test]
fn no_value_is_a_command_to_a_build_server() {
    for format in FORMATS {
        let text = show(format.name);
        assert!(!text.contains("##[") && !text.contains("##vso["), "{}: {text}", format.name);
        let is_ours = |line: &str| format.name == "github" && line.contains(",title=unknown-reference::");
        let command = text.lines().find(|line| line.trim_start().starts_with("::") && !is_ours(line));
        assert_eq!(command, None, "{}", format.name);
    }
}

#[test]
fn every_line_of_a_text_format_is_ours() {
    let report = report();
    let path = report.sources.iter().next().unwrap().1.path().to_string();
    let concise = show("concise");
    assert_eq!(concise.lines().count(), report.findings.len());
    assert!(concise.lines().all(|line| line.starts_with(&*inert(&path))));
}

/// What the runner of GitHub Actions makes of a line: the file, the title and the message of an annotation.
fn annotation(line: &str) -> Option<(String, String, String)> {
    let rest = line.trim_start().strip_prefix("::")?;
    let (command, message) = rest.split_once("::").expect("a command has an end");
    let (kind, properties) = command.split_once(' ').expect("a command has properties");
    assert!(["error", "warning", "notice"].contains(&kind), "{line}");
    let data = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let property = |name: &str| {
        let found = properties.split(',').filter_map(|one| one.split_once('=')).find(|(key, _)| *key == name);
        data(&found.expect("the property is there").1.replace("%3A", ":").replace("%2C", ","))
    };
    let names: Vec<_> = properties.split(',').map(|one| one.split_once('=').unwrap().0).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{line}");
    Some((property("file"), property("title"), data(message)))
}

#[test]
fn the_runner_of_github_sees_no_command_but_ours() {
    let report = report();
    let text = show("github");
    assert!(!text.contains("##["));
    let harmless = |text: &str| unhashed(&visible(text), "\\u{23}").into_owned();
    let path = harmless(&report.sources.iter().next().unwrap().1.path().to_string());
    let annotations: Vec<_> = text.lines().filter_map(annotation).collect();
    assert_eq!(annotations.len(), 10, "GitHub shows ten of a kind");
    for ((file, title, message), finding) in annotations.iter().zip(&report.findings) {
        assert_eq!((file, title.as_str()), (&path, "unknown-reference"));
        let wanted = format!(
            "{}\n{}",
            harmless(&finding.diagnostic.message),
            harmless(&format!("write {}", value(finding)))
        );
        assert_eq!(*message, wanted);
    }
    let others: Vec<_> = text.lines().skip(10).collect();
    assert_eq!(others.len(), report.findings.len() - 10 + 1);
    assert!(
        others
            .iter()
            .all(|line| line.starts_with("error[unknown-reference] ") || line.starts_with("planlint: "))
    );
}

#[test]
fn xml_holds_the_text_and_no_element_more() {
    let report = report();
    let wanted = |text: &str| visible(text).replace('\u{fffe}', "\\u{fffe}").replace('\u{ffff}', "\\u{ffff}");
    let path = report.sources.iter().next().unwrap().1.path().to_string();
    let junit = show("junit");
    let junit = roxmltree::Document::parse(&junit).unwrap();
    let failures: Vec<_> = junit.descendants().filter(|node| node.has_tag_name("failure")).collect();
    assert_eq!(failures.len(), report.findings.len());
    for (failure, finding) in failures.iter().zip(&report.findings) {
        assert_eq!(failure.attribute("message").unwrap(), wanted(&finding.diagnostic.message));
        assert!(failure.text().unwrap().contains(&wanted(&format!("help: write {}", value(finding)))));
        assert_eq!(failure.parent().unwrap().attribute("classname").unwrap(), path);
    }
    let known = ["testsuites", "testsuite", "testcase", "failure", "skipped"];
    assert!(
        junit
            .descendants()
            .filter(|node| node.is_element())
            .all(|node| known.contains(&node.tag_name().name()))
    );
    let checkstyle = show("checkstyle");
    let checkstyle = roxmltree::Document::parse(&checkstyle).unwrap();
    let errors: Vec<_> = checkstyle.descendants().filter(|node| node.has_tag_name("error")).collect();
    assert_eq!(errors.len(), report.findings.len());
    for (error, finding) in errors.iter().zip(&report.findings) {
        assert!(error.attribute("message").unwrap().starts_with(&wanted(&finding.diagnostic.message)));
        assert_eq!(error.parent_element().unwrap().attribute("name").unwrap(), path);
    }
}

#[test]
fn markdown_has_one_table_and_no_more() {
    let report = report();
    let text = show("markdown");
    let url = planlint::rules::find("unknown-reference").unwrap().url();
    let (mut rows, mut cells, mut plain, mut codes) = (0, 0, String::new(), Vec::new());
    for event in Parser::new_ext(&text, Options::all()) {
        match event {
            Event::Start(Tag::TableRow) => rows += 1,
            Event::Start(Tag::TableCell) => cells += 1,
            Event::Start(Tag::Link { dest_url, .. }) => assert_eq!(*dest_url, *url),
            Event::Start(Tag::Table(_) | Tag::TableHead | Tag::Paragraph | Tag::Strong) => {}
            Event::Text(text) => plain.push_str(&text),
            Event::Code(text) => codes.push(text.into_string()),
            Event::End(_) => plain.push('\n'),
            Event::SoftBreak => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((rows, cells), (report.findings.len(), (report.findings.len() + 1) * 5));
    for sign in ["@", "#", "http", "www", "!", "<", "&", "~", "$", "*"] {
        assert!(!plain.contains(sign), "`{sign}` means something in {plain}");
    }
    for wanted in ["<script>alert(1)</script>", "x\\n::error::owned", "@acme/data"] {
        assert!(codes.iter().any(|code| code.contains(wanted)), "{wanted}");
    }
}

#[test]
fn json_of_others_keeps_paths_exact_and_messages_harmless() {
    let report = report();
    let log = crate::format_schemas::json("sarif", &report);
    let uri =
        log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].clone();
    let uri = uri.as_str().unwrap();
    let mut bytes = Vec::new();
    let mut rest = uri.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        let coded = (*first == b'%').then(|| std::str::from_utf8(&more[..2]).unwrap());
        bytes.push(coded.map_or(*first, |digits| u8::from_str_radix(digits, 16).unwrap()));
        rest = if coded.is_some() { &more[2..] } else { more };
    }
    assert_eq!(bytes, PATH, "the URI is the path, byte by byte");
    assert!(uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte)));
    let issues = crate::format_schemas::json("gitlab", &report);
    assert_eq!(issues[0]["location"]["path"], String::from_utf8_lossy(PATH).into_owned());
    for document in [&log["runs"][0]["results"], &issues] {
        for one in document.as_array().unwrap() {
            let message = one["description"].as_str().or_else(|| one["message"]["text"].as_str()).unwrap();
            assert!(message.chars().all(|c| c == '\n' || !is_deceptive(c)), "{message}");
        }
    }
}

#[test]
fn no_value_is_a_link_or_a_placeholder_of_sarif() {
    let log = crate::format_schemas::json("sarif", &report());
    let at = VALUES.iter().position(|value| value.starts_with("[text](1)")).unwrap();
    let message = log["runs"][0]["results"][at]["message"]["text"].as_str().unwrap();
    let said = "no role is called `\\[text\\](1) \\[other\\](2) {{0}} {{{{1}}}} \\\\\\[`";
    assert!(message.starts_with(&format!("{said} (see [")), "{message}");
}

#[test]
fn a_comment_is_no_longer_than_forges_take() {
    let mut report = crate::formats::crowded(3_000);
    let text = written("markdown", &report, &Look::default());
    assert!(text.len() <= 65_536 && text.len() > 60_000);
    let rows = text.lines().filter(|line| line.starts_with("| error")).count();
    assert!(text.ends_with(&format!("\nNot shown here: {} errors.\n", 3_000 - rows)), "{text}");
    report.findings.truncate(100);
    assert!(!written("markdown", &report, &Look::default()).contains("Not shown"));
}
