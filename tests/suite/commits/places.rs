//! Where a commit is made: folders, work trees, and kinds of repositories.

use std::fs;
use std::path::PathBuf;

use super::{BOTH, Case, PLAN, Way, way};
use crate::world::World;

pub(super) const WAYS: &[Way] = &[
    way("the first commit of a repository", BOTH, |case| {
        *case = Case::bare(World::new(), case.is_faulty);
        case.stage();
        case.commit(&[])
    }),
    way("a branch without a commit", BOTH, |case| {
        case.world.git(&["checkout", "--quiet", "--orphan", "apart"]);
        case.stage();
        case.commit(&[])
    }),
    way("a detached HEAD", BOTH, |case| {
        case.world.git(&["checkout", "--quiet", "--detach"]);
        case.stage();
        case.commit(&[])
    }),
    way("a folder below, `git commit PATH`", BOTH, |case| {
        case.world.write("deep/er/file.md", "one\n");
        case.world.commit("a folder");
        case.stage_other();
        case.folder = case.world.top().join("deep/er");
        case.commit(&["../../lifecycle.yaml"])
    }),
    way("elsewhere, `git -C FOLDER commit`", BOTH, |case| {
        case.stage();
        let top = case.world.top().to_str().unwrap().to_owned();
        let away = case.world.beside("");
        case.finish_with(b"", |git| {
            git.current_dir(away).args(["-C", &top, "commit", "--quiet", "-m", "a change"])
        })
    }),
    way("a linked work tree, `git commit -a`", BOTH, |case| {
        linked(case, "repository");
        case.commit(&["-a"])
    }),
    way("a linked work tree of a bare repository", BOTH, |case| {
        let bare = case.world.beside("bare.git");
        case.world.git(&["clone", "--quiet", "--bare", ".", bare.to_str().unwrap()]);
        linked(case, "bare.git");
        case.commit(&["-a"])
    }),
    way("a submodule, `git commit PATH`", BOTH, |case| {
        let outer = case.world.beside("outer");
        case.world.git(&["init", "--quiet", outer.to_str().unwrap()]);
        let from = case.world.top().to_str().unwrap();
        let words = ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", from, "inner"];
        case.world.git_in(&outer, &words);
        case.folder = outer.join("inner");
        fs::write(case.folder.join(PLAN), &case.other).unwrap();
        case.world.git_in(&case.folder, &["add", PLAN]);
        fs::write(case.folder.join(PLAN), &case.plan).unwrap();
        case.commit(&[PLAN])
    }),
    way("`GIT_DIR` and `GIT_WORK_TREE`", BOTH, |case| {
        let (git, tree) = elsewhere(case);
        case.finish_with(b"", |command| {
            let command = command.current_dir("/").env("GIT_DIR", git).env("GIT_WORK_TREE", tree);
            command.args(["commit", "--quiet", "-am", "a change"])
        })
    }),
    way("`git --git-dir --work-tree`, relative", BOTH, |case| {
        elsewhere(case);
        let beside = case.world.beside("");
        case.finish_with(b"", |command| {
            let words = ["--git-dir=repository/.git", "--work-tree=elsewhere", "commit", "--quiet"];
            command.current_dir(beside).args(words).args(["-am", "a change"])
        })
    }),
    way("`core.worktree`", BOTH, |case| {
        let (_, tree) = elsewhere(case);
        case.world.git(&["config", "core.worktree", tree.to_str().unwrap()]);
        case.commit(&["-a"])
    }),
    way("a git folder that lies elsewhere (`--separate-git-dir`)", BOTH, |case| {
        let git = case.world.beside("separate.git");
        case.world.git(&["init", "--quiet", "--separate-git-dir", git.to_str().unwrap()]);
        case.stage_other();
        case.commit(&["-a"])
    }),
    way("`GIT_INDEX_FILE`", BOTH, |case| {
        let index = case.world.beside("another-index");
        fs::copy(case.world.top().join(".git/index"), &index).unwrap();
        case.world.write(PLAN, &case.plan);
        let mut add = case.world.command("git");
        crate::world::succeed(add.env("GIT_INDEX_FILE", &index).args(["add", PLAN]));
        case.stage_other();
        case.finish_with(b"", |git| {
            git.env("GIT_INDEX_FILE", index).args(["commit", "--quiet", "-m", "a change"])
        })
    }),
    way("split index, `git commit -a`", BOTH, |case| {
        case.world.git(&["update-index", "--split-index"]);
        case.stage_other();
        case.commit(&["-a"])
    }),
    way("sparse index, `git commit PATH`", BOTH, |case| {
        for path in ["plans/notes.md", "outside/deep/notes.md"] {
            case.world.write(path, "one\n");
        }
        case.world.commit("folders");
        case.world.git(&["sparse-checkout", "set", "--sparse-index", "plans"]);
        case.stage_other();
        case.commit(&[PLAN])
    }),
    way("untracked cache and file system monitor, `git commit -a`", BOTH, |case| {
        let monitor = case.world.beside("monitor");
        // To ask it leaves a trace, which nothing may do.
        case.world.script(&monitor, "#!/bin/sh\necho asked >>\"$0.log\"\nprintf '/\\0'\n");
        case.world.git(&["config", "core.fsmonitor", monitor.to_str().unwrap()]);
        case.world.git(&["update-index", "--fsmonitor", "--force-untracked-cache"]);
        case.stage_other();
        case.commit(&["-a"])
    }),
    way("SHA-256 objects, `git commit PATH`", BOTH, |case| {
        made(case, &["--object-format=sha256"]);
        case.stage_other();
        case.commit(&[PLAN])
    }),
    way("references in tables (`reftable`), `git commit -a`", BOTH, |case| {
        made(case, &["--ref-format=reftable"]);
        case.stage_other();
        case.commit(&["-a"])
    }),
    way("replaced objects", BOTH, |case| {
        // The plan on disk takes the place of the first one, in whatever is not about to be recorded.
        case.world.write("notes.md", &case.other);
        let blob = case.world.git(&["hash-object", "-w", "notes.md"]);
        case.world.git(&["replace", "HEAD:notes.md", &blob]);
        case.world.write("notes.md", "one\n");
        case.stage();
        case.commit(&[])
    }),
    way("shallow clone, `git commit -a`", BOTH, |case| {
        cloned(case, &["--depth=1"]);
        case.commit(&["-a"])
    }),
    way("partial clone, `git commit -a`", BOTH, |case| {
        case.world.git(&["config", "uploadpack.allowFilter", "true"]);
        cloned(case, &["--filter=blob:none"]);
        case.commit(&["-a"])
    }),
];

/// A linked work tree of a repository in this world, with the plan on disk and the other one staged.
fn linked(case: &mut Case, of: &str) {
    case.folder = case.world.beside("linked");
    let words = ["worktree", "add", "--quiet", case.folder.to_str().unwrap()];
    case.world.git_in(case.world.beside(of), &words);
    stage_other_in_folder(case);
}

fn stage_other_in_folder(case: &Case) {
    fs::write(case.folder.join(PLAN), &case.other).unwrap();
    case.world.git_in(&case.folder, &["add", PLAN]);
    fs::write(case.folder.join(PLAN), &case.plan).unwrap();
}

/// The git folder, and a work tree that is not beside it. In the one that is, and in the index, lies the other plan.
fn elsewhere(case: &Case) -> (PathBuf, PathBuf) {
    let tree = case.world.beside("elsewhere");
    fs::create_dir(&tree).unwrap();
    case.stage_other();
    case.world.write(PLAN, &case.other);
    fs::write(tree.join(PLAN), &case.plan).unwrap();
    fs::write(tree.join("notes.md"), "two\n").unwrap();
    (case.world.top().join(".git"), tree)
}

/// A repository that is made otherwise.
fn made(case: &mut Case, words: &[&str]) {
    let world = World::without_repository();
    world.git(&[&["init", "--quiet", "--initial-branch=main"], words].concat());
    *case = Case::of(world, case.is_faulty);
}

fn cloned(case: &mut Case, words: &[&str]) {
    let (from, clone) = (format!("file://{}", case.world.top().display()), case.world.beside("clone"));
    case.world.git(&[&["clone", "--quiet"], words, &[&from, clone.to_str().unwrap()]].concat());
    case.folder = clone;
    stage_other_in_folder(case);
}
