//! Examples for other programs: what they say of planlint is so.

use planlint::yaml;
use serde_json::Value;

use crate::pages;
use crate::pages::Page;
use crate::shown::commands;

const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// At least one word is about planlint, and all of them hold.
pub fn check(page: &Page, text: &str, language: &str, claims: &[&str]) -> Result<(), String> {
    let named = versions(text)? + schemas(text)? + references(text)? + inside(text, language)?;
    match claims {
        [] if named > 0 => Ok(()),
        [] => Err("it says nothing of planlint".to_owned()),
        [claim] => match claim.strip_prefix("checked-by=") {
            Some(test) => is_read(page, text, test),
            None => is_the_same(text, claim),
        },
        _ => Err(format!("{claims:?} says too much")),
    }
}

/// Does the test read its examples from this page, and does it know this one by the name of its file?
fn is_read(page: &Page, text: &str, test: &str) -> Result<(), String> {
    let script =
        std::fs::read_to_string(pages::root().join(test)).map_err(|error| format!("{test}: {error}"))?;
    let name = text.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or_default();
    match () {
        () if !script.contains(&page.path) => Err(format!("{test} does not read {}", page.path)),
        () if !script.contains(name) => Err(format!("{test} does not know `{name}`")),
        () => Ok(()),
    }
}

/// Does the other page show it too?
fn is_the_same(text: &str, claim: &str) -> Result<(), String> {
    let other = claim.strip_prefix("same-as=").ok_or_else(|| format!("`{claim}` says nothing"))?;
    match pages::read(other).parts().examples.iter().any(|example| example.text == text) {
        true => Ok(()),
        false => Err(format!("{other} does not show it so")),
    }
}

/// Versions are those of this program.
fn versions(text: &str) -> Result<usize, String> {
    let mut count = 0;
    for mark in ["planlint==", "planlint/planlint@v"] {
        for (at, _) in text.match_indices(mark) {
            count += 1;
            let rest = &text[at + mark.len()..];
            let version = &rest[..rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len())];
            if version != VERSION {
                return Err(format!("`{mark}{version}` is not version {VERSION}"));
            }
        }
    }
    Ok(count)
}

/// Addresses of schemas lead to one.
fn schemas(text: &str) -> Result<usize, String> {
    let names = text
        .split(['/', '"', '\'', ' ', '\n'])
        .filter(|word| word.ends_with(".v1.json") || word.contains("lifecycle.v"));
    let mut count = 0;
    for name in names {
        count += 1;
        if !pages::root().join("schemas").join(name).is_file() {
            return Err(format!("there is no schema `{name}`"));
        }
    }
    Ok(count)
}

/// Actions of others are pinned as in this repository's own workflows.
fn references(text: &str) -> Result<usize, String> {
    let own = pages::root().join(".github/workflows/ci.yml");
    let own = std::fs::read_to_string(own).unwrap();
    for line in text.lines().filter_map(|line| line.split_once("uses: actions/checkout@")) {
        if !own.contains(line.1) {
            return Err(format!("`{}` is not the checkout of `.github/workflows/ci.yml`", line.1));
        }
    }
    Ok(0)
}

fn inside(text: &str, language: &str) -> Result<usize, String> {
    if language == "groovy" {
        let scripts = text.lines().filter_map(|line| line.trim().strip_prefix("sh '")?.strip_suffix('\''));
        return scripts.map(commands::understood).sum();
    }
    if language != "yaml" {
        return Ok(0);
    }
    let document = yaml::parse(text);
    if let Some(problem) = document.problems.first() {
        return Err(format!("{problem:?}"));
    }
    document.root.map_or(Ok(0), |root| node(&root.to_json()))
}

/// Commands, hooks and steps in a file of another program.
fn node(value: &Value) -> Result<usize, String> {
    match value {
        Value::String(text) if text.contains("planlint ") => commands::understood(text),
        Value::Array(items) => items.iter().map(node).sum(),
        Value::Object(map) => {
            let text = |key: &str| map.get(key).and_then(Value::as_str);
            let mut count = map.values().map(node).sum::<Result<usize, String>>()?;
            if text("repo") == Some(REPOSITORY) {
                count += repository(map.get("hooks"), text("rev"))?;
            }
            if text("uses").is_some_and(|action| action.starts_with("planlint/planlint@")) {
                count += inputs(map.get("with"))?;
            }
            Ok(count)
        }
        _ => Ok(0),
    }
}

/// Hooks of `.pre-commit-hooks.yaml` at this version.
fn repository(hooks: Option<&Value>, revision: Option<&str>) -> Result<usize, String> {
    if revision != Some(&format!("v{VERSION}")) {
        return Err(format!("`rev` is {revision:?}, not v{VERSION}"));
    }
    let known = pages::read(".pre-commit-hooks.yaml").text;
    let ids = hooks.and_then(Value::as_array).into_iter().flatten().filter_map(|hook| hook["id"].as_str());
    for id in ids {
        if !known.lines().any(|line| line == format!("- id: {id}")) {
            return Err(format!("there is no hook `{id}`"));
        }
    }
    Ok(1)
}

/// Inputs of the action, and arguments that `planlint lint` understands.
fn inputs(with: Option<&Value>) -> Result<usize, String> {
    let action = yaml::parse(&pages::read("action.yml").text).root.unwrap().to_json();
    for (name, value) in with.and_then(Value::as_object).into_iter().flatten() {
        if action["inputs"].get(name).is_none() {
            return Err(format!("the action has no input `{name}`"));
        }
        if name == "args" {
            commands::understood(&format!("planlint lint {}", value.as_str().unwrap_or_default()))?;
        }
    }
    Ok(1)
}
