//! For programs that read a line at a time: the JSON document in pieces, one to a line, the findings first.

use std::io;

use serde_json::{Map, Value};

use crate::report::json::{Document, escaped};
use crate::report::{Look, Report};

/// The lists of the document that have findings.
const LISTS: &[&str] = &["findings", "waived", "baseline", "unchanged", "fixed"];

/// Writes each finding on a line, whether it counts or not, and then what there is to say of all of them.
pub(super) fn write(report: &Report, _: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    let Value::Object(mut document) = serde_json::to_value(Document::new(report))? else {
        return Ok(());
    };
    for list in LISTS {
        let Some(Value::Array(findings)) = document.remove(*list) else { continue };
        for finding in findings {
            let Value::Object(finding) = finding else { continue };
            put("finding", finding, out)?;
        }
    }
    put("report", document, out)
}

fn put(kind: &str, mut line: Map<String, Value>, out: &mut dyn io::Write) -> io::Result<()> {
    line.insert("kind".to_owned(), kind.into());
    writeln!(out, "{}", escaped(&serde_json::to_string(&line)?))
}
