//! `source-without-contract`: inputs that others own and have promised nothing about.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::evidence::Gathered;
use crate::model::{Field, Item, Manifest, Plan, Source};
use crate::placeholder::is_placeholder;
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// A source lacks an owner, a contract that is there, or a notice period.
pub(super) static RULE: Rule = Rule {
    name: "source-without-contract",
    family: Family::Artifacts,
    summary: "A source lacks an owner, a contract that is there, or a notice period",
    why: "Whoever owns the input can change it on any day; without an owner to ask, a contract to hold and a notice to wait for, the model breaks first and the team learns why later.",
    help: "write `owner`, `contract` and `notice` at the source",
    exceptions: "Public data that never changes is marked `static: true`. A contract at an address is not looked up, and a placeholder is left to `placeholder-value`.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest, Evidence::Tree],
    fixes: &[Safety::Unsafe],
    since: "0.1.0",
    source: "data dependency debt (Sculley et al.); Nahar et al.; data cascades (Sambasivan et al.)",
    checks: &[Check::Manifest(check_fields), Check::Repository(check_file)],
};

fn check_fields(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    for source in manifest.sources.iter().filter(|source| !source.value.is_static) {
        let id = source.name();
        let missing = missing(source);
        if missing.is_empty() {
            continue;
        }
        let words = phrase::all(missing.iter().map(|(_, words, _)| (*words).to_owned()));
        let entries = phrase::all(missing.iter().map(|(key, _, value)| format!("`{key}: {value}`")));
        let edits = missing.iter().map(|(key, _, value)| Edit::Insert {
            source: manifest.source,
            at: format!("sources.{id}"),
            key: (*key).to_owned(),
            value: value.clone(),
        });
        findings
            .report(source.id.span, format!("the source `{id}` has {words}"))
            .help(format!("write {entries} or the like under `{id}`, or `static: true` if it never changes"))
            .unsafe_fix(format!("add {entries} under `{id}`"), edits.collect());
    }
}

/// Each field that is not written: its key, how to speak of its absence, and an example.
fn missing(source: &Item<Source>) -> Vec<(&'static str, &'static str, String)> {
    let contract = format!("contracts/{}.yaml", source.name());
    let fields = [
        (source.value.owner.is_absent(), "owner", "no owner", format!("\"@{}-owners\"", source.name())),
        (source.value.contract.is_absent(), "contract", "no contract", contract),
        (source.value.notice.is_absent(), "notice", "no notice period", "2w".to_owned()),
    ];
    fields.into_iter().filter(|field| field.0).map(|(_, key, words, value)| (key, words, value)).collect()
}

fn check_file(manifest: &Manifest, _: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    for source in manifest.sources.iter().filter(|source| !source.value.is_static) {
        let Some(contract) = source.value.contract.given() else { continue };
        let written = contract.value.split('#').next().unwrap_or_default();
        if written.contains("://") || is_placeholder(written) || written.is_empty() {
            continue;
        }
        let message = match gathered.outputs.has(manifest, written) {
            Some(true) => continue,
            Some(false) => format!(
                "the contract of `{}` should stand at `{written}`, and git has no such file",
                source.name()
            ),
            None => format!(
                "the contract of `{}` stands at `{written}`, outside of the repository",
                source.name()
            ),
        };
        let finding = findings.report(contract.span, message);
        let finding =
            finding.help(format!("add `{written}`, or write the address at which the contract stands"));
        if let Some(path) =
            manifest.file(written).filter(|_| written.ends_with(".yaml") || written.ends_with(".yml"))
        {
            let text = skeleton(source);
            finding.unsafe_fix(format!("write a skeleton of `{path}`"), vec![Edit::write(path, text)]);
        }
    }
}

/// The first lines of a contract, to be agreed with the owner.
fn skeleton(source: &Item<Source>) -> String {
    let owner = match &source.value.owner {
        Field::Given(owner) => owner.value.as_str(),
        Field::Absent | Field::Spoiled => "its owner",
    };
    let id = source.name();
    format!(
        "# What `{id}` promises; to be agreed with {owner}.\nid: {id}\nkind: DataContract\napiVersion: v3.0.2\nversion: 0.1.0\nstatus: draft\nschema: []\n"
    )
}
