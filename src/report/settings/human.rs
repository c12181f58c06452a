//! For people: a `planlint.yaml` that says the same, with a comment on where each value comes from.

use std::fmt::Write as _;
use std::io;

use crate::escape::{inert, visible};
use crate::report::Look;
use crate::report::settings::{LISTS, Line, Origin, Part, SettingsReport};
use crate::schema::{flow, scalar};

/// Writes what holds for all, then the overrides.
pub(super) fn write(report: &SettingsReport, _: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    let mut text = match &report.path {
        None => format!("# what holds for {}\n", visible(&report.snapshot)),
        Some((path, part)) => {
            let what = match part {
                Part::Manifest => "is a manifest",
                Part::Excluded => "would be a manifest, and is excluded",
                Part::Other => "is no manifest",
            };
            format!("# what holds for `{path}` in {}: it {what}\n", visible(&report.snapshot))
        }
    };
    text += &block(&report.settings);
    if !report.overrides.is_empty() {
        text += "overrides:\n";
    }
    for lines in &report.overrides {
        let mut mark = "  - ";
        for line in block(lines).lines() {
            let _ = writeln!(text, "{mark}{line}");
            mark = "    ";
        }
    }
    out.write_all(inert(&text).as_bytes())
}

fn block(lines: &[Line]) -> String {
    let mut text = String::new();
    let mut last = "";
    for line in lines {
        let is_list = LISTS.contains(&line.key);
        if line.key != last && (is_list || line.name.is_some()) {
            let _ = writeln!(text, "{}:", line.key);
        }
        last = line.key;
        let value = flow(&line.value);
        let comment = comment(&line.origin);
        let _ = match &line.name {
            Some(name) => writeln!(text, "  {}: {value}  # {comment}", scalar(name)),
            None if is_list => writeln!(text, "  - {value}  # {comment}"),
            None => writeln!(text, "{}: {value}  # {comment}", line.key),
        };
    }
    text
}

fn comment(origin: &Origin) -> String {
    match origin {
        Origin::Default => "default".to_owned(),
        Origin::File(path, line) => format!("{path}:{line}"),
        Origin::Option(option) => (*option).to_owned(),
    }
}
