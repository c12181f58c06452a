//! `planlint rules`: all rules, as a table or as JSON.

use std::fmt::Write;

use clap::ValueEnum;
use serde::Serialize;

use crate::cli::print;
use crate::diagnostic::{Safety, Severity};
use crate::error::Result;
use crate::rules::{self, Evidence, Family, Rule};

const EXAMPLES: &str = "\
Examples:
  planlint rules                  a line for each rule
  planlint rules --format json    for other programs";

// How to list them.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
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
    fixes: &'static [Safety],
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
            fixes: rule.fixes,
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
    let mut text = String::new();
    let mut line = |rule: &str, family: &str, severity: &str, fix: &str, finds: &str| {
        let _ = writeln!(text, "{rule:<26} {family:<13} {severity:<8} {fix:<12} {finds}");
    };
    line("RULE", "FAMILY", "SEVERITY", "FIX", "WHAT IT FINDS");
    for rule in rules::all() {
        let (family, severity) = (rule.family.name(), rule.severity.name());
        line(rule.name, family, severity, &rule.fix_words(), rule.summary);
    }
    text
}
