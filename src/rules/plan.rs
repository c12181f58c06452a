//! Runs the rules over a plan.

use std::ops::Range;

use crate::diagnostic::Diagnostics;
use crate::evidence::{Gathered, History};
use crate::model::Plan;
use crate::parallel;
use crate::rules::findings::Findings;
use crate::rules::{Check, Family, Rule};
use crate::text::SourceId;

/// What the rules on a plan stand on.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// What the snapshot holds besides; `None` where git tracks nothing, outside of a repository. Rules that need the tree
    /// are left out then.
    pub gathered: Option<&'a Gathered<'a>>,
    /// The history behind it, where it was asked for; rules on it are left out otherwise.
    pub history: Option<&'a History>,
    /// Will anybody read fixes? Those that take some writing are left out otherwise.
    pub drafts: bool,
}

/// So many manifests are judged by one family after the other, while they are in the processor's cache.
const TOGETHER: usize = 16;

/// What one thread does at a time.
enum Piece {
    /// A family looks at all manifests together.
    All(Family),
    /// Families look at each of these manifests by itself.
    Each(&'static [Family], Range<usize>),
}

impl Ground<'_> {
    /// What all rules find.
    pub fn check(&self) -> Diagnostics {
        // Those on CODEOWNERS share the steps that they may take, and so look at one manifest after the other.
        const LAST: &[Family] = &[Family::Git];
        const _: () = assert!(matches!(Family::ALL[Family::ALL.len() - 1], Family::Git));
        let others = &Family::ALL[..Family::ALL.len() - 1];
        let count = self.plan.manifests.len();
        let mut pieces: Vec<Piece> = Family::ALL.iter().copied().map(Piece::All).collect();
        pieces.push(Piece::Each(LAST, 0..count));
        let starts = (0..count).step_by(TOGETHER);
        pieces.extend(starts.map(|start| Piece::Each(others, start..count.min(start + TOGETHER))));
        let found = parallel::map(pieces, count, |piece| match piece {
            Piece::All(family) => self.check_all(family),
            Piece::Each(families, range) => self.check_each(families, range),
        });
        found.into_iter().flatten().collect()
    }

    fn check_all(&self, family: Family) -> Diagnostics {
        let mut found = Vec::new();
        for (rule, check) in family.checks() {
            let mut findings = self.findings(rule, SourceId::default(), &mut found);
            match (check, self.gathered) {
                (Check::Plan(check), _) => check(self.plan, &mut findings),
                (Check::Tree(check), Some(gathered)) => check(self.plan, gathered, &mut findings),
                _ => {}
            }
        }
        found
    }

    fn check_each(&self, families: &[Family], range: Range<usize>) -> Diagnostics {
        let mut found = Vec::new();
        for family in families {
            for manifest in range.clone().map(|at| &self.plan.manifests[at]) {
                for (rule, check) in family.checks() {
                    let findings = &mut self.findings(rule, manifest.source, &mut found);
                    match (check, self.gathered, self.history) {
                        (Check::Manifest(check), ..) => check(manifest, self.plan, findings),
                        (Check::Repository(check), Some(gathered), _) => {
                            check(manifest, self.plan, gathered, findings);
                        }
                        (Check::Anywhere(check), gathered, _) => {
                            check(manifest, self.plan, gathered, findings);
                        }
                        (Check::History(check), Some(gathered), Some(history)) => {
                            check(manifest, self.plan, gathered, history, findings);
                        }
                        _ => {}
                    }
                }
            }
        }
        found
    }

    fn findings<'f>(
        &self,
        rule: &'static Rule,
        source: SourceId,
        found: &'f mut Diagnostics,
    ) -> Findings<'f> {
        Findings::new(rule, source, found).with_drafts(self.drafts)
    }
}
