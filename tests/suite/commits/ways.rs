//! How a commit is made: the commands of git that record something.

use std::fs;
use std::process::Output;

use super::{BOTH, Case, MERGE, PLAN, Way, way};
use crate::scripts::copy;

pub(super) const WAYS: &[Way] = &[
    way("`git commit`", BOTH, |case| {
        case.stage();
        case.commit(&[])
    }),
    way("`git commit -a`", BOTH, |case| {
        case.stage_other();
        case.commit(&["-a"])
    }),
    way("`git commit PATH`", BOTH, |case| {
        case.stage_other();
        case.commit(&[PLAN])
    }),
    way("`git commit --only PATH`, while another path is staged", BOTH, |case| {
        case.stage();
        case.world.write("notes.md", "two\n");
        case.world.git(&["add", "notes.md"]);
        case.world.write(PLAN, &case.plan);
        case.commit(&["--only", PLAN])
    }),
    way("`git commit --only PATH`, while the opposite is staged", BOTH, |case| {
        case.stage_other();
        case.commit(&["--only", PLAN])
    }),
    way("`git commit -i PATH`", BOTH, |case| {
        case.stage();
        case.world.write("notes.md", "two\n");
        case.commit(&["-i", "notes.md"])
    }),
    way("`git commit -p`, which takes one of two hunks", BOTH, |case| {
        // The file on disk has the fault and the note; each is one hunk.
        let both = super::fault() + "x-note: recorded\n";
        case.world.write(PLAN, both);
        let answers: &[u8] = if case.is_faulty { b"y\nn\n" } else { b"n\ny\n" };
        case.finish_with(answers, |git| git.args(["commit", "--quiet", "-m", "a change", "-p"]))
    }),
    way("`git commit --amend`", BOTH, |case| {
        case.stage();
        case.commit(&["--amend"])
    }),
    way("`git commit --amend -a`", BOTH, |case| {
        case.stage_other();
        case.commit(&["--amend", "-a"])
    }),
    way("`git commit --amend --only`, which changes the message alone", BOTH, |case| {
        case.world.write(PLAN, &case.plan);
        case.world.commit("a plan, unchecked");
        case.stage_other();
        case.commit(&["--amend", "--only"])
    }),
    way("`git commit --allow-empty`", BOTH, |case| {
        case.world.write(PLAN, &case.plan);
        case.world.commit("a plan, unchecked");
        case.commit(&["--allow-empty"])
    }),
    way("`git commit --fixup`", BOTH, |case| {
        case.stage();
        case.finish(&["commit", "--quiet", "--fixup=HEAD"])
    }),
    way("`git commit --no-verify`", &[], |case| {
        case.stage();
        case.commit(&["--no-verify"])
    }),
    way("`git commit-tree`", &[], |case| {
        case.stage();
        let tree = case.world.git(&["write-tree"]);
        let commit = case.world.git(&["commit-tree", "-p", "HEAD", "-m", "a change", &tree]);
        case.finish(&["update-ref", "HEAD", &commit])
    }),
    way("`git merge`, without conflicts", MERGE, |case| {
        apart(case);
        case.finish(&["merge", "--quiet", "--no-edit", "side"])
    }),
    way("`git merge` of two branches at once", MERGE, |case| {
        apart(case);
        case.branch("third", "main~1", "third.md", "three\n");
        case.world.git(&["checkout", "--quiet", "main"]);
        case.finish(&["merge", "--quiet", "--no-edit", "side", "third"])
    }),
    way("`git merge`, with a conflict that is resolved", BOTH, |case| {
        conflict(case);
        assert!(!case.world.try_git(&["merge", "side"]).status.success());
        resolve(case);
        case.finish(&["commit", "--quiet", "--no-edit"])
    }),
    way("`git merge --continue`", BOTH, |case| {
        conflict(case);
        assert!(!case.world.try_git(&["merge", "side"]).status.success());
        resolve(case);
        case.finish(&["-c", "core.editor=true", "merge", "--continue"])
    }),
    way("`git merge --no-commit`, then `git commit`", BOTH, |case| {
        apart(case);
        case.world.git(&["merge", "--quiet", "--no-commit", "side"]);
        case.world.write(PLAN, &case.other);
        case.commit(&[])
    }),
    way("`git merge --squash`, then `git commit`", BOTH, |case| {
        apart(case);
        case.world.git(&["merge", "--quiet", "--squash", "side"]);
        case.commit(&[])
    }),
    way("`git merge`, which only moves the branch on", &[], |case| {
        case.branch("side", "main", PLAN, &case.plan);
        case.world.git(&["checkout", "--quiet", "main"]);
        case.finish(&["merge", "--quiet", "side"])
    }),
    way("`git cherry-pick`", &[], |case| {
        apart(case);
        case.finish(&["cherry-pick", "side"])
    }),
    way("`git cherry-pick --continue`, after a conflict", BOTH, |case| {
        conflict(case);
        assert!(!case.world.try_git(&["cherry-pick", "side"]).status.success());
        resolve(case);
        case.finish(&["-c", "core.editor=true", "cherry-pick", "--continue"])
    }),
    way("`git cherry-pick --no-commit`, then `git commit`", BOTH, |case| {
        apart(case);
        case.world.git(&["cherry-pick", "--no-commit", "side"]);
        case.world.write(PLAN, &case.other);
        case.commit(&[])
    }),
    way("`git revert`", &[], |case| {
        there_and_back(case);
        case.finish(&["revert", "--no-edit", "HEAD"])
    }),
    way("`git revert --no-commit`, then `git commit`", BOTH, |case| {
        there_and_back(case);
        case.world.git(&["revert", "--no-commit", "HEAD"]);
        case.commit(&[])
    }),
    way("`git rebase`", &[], |case| {
        apart(case);
        case.finish(&["rebase", "--quiet", "main", "side"])
    }),
    way("`git rebase --apply`", &[], |case| {
        apart(case);
        case.finish(&["rebase", "--quiet", "--apply", "main", "side"])
    }),
    way("`git rebase --interactive`, `reword`", BOTH, |case| {
        apart(case);
        interactive(case, "reword")
    }),
    way("`git rebase --interactive`, `squash`", &[], |case| {
        case.branch("side", "main", "notes.md", "two\n");
        case.world.write(PLAN, &case.plan);
        case.world.commit("a change");
        let editor = "sequence.editor=sed -i '2s/^pick/squash/'";
        case.finish(&["-c", editor, "-c", "core.editor=true", "rebase", "--interactive", "main"])
    }),
    way("`git rebase --interactive`, `edit`, then `git commit --amend`", BOTH, |case| {
        stopped_to_edit(case);
        case.commit(&["--amend"])
    }),
    way("`git rebase --interactive`, `edit`, then `git rebase --continue` with more staged", &[], |case| {
        stopped_to_edit(case);
        case.world.write(PLAN, &case.plan);
        case.finish(&["-c", "core.editor=true", "rebase", "--continue"])
    }),
    way("`git rebase --continue`, after a conflict", &[], |case| {
        conflict(case);
        assert!(!case.world.try_git(&["rebase", "main", "side"]).status.success());
        resolve(case);
        case.finish(&["-c", "core.editor=true", "rebase", "--continue"])
    }),
    way("`git am`", &[], |case| {
        let patch = patch(case);
        case.finish(&["am", "--quiet", &patch])
    }),
    way("`git am`, with `hooks/pre-applypatch` copied", &["pre-applypatch"], |case| {
        let patch = patch(case);
        let hooks = case.world.top().join(".git/hooks");
        copy("pre-applypatch", &hooks);
        case.finish(&["am", "--quiet", &patch])
    }),
    way("`git stash`", &[], |case| {
        case.world.write(PLAN, &case.plan);
        case.recorded = "stash";
        case.finish(&["stash", "--quiet"])
    }),
];

/// The plan on branch `side`, and another change on `main`, which is checked out.
fn apart(case: &Case) {
    case.branch("side", "main", PLAN, &case.plan);
    case.branch("main", "main", "notes.md", "two\n");
}

/// The same, and the note is another on either branch.
fn conflict(case: &Case) {
    case.world.git(&["checkout", "--quiet", "-b", "side"]);
    case.world.write(PLAN, &case.plan);
    case.branch("side", "side", "notes.md", "side\n");
    case.branch("main", "main", "notes.md", "main\n");
}

fn resolve(case: &Case) {
    assert!(case.world.git(&["ls-files", "--unmerged"]).contains("notes.md"));
    case.world.write("notes.md", "both\n");
    case.world.git(&["add", "notes.md"]);
}

/// The plan, and then the other one on top of it.
fn there_and_back(case: &Case) {
    case.world.write(PLAN, &case.plan);
    case.world.commit("there");
    case.world.write(PLAN, &case.other);
    case.world.commit("and back");
}

/// Rebases `side` onto `main` with one word of the list put in the place of `pick`.
fn interactive(case: &Case, word: &str) -> Output {
    let editor = format!("sequence.editor=sed -i 's/^pick/{word}/'");
    case.finish(&["-c", &editor, "-c", "core.editor=true", "rebase", "--interactive", "main", "side"])
}

/// A rebase that has stopped after a commit, with the plan staged.
fn stopped_to_edit(case: &Case) {
    case.branch("side", "main", "notes.md", "two\n");
    let editor = "sequence.editor=sed -i 's/^pick/edit/'";
    case.world.git(&["-c", editor, "rebase", "--quiet", "--interactive", "main"]);
    assert!(case.world.top().join(".git/rebase-merge").exists());
    case.stage();
}

/// The plan as a mail beside the repository.
fn patch(case: &Case) -> String {
    apart(case);
    let mail = case.world.git(&["format-patch", "-1", "--stdout", "side"]);
    let place = case.world.beside("a-change.patch");
    fs::write(&place, mail + "\n").unwrap();
    place.to_str().unwrap().to_owned()
}
