//! Documents and artifacts in real repositories: what is ignored, linked, large, unreadable, waived or drafted.

use serde_json::Value;

use crate::world::World;

const PLAN: &str = "\
lifecycle: 1
project: tides
profile: crisp-dm
risk: minimal
roles:
  analyst: '@sea/analysts'
stages:
  fitting:
    lead: analyst
    produces:
      model: models/tides.bin
    state: active
  serving:
    lead: analyst
    needs: [model]
documents:
  card: { path: docs/card.md, template: card }
";

/// Rule, severity, file and message of the findings of this family of rules.
fn lint(world: &World, arguments: &[&str]) -> Vec<String> {
    let mut command = world.command(env!("CARGO_BIN_EXE_planlint"));
    let output = command.args(["lint", "--format", "json"]).args(arguments).output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    let about_files = findings.filter(|finding| {
        let rule = text(finding, "rule");
        rule.starts_with("document-") || rule.starts_with("artifact-") || rule == "done-without-outputs"
    });
    about_files.map(|finding| format!("{} {}", text(finding, "severity"), text(finding, "message"))).collect()
}

fn world(card: &[u8]) -> World {
    let world = World::new();
    world.write("lifecycle.yaml", PLAN);
    world.write("docs/card.md", card);
    world.write("models/tides.bin", "small");
    world
}

#[test]
fn what_git_ignores_is_said_to_be_ignored() {
    let world = world(b"# Card\n");
    world.write(".gitignore", "*.bin\n");
    world.commit("all");
    let found =
        ["warning git ignores `models/tides.bin`, so `model` of `fitting` never gets into the repository"];
    for source in [&[][..], &["--staged"], &["--rev", "HEAD"]] {
        assert_eq!(lint(&world, source), found, "{source:?}");
    }
}

#[test]
fn a_large_binary_file_belongs_elsewhere_unless_a_filter_keeps_it() {
    let world = world(b"# Card\n");
    let mut bytes = vec![b'x'; 6 << 20];
    world.write("models/tides.bin", &bytes);
    world.commit("text");
    assert_eq!(lint(&world, &[]), Vec::<String>::new());
    bytes[100] = 0;
    world.write("models/tides.bin", &bytes);
    world.commit("binary");
    let found = ["warning `models/tides.bin` of 6 MiB is kept in git itself, as part of `model`"];
    for source in [&[][..], &["--staged"], &["--rev", "HEAD"]] {
        assert_eq!(lint(&world, source), found, "{source:?}");
    }
    world.write(".gitattributes", "*.bin filter=lfs\n");
    assert_eq!(lint(&world, &[]), Vec::<String>::new());
}

#[test]
fn a_document_that_is_no_text_or_leads_nowhere_is_as_good_as_missing() {
    for card in [&b"\xff\xfe# \x00T\x00O\x00D\x00O"[..], b"# Card\n\ncaf\xe9 TODO\n", b"\0\xfe\xff"] {
        let world = world(card);
        world.commit("all");
        let found = lint(&world, &[]);
        assert!(found.len() == 1 && found[0].contains("`docs/card.md` is no UTF-8 text"), "{found:?}");
    }
    for target in ["nowhere.md", "card.md", "/etc/passwd", "../../outside.md"] {
        let world = world(b"");
        world.delete("docs/card.md");
        std::os::unix::fs::symlink(target, world.top().join("docs/card.md")).unwrap();
        world.commit("all");
        let found = lint(&world, &["--staged"]);
        assert!(
            found.len() == 1 && found[0].contains("is a symbolic link to no file"),
            "{target}: {found:?}"
        );
    }
}

#[test]
fn documents_that_are_kept_elsewhere_or_are_too_long_are_left_alone() {
    let pointer = world(b"version https://git-lfs.github.com/spec/v1\nTODO\n");
    pointer.commit("all");
    assert_eq!(lint(&pointer, &[]), Vec::<String>::new());
    let world = world(&b"TODO: more\n\n".repeat(200_000));
    world.commit("all");
    assert_eq!(lint(&world, &["--staged"]), Vec::<String>::new());
}

#[test]
fn a_link_is_followed_to_its_document() {
    let world = world(b"");
    world.delete("docs/card.md");
    world.write("shared/card.md", "# Card\n\nTBD\n");
    std::os::unix::fs::symlink("../shared/card.md", world.top().join("docs/card.md")).unwrap();
    world.write("other/lifecycle.yaml", PLAN.replace("tides", "waves"));
    std::os::unix::fs::symlink("loop.md", world.top().join("docs/loop.md")).unwrap();
    world.write("models/waves.bin", "x");
    world.commit("all");
    let found = lint(&world, &["lifecycle.yaml"]);
    assert_eq!(found, ["warning `TBD` is still to be filled in"]);
}

#[test]
fn a_finding_in_a_document_obeys_its_manifest() {
    let world = world(b"# Card\n\nTBD\n");
    world.commit("all");
    for path in ["lifecycle.yaml", "docs", "docs/card.md"] {
        assert_eq!(lint(&world, &[path]), ["warning `TBD` is still to be filled in"], "{path}");
    }
    assert_eq!(lint(&world, &["models"]), Vec::<String>::new());
    let waiver = "waivers:\n  - { rule: document-placeholder, at: documents.card, reason: written in May, until: 2026-12-31, by: '@sea/analysts' }\n";
    world.write("lifecycle.yaml", format!("{PLAN}{waiver}"));
    assert_eq!(lint(&world, &[]), Vec::<String>::new());
}

#[test]
fn a_draft_lowers_what_is_missing_from_a_stage_that_is_done() {
    let world = world(b"# Card\n");
    world.delete("docs/card.md");
    world.write(
        "lifecycle.yaml",
        PLAN.replace("active", "done").replace("card: {", "card: { describes: [model],"),
    );
    world.commit("all");
    let message = "the document `card` should stand at `docs/card.md`, and git has no such file";
    assert_eq!(lint(&world, &[]), [format!("error {message}")]);
    let draft = PLAN.replace("active", "done").replace("card: {", "card: { describes: [model],");
    world.write("lifecycle.yaml", draft.replace("risk:", "status: draft\nrisk:"));
    assert_eq!(lint(&world, &[]), [format!("warning {message}")]);
}
