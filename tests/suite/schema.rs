//! The shape check on real text: every valid file is accepted, every invalid one gets its golden list.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use planlint::path::RepoPath;
use planlint::schema::{self, Shape, Violation, ViolationKind};
use planlint::text::{Source, Span};
use planlint::yaml;
use snapbox::Data;

/// The YAML files of `tests/schema/<name>`, sorted.
fn fixtures(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema").join(name);
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "yaml")).collect();
    files.sort();
    files
}

/// The name of a fixture starts with the kind of file that it is; a manifest needs no such word.
fn shape(path: &Path) -> Shape {
    match path.file_stem().unwrap().to_str().unwrap().split('-').next() {
        Some("signoff") => Shape::Signoff,
        Some("profile") => Shape::Profile,
        Some("config") => Shape::Config,
        Some("baseline") => Shape::Baseline,
        _ => Shape::Manifest,
    }
}

fn check(shape: Shape, text: &str) -> Vec<Violation> {
    let document = yaml::parse(text);
    assert_eq!(document.problems, [], "a fixture of the schema is good YAML");
    schema::check(shape, text, &mut document.root.expect("a fixture is not empty"))
}

/// One line for each violation: `kind line:col sentence | help`, then the other place, if any.
fn listed(text: &str) -> impl Fn(&[Violation]) -> String {
    let source = Source::new(RepoPath::default(), text.to_owned());
    move |found| {
        let mut list = String::new();
        for violation in found {
            writeln!(list, "{}", line(&source, violation)).unwrap();
        }
        list
    }
}

fn line(source: &Source, violation: &Violation) -> String {
    let place = |span: Span| {
        let start = source.position(span.start);
        format!("{}:{}", start.line, start.column)
    };
    let at = format!("{} {:?}", place(violation.span), source.slice(violation.span));
    match &violation.kind {
        ViolationKind::UnknownField { field, owner, suggestion, known } => {
            let known = known.join(" ");
            format!("unknown-field {at} {owner} has no `{field}` | {suggestion:?} of {known}")
        }
        ViolationKind::MissingField { field, owner, example, .. } => {
            format!("missing-field {at} {owner} has no `{field}` | {example}")
        }
        ViolationKind::WrongType { message, help, related, .. } => {
            let related = related.as_ref().map(|(span, text)| format!(" | {} {text}", place(*span)));
            format!("wrong-type {at} {message} | {help}{}", related.unwrap_or_default())
        }
        ViolationKind::BadTimeValue { message, help, .. } => {
            format!("bad-time-value {at} {message} | {help}")
        }
        ViolationKind::Swallowed { text, indicator, .. } => format!("swallowed {at} {text} | {indicator}"),
        ViolationKind::LostSection { section, entry, kind } => {
            format!("lost-section {at} {entry} {kind} | {section}")
        }
        ViolationKind::NewerVersion { version } => format!("newer-version {at} {version} |"),
    }
}

#[test]
fn valid_files_are_accepted() {
    let files = fixtures("valid");
    assert!(files.len() >= 12);
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let found = check(shape(&path), &text);
        assert!(found.is_empty(), "{}:\n{}", path.display(), listed(&text)(&found));
    }
}

#[test]
fn invalid_files_get_their_golden_list() {
    let files = fixtures("invalid");
    assert!(files.len() >= 40);
    let assert = snapbox::Assert::new().action_env("SNAPSHOTS");
    let mut failed = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let actual = listed(&text)(&check(shape(&path), &text));
        let golden = Data::read_from(&path.with_extension("txt"), Some(snapbox::data::DataFormat::Text));
        if let Err(error) = assert.try_eq(Some(&path.display()), Data::text(actual).raw(), golden.raw()) {
            failed.push(error.to_string());
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// What every violation owes: a place inside its file, a sentence of the house style, and no newlines.
#[test]
fn violations_keep_the_house_style() {
    for path in fixtures("invalid") {
        let text = fs::read_to_string(&path).unwrap();
        for violation in check(shape(&path), &text) {
            assert!(text.get(violation.span.range()).is_some(), "{}: {violation:?}", path.display());
            let (ViolationKind::WrongType { message, help, .. }
            | ViolationKind::BadTimeValue { message, help, .. }) = &violation.kind
            else {
                continue;
            };
            for sentence in [message, help] {
                let first = sentence.chars().next().unwrap();
                let shaped = !first.is_uppercase() && !sentence.ends_with('.') && !sentence.contains('\n');
                assert!(shaped, "{}: {sentence}", path.display());
            }
        }
    }
}

/// Cutting a file anywhere never makes the check panic.
#[test]
fn no_beginning_of_a_manifest_panics() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema/valid/every-key.yaml");
    let text = fs::read_to_string(path).unwrap();
    for end in (0..text.len()).step_by(7) {
        let Some(start) = text.get(..end) else { continue };
        if let Some(root) = yaml::parse(start).root {
            for shape in [Shape::Manifest, Shape::Signoff, Shape::Profile, Shape::Config, Shape::Baseline] {
                schema::check(shape, start, &mut root.clone());
            }
        }
    }
}
