//! The configuration from outside: its schema, what it changes, and what is said where it is wrong.

use std::fs;
use std::path::Path;

use planlint::model::{Measure, Threshold};
use planlint::rules;
use planlint::rules::Family;
use serde_json::Value;
use snapbox::Data;

use crate::pages;
use crate::world::World;

fn schema_path() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/config.v1.json")
}

/// The names that may have a level: each family, then its rules, with what they are about.
fn properties() -> String {
    let mut lines = Vec::new();
    for family in Family::ALL {
        let level = if *family == Family::Schema { "shape" } else { "level" };
        let line = |name: &str, title: &str, description: &str| {
            let text = |text: &str| Value::from(text).to_string();
            let (title, description) = (text(title), text(description));
            format!(
                "        \"{name}\": {{ \"title\": {title}, \"description\": {description}, \"$ref\": \"#/$defs/{level}\" }}"
            )
        };
        let about = format!("All rules of the family: {}.", family.title().to_lowercase());
        lines.push(line(family.name(), family.title(), &about));
        for rule in rules::all().filter(|rule| rule.family == *family) {
            let own = match rule.on_request() {
                true => "off unless it is named here".to_owned(),
                false => rule.severity.name().to_owned(),
            };
            lines.push(line(rule.name, rule.name, &format!("{}. Its own level: {own}.", rule.summary)));
        }
    }
    lines.join(",\n") + "\n"
}

/// `SNAPSHOTS=overwrite cargo test` writes it anew.
#[test]
fn the_schema_lists_all_rules_and_families() {
    let written = fs::read_to_string(schema_path()).unwrap();
    let (before, rest) = written.split_once("    \"levels\": {\n      \"title\"").unwrap();
    let (head, rest) = rest.split_once("\"properties\": {\n").unwrap();
    let (_, after) = rest.split_once("      },\n").unwrap();
    let generated = format!(
        "{before}    \"levels\": {{\n      \"title\"{head}\"properties\": {{\n{}      }},\n{after}",
        properties()
    );
    let schema = Data::read_from(&schema_path(), Some(snapbox::data::DataFormat::Text)).raw();
    snapbox::Assert::new().action_env("SNAPSHOTS").eq(Data::text(generated).raw(), schema);
}

#[test]
fn the_schema_has_the_thresholds_of_the_program() {
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema_path()).unwrap()).unwrap();
    let listed = schema["$defs"]["thresholds"]["properties"].as_object().unwrap();
    assert_eq!(listed.len(), Threshold::ALL.len());
    for one in Threshold::ALL {
        let place = &listed[one.name()];
        let default = place["default"].to_string();
        assert_eq!(default.trim_matches('"'), one.default_text(), "{}", one.name());
        match one.measure() {
            Measure::Size => assert_eq!(place["$ref"], "#/$defs/size"),
            Measure::Share => assert_eq!(place["$ref"], "#/$defs/share"),
            Measure::Time => assert_eq!(place["$ref"], "#/$defs/review-duration"),
            Measure::Count(least) => {
                assert_eq!(place["minimum"], least);
                let most = place["maximum"].as_u64().unwrap();
                assert!(one.read(&most.to_string()).is_ok() && one.read(&(most + 1).to_string()).is_err());
            }
        }
        let rule = place["description"].as_str().unwrap().split('`').nth(1).unwrap();
        assert!(rules::find(rule).is_some(), "{} says which rule uses it", one.name());
    }
}

/// What a run of the program gave.
struct Run {
    code: i32,
    out: String,
    error: String,
}

fn run(world: &World, arguments: &[&str]) -> Run {
    let output = world.command(env!("CARGO_BIN_EXE_planlint")).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap(), out: text(output.stdout), error: text(output.stderr) }
}

/// A plan with findings of many rules and severities.
const PLAN: &str = "lifecycle: 1\nproject: p\nstatus: active\nrisk: high\nroles:\n  ml-engineer: { who: '@wei' }\n  \
    sre: { who: '@wei' }\nstages:\n  model-development: { lead: ml-engineer, produces: { model: m.onnx }, state: done }\n  \
    deployment: { lead: sre, needs: [model], state: planned }\nhandoffs:\n  model-to-service: { from: model-development, \
    to: deployment, passes: [model] }\n";

/// A repository with that plan twice, and a configuration.
fn world(configuration: &str) -> World {
    let world = World::new();
    world.write("a/lifecycle.yaml", PLAN);
    world.write("b/c/lifecycle.yaml", PLAN.replace("project: p", "project: q"));
    world.write("planlint.yaml", configuration);
    world
}

pub fn findings(world: &World, options: &[&str]) -> Vec<String> {
    let run = run(world, &[&["lint", "--format", "concise"], options].concat());
    let is_idle = run.out.is_empty() && run.error.contains("leaves out");
    assert!(run.error.is_empty() || is_idle, "{}{}", run.out, run.error);
    run.out.lines().map(str::to_owned).collect()
}

/// The severities of the findings of a rule below a folder, each once.
fn severities(found: &[String], folder: &str, rule: &str) -> Vec<String> {
    let of_rule = found.iter().filter(|line| line.starts_with(folder) && line.contains(&format!("[{rule}]")));
    let words = of_rule.map(|line| line.split(['[', ' ']).nth(1).unwrap().to_owned());
    let mut words: Vec<String> = words.collect();
    words.sort();
    words.dedup();
    words
}

#[test]
fn a_level_weighs_a_rule_before_its_family() {
    let plain = findings(&world(""), &[]);
    assert_eq!(severities(&plain, "a/", "stage-missing"), ["warning"]);
    assert_eq!(severities(&plain, "a/", "no-second-pair-of-eyes"), ["error"], "raised by the risk");
    let world = world("levels: { stages: off, stage-missing: error, no-second-pair-of-eyes: advice }\n");
    let found = findings(&world, &[]);
    assert_eq!(severities(&found, "a/", "stage-missing"), ["error"]);
    let family = |name: &str| rules::find(name).map(|rule| rule.family) == Some(Family::Stages);
    let others = found.iter().filter_map(|line| line.split(['[', ']']).nth(1)).filter(|rule| family(rule));
    assert!(others.clone().all(|rule| rule == "stage-missing"), "{:?}", others.collect::<Vec<_>>());
    assert_eq!(severities(&found, "a/", "no-second-pair-of-eyes"), ["warning"], "a step above its level");
    let asked = findings(&world, &["--level", "stage-missing=off", "--level", "ownership=off"]);
    assert_eq!(severities(&asked, "", "stage-missing"), [""; 0]);
    assert_eq!(severities(&asked, "", "no-second-pair-of-eyes"), [""; 0], "the command line beats the file");
}

#[test]
fn the_last_override_that_says_something_decides() {
    let world = world(
        "levels: { stage-missing: error }\noverrides:\n- { paths: [a, b], levels: { stage-missing: off } }\n\
         - { paths: [b/c/lifecycle.yaml], levels: { stages: advice } }\n- { paths: ['**'], levels: { metrics: off } }\n\
         - { paths: [a/], profile: crisp-dm }\n",
    );
    let found = findings(&world, &[]);
    assert_eq!(severities(&found, "a/", "stage-missing"), [""; 0]);
    assert_eq!(severities(&found, "b/", "stage-missing"), ["advice"]);
    let profile = |path: &str| {
        let told = run(&world, &["config", "--path", path]).out;
        told.lines().find(|line| line.starts_with("profile:")).unwrap().to_owned()
    };
    assert_eq!(profile("a/lifecycle.yaml"), "profile: crisp-dm  # planlint.yaml:6");
    assert_eq!(profile("b/c/lifecycle.yaml"), "profile: cs249r  # default");
    let roles = findings(&world, &["--profile", "cs249r"]);
    assert!(severities(&roles, "a/", "role-missing") == ["warning"], "crisp-dm has no roles, cs249r has");
    assert_eq!(severities(&found, "a/", "role-missing"), [""; 0]);
}

/// A level that is the rule's own changes nothing: what `planlint config` prints says the same as what it was
/// printed for.
#[test]
fn what_is_in_force_is_a_configuration_that_says_the_same() {
    let written = "exclude: [old]\nlevels: { documents: error, work-by-outsiders: advice }\nforge: gitlab\n\
        teams: { '@x/y': ['@wei', { who: '@jon', until: 2025-01-01, mail: [a@b.example, c@d.example] }] }\n\
        thresholds: { large-file: 1 kB, stages-per-lead: 2 }\n\
        overrides:\n- { paths: [a], levels: { stages: off, metric-incomplete: error } }\n- { paths: [b], profile: tdsp }\n";
    for (configuration, options) in
        [("", &[][..]), (written, &[]), (written, &["--level", "metrics=off", "--profile", "crisp-dm"])]
    {
        let world = world(configuration);
        let before = findings(&world, options);
        let printed = run(&world, &[&["config"], options].concat());
        assert_eq!((printed.code, printed.error.as_str()), (0, ""));
        world.write("planlint.yaml", &printed.out);
        assert_eq!(findings(&world, &[]), before, "{}", printed.out);
        let again = run(&world, &["config"]).out;
        let values = |text: &str| -> Vec<String> {
            text.lines().map(|line| line.split("  # ").next().unwrap().to_owned()).collect()
        };
        assert_eq!(values(&again), values(&printed.out));
    }
}

#[test]
fn each_value_tells_where_it_comes_from() {
    let world = world("profile: tdsp\nlevels:\n  documents: error\n  document-stale: off\n");
    let told = run(&world, &["config", "--level", "metrics=off", "--threshold", "large-file=1MB"]).out;
    for line in [
        "profile: tdsp  # planlint.yaml:1",
        "  document-missing: error  # planlint.yaml:3",
        "  document-stale: \"off\"  # planlint.yaml:4",
        "  metric-conflict: \"off\"  # --level",
        "  large-file: 1MB  # --threshold",
        "  waiver-length: 1y  # default",
        "  work-by-outsiders: \"off\"  # default",
        "  yaml-syntax: error  # default",
        "forge: any  # default",
    ] {
        assert!(told.lines().any(|one| one == line), "{line}\n{told}");
    }
    let json = run(&world, &["config", "--format", "json", "--path", "a/lifecycle.yaml"]).out;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["format"], &json["part"]), (&"planlint-settings/1".into(), &"manifest".into()));
    let settings = json["settings"].as_array().unwrap();
    let stale = settings.iter().find(|one| one["name"] == "document-stale").unwrap();
    assert_eq!((&stale["value"], &stale["from"]), (&"off".into(), &"file".into()));
    assert_eq!((&stale["file"], &stale["line"]), (&"planlint.yaml".into(), &4.into()));
    let schema = fs::read_to_string(schema_path().with_file_name("settings.v1.json")).unwrap();
    let validator = jsonschema::draft202012::new(&serde_json::from_str(&schema).unwrap()).unwrap();
    assert!(validator.is_valid(&json));
}

#[test]
fn the_configuration_is_that_of_the_snapshot() {
    let world = world("profile: tdsp\n");
    world.commit("one");
    world.write("planlint.yaml", "profile: crisp-dm\n");
    world.git(&["add", "--all"]);
    world.write("planlint.yaml", "profile: crisp-ml-q\n");
    for (options, profile) in [
        (&[][..], "crisp-ml-q"),
        (&["--staged"], "crisp-dm"),
        (&["--rev", "HEAD"], "tdsp"),
        (&["--no-config"], "cs249r"),
    ] {
        let told = run(&world, &[&["config"], options].concat()).out;
        assert!(told.contains(&format!("profile: {profile}  # ")), "{options:?}: {told}");
    }
    let other = world.beside("other.yaml");
    fs::write(&other, "profile: cs249r-book\n").unwrap();
    let told = run(&world, &["config", "--config", other.to_str().unwrap()]).out;
    assert!(told.contains("profile: cs249r-book  # ") && told.contains("other.yaml:1"), "{told}");
    fs::write(&other, "profil: tdsp\n").unwrap();
    assert_eq!(run(&world, &["lint", "--config", other.to_str().unwrap()]).code, 2);
    let missing = run(&world, &["lint", "--config", "nowhere.yaml"]);
    assert_eq!(missing.code, 2);
    assert!(missing.error.contains("`nowhere.yaml` cannot be read"), "{}", missing.error);
}

#[test]
fn options_say_which_files_are_manifests() {
    let world = world("exclude: [a]\n");
    let files = |options: &[&str]| {
        let found = findings(&world, options);
        let mut files: Vec<String> =
            found.iter().map(|line| line.split(':').next().unwrap().to_owned()).collect();
        files.dedup();
        files
    };
    assert_eq!(files(&[]), ["b/c/lifecycle.yaml"]);
    assert_eq!(files(&["--exclude", "b/"]), [""; 0]);
    assert_eq!(files(&["--no-config"]).len(), 2);
    assert_eq!(files(&["--manifest", "a/*.yaml"]), [""; 0], "excluded all the same");
    assert_eq!(files(&["--manifest", "/b/**/*.yaml"]), ["b/c/lifecycle.yaml"]);
    let who = |options: &[&str]| run(&world, &[&["who", "a/m.onnx"], options].concat()).code;
    assert_eq!((who(&[]), who(&["--no-config"])), (1, 0), "other commands see the same plan");
}

#[test]
fn wrong_options_are_refused_with_what_is_meant() {
    let world = world("");
    for (options, words) in [
        (&["--level", "handof-gap=off"][..], "write `handoff-gap`"),
        (&["--level", "document=off"], "write `documents`"),
        (&["--level", "documents"], "`documents=error`"),
        (&["--level", "documents=of"], "`of` is no level"),
        (&["--level", "unknown-field=off"], "`unknown-field` stays an error"),
        (&["--level", "schema=advice"], "`schema` stays an error"),
        (&["--threshold", "large-files=5MB"], "write `large-file`"),
        (&["--threshold", "large-file=5"], "has no unit"),
        (&["--threshold", "stages-per-lead=1"], "from 2 to 10000"),
        (&["--exclude", "!a"], "starts with `!`"),
        (&["--manifest", "[a"], "is no glob"),
        (&["--forge", "gitea"], "github"),
        (&["--profile", "tdps"], "write `tdsp`"),
        (&["--config", "x", "--no-config"], "cannot be used with"),
    ] {
        let run = run(&world, &[&["lint"], options].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{options:?}");
        assert!(run.error.contains(words), "{options:?}: {}", run.error);
    }
}

/// Each with the place and some words of its only finding.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("levels: { handof-gap: off }", "1:11", "has no field `handof-gap`"),
    ("levels: { handoff-gap: warn }", "1:24", "must be `off`, `advice`, `warning` or `error`, not `warn`"),
    ("levels: { handoff-gap: false }", "1:24", "must be `off`"),
    ("levels: { unknown-field: off }", "1:26", "must be `error`, not `off`"),
    ("levels: { schema: off }", "1:19", "must be `error`"),
    ("levels: [a]", "1:9", "must be a map"),
    ("levels: { handoff-gap: off, handoff-gap: error }", "1:29", "`handoff-gap`"),
    ("overrides: { paths: [a] }", "1:12", "must be a list"),
    ("overrides: [{ levels: {} }]", "1:15", "needs a field `paths`"),
    ("overrides: [{ paths: [] }]", "1:22", "has no entries"),
    ("overrides: [{ paths: ['!a'] }]", "1:23", "starts with `!`"),
    ("overrides: [{ paths: [a], profile: tdps }]", "1:36", "no profile is called `tdps`"),
    ("overrides: [{ paths: [a], level: {} }]", "1:27", "has no field `level`"),
    ("profile: cs249", "1:10", "no profile is called `cs249`"),
    ("profiles: [nowhere.yaml]", "1:12", "there is no file `nowhere.yaml`"),
    ("profiles: [../../etc/passwd]", "1:12", "there is no file"),
    ("exclude: ['[']", "1:11", "is no glob"),
    ("exclude: [../a]", "1:11", "climbs with `..`"),
    ("exclude: [a, a]", "1:14", "stands twice"),
    ("manifests: []", "1:12", "has no entries"),
    ("manifests: plans/*.yaml", "1:12", "must be a list"),
    ("forge: gitea", "1:8", "must be `github`, `gitlab` or `any`"),
    ("thresholds: { large-file: 5 }", "1:27", "has no unit"),
    ("thresholds: { large-file: 5 megs }", "1:27", "is not a size"),
    ("thresholds: { large-file: 0 MB }", "1:27", "is no size at all"),
    ("thresholds: { large-file: [5 MB] }", "1:27", "must be text"),
    ("thresholds: { outside-share: 0.7 }", "1:30", "is not a share"),
    ("thresholds: { outside-share: 170% }", "1:30", "is not between 1% and 100%"),
    ("thresholds: { outside-period: 3 fortnights }", "1:31", "is not a duration"),
    ("thresholds: { stages-per-lead: 1 }", "1:32", "must be at least 2"),
    ("thresholds: { stages-per-lead: many }", "1:32", "must be a whole number"),
    ("thresholds: { stages-per-leed: 4 }", "1:15", "has no field `stages-per-leed`"),
    ("thresholds: { waiver-length: 90 }", "1:30", "has no unit"),
    ("teams: { '@a/b': '@wei' }", "1:18", "must be a list or a map"),
    ("exlude: [a]", "1:1", "has no field `exlude`"),
    ("- a", "1:1", "must be a map"),
];

#[test]
fn every_mistake_is_told_once_at_its_place() {
    let world = World::new();
    let mut wrong = Vec::new();
    for (configuration, place, words) in MISTAKES {
        world.write("planlint.yaml", format!("{configuration}\n"));
        let run = run(&world, &["lint", "--format", "concise"]);
        let first = run.out.lines().next().unwrap_or_default();
        let is_there = first.starts_with(&format!("planlint.yaml:{place}: error[")) && first.contains(words);
        let told = run.out.lines().filter(|line| line.contains(": error[")).count();
        if !is_there || (run.code, told) != (2, 1) {
            wrong.push(format!("{configuration}: {}", run.out));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(run(&world, &["config"]).code, 2);
}

#[test]
fn what_is_no_configuration_is_told() {
    let world = World::new();
    let many: Vec<String> = (0..600).map(|at| format!("'{at}/*'")).collect();
    let hostile = format!("exclude: ['{}']\n", "{a,b}".repeat(1_000));
    for (bytes, words) in [
        (b"\xff\xfe\x00binary\x00".to_vec(), "planlint.yaml"),
        (format!("exclude: [{}]\n", many.join(", ")).into_bytes(), "more than 500 globs"),
        (format!("exclude: ['{}']\n", "**/".repeat(2_000)).into_bytes(), "longer than 4096 bytes"),
        (format!("exclude: ['{}']\n", "{".repeat(3_000)).into_bytes(), "is no glob"),
        (format!("x-big: {}\n", "[".repeat(50_000)).into_bytes(), "planlint.yaml"),
    ] {
        world.write("planlint.yaml", bytes);
        let run = run(&world, &["lint", "--format", "concise"]);
        assert_eq!(run.code, 2, "{}", run.error);
        assert!(run.out.contains(words) || run.error.contains(words), "{words}: {}{}", run.out, run.error);
    }
    world.write("planlint.yaml", hostile);
    assert!(run(&world, &["lint"]).code == 2, "too long a glob");
    world.delete("planlint.yaml");
    world.write("planlint.yaml/module.yaml", "");
    assert!(run(&world, &["lint"]).out.contains("the configuration is a folder"));
    world.delete("planlint.yaml/module.yaml");
    fs::remove_dir(world.top().join("planlint.yaml")).unwrap();
    world.write("a.txt", "a");
    world.commit("something");
    let commit = world.git(&["rev-parse", "HEAD"]);
    world.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{commit},planlint.yaml")]);
    world.git(&["commit", "--quiet", "--message", "a submodule"]);
    let told = run(&world, &["lint", "--rev", "HEAD"]);
    assert!(told.code == 2 && told.out.contains("the configuration is a submodule"), "{}", told.out);
}

/// Every key has an example; `shown` reads them all.
#[test]
fn the_page_tells_the_truth() {
    let page = pages::read("docs/configuration.md");
    let examples: Vec<String> = page.parts().examples.into_iter().map(|example| example.text).collect();
    let lines = examples.iter().flat_map(|example| example.lines());
    let top = lines.filter_map(|line| line.split_once(':')).map(|(key, _)| key);
    let keys: Vec<&str> = top.filter(|key| !key.starts_with([' ', '#'])).collect();
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema_path()).unwrap()).unwrap();
    for key in schema["properties"].as_object().unwrap().keys() {
        assert!(keys.contains(&key.as_str()), "`{key}` has no example");
    }
    for one in Threshold::ALL {
        let row = format!("| `{}` | `{}` | `", one.name(), one.default_text());
        assert!(page.text.contains(&row), "{row}");
    }
    for forge in planlint::codeowners::ForgeChoice::ALL {
        let places: Vec<String> = forge.places().iter().map(|place| format!("`{place}`")).collect();
        assert!(page.text.contains(&format!("| `{}` | {} |", forge.name(), places.join(", "))));
    }
    let overrides = examples.iter().find(|example| example.contains("experiments/payments")).unwrap();
    let world = World::new();
    world.write("planlint.yaml", overrides);
    let told = run(&world, &["config", "--path", "experiments/payments/lifecycle.yaml"]).out;
    assert!(told.contains("  handoff-missing: error  # planlint.yaml:11"), "{told}");
    assert!(told.contains("profile: crisp-dm  # planlint.yaml:5"), "{told}");
}
