//! From a repository to its findings: no file can make the pipeline panic, every place that is named is there, and
//! the same bytes get the same findings.

use std::collections::BTreeSet;

use planlint::check::{Request, check};
use planlint::path::RepoPath;
use planlint::report::Report;
use planlint::snapshot::{OverlaySnapshot, Snapshot};

use super::tree::files;

/// The day on which everything is judged.
pub const TODAY: &str = "2025-09-01";

/// The paths that every tree has besides its own, so that what a plan names may be there.
const AROUND: &[(&str, &[u8])] = &[
    ("src/train.py", b"x = 1\n"),
    (
        "data/readings.parquet.dvc",
        b"outs:\n- md5: d41d8cd98f00b204e9800998ecf8427e\n  size: 1\n  path: readings.parquet\n",
    ),
];

/// The files as a snapshot.
pub fn snapshot(text: &[u8]) -> OverlaySnapshot {
    let around = AROUND.iter().map(|(path, bytes)| (path.as_bytes().to_vec(), bytes.to_vec()));
    around
        .chain(files(text))
        .fold(OverlaySnapshot::new(None), |over, (path, bytes)| over.with(RepoPath::new(path), bytes))
}

/// What is asked of every run.
pub fn request() -> Request {
    Request { clock: true, ..Request::on(TODAY.parse().expect("a date")) }
}

/// Judges a snapshot, twice.
pub fn report(snapshot: &dyn Snapshot) -> Option<Report> {
    // A tree that cannot be read is an error, not a finding; memory can always be read, but for odd paths.
    check(snapshot, &request()).ok()
}

/// Judges the bytes as a repository.
pub fn holds(bytes: &[u8]) {
    let snapshot = snapshot(bytes);
    let Some(report) = report(&snapshot) else { return };
    sound(&report);
    let again = self::report(&snapshot).expect("a second look gives a report too");
    assert!(again.findings == report.findings && again.waived == report.waived);
}

/// Does every finding name places that are there, and is it told apart from all others?
pub fn sound(report: &Report) {
    let mut known = BTreeSet::new();
    for (_, finding) in report.all() {
        let diagnostic = &finding.diagnostic;
        for label in std::iter::once(&diagnostic.primary).chain(&diagnostic.related) {
            let text = report.sources.get(label.place.source).text();
            assert!(text.get(label.place.span.range()).is_some(), "{text:?}: {diagnostic:?}");
        }
        assert!(!diagnostic.message.is_empty() && !diagnostic.message.ends_with('.'), "{diagnostic:?}");
        assert!(known.insert(finding.fingerprint.to_string()), "two of {:?}", finding.fingerprint);
    }
}
