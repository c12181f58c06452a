//! Every example in the documents is run or held against what it speaks of; one that nothing checks fails.
//!
//! What follows the language of a fence says how the block is checked:
//!
//! | fence | the block |
//! |---|---|
//! | `console` | is played in the repository of its page, which it shares with the other blocks: what stands below a line `$ …` is what that prints, up to a last line `…`. `SNAPSHOTS=overwrite` writes it anew. Ids of commits are all shown as one. |
//! | `console parsed` | has commands that cannot be run here, each as under `sh` |
//! | `sh` | is a script, and the program understands each of its own command lines in it |
//! | `sh run` | is run in the repository of its page too |
//! | `yaml manifest` | is a whole manifest of the right shape |
//! | `yaml fragment` | is one too, once its entries take the place of those in the example plan, `examples/churn` |
//! | … `finds=a,b` | and gets findings of exactly these rules there, or of `none` |
//! | `yaml fragment into=FILE` | is laid over that file in the repository of its page |
//! | `yaml configuration`, `profile`, `signoffs` | is such a file, and in force |
//! | any `foreign` | is for another program: what it says of planlint (commands, hooks, inputs, versions, schemas) is so |
//! | … `checked-by=FILE` | and that test reads it from this page |
//! | … `same-as=PAGE` | and that page shows it too |
//!
//! A page that is made by a test as a whole needs no such words.

mod commands;

mod foreign;

mod plans;

mod played;

use std::collections::BTreeSet;

use snapbox::Data;
use snapbox::assert::Assert;

use crate::pages;
use crate::pages::{Example, Page};
use crate::shown::played::Stage;

/// Pages that a test makes as a whole, examples included, and which one.
const MADE: &[(&str, &str)] = &[
    ("docs/article.md", "article.rs"),
    ("docs/commands.md", "cli.rs"),
    ("docs/commits.md", "commits.rs"),
    ("docs/profiles/", "profile_pages.rs"),
    ("docs/repositories.md", "conformance.rs"),
    ("docs/rules/", "rules.rs"),
    ("docs/yaml.md", "yaml_suite.rs"),
];

/// Pages whose examples are not for users.
const LEFT_OUT: &[(&str, &str)] = &[("CONTRIBUTING.md", "its commands are those of `.ci/run`")];

/// The name of the test that makes a page.
fn maker(page: &Page) -> Option<&'static str> {
    MADE.iter().find(|(path, _)| page.path.starts_with(path)).map(|(_, test)| *test)
}

/// The pages whose examples are checked here.
fn pages() -> impl Iterator<Item = Page> {
    let is_checked =
        |page: &Page| maker(page).is_none() && LEFT_OUT.iter().all(|(path, _)| page.path != *path);
    pages::all().into_iter().filter(is_checked)
}

/// What is wrong with an example that stays as it is; `None` where the block is played.
fn verdict(page: &Page, example: &Example) -> Option<Result<(), String>> {
    let claims: Vec<&str> = example.claims.iter().map(String::as_str).collect();
    let (text, language) = (example.text.as_str(), example.language.as_str());
    Some(match (language, claims.as_slice()) {
        ("console", []) | ("sh", ["run"]) => return None,
        ("yaml", ["fragment", into]) if into.starts_with("into=") => return None,
        ("console", ["parsed"]) => commands::of_console(text),
        ("sh", []) => commands::of_script(text),
        ("yaml", ["manifest", finds @ ..]) => plans::manifest(text, finds),
        ("yaml", ["fragment", finds @ ..]) => plans::fragment(text, finds),
        ("yaml", ["configuration"]) => plans::configuration(text),
        ("yaml", ["profile"]) => plans::profile(text),
        ("yaml", ["signoffs"]) => plans::signoffs(text),
        (_, ["foreign", by @ ..]) => foreign::check(page, text, language, by),
        _ => Err("nothing checks this example: `tests/suite/shown/mod.rs` lists how one can be".to_owned()),
    })
}

#[test]
fn every_example_holds() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for page in pages() {
        for example in page.parts().examples {
            count += 1;
            if let Some(Err(words)) = verdict(&page, &example) {
                wrong.push(format!("{}:{}: {words}", page.path, example.line));
            }
        }
    }
    assert!(count > 60, "only {count} examples were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_command_prints_what_its_page_shows() {
    let mut pages_played = BTreeSet::new();
    for page in pages() {
        let parts = page.parts();
        let played: Vec<&Example> =
            parts.examples.iter().filter(|example| verdict(&page, example).is_none()).collect();
        if played.is_empty() {
            continue;
        }
        pages_played.insert(page.path.clone());
        let filled = Stage::of(&page.path).play(&page, &played);
        let path = pages::root().join(&page.path);
        Assert::new().action_env("SNAPSHOTS").eq(filled, Data::read_from(&path, None).raw());
    }
    assert!(pages_played.len() >= 4, "{pages_played:?}");
}

/// Commands in the middle of a sentence are typed too.
#[test]
fn commands_within_sentences_are_understood() {
    let mut wrong = Vec::new();
    for page in pages::all() {
        for (line, code) in page.parts().code {
            if !code.contains('…')
                && let Err(words) = commands::of_sentence(&code)
            {
                wrong.push(format!("{}:{line}: {words}", page.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pages_that_are_made_exist_and_so_do_their_tests() {
    for (path, test) in MADE {
        assert!(pages::root().join(path).exists(), "{path}");
        let test = pages::root().join("tests/suite").join(test);
        let text = std::fs::read_to_string(&test).unwrap();
        assert!(text.contains(path.trim_end_matches('/')), "{test:?} does not make {path}");
    }
}

/// The check itself fails where it should.
#[test]
fn an_example_that_nothing_checks_fails() {
    for (fence, text, words) in [
        ("yaml", "a: 1", "nothing checks"),
        ("yaml manifest finds", "lifecycle: 1", "`finds`"),
        ("text", "a", "nothing checks"),
        ("console run", "$ planlint lint", "nothing checks"),
        ("sh", "planlint lint --quite", "--quite"),
        ("sh", "cd x && if", "syntax"),
        ("sh", "make all", "no command of planlint"),
        ("console parsed", "$ planlint", "planlint"),
        ("yaml manifest", "lifecycle: 1\nproject: a", "missing-field"),
        (
            "yaml fragment finds=none",
            "stages:\n  monitoring:\n    does: nothing at all",
            "stage-without-lead",
        ),
        ("yaml fragment finds=no-backup", "risk: limited", "no-backup"),
        ("yaml configuration", "exlude: []", "the configuration is wrong"),
        ("yaml profile", "profile: a\nextend: nothing", "nothing"),
        ("yaml signoffs", "- by: '@a'", "verdict"),
        ("yaml foreign", "script: make all", "nothing of planlint"),
        ("yaml foreign", "script: planlint lnt", "lnt"),
        ("yaml foreign", "script: pip install planlint==9.9", "9.9"),
        ("yaml foreign", "steps:\n- { uses: planlint/planlint@v0.1.0, with: { agrs: x } }", "agrs"),
        ("yaml foreign checked-by=tests/nowhere.sh", "script: planlint lint", "nowhere"),
        ("yaml foreign same-as=hooks/README.md", "script: planlint lint", "does not show it"),
        ("toml foreign", "a = 'main/schemas/lifecycle.v9.json'", "lifecycle.v9.json"),
    ] {
        let page = Page { path: "docs/x.md".to_owned(), text: format!("# X\n\n```{fence}\n{text}\n```\n") };
        let parts = page.parts();
        let said = verdict(&page, &parts.examples[0]).expect("it is not played").expect_err(fence);
        assert!(said.contains(words), "{fence}: {said}");
    }
}
