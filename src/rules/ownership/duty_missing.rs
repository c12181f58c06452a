//! `duty-missing`: supporters of whom nobody can say what they do.

use crate::diagnostic::Severity;
use crate::model::{Field, Item, Manifest, Plan, Stage, Text};
use crate::placeholder::is_placeholder;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::suggest::is_same_folded;

/// A supporting role has no duty, or one that says no more than the stage's name.
pub(super) static RULE: Rule = Rule {
    name: "duty-missing",
    family: Family::Ownership,
    summary: "A supporting role has no duty, or one that says no more than the stage's name",
    why: "Who \"supports\" without knowing what waits to be asked, and the lead believes it done: the boundary between two roles is the duty in words.",
    help: "say in a few words what the role does in this stage",
    exceptions: "Two words are enough, or four characters in scripts that are written without spaces.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "article: each role has its own scope of duty in each stage (S12–S28)",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    for stage in &manifest.stages {
        let lead = stage.value.lead.one().map(|lead| lead.value.as_str());
        for support in &stage.value.support {
            let is_reported = lead == Some(support.name()) || !manifest.roles.has(support.name());
            if !is_reported {
                judge(manifest, stage, support, findings);
            }
        }
    }
}

fn judge(manifest: &Manifest, stage: &Item<Stage>, support: &Item<Field<Text>>, findings: &mut Findings<'_>) {
    let (role, name) = (support.name(), stage.name());
    let finding = match &support.value {
        Field::Spoiled => return,
        Field::Absent => {
            let message = format!("`{role}` supports `{name}`, and nothing says what it does there");
            findings.report(support.id.span, message)
        }
        Field::Given(duty) => {
            let Some(message) = fault(&duty.value, role, stage) else { return };
            findings.report(duty.span, message).because(support.id.span, "the supporting role")
        }
    };
    finding.help(match expectation(manifest, stage, role) {
        Some(duty) => format!("say what `{role}` does here, such as `{role}: {duty}`"),
        None => format!("say in a few words what `{role}` does in `{name}`"),
    });
}

fn fault(duty: &str, role: &str, stage: &Item<Stage>) -> Option<String> {
    let name = stage.name();
    let does = stage.value.does.given();
    if duty.trim().is_empty() {
        return Some(format!("the duty of `{role}` in `{name}` is empty"));
    }
    if is_placeholder(duty) {
        return Some(format!("the duty of `{role}` in `{name}` is still to be written"));
    }
    let repeats = |other: &str| is_same_folded(plain(other), plain(duty));
    if repeats(name) || does.is_some_and(|does| repeats(&does.value)) {
        return Some(format!("the duty of `{role}` only repeats what `{name}` is"));
    }
    let is_short = half_words(duty) < 4;
    is_short.then(|| format!("the duty of `{role}` in `{name}` is too short to say what it does"))
}

fn plain(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}

/// Length in halves of a word: a run of letters between spaces is a word, a character of a script without
/// spaces half of one.
fn half_words(text: &str) -> usize {
    let mut halves = 0;
    let mut in_word = false;
    for character in text.chars() {
        if is_spaceless(character) {
            (halves, in_word) = (halves + 1, false);
        } else if character.is_whitespace() {
            in_word = false;
        } else if character.is_alphanumeric() && !in_word {
            (halves, in_word) = (halves + 2, true);
        }
    }
    halves
}

/// Thai to Burmese, Khmer, kana and Han.
fn is_spaceless(character: char) -> bool {
    let is_script = matches!(character,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    is_script && character.is_alphanumeric()
}

/// The duty that the profile has for the role in this stage.
fn expectation<'a>(manifest: &'a Manifest, stage: &Item<Stage>, role: &str) -> Option<&'a str> {
    let profile = manifest.profile.as_deref()?;
    let known = profile.role(role);
    let support = &profile.stage(stage.name())?.support;
    let is_meant = |id: &str| id == role || known.is_some_and(|known| known.is_called(id));
    support.iter().find(|(id, duty)| is_meant(id) && !duty.is_empty()).map(|(_, duty)| duty.as_str())
}

#[cfg(test)]
mod tests {
    use super::half_words;

    #[test]
    fn words_and_characters_are_both_counted() {
        assert_eq!(half_words("watch drift"), 4);
        assert_eq!(half_words("code-review"), 2);
        assert_eq!(half_words("– !"), 0);
        assert_eq!(half_words("监控漂移"), 4);
        assert_eq!(half_words("检查 SQL"), 4);
        assert_eq!(half_words("支持"), 2);
    }
}
