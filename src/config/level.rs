//! How much the findings of a rule weigh, as the configuration says it for rules, families and paths.

use crate::config::origin::Setting;
use crate::config::patterns::Patterns;
use crate::diagnostic::Severity;
use crate::order::Sorted;
use crate::path::RepoPath;

/// How much the findings of a rule weigh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing: they are not reported.
    Off,
    /// As a smell.
    Advice,
    /// As a recognised duty that is missing.
    Warning,
    /// As a contradiction.
    Error,
}

impl Level {
    /// All levels, the least first.
    pub const ALL: &[Level] = &[Level::Off, Level::Advice, Level::Warning, Level::Error];

    /// The word for it.
    pub fn name(self) -> &'static str {
        self.severity().map_or("off", Severity::name)
    }

    /// The level of that name.
    pub fn called(name: &str) -> Option<Level> {
        Level::ALL.iter().copied().find(|level| level.name() == name)
    }

    /// The severity of a rule of this level; `None` where it is off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Level::Off => None,
            Level::Advice => Some(Severity::Advice),
            Level::Warning => Some(Severity::Warning),
            Level::Error => Some(Severity::Error),
        }
    }
}

impl From<Severity> for Level {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Advice => Level::Advice,
            Severity::Warning => Level::Warning,
            Severity::Error => Level::Error,
        }
    }
}

/// What holds for some paths: the whole repository, those of one override, or all of what the command line says.
/// A later layer is asked first.
#[derive(Clone, Debug)]
pub struct Layer {
    /// For which manifests it holds; all of them where this is `None`.
    pub paths: Option<Patterns>,
    /// By the name of a rule or a family.
    pub levels: Sorted<String, Setting<Level>>,
    /// The profile of manifests that name none.
    pub profile: Option<Setting<String>>,
}

impl Layer {
    /// Does it hold for the manifest at this path?
    pub fn covers(&self, path: &RepoPath) -> bool {
        self.paths.as_ref().is_none_or(|paths| paths.matches(path))
    }
}
