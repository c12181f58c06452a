//! The scripts of the `hooks` folder as they stand, under real commits and pushes.

use std::fs;
use std::path::{Path, PathBuf};

use crate::hooks::{ran, world};

/// The scripts of the `hooks` folder, copied by hand, with `planlint` on the PATH.
pub fn copy(hook: &str, folder: &Path) -> PathBuf {
    let place = folder.join(hook);
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("hooks").join(hook), &place).unwrap();
    place
}

#[test]
fn the_scripts_work_as_they_stand() {
    let world = world();
    let path = format!("{}:{}", world.beside("bin").display(), std::env::var("PATH").unwrap());
    let git = |arguments: &[&str]| {
        let output = world.command("git").env("PATH", &path).args(arguments).output().unwrap();
        output.status.success()
    };
    world.git(&["checkout", "--quiet", "-b", "side"]);
    world.write("other", "");
    world.commit("side");
    world.git(&["checkout", "--quiet", "main"]);
    for hook in ["pre-commit", "pre-merge-commit", "pre-push"] {
        copy(hook, &world.top().join(".git/hooks"));
    }
    world.write("plan", "2\n");
    assert!(git(&["commit", "--quiet", "--all", "--message", "two"]));
    assert_eq!(ran(&world), "lint --staged --quiet\n");
    assert!(git(&["merge", "--quiet", "--no-edit", "side"]));
    assert_eq!(ran(&world), "lint --staged --quiet\n");

    let bare = world.beside("bare.git");
    world.git(&["init", "--quiet", "--bare", bare.to_str().unwrap()]);
    copy("pre-receive", &bare.join("hooks"));
    let bare = bare.to_str().unwrap();
    assert!(git(&["push", "--quiet", bare, "main", "side"]));
    let [main, side] = ["main", "side"].map(|name| world.git(&["rev-parse", name]));
    let both = format!("lint --rev {main}\nlint --rev {side}\n");
    assert_eq!(ran(&world), format!("{both}{both}"), "once on each side");
    assert!(git(&["push", "--quiet", bare, ":side"]));
    assert_eq!(ran(&world), "", "a deletion has nothing to check");
    fs::write(world.beside("outcome"), "1").unwrap();
    assert!(!git(&["push", "--quiet", "--no-verify", bare, "side"]));
    assert_eq!(ran(&world), format!("lint --rev {side}\n"), "the server refuses");
    assert!(!git(&["push", "--quiet", bare, "side"]));
}
