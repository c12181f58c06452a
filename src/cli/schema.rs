//! `planlint schema`: prints a published schema.

use clap::ValueEnum;

use crate::cli::print;
use crate::error::Result;
use crate::schema::{self, Shape};

const EXAMPLES: &str = "\
Examples:
  planlint schema > lifecycle.v1.json         for an editor, which needs no network then
  planlint schema config > config.v1.json     the one of `planlint.yaml`

With `# yaml-language-server: $schema=./lifecycle.v1.json` as its first line, an editor completes and explains a
manifest.";

// Which schema.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Of which kind of file
    #[arg(value_name = "KIND", default_value = "manifest")]
    kind: Kind,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// A lifecycle manifest
    Manifest,
    /// A sign-off file
    Signoff,
    /// A profile of one's own
    Profile,
    /// The configuration, `planlint.yaml`
    Config,
    /// The findings that do not count, `planlint-baseline.yaml`
    Baseline,
}

/// Prints the schema as it is published.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    print(schema::text(match arguments.kind {
        Kind::Manifest => Shape::Manifest,
        Kind::Signoff => Shape::Signoff,
        Kind::Profile => Shape::Profile,
        Kind::Config => Shape::Config,
        Kind::Baseline => Shape::Baseline,
    }))
}
