//! What the command line says about the configuration: it beats what any file says.

use crate::codeowners::ForgeChoice;
use crate::config::level::Level;
use crate::model::Threshold;

/// What the command line says about the configuration.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Which file is read.
    pub file: Written,
    /// Globs of manifests, in place of those of the file.
    pub manifests: Vec<String>,
    /// Globs of what is left out, besides those of the file.
    pub exclude: Vec<String>,
    /// The profile of manifests that name none.
    pub profile: Option<String>,
    /// The forge.
    pub forge: Option<ForgeChoice>,
    /// Levels by the name of a rule or a family; a later one beats an earlier one.
    pub levels: Vec<(String, Level)>,
    /// Thresholds, each as it is written; one that cannot be read says nothing.
    pub thresholds: Vec<(Threshold, String)>,
}

/// Where the configuration is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Written {
    /// In the snapshot that is checked.
    #[default]
    Snapshot,
    /// In a file outside of it, given with its name.
    Elsewhere(String, Vec<u8>),
    /// Nowhere: what the snapshot says is passed over.
    Nowhere,
}
