//! Every format on one report that holds what is hard to show; the golden files are in `tests/formats/`.

use std::path::Path;

use planlint::diagnostic::{Diagnostic, Edit, Fix, Label, Safety, Severity, Subject};
use planlint::filter::{Finding, Fingerprint};
use planlint::report::{FORMATS, LeftOut, Look, Report, find};
use planlint::text::{Place, Source, SourceId, Sources, Span};
use planlint::time::parse_date;

const FIRST: &str = "lifecycle: 1
project: churn
roles:
  data-engineer: \"@acme/数据\"
stages:
  data-preparation:
    lead: data-engineer
    duty: 收集数据 🧹 and clean
  monitoring:
    duty: watch
    produces:
      alerts: ops/alerts.yaml
  deployment:
\t  lead:\tdata-enginer # tab
";

const SECOND: &str = "lifecycle: 1\r
project: \u{1b}]0;owned\u{7}churn\u{202e}x\r
deadline:\r
stages: {}\r
";

/// The places of the example, found by the text that stands there.
struct Example {
    sources: Sources,
}

impl Example {
    fn source(&mut self, path: &str, text: impl Into<String>) -> SourceId {
        self.sources.add(Source::new(path.into(), text.into()))
    }

    fn label(&self, source: SourceId, piece: &str, text: &str) -> Label {
        let at = self.sources.get(source).text().find(piece).expect("the example holds the piece");
        Label { place: Place::new(source, Span::new(at, at + piece.len())), text: text.to_owned() }
    }

    fn empty(&self, source: SourceId, before: &str, text: &str) -> Label {
        let mut label = self.label(source, before, text);
        label.place.span = Span::at(label.place.span.end as usize);
        label
    }
}

fn finding(rule: &'static str, severity: Severity, message: &str, node: &str, labels: &[Label]) -> Finding {
    let diagnostic = Diagnostic {
        rule,
        severity,
        message: message.to_owned(),
        primary: labels[0].clone(),
        related: labels[1..].to_vec(),
        subject: Subject::Node,
        help: None,
        fix: None,
        explains: None,
    };
    let about = String::new();
    let (path, rule, node) = ("lifecycle.yaml".into(), rule.into(), node.to_owned());
    let fingerprint = Fingerprint { path, rule, node: node.clone(), about, nth: 1 };
    Finding { diagnostic: Box::new(diagnostic), node, fingerprint, accepted: None }
}

fn helped(mut finding: Finding, help: &str) -> Finding {
    finding.diagnostic.help = Some(help.to_owned().into());
    finding
}

/// With a fix that writes the similar name, which its second label shows.
fn mended(mut finding: Finding) -> Finding {
    let Place { source, mut span } = finding.diagnostic.primary.place;
    span.end -= 1;
    finding.diagnostic.fix = Some(Box::new(Fix {
        title: "write `data-engineer`".to_owned(),
        safety: Safety::Safe,
        edits: vec![Edit::replace(source, span, "data-engineer")],
    }));
    finding
}

fn duplicate_project(example: &Example, first: SourceId, second: SourceId) -> Finding {
    helped(
        finding(
            "duplicate-project",
            Severity::Error,
            "`churn` is the name of two projects",
            "project",
            &[
                example.label(first, "churn", "the first"),
                example.label(second, "churn", "the other project `\u{1b}[31mchurn`"),
            ],
        ),
        "give each manifest a `project` of its own",
    )
}

fn first_findings(example: &Example, first: SourceId, second: SourceId) -> Vec<Finding> {
    use Severity::{Advice, Error};
    let block = &FIRST[FIRST.find("monitoring").unwrap()..FIRST.find("  deployment").unwrap()];
    vec![
        duplicate_project(example, first, second),
        finding(
            "duty-missing",
            Advice,
            "`收集数据 🧹` names no supporter",
            "stages.data-preparation.duty",
            &[example.label(first, "收集数据 🧹", "这里"), example.label(first, "and clean", "and here")],
        ),
        helped(
            finding(
                "stage-without-lead",
                Error,
                "stage `monitoring` has no lead, although it is not planned, its duty is written down, and it \
                 produces something that others may rely on",
                "stages.monitoring",
                &[example.label(first, block, "")],
            ),
            "name the role that answers for it, such as `lead: devops-engineer`",
        ),
        mended(helped(
            finding(
                "unknown-reference",
                Error,
                "no role is called `data-enginer`",
                "stages.deployment.lead",
                &[
                    example.label(first, "data-enginer ", "not defined"),
                    example.label(first, "data-engineer", "similar"),
                ],
            ),
            "write `lead: data-engineer`",
        )),
    ]
}

fn second_findings(example: &Example, second: SourceId, long: SourceId, folder: SourceId) -> Vec<Finding> {
    use Severity::{Error, Warning};
    let nowhere = Label { place: Place::new(folder, Span::at(0)), text: String::new() };
    vec![
        finding(
            "wrong-type",
            Error,
            "`\u{1b}]0;owned\u{7}churn\u{202e}x` is no id\nof a project",
            "project",
            &[example.label(second, "churn\u{202e}x", "\u{202e}this")],
        ),
        finding(
            "missing-field",
            Warning,
            "`deadline` is empty",
            "deadline",
            &[example.empty(second, "deadline:", "nothing here")],
        ),
        helped(
            finding(
                "unknown-field",
                Warning,
                "the format knows no `needle`",
                "needle",
                &[example.label(long, "needle", "this one")],
            ),
            "take it out",
        ),
        finding("yaml-syntax", Error, "a folder is no manifest", "", &[nowhere]),
    ]
}

pub fn example() -> Report {
    let mut example = Example { sources: Sources::default() };
    let first = example.source("churn/lifecycle.yaml", FIRST);
    let second = example.source("other\u{202e}/lifecycle.yaml", SECOND);
    let hay = "hay ".repeat(1_000_000);
    let long = example.source("wide/lifecycle.yaml", format!("a: {hay}\nb: {{{hay}needle: {hay}}}\n"));
    let folder = example.source("zoo/lifecycle.yaml", "");
    let mut findings = first_findings(&example, first, second);
    findings.extend(second_findings(&example, second, long, folder));
    for finding in &mut findings {
        let source = example.sources.get(finding.diagnostic.primary.place.source);
        finding.fingerprint.path = source.path().as_bstr().to_string().into();
    }
    let mut waived = finding(
        "duty-missing",
        Severity::Advice,
        "`watch` names no supporter",
        "stages.monitoring.duty",
        &[example.label(first, "watch", "")],
    );
    waived.accepted = Some("the new team starts in May".to_owned());
    Report {
        sources: example.sources,
        findings,
        waived: vec![waived],
        baseline: Vec::new(),
        unchanged: Vec::new(),
        fixed: Vec::new(),
        stale: Vec::new(),
        base: None,
        baseline_path: "planlint-baseline.yaml".into(),
        manifests: 4,
        snapshot: "the index".to_owned(),
        today: parse_date("2025-09-12").unwrap(),
        left_out: vec![LeftOut {
            rules: vec!["done-without-outputs", "path-missing"],
            reason: "this is no git repository",
        }],
        excluded: 0,
        misconfigured: false,
    }
}

pub fn written(format: &str, report: &Report, look: &Look) -> String {
    let mut out = Vec::new();
    (find(format).unwrap().write)(report, look, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Compares with a golden file; `SNAPSHOTS=overwrite cargo test` writes it anew.
fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats").join(name);
    let expected = snapbox::Data::read_from(&path, Some(snapbox::data::DataFormat::Text)).raw();
    snapbox::Assert::new().action_env("SNAPSHOTS").eq(text.to_owned(), expected);
}

/// Golden files of formats that look the same to everybody.
pub const FILES: &[(&str, &str)] = &[
    ("json", "report.json"),
    ("jsonl", "report.jsonl"),
    ("sarif", "report.sarif"),
    ("github", "github.txt"),
    ("gitlab", "gitlab.json"),
    ("junit", "junit.xml"),
    ("checkstyle", "checkstyle.xml"),
    ("rdjson", "rdjson.json"),
    ("markdown", "markdown.md"),
];

#[test]
fn formats_write_the_example_as_before() {
    let (report, look) = (example(), Look::default());
    golden("human.txt", &written("human", &report, &look));
    golden("narrated.txt", &written("narrated", &report, &look));
    golden("concise.txt", &written("concise", &report, &look));
    for (format, name) in FILES {
        golden(name, &written(format, &report, &look));
    }
    let ascii = Look { unicode: false, width: 60, max_findings: Some(3), ..Look::default() };
    golden("human-ascii.txt", &written("human", &report, &ascii));
    let rich = Look { color: true, links: true, ..Look::default() };
    golden("human-color.ansi", &written("human", &report, &rich));
}

#[test]
fn the_json_is_what_its_schema_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/report.v1.json");
    let schema = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let mut report = example();
    let full = serde_json::from_str(&written("json", &report, &Look::default())).unwrap();
    report.findings.clear();
    let clean = serde_json::from_str(&written("json", &report, &Look::default())).unwrap();
    for document in [&full, &clean] {
        let wrong: Vec<_> = validator.iter_errors(document).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
    assert!(!validator.is_valid(&serde_json::json!({ "format": "planlint-report/1" })));
}

#[test]
fn no_format_lets_a_deceiving_character_through() {
    for format in FORMATS {
        let text = written(format.name, &example(), &Look::default());
        let deceives = |character: &char| planlint::escape::is_deceptive(*character) && *character != '\n';
        let found: Vec<_> = text.chars().filter(deceives).filter(|c| *c != '\t').collect();
        assert!(found.is_empty(), "{}: {found:?}", format.name);
    }
}

#[test]
fn a_rule_gives_its_reason_once() {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for rule in planlint::rules::all() {
        let mut report = crowded(3);
        for finding in &mut report.findings {
            finding.diagnostic.rule = rule.name;
        }
        for format in ["human", "narrated"] {
            let text = words(&written(format, &report, &Look::default()));
            assert_eq!(text.matches(&words(&format!("why: {}", rule.why))).count(), 1, "{text}");
        }
    }
}

/// A manifest with `count` stages, each with a finding.
pub fn crowded(count: usize) -> Report {
    let mut text = String::new();
    let mut spans = Vec::new();
    for stage in 0..count {
        text += "  stage:\n    duty: ";
        spans.push(Span::new(text.len(), text.len() + 4));
        text += &format!("{stage:04}\n");
    }
    let mut example = Example { sources: Sources::default() };
    let source = example.source("lifecycle.yaml", text);
    let label = |span| Label { place: Place::new(source, span), text: "here".to_owned() };
    let found = |span| finding("duty-missing", Severity::Error, "no duty", "stages", &[label(span)]);
    Report {
        findings: spans.into_iter().map(found).collect(),
        sources: example.sources,
        waived: Vec::new(),
        ..self::example()
    }
}

#[test]
fn every_format_has_one_name_and_one_summary() {
    for format in FORMATS {
        let same = FORMATS.iter().filter(|other| other.name == format.name);
        assert_eq!(same.count(), 1, "`{}`", format.name);
        assert!(!format.summary.is_empty() && !format.summary.ends_with('.'));
    }
    assert!(find("pdf").is_none());
}

#[test]
fn a_crowd_in_one_file_is_written_a_little_at_a_time() {
    for format in FORMATS {
        let few = written(format.name, &crowded(500), &Look::default()).len();
        let many = written(format.name, &crowded(4_000), &Look::default()).len();
        assert!(many < few * 9, "{}: {few} bytes, then {many}", format.name);
    }
}

#[test]
fn the_summary_says_what_was_checked() {
    let last = |report: &Report| {
        let text = written("human", report, &Look::default());
        text.lines().find(|line| line.contains("the index")).unwrap().to_owned()
    };
    let mut report = example();
    assert_eq!(last(&report), "5 errors, 2 warnings and 1 advice in 4 manifests (the index); 1 waived");
    report.findings.truncate(1);
    report.waived.clear();
    report.manifests = 1;
    assert_eq!(last(&report), "1 error in 1 manifest (the index)");
    report.misconfigured = true;
    report.manifests = 0;
    assert_eq!(last(&report), "1 error in the configuration (the index); no manifest was checked");
    report.findings.clear();
    report.misconfigured = false;
    assert_eq!(
        last(&report),
        "no lifecycle manifest found in the index; write a first one with `planlint init`"
    );
    report.manifests = 2;
    assert_eq!(last(&report), "no problems in 2 manifests (the index)");
}
