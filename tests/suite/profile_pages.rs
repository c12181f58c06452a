//! A page for each profile, made from the profile itself: what it expects of a plan.

use std::fs;

use planlint::model::{DEFAULT_PROFILE, Profile, ProfileStage, Profiles, Template, TemplateHeading};

use crate::pages::root;
use crate::rules::same;

/// How the table of profiles begins.
const INDEX: &str = "\
# Profiles

Generated from the profiles themselves.

A profile says what a plan is expected to have: which stages and roles, who leads what, who helps with which duty, what
passes at each handoff, which documents there are and which sections they have. A rule that speaks of an expectation
names the profile, and no rule knows a stage or a role by itself. A manifest chooses one with `profile`, and
[one of your own](../manifest.md#profiles) may extend any of them.

| profile | stages | roles |
|---|---|---|
";

#[test]
fn every_profile_has_its_page() {
    let profiles = Profiles::default();
    let mut index = INDEX.to_owned();
    for name in profiles.names() {
        let profile = profiles.get(&name).unwrap();
        let default = if name == DEFAULT_PROFILE { ", the default" } else { "" };
        let stages: Vec<&str> = profile.stages.iter().map(|stage| stage.id.as_str()).collect();
        let roles: Vec<&str> = profile.roles.iter().map(|role| role.id.as_str()).collect();
        let roles = if roles.is_empty() { "none expected".to_owned() } else { roles.join(", ") };
        index += &format!("| [`{name}`]({name}.md){default} | {} | {roles} |\n", stages.join(", "));
        same(page(&profile), root().join(format!("docs/profiles/{name}.md")));
    }
    same(index, root().join("docs/profiles/README.md"));
    for entry in fs::read_dir(root().join("docs/profiles")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let is_known =
            file == "README.md" || profiles.names().iter().any(|name| file == format!("{name}.md"));
        assert!(is_known, "docs/profiles/{file} is the page of no profile");
    }
}

fn page(profile: &Profile) -> String {
    let source = if profile.source.is_empty() { String::new() } else { format!(" {}.", profile.source) };
    let mut page = format!("# `{}`\n\n{}.{source}\n\n## Roles\n\n", profile.name, profile.title);
    page += &roles(profile);
    page += "\n## Stages\n\nEach hands over to the next, unless a plan says otherwise.\n";
    profile.stages.iter().for_each(|one| page += &stage(one));
    page += "\n## What else is expected\n\n";
    page += &beside_stages(profile);
    page += "\n## Documents\n\nA section may stand under any of its names, and at any level.\n";
    profile.templates.iter().for_each(|one| page += &template(one));
    page
}

fn roles(profile: &Profile) -> String {
    if profile.roles.is_empty() {
        return "None is expected: a plan names its own.\n".to_owned();
    }
    let mut table = "| role | its duty | also called |\n|---|---|---|\n".to_owned();
    for role in &profile.roles {
        table += &format!("| `{}` | {} | {} |\n", role.id, role.duty, words(&role.aliases));
    }
    table
}

fn stage(stage: &ProfileStage) -> String {
    let title =
        if stage.does.is_empty() { stage.title.clone() } else { format!("{}: {}", stage.title, stage.does) };
    let mut text = format!("\n### `{}`\n\n{title}.\n\n| | |\n|---|---|\n", stage.id);
    let mut row = |name: &str, value: String| {
        if !value.is_empty() {
            text += &format!("| {name} | {value} |\n");
        }
    };
    row(
        "lead",
        stage.lead.as_ref().map_or_else(|| "as the plan says".to_owned(), |lead| format!("`{lead}`")),
    );
    let duties: Vec<String> = stage.support.iter().map(|(role, duty)| format!("`{role}`: {duty}")).collect();
    row("support", duties.join("<br>"));
    let documents: Vec<String> = stage.documents.iter().map(|id| format!("[`{id}`](#{id})")).collect();
    row("documents", documents.join(", "));
    let passed: Vec<&str> = stage.contains.iter().map(|expected| expected.title.as_str()).collect();
    row("hands over", passed.join(", "));
    row("the receiver checks", words(&stage.checks));
    row(
        "the receiver answers within",
        stage.within.as_ref().map_or_else(String::new, |within| format!("`{within}`")),
    );
    let kinds =
        [(stage.development, "models are built here"), (stage.production, "the model serves its users here")];
    let kinds: Vec<&str> = kinds.iter().filter(|(is, _)| *is).map(|(_, words)| *words).collect();
    row("kind", kinds.join(", "));
    row("also called", words(&stage.aliases));
    text
}

fn beside_stages(profile: &Profile) -> String {
    let mut text = String::new();
    for edge in &profile.loops {
        text += &format!("* A way back from `{}` to `{}`: {}.\n", edge.from, edge.to, edge.about);
    }
    match &profile.meeting_at_most {
        Some(longest) => text += &format!("* All leads meet, at least every {} days.\n", longest.in_days()),
        None if profile.leads_meet => text += "* All leads meet regularly.\n",
        None => {}
    }
    if text.is_empty() { "Nothing.\n".to_owned() } else { text }
}

fn template(template: &Template) -> String {
    let mut text = format!("\n### `{}`\n\n{}", template.id, template.title);
    if !template.aliases.is_empty() {
        text += &format!(", also called {}", words(&template.aliases));
    }
    text += ".\n\n| section | also called |\n|---|---|\n";
    for TemplateHeading { title, aliases, optional: is_optional, .. } in &template.headings {
        let optional = if *is_optional { ", may be left out" } else { "" };
        text += &format!("| {title}{optional} | {} |\n", aliases.join(" · "));
    }
    text
}

fn words(ids: &[String]) -> String {
    ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}
