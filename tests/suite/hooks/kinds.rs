//! Hooks in repositories that keep their objects and references otherwise, with the program itself.

use crate::world::World;

const PROGRAM: &str = env!("CARGO_BIN_EXE_planlint");

fn plan(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/rules/stage-without-lead/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

fn planlint(world: &World, arguments: &[&str]) -> String {
    crate::world::succeed(world.command(PROGRAM).args(arguments))
}

#[test]
fn hooks_work_with_other_objects_and_references() {
    for kind in [
        &["--object-format=sha256"][..],
        &["--ref-format=reftable"],
        &["--object-format=sha256", "--ref-format=reftable"],
    ] {
        for way in [&["hook", "install"][..], &["hook", "install", "--scripts"]] {
            let world = World::without_repository();
            world.git(&[&["init", "--quiet", "--initial-branch=main"], kind].concat());
            let hooks = world.top().join(".git/hooks");
            world.script(&hooks.join("pre-commit"), "#!/bin/sh\necho was here\n");
            planlint(&world, way);
            let status = planlint(&world, &["hook", "status"]);
            assert!(status.contains("planlint's, runs `"), "{kind:?}: {status}");

            world.write_tree();
            world.write("lifecycle.yaml", plan("good"));
            world.git(&["add", "--all"]);
            let first = world.try_git(&["commit", "--message", "a sound plan"]);
            let words = String::from_utf8_lossy(&first.stderr).into_owned();
            assert!(first.status.success() && words.contains("was here"), "{kind:?}: {words}");
            let id = world.git(&["rev-parse", "HEAD"]);
            assert_eq!(id.len() == 64, kind[0].contains("sha256"), "{id}");

            world.write("lifecycle.yaml", plan("bad"));
            world.git(&["add", "--all"]);
            world.write("lifecycle.yaml", plan("good"));
            let second = world.try_git(&["commit", "--message", "a faulty plan"]);
            let words = String::from_utf8_lossy(&second.stderr).into_owned();
            assert!(!second.status.success() && words.contains("stage-without-lead"), "{kind:?}: {words}");
            assert_eq!(world.git(&["rev-parse", "HEAD"]), id);

            planlint(&world, &["hook", "uninstall"]);
            let left = std::fs::read_to_string(hooks.join("pre-commit")).unwrap();
            assert_eq!(left, "#!/bin/sh\necho was here\n");
            assert!(world.try_git(&["commit", "--quiet", "--message", "unchecked"]).status.success());
        }
    }
}
