//! `planlint rules`: all rules, as a table or as JSON.

use std::fmt::Write;

use clap::ValueEnum;
use serde::Serialize;

use crate::cli::print;
use crate::diagnostic::Severity;
use crate::error::Result;
use crate::rules::{self, Evidence, Family, Rule};

/// How to list them.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// How to print the list
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Layout,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Layout {
    /// One line a rule
    Table,
    /// An array for other programs
    Json,
}

/// One rule, as other programs read it.
#[derive(Serialize)]
struct Row {
    name: &'static str,
    family: Family,
    severity: Severity,
    evidence: &'static [Evidence],
    summary: &'static str,
    url: String,
}

impl From<&Rule> for Row {
    fn from(rule: &Rule) -> Self {
        Row {
            name: rule.name,
            family: rule.family,
            severity: rule.severity,
            evidence: rule.evidence,
            summary: rule.summary,
            url: rule.url(),
        }
    }
}

/// Prints all rules.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    match arguments.format {
        Layout::Table => print(table()),
        Layout::Json => {
            let rows: Vec<Row> = rules::all().map(Row::from).collect();
            let text = serde_json::to_string_pretty(&rows).expect("rules are plain text and lists");
            print(text + "\n")
        }
    }
}

fn table() -> String {
    let mut text = format!("{:<26} {:<10} {:<9} {}\n", "RULE", "FAMILY", "SEVERITY", "WHAT IT FINDS");
    for rule in rules::all() {
        let (family, severity) = (rule.family.name(), rule.severity.name());
        let _ = writeln!(text, "{:<26} {family:<10} {severity:<9} {}", rule.name, rule.summary);
    }
    text
}
