//! The commands, as they are typed.

use std::fs;
use std::path::Path;
use std::process::Output;

use snapbox::Data;
use snapbox::assert::Assert;

use crate::world::World;

fn planlint(world: &World, arguments: &[&str]) -> Output {
    world.command(env!("CARGO_BIN_EXE_planlint")).args(arguments).output().unwrap()
}

/// What a command prints that succeeds.
fn printed(world: &World, arguments: &[&str]) -> String {
    let output = planlint(world, arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// What a command says that cannot do its work.
fn refused(world: &World, arguments: &[&str]) -> String {
    let output = planlint(world, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {output:?}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_help_of_every_command_is_in_the_documentation() {
    let world = World::without_repository();
    let mut page = String::from("# Commands\n\nGenerated from the program's own help.\n");
    let commands = [
        "",
        "lint",
        "watch",
        "accept",
        "diff",
        "baseline",
        "baseline write",
        "baseline prune",
        "config",
        "explain",
        "rules",
        "schema",
        "who",
        "codeowners",
        "init",
        "hook",
        "hook install",
        "hook uninstall",
        "hook status",
        "completions",
        "man",
    ];
    let overview = printed(&world, &["--help"]);
    let list = overview.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    for known in list.lines().filter_map(|line| line.split_whitespace().next()) {
        assert!(commands.contains(&known) || known == "help", "`{known}` is not on the page");
    }
    for command in commands {
        let mut arguments: Vec<&str> = command.split_whitespace().collect();
        let title = ["planlint", command].join(" ");
        arguments.push("--help");
        let help = printed(&world, &arguments);
        assert!(help.contains("\nExamples:\n  planlint "), "`{title}` has no examples");
        page.push_str(&format!("\n## `{}`\n\n```text\n{help}```\n", title.trim()));
    }
    Assert::new()
        .action_env("SNAPSHOTS")
        .eq(page, Data::read_from(&root().join("docs/commands.md"), None).raw());
}

#[test]
fn rules_are_listed_for_people_and_programs() {
    let world = World::without_repository();
    let listed: serde_json::Value =
        serde_json::from_str(&printed(&world, &["rules", "--format", "json"])).unwrap();
    let rows = listed.as_array().unwrap();
    assert_eq!(rows.len(), planlint::rules::all().count());
    for (row, rule) in rows.iter().zip(planlint::rules::all()) {
        assert_eq!(row["name"], rule.name);
        assert_eq!(row["family"], rule.family.name());
        assert_eq!(row["severity"], rule.severity.name());
        assert_eq!(row["summary"], rule.summary);
        assert_eq!(row["evidence"][0], rule.evidence[0].name());
    }
    let table = printed(&world, &["rules"]);
    assert_eq!(table.lines().count(), rows.len() + 1);
}

#[test]
fn every_rule_explains_itself() {
    let world = World::without_repository();
    for rule in planlint::rules::all() {
        let page = printed(&world, &["explain", rule.name]);
        assert!(page.contains(rule.summary) && page.contains(rule.why), "{page}");
    }
    assert!(printed(&world, &["explain"]).contains("handoff-gap"));
    let error = refused(&world, &["explain", "handof-gap"]);
    assert!(error.contains("planlint explain handoff-gap"), "{error}");
}

#[test]
fn the_printed_schemas_are_the_published_ones() {
    let world = World::without_repository();
    for (arguments, file) in [
        (&["schema"][..], "lifecycle.v1.json"),
        (&["schema", "signoff"], "signoff.v1.json"),
        (&["schema", "profile"], "profile.v1.json"),
        (&["schema", "config"], "config.v1.json"),
    ] {
        assert_eq!(
            printed(&world, arguments),
            fs::read_to_string(root().join("schemas").join(file)).unwrap()
        );
    }
}

#[test]
fn init_writes_a_plan_that_passes_and_overwrites_nothing() {
    for profile in ["cs249r", "cs249r-book", "crisp-dm", "crisp-ml-q", "tdsp"] {
        let world = World::new();
        let said = printed(&world, &["init", "--profile", profile, "--project", "demo"]);
        assert!(said.contains("lifecycle.yaml"), "{said}");
        let written = fs::read_to_string(world.top().join("lifecycle.yaml")).unwrap();
        let lint = planlint(&world, &["lint", "--format", "concise"]);
        let found = String::from_utf8_lossy(&lint.stdout).into_owned();
        assert!(!found.contains("role-unused") && !found.contains("role-missing"), "{profile}: {found}");
        assert_eq!(
            lint.status.code(),
            Some(0),
            "{profile}: {}{written}",
            String::from_utf8_lossy(&lint.stdout)
        );
        for known in ["no-cross-role-meeting", "rollback-missing", "no-second-pair-of-eyes"] {
            assert!(!found.contains(known), "{profile}: init knows better: {found}");
        }
        // A profile without a product manager cannot say who decides.
        let is_decided = written.contains("decides: ");
        assert_eq!(is_decided, !found.contains("decision-owner-missing"), "{profile}: {found}{written}");
        assert_eq!(is_decided, profile != "tdsp", "{profile}: {written}");
        let error = refused(&world, &["init"]);
        assert!(error.contains("lifecycle.yaml") && error.contains("there already"), "{error}");
        assert_eq!(fs::read_to_string(world.top().join("lifecycle.yaml")).unwrap(), written);
    }
}

#[test]
fn init_fills_handles_from_codeowners() {
    let world = World::new();
    world.write(
        ".github/CODEOWNERS",
        "* @acme/everybody\n/data/ @acme/data-eng\n/models/ @wei\n/deploy/ @acme/sre\ndocs/ @maria\n",
    );
    printed(&world, &["init"]);
    let written = fs::read_to_string(world.top().join("lifecycle.yaml")).unwrap();
    assert!(written.contains("data-engineer: { who: \"@acme/data-eng\" }"), "{written}");
    assert!(written.contains("ml-engineer: { who: \"@wei\" }"), "{written}");
    assert!(written.contains("devops-engineer: { who: \"@acme/sre\" }"), "{written}");
    assert!(written.contains("domain-expert: { who: }"), "{written}");
}

#[test]
fn init_guesses_nobody_from_a_word_that_many_share() {
    let world = World::new();
    let owners = "* @acme/platform\n/sql/ @acme/revenue_data_reviewers\n/kpi/ @acme/ml-infra @acme/core-data-engineers\n";
    world.write("CODEOWNERS", owners);
    printed(&world, &["init"]);
    let written = fs::read_to_string(world.top().join("lifecycle.yaml")).unwrap();
    assert!(written.contains("data-engineer: { who: \"@acme/core-data-engineers\" }"), "{written}");
    assert!(written.contains("ml-engineer: { who: }"), "{written}");
}

#[test]
fn init_says_what_is_wrong_with_its_arguments() {
    let world = World::new();
    let error = refused(&world, &["init", "--profile", "cs249"]);
    assert!(error.contains("cs249r"), "{error}");
    let error = refused(&world, &["init", "no/such/folder/lifecycle.yaml"]);
    assert!(error.contains("no/such/folder"), "{error}");
    assert_eq!(fs::read_dir(world.top()).unwrap().count(), 1, "only .git is there");
}

#[test]
fn completions_and_manual_pages_are_made() {
    let world = World::without_repository();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = printed(&world, &["completions", shell]);
        assert!(script.contains("planlint") && script.contains("explain"), "{shell}");
    }
    assert!(printed(&world, &["man"]).starts_with(".ie"));
    assert!(printed(&world, &["man", "lint"]).contains("staged"));
    assert!(refused(&world, &["man", "lnt"]).contains("lnt"));
}

#[test]
fn paths_limit_what_is_reported_and_nothing_else() {
    let world = World::new();
    world.write("a/lifecycle.yaml", "lifecycle: 1\nlifecycle: 1\n");
    world.write("b/lifecycle.yaml", "lifecycle: 1\nlifecycle: 1\n");
    let lint = |arguments: &[&str]| {
        let output = planlint(&world, &[&["lint", "--format", "concise"], arguments].concat());
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(lint(&["a"]).lines().all(|line| line.starts_with("a/")) && !lint(&["a"]).is_empty());
    assert!(lint(&["a", "b/lifecycle.yaml"]).contains("b/lifecycle.yaml"));
    let mut inside = world.command(env!("CARGO_BIN_EXE_planlint"));
    let output = inside
        .args(["lint", "--format", "concise", "."])
        .current_dir(world.top().join("b"))
        .output()
        .unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().lines().all(|line| line.starts_with("b/")));
    let error = refused(&world, &["lint", "c"]);
    assert!(error.contains("`c` is not in"), "{error}");
}

#[test]
fn a_file_named_outright_is_checked_though_it_is_excluded() {
    let world = World::new();
    world.write("a/lifecycle.yaml", "lifecycle: 1\nlifecycle: 1\n");
    world.write("planlint.yaml", "exclude: [a/**]\n");
    assert_eq!(planlint(&world, &["lint"]).status.code(), Some(0));
    assert_eq!(planlint(&world, &["lint", "a"]).status.code(), Some(0));
    assert_eq!(planlint(&world, &["lint", "a/lifecycle.yaml"]).status.code(), Some(1));
}

#[test]
fn the_threshold_decides_the_exit_code() {
    let world = World::new();
    let bad = fs::read(root().join("tests/rules/role-unused/bad.yaml")).unwrap();
    world.write("lifecycle.yaml", bad);
    assert_eq!(planlint(&world, &["lint"]).status.code(), Some(0));
    assert_eq!(planlint(&world, &["lint", "--deny", "warning"]).status.code(), Some(1));
    assert_eq!(planlint(&world, &["lint", "--deny", "advice"]).status.code(), Some(2));
}

#[test]
fn a_closed_reader_is_no_failure() {
    let world = World::new();
    world.write("lifecycle.yaml", "lifecycle: 1\nlifecycle: 1\n".repeat(2_000));
    let script = format!(
        "'{}' lint --color never | head -c 10; echo \"${{PIPESTATUS[0]}}\"",
        env!("CARGO_BIN_EXE_planlint")
    );
    let output = world.command("bash").args(["-c", &script]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.ends_with("1\n"), "{said}");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn color_follows_the_usual_conventions() {
    let world = World::new();
    world.write("lifecycle.yaml", "lifecycle: 1\nlifecycle: 1\n");
    let colored = |arguments: &[&str], variable: Option<(&str, &str)>| {
        let mut command = world.command(env!("CARGO_BIN_EXE_planlint"));
        command
            .args(["lint"])
            .args(arguments)
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .env_remove("FORCE_COLOR");
        command.envs(variable);
        command.output().unwrap().stdout.contains(&0x1b)
    };
    assert!(!colored(&[], None), "a pipe is no terminal");
    assert!(colored(&["--color", "always"], None));
    assert!(colored(&[], Some(("CLICOLOR_FORCE", "1"))));
    assert!(!colored(&["--color", "never"], Some(("CLICOLOR_FORCE", "1"))));
}

#[test]
fn quiet_shows_only_what_decides() {
    let world = World::new();
    world.write_tree();
    world.write("CODEOWNERS", "* @everybody\n");
    let bad = fs::read_to_string(root().join("tests/rules/role-unused/bad.yaml")).unwrap();
    let unsigned = "    from: data-preparation\n    signoff: optional\n";
    world.write("lifecycle.yaml", bad.replace("    from: data-preparation\n", unsigned));
    let output = planlint(&world, &["lint", "--quiet"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0), "warnings do not decide");
    let denied = printed_anyway(&world, &["lint", "--quiet", "--deny", "warning", "--format", "concise"]);
    assert!(denied.lines().count() >= 1 && denied.lines().all(|line| line.contains("warning[role-unused]")));
    world.write("a/lifecycle.yaml", "lifecycle: 1\nlifecycle: 1\n");
    let severe = printed_anyway(&world, &["lint", "--max-findings", "1", "--format", "concise"]);
    assert!(severe.lines().count() == 1 && severe.contains(" error["), "the most severe is kept: {severe}");
}

fn printed_anyway(world: &World, arguments: &[&str]) -> String {
    String::from_utf8(planlint(world, arguments).stdout).unwrap()
}

#[test]
fn a_folder_that_is_excluded_is_said_to_be() {
    let world = World::new();
    world.write("a/lifecycle.yaml", "lifecycle: 1\n");
    world.write("planlint.yaml", "exclude: [a/**]\n");
    let said = printed(&world, &["lint", "a"]);
    assert!(said.contains("`exclude` in `planlint.yaml` leaves out 1 manifest"), "{said}");
}

#[test]
fn a_configuration_that_is_no_file_is_told() {
    let world = World::new();
    world.write("elsewhere.yaml", "exclude: []\n");
    std::os::unix::fs::symlink("elsewhere.yaml", world.top().join("planlint.yaml")).unwrap();
    let output = planlint(&world, &["lint"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stdout).contains("the configuration is a symbolic link"));
    fs::remove_file(world.top().join("planlint.yaml")).unwrap();
    world.write("planlint.yaml/a.yaml", "");
    let said = String::from_utf8(planlint(&world, &["lint"]).stdout).unwrap();
    assert!(said.contains("the configuration is a folder"), "{said}");
}

#[test]
fn init_writes_what_its_own_schema_accepts() {
    let schema: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(root().join("schemas/lifecycle.v1.json")).unwrap()).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for profile in ["cs249r", "cs249r-book", "crisp-dm", "crisp-ml-q", "tdsp"] {
        let world = World::new();
        printed(&world, &["init", "--profile", profile]);
        let text = fs::read_to_string(world.top().join("lifecycle.yaml")).unwrap();
        let tree = planlint::yaml::parse(&text).root.unwrap().to_json();
        assert!(validator.is_valid(&tree), "{profile}: {:?}", validator.iter_errors(&tree).next());
    }
}

#[test]
fn init_refuses_what_would_never_be_found_or_is_no_id() {
    let world = World::new();
    for arguments in [&["init", "foo.txt"][..], &["init", "--project", "a b"], &["init", "--project", ""]] {
        let error = refused(&world, arguments);
        assert!(error.contains("help"), "{error}");
    }
    assert!(refused(&world, &["init", "foo.txt"]).contains("foo.lifecycle.yaml"));
    world.git(&["init", "--quiet", "--bare", "bare.git"]);
    let mut bare = world.command(env!("CARGO_BIN_EXE_planlint"));
    let output = bare.arg("init").current_dir(world.top().join("bare.git")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(!world.top().join("bare.git/lifecycle.yaml").exists());
}
