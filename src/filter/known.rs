//! What was found before: such findings do not count, and those that are gone are told.

use std::cell::LazyCell;

use hashbrown::HashSet;

use crate::filter::{Finding, Fingerprint, Verdict, is_asked_for};
use crate::order;
use crate::path::RepoPath;
use crate::rules;
use crate::rules::{Evidence, Family};

/// Findings that stay new whatever was found before. A file that cannot be read, or is of a format that is not
/// known, would have all that is ever wrong with it pass unseen; a waiver that is wrong can be removed; and
/// whether history is there depends on the clone.
const ALWAYS_NEW: [&str; 4] = ["yaml-syntax", "unsupported-version", "waiver-invalid", "history-unavailable"];

/// What was found before.
#[derive(Debug, Default)]
pub struct Known {
    /// What the baseline lists.
    pub baseline: HashSet<Fingerprint>,
    /// What the base of a comparison has, by the paths of the snapshot that is judged.
    pub base: Vec<Finding>,
}

/// What a run looked at, so that it can be told whether a finding that is not there any more is gone.
#[derive(Debug)]
pub struct Sight<'a> {
    /// Which kinds of evidence.
    pub evidence: &'a [Evidence],
    /// Which files and folders; all, where there are none.
    pub limit: &'a [RepoPath],
}

/// The verdict, held against what was found before.
#[derive(Debug, Default)]
pub struct Settled {
    /// What counts.
    pub findings: Vec<Finding>,
    /// What a waiver accepts.
    pub waived: Vec<Finding>,
    /// What the baseline lists.
    pub baseline: Vec<Finding>,
    /// What the base has too.
    pub unchanged: Vec<Finding>,
    /// What the base has, and is gone.
    pub fixed: Vec<Finding>,
    /// What the baseline lists, and is gone; sorted.
    pub stale: Vec<Fingerprint>,
}

/// May a finding of this rule be known from before? Not what a change does: each is new.
pub fn can_be_known(rule: &str) -> bool {
    let is_change = |rule: &rules::Rule| rule.evidence.contains(&Evidence::Difference);
    !ALWAYS_NEW.contains(&rule) && !rules::find(rule).is_some_and(is_change)
}

/// Holds all that was found against what was found before. What a waiver accepts is waived in any case.
pub fn settle(mut verdict: Verdict, known: Known, sight: &Sight<'_>) -> Settled {
    super::fingerprint::number(verdict.findings.iter_mut().chain(&mut verdict.waived));
    let Known { baseline, base } = known;
    let before: HashSet<&Fingerprint> = base.iter().map(|finding| &finding.fingerprint).collect();
    let Verdict { mut findings, waived } = verdict;
    let may_be = |finding: &Finding| can_be_known(finding.diagnostic.rule);
    let is_listed = |finding: &mut Finding| baseline.contains(&finding.fingerprint) && may_be(finding);
    let listed = findings.extract_if(.., is_listed).collect();
    let is_old = |finding: &mut Finding| before.contains(&finding.fingerprint) && may_be(finding);
    let unchanged = findings.extract_if(.., is_old).collect();
    drop(before);
    let mut settled = Settled { findings, waived, baseline: listed, unchanged, ..Settled::default() };
    let of =
        |list: &[Finding]| list.iter().map(|finding| finding.fingerprint.clone()).collect::<HashSet<_>>();
    let (listed, same, waived) = (of(&settled.baseline), of(&settled.unchanged), of(&settled.waived));
    let misread = LazyCell::new(|| misread(&settled.findings));
    let is_gone = |one: &Fingerprint| is_told(one, sight, &misread) && !listed.contains(one);
    let mut stale: Vec<_> = baseline.iter().filter(|one| is_gone(one)).cloned().collect();
    order::ascending(&mut stale);
    let is_fixed = |one: &Fingerprint| is_gone(one) && !same.contains(one) && !waived.contains(one);
    let fixed = base.into_iter().filter(|finding| is_fixed(&finding.fingerprint)).collect();
    drop(misread);
    (settled.stale, settled.fixed) = (stale, fixed);
    settled
}

/// The files in which something new is wrong with the shape, which may hide what else there is.
fn misread(new: &[Finding]) -> HashSet<&str> {
    let is_shape = |finding: &&Finding| {
        rules::find(finding.diagnostic.rule).is_some_and(|rule| rule.family == Family::Schema)
    };
    new.iter().filter(is_shape).map(|finding| finding.fingerprint.path.as_str()).collect()
}

/// Would it have been found, were it there? A misread file may hide it, and any may if its rule looks at all
/// manifests.
fn is_told(one: &Fingerprint, sight: &Sight<'_>, misread: &HashSet<&str>) -> bool {
    if !can_be_known(&one.rule) {
        return true;
    }
    let Some(rule) = rules::find(&one.rule) else { return false };
    let is_wide = rule.evidence.contains(&Evidence::Manifests);
    let is_hidden = if is_wide { !misread.is_empty() } else { misread.contains(one.path.as_str()) };
    rule.evidence.iter().all(|kind| sight.evidence.contains(kind))
        && is_asked_for(&RepoPath::from(one.path.as_str()), sight.limit)
        && !is_hidden
}
