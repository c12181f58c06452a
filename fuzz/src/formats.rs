//! Every format over a report that says whatever the bytes say: nothing deceives, nothing is a command, and what
//! is meant for programs is read by programs.

use std::collections::BTreeSet;

use planlint::diagnostic::{Diagnostic, Edit, Fix, Label, Safety, Severity, Subject};
use planlint::escape::is_deceptive;
use planlint::filter::{Finding, Fingerprint};
use planlint::path::RepoPath;
use planlint::report::{FORMATS, LeftOut, Look, Report};
use planlint::rules;
use planlint::text::{Place, Source, SourceId, Sources, Span};
use pulldown_cmark::{Event, Options, Parser, Tag};

/// The longest text that is tried: each line of it stands at a dozen places of every format.
const LONGEST: usize = 600;

/// Takes the bytes for a path and for lines of texts, and writes a report of them in every format.
pub fn holds(bytes: &[u8]) {
    let bytes = &bytes[..bytes.len().min(LONGEST)];
    let (path, rest) = bytes.split_at(bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0));
    let text = String::from_utf8_lossy(rest);
    let report = report(path, &text);
    for unicode in [true, false] {
        let look = Look { unicode, width: 40 + bytes.len() % 80, ..Look::default() };
        for format in FORMATS {
            let mut out = Vec::new();
            (format.write)(&report, &look, &mut out).expect("memory takes everything");
            let out = String::from_utf8(out).expect("every format is text");
            holds_for(format.name, &out, &report);
        }
    }
}

/// A finding for each line, which stands in all that a finding may say.
fn report(path: &[u8], text: &str) -> Report {
    let mut sources = Sources::default();
    let source = sources.add(Source::new(RepoPath::new(path), text.to_owned()));
    let other = sources.add(Source::new(RepoPath::new(text.as_bytes()), path.escape_ascii().to_string()));
    let mut findings = Vec::new();
    let mut start = 0;
    for (line, nth) in text.split_inclusive('\n').take(12).zip(1..) {
        let span = Span::new(start, start + line.trim_end().len());
        start += line.len();
        findings.push(finding(
            path,
            line.trim_end(),
            [Place::new(source, span), Place::new(other, Span::at(0))],
            nth,
        ));
    }
    // What a value may say in several lines.
    findings.push(finding(
        path,
        text,
        [source, other].map(|one| Place::new(one, Span::new(0, text.len()))),
        0,
    ));
    let accept = |finding: &Finding| Finding { accepted: Some(finding.node.clone()), ..finding.clone() };
    let waived = findings.iter().take(2).map(accept).collect();
    let baseline = findings.iter().take(1).cloned().collect();
    Report {
        waived,
        baseline,
        findings,
        sources,
        unchanged: Vec::new(),
        fixed: Vec::new(),
        stale: Vec::new(),
        baseline_path: RepoPath::new(path),
        base: None,
        manifests: 1,
        snapshot: format!("revision {text}"),
        today: super::model::TODAY.parse().expect("a date"),
        left_out: vec![LeftOut { rules: vec!["stage-order"], reason: "this is no git repository" }],
        excluded: 1,
        misconfigured: false,
    }
}

fn finding(path: &[u8], text: &str, places: [Place; 2], nth: u32) -> Finding {
    let severity = [Severity::Error, Severity::Warning, Severity::Advice][nth as usize % 3];
    let label = |place: Place| Label { place, text: text.to_owned() };
    let edits = vec![Edit::Replace { place: places[0], text: text.to_owned() }];
    let diagnostic = Diagnostic {
        rule: "unknown-reference",
        subject: Subject::Part(text.to_owned()),
        severity,
        message: format!("no role is called `{text}` here: {text}"),
        primary: label(places[0]),
        related: places.into_iter().map(label).collect(),
        explains: None,
        help: Some(text.to_owned().into()),
        fix: Some(Box::new(Fix { title: text.to_owned(), safety: Safety::Safe, edits })),
    };
    let path = String::from_utf8_lossy(path).into_owned();
    let (rule, node) = (diagnostic.rule.to_owned(), text.to_owned());
    let fingerprint =
        Fingerprint { path: path.into(), rule: rule.into(), node: node.clone(), about: text.to_owned(), nth };
    Finding { diagnostic: Box::new(diagnostic), node, fingerprint, accepted: None }
}

fn holds_for(format: &str, out: &str, report: &Report) {
    inert(format, out);
    match format {
        "json" | "sarif" | "gitlab" | "rdjson" => drop(json(out)),
        "jsonl" => out.lines().for_each(|line| drop(json(line))),
        "junit" => {
            elements(out, &["testsuites", "testsuite", "testcase", "failure", "skipped", "system-out"])
        }
        "checkstyle" => elements(out, &["checkstyle", "file", "error"]),
        "github" => commands(out, report.findings.len()),
        "markdown" => table(out),
        "concise" => {
            // As it is shown where it could be a command to a build server.
            let path = report.sources.get(SourceId::default()).path().to_string();
            let path = planlint::escape::inert(&path);
            assert_eq!(out.lines().count(), report.findings.len(), "{out:?}");
            assert!(out.lines().all(|line| line.starts_with(&*path)), "{out:?}");
        }
        _ => {}
    }
}

/// Is there no character in it that a terminal or a reader is deceived by?
pub fn inert(format: &str, out: &str) {
    let deceives = |c: &char| is_deceptive(*c) && !matches!(c, '\n' | '\t');
    let found: BTreeSet<char> = out.chars().filter(deceives).collect();
    assert!(found.is_empty(), "{format}: {found:?} in {out:?}");
}

/// Is it JSON?
pub fn json(out: &str) -> serde_json::Value {
    serde_json::from_str(out).unwrap_or_else(|error| panic!("{error}: {out:?}"))
}

fn elements(out: &str, known: &[&str]) {
    let document = roxmltree::Document::parse(out).unwrap_or_else(|error| panic!("{error}: {out:?}"));
    let mut elements = document.descendants().filter(|node| node.is_element());
    assert!(elements.all(|node| known.contains(&node.tag_name().name())), "{out:?}");
}

/// Does the runner of GitHub Actions see nothing but annotations, at most ten of each kind?
fn commands(out: &str, findings: usize) {
    assert!(!out.contains("##["), "{out:?}");
    let is_command = |line: &&str| line.trim_start().starts_with("::");
    let found: Vec<&str> = out.lines().filter(is_command).collect();
    for line in &found {
        let kind = ["::error file=", "::warning file=", "::notice file="];
        assert!(kind.iter().any(|kind| line.starts_with(kind)), "{line:?}");
        let (properties, _) = line[2..].split_once("::").expect("a command has an end");
        let names: Vec<&str> =
            properties.split(',').map(|one| one.split('=').next().unwrap_or_default()).collect();
        assert!(names.len() <= 6 && names.last() == Some(&"title"), "{line:?}");
    }
    assert_eq!(out.lines().count(), findings + 1, "{out:?}");
    assert!(found.len() <= 30);
}

/// Is it a sentence and one table, with nothing in it but text, code, and links to our own pages?
fn table(out: &str) {
    let url = rules::find("unknown-reference").expect("a rule").url();
    let (mut tables, mut rows, mut cells) = (0, 0, 0);
    for event in Parser::new_ext(out, Options::all()) {
        match event {
            Event::Start(Tag::Table(_)) => tables += 1,
            Event::Start(Tag::TableRow) => rows += 1,
            Event::Start(Tag::TableCell) => cells += 1,
            Event::Start(Tag::Link { dest_url, .. }) => assert_eq!(*dest_url, *url, "{out:?}"),
            Event::Start(Tag::TableHead | Tag::Paragraph | Tag::Strong) => {}
            Event::Start(other) => panic!("{other:?} in {out:?}"),
            Event::Text(text) => {
                let means = ["@", "#", "://", "www.", "<", "&", "~", "$", "*", "]("];
                assert!(!means.iter().any(|sign| text.contains(sign)), "{text:?} in {out:?}");
            }
            Event::Code(_) | Event::End(_) | Event::SoftBreak => {}
            other => panic!("{other:?} in {out:?}"),
        }
    }
    let written = out.lines().filter(|line| line.starts_with("| ")).count();
    assert_eq!((tables, rows, cells), (1, written - 1, written * 5), "{out:?}");
}
