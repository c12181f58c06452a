//! Each rule of the forges' documentation, as a line and the paths it does and does not match.

use super::{Codeowners, Forge, ForgeChoice};

fn owners(forge: Forge, file: &str, path: &str) -> Vec<String> {
    Codeowners::parse(file, forge).owners(&path.into()).into_iter().map(str::to_owned).collect()
}

/// Does one pattern match a path?
fn matches(forge: Forge, pattern: &str, path: &str) -> bool {
    owners(forge, &format!("{pattern} @a"), path) == ["@a"]
}

fn check(forge: Forge, pattern: &str, yes: &[&str], no: &[&str]) {
    for path in yes {
        assert!(matches(forge, pattern, path), "`{pattern}` should own `{path}` on {forge:?}");
    }
    for path in no {
        assert!(!matches(forge, pattern, path), "`{pattern}` should not own `{path}` on {forge:?}");
    }
}

#[test]
fn patterns_of_github() {
    for (pattern, yes, no) in [
        ("*", &["a", "a/b/c", ".hidden"][..], &[][..]),
        ("*.js", &["a.js", "a/b.js"], &["a.jsx", "js"]),
        ("/build/logs/", &["build/logs/a", "build/logs/a/b"], &["x/build/logs/a", "build/logs"]),
        ("docs/*", &["docs/a.md"], &["docs/a/b.md", "x/docs/a.md"]),
        ("apps/", &["apps/a", "x/apps/y/z"], &["apps"]),
        ("/docs/", &["docs/a", "docs/a/b"], &["x/docs/a"]),
        ("/scripts/", &["scripts/a"], &["script/a"]),
        ("**/logs", &["logs", "build/logs/a", "a/b/logs"], &["logs2"]),
        ("/apps/github", &["apps/github", "apps/github/a"], &["x/apps/github"]),
        ("src/**/test", &["src/test", "src/a/b/test/x"], &["x/src/test"]),
        ("README.md", &["README.md", "a/README.md"], &["README.mdx"]),
        ("Docs", &["Docs/a"], &["docs/a"]),
        ("with\\ space/", &["with space/a"], &["with/a"]),
        ("a?c", &["abc", "x/abc"], &["a/c"]),
        ("{a,b}.txt", &["{a,b}.txt"], &["a.txt"]),
    ] {
        check(Forge::GitHub, pattern, yes, no);
    }
}

#[test]
fn what_github_skips() {
    for line in ["!a @x", "[ab].txt @x", "\\#a @x", "a nobody", "a @x nobody", "# a @x"] {
        assert_eq!(Codeowners::parse(line, Forge::GitHub).entries().len(), 0, "{line}");
    }
    let inline = Codeowners::parse("a @x # the team of @y", Forge::GitHub);
    assert_eq!(*inline.entries()[0].owners, ["@x"]);
}

#[test]
fn the_last_match_decides_and_may_take_away() {
    let file = "* @all\n*.js @js dev@example.org\n/docs/ @docs\n/docs/private\n";
    assert_eq!(owners(Forge::GitHub, file, "a/b.js"), ["@js", "dev@example.org"]);
    assert_eq!(owners(Forge::GitHub, file, "a/b.rs"), ["@all"]);
    assert_eq!(owners(Forge::GitHub, file, "docs/a.js"), ["@docs"]);
    assert!(owners(Forge::GitHub, file, "docs/private/a.md").is_empty());
}

#[test]
fn patterns_of_gitlab() {
    for (pattern, yes, no) in [
        ("*", &["a", "a/b/c"][..], &[][..]),
        ("*.rb", &["a.rb", "a/b.rb"], &["a.rbx"]),
        ("README.md", &["README.md", "internal/README.md"], &["README.md/a"]),
        ("internal/README.md", &["internal/README.md", "docs/internal/README.md"], &["internal/x/README.md"]),
        ("/docs/", &["docs/a", "docs/a/b"], &["x/docs/a"]),
        ("/docs/*", &["docs/index.md"], &["docs/projects/index.md"]),
        ("/docs/**/*.md", &["docs/a.md", "docs/a/b.md"], &["a.md"]),
        ("lib/", &["lib/a", "x/lib/a/b"], &["lib"]),
        ("/config/", &["config/a"], &["x/config/a"]),
        ("/docs/**/index.md", &["docs/index.md", "docs/api/index.md"], &["docs/index.mdx"]),
        ("\\#file_with_pound.rb", &["#file_with_pound.rb"], &["file_with_pound.rb"]),
        ("path\\ with\\ spaces/", &["path with spaces/a"], &["path/a"]),
        ("docs", &["docs", "a/docs"], &["docs/a.md"]),
        ("[ab].txt", &["a.txt", "b.txt"], &["c.txt"]),
    ] {
        if pattern.starts_with('[') {
            continue; // A line that starts with a bracket is a heading; classes work further in.
        }
        check(Forge::GitLab, pattern, yes, no);
    }
    check(Forge::GitLab, "x[ab].txt", &["xa.txt"], &["xc.txt"]);
}

#[test]
fn each_section_of_gitlab_decides_on_its_own() {
    let file = "\
* @default
[Documentation] @docs
docs/
ee/docs/ @ee-docs
[Database][2] @database @dba
README.md
model/db/ @platform
^[Optional]
*.md @writers
[DOCUMENTATION]
*.md @docs-later
!docs/secret.md
";
    let of = |path: &str| owners(Forge::GitLab, file, path);
    assert_eq!(of("docs/a.txt"), ["@default", "@docs"]);
    assert_eq!(of("ee/docs/a.txt"), ["@default", "@ee-docs"]);
    assert_eq!(of("README.md"), ["@default", "@docs-later", "@database", "@dba", "@writers"]);
    assert_eq!(of("model/db/x"), ["@default", "@platform"]);
    assert_eq!(of("docs/secret.md"), ["@default", "@writers"]);
}

#[test]
fn the_forge_is_seen_from_the_file() {
    assert_eq!(ForgeChoice::Any.rules(&"CODEOWNERS".into(), "* @a"), Forge::GitHub);
    assert_eq!(ForgeChoice::Any.rules(&".gitlab/CODEOWNERS".into(), "* @a"), Forge::GitLab);
    assert_eq!(ForgeChoice::Any.rules(&"CODEOWNERS".into(), "[Docs]\n* @a"), Forge::GitLab);
}

#[test]
fn hostile_files_are_bounded() {
    let huge = "a @x\n".repeat(1_000_000);
    assert!(Codeowners::parse(&huge, Forge::GitHub).entries().is_empty());
    let stars = format!("{}a @x", "*".repeat(3_000));
    let file = Codeowners::parse(&stars, Forge::GitHub);
    assert!(file.owners(&"b/".repeat(500).as_str().into()).is_empty());
}

/// GitLab's merge request 180162: what a section excludes, no later line of it brings back.
#[test]
fn an_exclusion_of_gitlab_is_final_in_its_section() {
    let file = "[Code]\n* @all\n!*.log\n*.log @later\n\n[Logs]\n*.log @logs\n";
    assert_eq!(owners(Forge::GitLab, file, "a.log"), ["@logs"]);
    assert_eq!(owners(Forge::GitLab, file, "a.py"), ["@all"]);
}
