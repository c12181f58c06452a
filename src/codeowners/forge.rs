//! Which forge a repository is on: where it looks for CODEOWNERS, and by which rules it reads it.

use crate::codeowners::{Forge, line};
use crate::path::RepoPath;

/// Which forge a repository is on, as far as that is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForgeChoice {
    /// GitHub.
    GitHub,
    /// GitLab.
    GitLab,
    /// Nothing is said, or it is on both: the file is looked for in all places, and tells by itself whose it is.
    #[default]
    Any,
}

impl ForgeChoice {
    /// All of them.
    pub const ALL: &[ForgeChoice] = &[ForgeChoice::GitHub, ForgeChoice::GitLab, ForgeChoice::Any];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            ForgeChoice::GitHub => "github",
            ForgeChoice::GitLab => "gitlab",
            ForgeChoice::Any => "any",
        }
    }

    /// The one of that name.
    pub fn called(name: &str) -> Option<Self> {
        ForgeChoice::ALL.iter().copied().find(|forge| forge.name() == name)
    }

    /// Where CODEOWNERS may stand; the first place that has one counts.
    pub fn places(self) -> &'static [&'static str] {
        match self {
            ForgeChoice::GitHub => &[".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"],
            ForgeChoice::GitLab => &["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"],
            ForgeChoice::Any => {
                &[".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"]
            }
        }
    }

    /// Where a new one is written.
    pub fn new_place(self) -> &'static str {
        match self {
            ForgeChoice::GitLab => ".gitlab/CODEOWNERS",
            ForgeChoice::GitHub | ForgeChoice::Any => ".github/CODEOWNERS",
        }
    }

    /// Whose rules a file is read by. Where nothing is said, one in `.gitlab/`, or with a section, is GitLab's.
    pub fn rules(self, path: &RepoPath, text: &str) -> Forge {
        let is_section = |line: &str| line::is_heading(line.trim_start());
        match self {
            ForgeChoice::GitHub => Forge::GitHub,
            ForgeChoice::GitLab => Forge::GitLab,
            ForgeChoice::Any if path.as_bstr().starts_with(b".gitlab/") || text.lines().any(is_section) => {
                Forge::GitLab
            }
            ForgeChoice::Any => Forge::GitHub,
        }
    }
}
