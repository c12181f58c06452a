//! `planlint explain`: what a rule finds, why it matters, what to do.

use std::fmt::Write;

use crate::cli::{names, print};
use crate::error::{Error, Result};
use crate::rules::{self, Family};
use crate::suggest::closest;

const EXAMPLES: &str = "\
Examples:
  planlint explain                all rules in a sentence each
  planlint explain handoff-gap    what it finds, why it matters, what to do";

// Which rule.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The rule's name; all rules in a sentence each, where it is left out
    #[arg(value_name = "RULE", value_parser = names::RULES, hide_possible_values = true)]
    rule: Option<String>,
}

/// Prints the page of a rule, or a sentence on each.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let Some(name) = &arguments.rule else { return print(overview()) };
    match rules::find(name) {
        Some(rule) => print(format!("{}\nSee also: {}\n", rules::page(rule, None), rule.url())),
        None => Err(unknown(name)),
    }
}

fn overview() -> String {
    let mut text = String::new();
    for family in Family::ALL {
        let _ = writeln!(text, "{}", family.title());
        for rule in rules::all().filter(|rule| rule.family == *family) {
            let _ = writeln!(text, "  {:<26} {}", rule.name, rule.summary);
        }
        text.push('\n');
    }
    text.push_str("Run `planlint explain RULE` for the whole page of a rule.\n");
    text
}

fn unknown(name: &str) -> Error {
    let help = match closest(name, rules::all().map(|rule| rule.name)) {
        Some(meant) => format!("run `planlint explain {meant}`"),
        None => "run `planlint rules` for the names of all rules".to_owned(),
    };
    Error::new(format!("no rule is called `{}`", crate::escape::visible(name))).help(help)
}
