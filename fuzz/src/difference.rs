//! The difference between two repositories in every format.

use planlint::assemble::{Assembled, assemble};
use planlint::config::Options;
use planlint::difference::differences;
use planlint::evidence::Side;
use planlint::report::{DIFFERENCE_FORMATS, DifferenceReport, Look};
use pulldown_cmark::{Event, Parser, Tag};

use super::formats::{inert, json};
use super::model::{TODAY, snapshot};

/// What stands between the two repositories.
const BETWEEN: &[u8] = b"\n======\n";

/// Compares what stands before and behind the line of six signs, both ways.
pub fn holds(bytes: &[u8]) {
    let middle = bytes.windows(BETWEEN.len()).position(|window| window == BETWEEN);
    let (before, after) = match middle {
        Some(at) => (&bytes[..at + 1], &bytes[at + BETWEEN.len()..]),
        None => (bytes, &b""[..]),
    };
    let (Some(before), Some(after)) = (read(before), read(after)) else { return };
    let there = report(&before, &after);
    let back = report(&after, &before);
    assert!(report(&before, &before).projects.is_empty());
    for report in [there, back] {
        for format in DIFFERENCE_FORMATS {
            let mut out = Vec::new();
            (format.write)(&report, &Look::default(), &mut out).expect("memory takes everything");
            let out = String::from_utf8(out).expect("every format is text");
            inert(format.name, &out);
            match format.name {
                "json" => drop(json(&out)),
                "markdown" => tables(&out, &report),
                _ => {}
            }
        }
    }
}

fn read(bytes: &[u8]) -> Option<Assembled> {
    assemble(&snapshot(bytes), TODAY.parse().expect("a date"), &[], &Options::default()).ok()
}

fn report(before: &Assembled, after: &Assembled) -> DifferenceReport {
    let projects = differences(side(before), side(after));
    DifferenceReport { before: "revision HEAD".to_owned(), after: "the index".to_owned(), projects }
}

fn side(one: &Assembled) -> Side<'_> {
    Side { plan: &one.plan, sources: &one.sources }
}

/// Is it a heading and a table for each project, and nothing else?
fn tables(out: &str, report: &DifferenceReport) {
    let (mut headings, mut rows, mut cells) = (0, 0, 0);
    for event in Parser::new_ext(out, pulldown_cmark::Options::all()) {
        match event {
            Event::Start(Tag::Heading { .. }) => headings += 1,
            Event::Start(Tag::TableRow) => rows += 1,
            Event::Start(Tag::TableCell) => cells += 1,
            Event::Start(Tag::Table(_) | Tag::TableHead | Tag::Paragraph | Tag::Strong) => {}
            Event::Start(other) => panic!("{other:?} in {out:?}"),
            Event::Text(_) | Event::Code(_) | Event::End(_) | Event::SoftBreak => {}
            other => panic!("{other:?} in {out:?}"),
        }
    }
    let changes: usize = report.projects.iter().map(|project| project.changes.len()).sum();
    let projects = report.projects.len();
    assert_eq!((headings, rows, cells), (projects, changes, (changes + projects) * 3), "{out:?}");
}
