//! What the packages hold besides the program is what the program prints: completions and manual pages.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use snapbox::Data;
use snapbox::assert::Assert;

use crate::world::{World, succeed};

/// Where a wheel, and so a prefix such as `/usr`, keeps what all programs share.
const SHARE: &str = "packaging/wheel/data/share";

const COMPLETIONS: [(&str, &str); 3] = [
    ("bash", "bash-completion/completions/planlint"),
    ("fish", "fish/vendor_completions.d/planlint.fish"),
    ("zsh", "zsh/site-functions/_planlint"),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn printed(arguments: &[&str]) -> String {
    let world = World::without_repository();
    succeed(world.command(env!("CARGO_BIN_EXE_planlint")).args(arguments)) + "\n"
}

/// The commands that have a page of their own, as the page of the whole program names them.
fn commands() -> Vec<String> {
    let page = printed(&["man"]);
    let named = page.lines().filter_map(|line| line.strip_prefix(r"planlint\-")?.strip_suffix("(1)"));
    named.filter(|name| *name != "help").map(|name| name.replace(r"\-", "-")).collect()
}

fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.flat_map(|place| if place.is_dir() { files(&place) } else { [place].into() }).collect()
}

#[test]
fn the_packages_hold_what_the_program_prints() {
    let share = root().join(SHARE);
    let mut expected = BTreeSet::new();
    let mut assert = |path: String, text: String| {
        let place = share.join(path);
        if std::env::var_os("SNAPSHOTS").is_some_and(|action| action == "overwrite") {
            fs::create_dir_all(place.parent().unwrap()).unwrap();
        }
        Assert::new().action_env("SNAPSHOTS").eq(text, Data::read_from(&place, None).raw());
        expected.insert(place);
    };
    for (shell, path) in COMPLETIONS {
        assert(path.to_owned(), printed(&["completions", shell]));
    }
    assert("man/man1/planlint.1".to_owned(), printed(&["man"]));
    let commands = commands();
    assert!(commands.contains(&"lint".to_owned()) && commands.contains(&"hook".to_owned()), "{commands:?}");
    for command in commands {
        assert(format!("man/man1/planlint-{command}.1"), printed(&["man", &command]));
    }
    assert_eq!(files(&share), expected, "nothing else lies there");
}

#[test]
fn all_packages_have_one_version() {
    let action = fs::read_to_string(root().join("action.yml")).unwrap();
    let wanted = format!("default: \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(
        action.contains(&wanted),
        "action.yml installs another version than {}",
        env!("CARGO_PKG_VERSION")
    );
}
