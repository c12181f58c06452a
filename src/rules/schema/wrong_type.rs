//! `wrong-type`: values of the wrong kind.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::File;
use crate::rules::schema::rename::rename;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::schema::{Meant, Shape, ViolationKind};
use crate::text::Span;

/// A value of the wrong kind, an id with characters that an id cannot have, or one id for two things.
pub(super) static RULE: Rule = Rule {
    name: "wrong-type",
    family: Family::Schema,
    summary: "A value of the wrong kind, an id with characters that an id cannot have, or one id for two things",
    why: "Other rules and other readers can make nothing of it, so the entry might as well be absent.",
    help: "write the value in the shape that the field expects",
    exceptions: "Shapes that have a rule of their own (a list of leads, a role without anybody) are left to that rule.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Safe, Safety::Unsafe],
    since: "0.1.0",
    source: "the manifest's schema",
    checks: &[Check::Document(check)],
};

fn check(file: &File, findings: &mut Findings<'_>) {
    for violation in &file.violations {
        let ViolationKind::WrongType { message, help, related, meant } = &violation.kind else { continue };
        let mut finding = findings.report(violation.span, message).help(help.to_owned());
        if let Some((span, text)) = related {
            finding = finding.because(*span, text);
        }
        match meant {
            Some(Meant::Value(value)) => {
                let edit = Edit::replace(file.source, violation.span, value);
                finding.fix(format!("write `{value}`"), vec![edit]);
            }
            Some(Meant::Id { written, better }) => {
                let title = format!("write `{better}` for `{written}` everywhere");
                finding.unsafe_fix(title, renamed(file, violation.span, written, better));
            }
            None => {}
        }
    }
}

/// Only a manifest names its ids in more than one place.
fn renamed(file: &File, span: Span, written: &str, better: &str) -> Vec<Edit> {
    let own = Edit::replace(file.source, span, better);
    let root = file.root().filter(|_| file.shape == Shape::Manifest);
    let all = root.map_or_else(Vec::new, |root| rename(file.source, root, written, better));
    std::iter::once(own).chain(all).collect()
}
