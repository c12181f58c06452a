//! planlint checks the plans of machine-learning projects: YAML manifests that say who leads each
//! stage, what passes at each handoff, and which documents, metrics and meetings hold it together.
//!
//! The rooms, bottom first. A room uses only the rooms above it in this list; a test keeps it so.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

/// Characters that deceive a terminal or a reader, and how they are shown.
pub mod escape;

/// What is read and looked at, at most.
pub mod limits;

/// Sorting in one function.
pub mod order;

/// Work shared among the processors.
pub mod parallel;

/// Did you mean: the one known word that a misspelt one stands for.
pub mod suggest;

/// Words that stand for a name still to come.
pub mod placeholder;

/// Paths inside a repository, as git spells them.
pub mod path;

/// Globs over paths of the repository.
pub mod glob;

/// Where text stands: sources, byte spans, lines and columns.
pub mod text;

/// Sizes and shares as the configuration writes them.
pub mod amount;

/// Durations and dates as manifests write them.
pub mod time;

/// The tool failed: what, where, and what to do.
pub mod error;

/// Writes a file whole or not at all.
pub mod write;

/// A finding as plain data.
pub mod diagnostic;

/// A frozen set of files: the index, a revision, the work tree, a folder, an overlay.
pub mod snapshot;

/// Bytes to a tree in which every key and value has a span.
pub mod yaml;

/// Has the tree the right shape?
pub mod schema;

/// What a manifest means: plans, manifests, stages, handoffs, owners, metrics, profiles.
pub mod model;

/// Who owns a path, by the rules of the forges.
pub mod codeowners;

/// What rules may look at besides the manifests.
pub mod evidence;

/// The difference between two plans, in their own terms.
pub mod difference;

/// What the configuration says, and what the program relies on.
pub mod config;

/// Which paths are manifests.
pub mod discover;

/// From a snapshot to its plan.
pub mod assemble;

/// What a plan must not say, and why.
pub mod rules;

/// Which findings count: levels, waivers, order.
pub mod filter;

/// The findings that do not count because they were there before.
pub mod baseline;

/// From what a fix says to the bytes it changes.
pub mod fix;

/// The finished report and its formats.
pub mod report;

/// The pipeline: the only function that knows the order of the rooms.
pub mod check;

/// Checks, fixes, and checks again until nothing changes.
pub mod mend;

/// The command line: one file per command.
pub mod cli;
