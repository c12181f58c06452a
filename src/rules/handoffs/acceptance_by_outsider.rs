//! `acceptance-by-outsider`: sign-offs by somebody who does not receive.

use crate::diagnostic::Severity;
use crate::evidence::signoffs::SignoffFile;
use crate::evidence::{Gathered, History};
use crate::model::{Field, Handoff, Holding, Item, Manifest, Plan, Signoff, Status, Text};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};
use crate::snapshot::Origin;

/// A sign-off names somebody who does not hold the receiving role, or is in a role that does not receive.
pub(super) static RULE: Rule = Rule {
    name: "acceptance-by-outsider",
    family: Family::Handoffs,
    summary: "A sign-off names somebody who does not hold the receiving role, or is in a role that does not receive",
    why: "Only the one who has to work with it can accept it: whoever else signs takes the receiver's right to refuse.",
    help: "let the holder of the receiving role run `planlint accept`",
    exceptions: "Only the last word of each receiver counts, and the word of others only as long as a receiver has not spoken. The holder, the backup, the successor and the members of the holder's team may sign; a team that `planlint.yaml` does not list may have anybody in it. Somebody who held the role on the day of signing has signed well, as long as the plan tells of them by `until`; once a role is in other hands, its new holder accepts anew. With `--history`, an entry that somebody else of the plan committed gets a warning, unless a commit of the file says `Accepted-by:` with the signer; a shallow clone does not tell who committed it.",
    severity: Severity::Error,
    evidence: &[Evidence::Tree, Evidence::History],
    fixes: &[],
    since: "0.1.0",
    source: "Nahar 2022, the receiver must be able to refuse; article: responsibility passes clearly from role to role (S30)",
    checks: &[Check::Repository(check), Check::History(check_author)],
};

fn check(manifest: &Manifest, plan: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    if manifest.status == Status::Retired {
        return;
    }
    for handoff in &manifest.handoffs {
        let Some(file) = gathered.signoffs.of(manifest, handoff.name()) else { continue };
        let Some(receivers) = manifest.acceptors(&handoff.value) else { continue };
        let signed = Signed { manifest, plan, handoff, file, receivers: &receivers };
        let word = file.word(manifest, &receivers, plan);
        for said in &word.receivers {
            if let Some(signoff) = said.signoff {
                signed.by_somebody_else(said.role, signoff, findings);
            }
        }
        if let Some(missing) = word.missing().next() {
            for signoff in &word.others {
                signed.in_another_role(missing, signoff, findings);
            }
        }
    }
}

/// An entry in the name of one person, committed by another whom the plan knows.
fn check_author(
    manifest: &Manifest,
    plan: &Plan,
    gathered: &Gathered<'_>,
    history: &History,
    findings: &mut Findings<'_>,
) {
    for handoff in &manifest.handoffs {
        let Some(file) = gathered.signoffs.of(manifest, handoff.name()) else { continue };
        let Some(receivers) = manifest.acceptors(&handoff.value) else { continue };
        let vouched = |by: &str| {
            let commits = history.commits_on(std::slice::from_ref(&file.path));
            commits.iter().any(|commit| commit.message.trailers("Accepted-by").any(|who| who.contains(by)))
        };
        for said in &file.word(manifest, &receivers, plan).receivers {
            let by = said.signoff.and_then(|signoff| Some((signoff, signoff.by.given()?)));
            let Some((signoff, by)) = by.filter(|(_, by)| !vouched(&by.value)) else { continue };
            let Some(other) =
                file.origin(signoff).and_then(|origin| other_person(manifest, plan, origin, &by.value))
            else {
                continue;
            };
            findings
                .report_at(file.place(by.span), format!("`{other}` committed what `{}` signed", by.value))
                .part(format!("commit of {}", entry(signoff)))
                .because_at(manifest.place(handoff.id.span), "the handoff")
                .help(format!(
                    "let `{}` commit it, or say `Accepted-by: {}` in the commit message",
                    by.value, by.value
                ))
                .severity(Severity::Warning);
        }
    }
}

/// Who of the plan committed an entry, where that is not the signer and nobody of the signer's team.
fn other_person<'a>(manifest: &'a Manifest, plan: &'a Plan, origin: &Origin, by: &str) -> Option<&'a str> {
    let is_author = |handle: &str| plan.people.is_by(&origin.author, handle);
    if is_author(by) {
        return None;
    }
    let roles = manifest.roles.iter().flat_map(|role| [&role.value.who, &role.value.backup]);
    roles.filter_map(|who| who.given()).map(|who| who.value.as_str()).find(|handle| is_author(handle))
}

/// What tells an entry from others: who signed as what, and when.
fn entry(signoff: &Signoff) -> String {
    let text = |field: &Field<Text>| field.given().map_or_else(String::new, |text| text.value.to_string());
    let day = signoff.day().map_or_else(String::new, |day| day.to_string());
    format!("{} as {} {day}", text(&signoff.by), text(&signoff.role))
}

/// A signed handoff.
struct Signed<'a> {
    manifest: &'a Manifest,
    plan: &'a Plan,
    handoff: &'a Item<Handoff>,
    file: &'a SignoffFile,
    receivers: &'a [&'a str],
}

impl Signed<'_> {
    fn by_somebody_else(&self, role: &str, signoff: &Signoff, findings: &mut Findings<'_>) {
        let Some(by) = signoff.by.given() else { return };
        let holding = self.manifest.holds(role, &by.value, signoff.day(), self.plan);
        let Some(who) = self.manifest.who(role).filter(|_| holding == Holding::No) else { return };
        let name = self.handoff.name();
        let message = format!("`{}` signed `{name}` as `{role}`, and does not hold that role", by.value);
        findings
            .report_at(self.file.place(by.span), message)
            .part(entry(signoff))
            .because_at(self.manifest.place(self.handoff.id.span), "the handoff")
            .because_at(self.manifest.place(who.span), format!("holds `{role}`"))
            .help(self.help(role));
    }

    fn in_another_role(&self, missing: &str, signoff: &Signoff, findings: &mut Findings<'_>) {
        let Some(role) = signoff.role.given() else { return };
        let (name, id) = (self.handoff.name(), &role.value);
        let why = match self.manifest.roles.has(id) {
            true => "which does not receive it",
            false => "a role that the plan does not have",
        };
        findings
            .report_at(self.file.place(role.span), format!("`{name}` is signed as `{id}`, {why}"))
            .part(entry(signoff))
            .because_at(
                self.manifest.place(self.handoff.id.span),
                format!("received by {}", phrase::ids(self.receivers.iter().copied())),
            )
            .help(self.help(missing));
    }

    fn help(&self, role: &str) -> String {
        let call = self.manifest.handoff_call(self.handoff.name(), self.plan);
        match self.manifest.who(role) {
            Some(who) => format!("let `{}`, who holds `{role}`, run `planlint accept {call}`", who.value),
            None => format!("let the holder of `{role}` run `planlint accept {call}`"),
        }
    }
}
