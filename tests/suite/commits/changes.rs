//! What a commit changes: deletions, modes, links, and names that are hard to read.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Output;

use super::{BOTH, Case, PLAN, Way, way};

pub(super) const WAYS: &[Way] = &[
    gone("a deletion alone", |case| {
        made(case, "src/features/lags.py");
        // On disk it is still there.
        let path = if case.is_faulty { "src/features/lags.py" } else { "notes.md" };
        case.world.git(&["rm", "--quiet", "--cached", path]);
        case.commit(&[])
    }),
    gone("a renaming alone", |case| {
        made(case, "src/features/lags.py");
        let to = if case.is_faulty { "src/lags.py" } else { "src/features/delays.py" };
        case.world.git(&["mv", "src/features/lags.py", to]);
        case.commit(&[])
    }),
    gone("a folder that becomes a symbolic link", |case| {
        made(case, "src/features/lags.py");
        // Git records where a link leads, and no file behind it.
        let linked = if case.is_faulty { "features" } else { "others" };
        case.world.write("src/others/lags.py", "1\n");
        case.world.git(&["mv", &format!("src/{linked}"), "src/kept"]);
        symlink("kept", case.world.top().join("src").join(linked)).unwrap();
        case.world.git(&["add", "--all"]);
        case.commit(&[])
    }),
    way("a file that becomes a symbolic link", BOTH, |case| {
        case.world.delete("notes.md");
        symlink(PLAN, case.world.top().join("notes.md")).unwrap();
        case.world.git(&["add", "notes.md"]);
        case.stage();
        case.commit(&[])
    }),
    Way {
        finding: Some(("yaml-syntax", "lifecycle.yaml")),
        ..way("a manifest that becomes a symbolic link", BOTH, |case| {
            case.world.git(&["mv", PLAN, "plan.txt"]);
            let link = if case.is_faulty { PLAN } else { "link.yaml" };
            symlink("plan.txt", case.world.top().join(link)).unwrap();
            case.world.git(&["add", "--all"]);
            case.commit(&[])
        })
    },
    way("a gitlink", BOTH, |case| {
        let inner = case.world.top().join("inner");
        case.world.git(&["init", "--quiet", inner.to_str().unwrap()]);
        fs::write(inner.join(PLAN), super::fault()).unwrap();
        case.world.git_in(&inner, &["add", PLAN]);
        case.world.git_in(&inner, &["commit", "--quiet", "--message", "a plan of its own"]);
        case.world.git(&["-c", "advice.addEmbeddedRepo=false", "add", "inner"]);
        case.stage();
        case.commit(&[])
    }),
    way("a mode alone", BOTH, |case| {
        case.world.write(PLAN, &case.plan);
        case.world.commit("a plan, unchecked");
        fs::set_permissions(case.world.top().join(PLAN), fs::Permissions::from_mode(0o755)).unwrap();
        case.commit(&["-a"])
    }),
    way("the deletion of a faulty manifest beside the plan", BOTH, |case| {
        case.world.write("old/lifecycle.yaml", super::fault().replace("heat-demand", "old"));
        case.world.commit("another plan, unchecked");
        case.world.git(&["rm", "--quiet", "--cached", "old/lifecycle.yaml"]);
        case.stage();
        case.commit(&[])
    }),
    way("a faulty manifest that is only announced (`--intent-to-add`)", BOTH, |case| {
        case.world.write("new/lifecycle.yaml", super::fault().replace("heat-demand", "new"));
        case.world.git(&["add", "--intent-to-add", "new/lifecycle.yaml"]);
        case.stage();
        case.commit(&[])
    }),
    way("a plan that is not checked out (`skip-worktree`)", BOTH, |case| {
        case.stage();
        case.world.git(&["update-index", "--skip-worktree", PLAN]);
        case.world.delete(PLAN);
        case.world.write("notes.md", "two\n");
        case.commit(&["-a"])
    }),
    way("a plan of which git sees no change (`assume-unchanged`)", BOTH, |case| {
        case.stage();
        case.world.git(&["update-index", "--assume-unchanged", PLAN]);
        case.world.write("notes.md", "two\n");
        case.commit(&["-a"])
    }),
    way("a plan that a filter changes (`filter.NAME.clean`)", BOTH, |case| {
        let recorded = case.world.beside("recorded");
        fs::write(&recorded, &case.plan).unwrap();
        case.world.git(&["config", "filter.another.clean", &format!("cat '{}'", recorded.display())]);
        case.world.write(".gitattributes", format!("{PLAN} filter=another\n"));
        case.world.git(&["add", ".gitattributes"]);
        case.world.write(PLAN, &case.other);
        case.commit(&["-a"])
    }),
    Way {
        finding: Some(("stage-without-lead", " a  b /lifecycle.yaml:64:3")),
        ..way("a path with spaces", BOTH, |case| at(case, b" a  b /lifecycle.yaml"))
    },
    Way {
        finding: Some(("stage-without-lead", "a\\nb\\tc/lifecycle.yaml:64:3")),
        ..way("a path with line breaks and tabs", BOTH, |case| at(case, b"a\nb\tc/lifecycle.yaml"))
    },
    Way {
        finding: Some(("stage-without-lead", "\"a\" 'b' `c` \\/lifecycle.yaml:64:3")),
        ..way("a path with quotes and backslashes", BOTH, |case| at(case, b"\"a\" 'b' `c` \\/lifecycle.yaml"))
    },
    Way {
        finding: Some(("stage-without-lead", "\\u{1b}[31m\\u{202e}-x/lifecycle.yaml:64:3")),
        ..way("a path with colours and reversed text", BOTH, |case| {
            at(case, "\u{1b}[31m\u{202e}-x/lifecycle.yaml".as_bytes())
        })
    },
    Way {
        finding: Some(("stage-without-lead", "\u{fffd}-\u{fffd}/lifecycle.yaml:64:3")),
        ..way("a path that is not UTF-8", BOTH, |case| at(case, b"\xff-\xfe/lifecycle.yaml"))
    },
    Way {
        finding: Some(("stage-without-lead", "/lifecycle.yaml:64:3")),
        ..way("a path of 3,600 bytes", BOTH, |case| {
            let long = vec!["x".repeat(239); 15].join("/");
            at(case, format!("{long}/lifecycle.yaml").as_bytes())
        })
    },
];

/// A way in which the fault is that something is gone which a finished stage has made.
const fn gone(name: &'static str, attempt: fn(&mut Case) -> Output) -> Way {
    Way { name, runs: BOTH, finding: Some(("done-without-outputs", "lifecycle.yaml:61:21")), attempt }
}

/// A plan whose first stage is done, with what it made.
fn made(case: &Case, path: &str) {
    case.world.write_tree();
    assert!(case.world.top().join(path).exists());
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rules/done-without-outputs/good");
    case.world.write(PLAN, fs::read(format!("{folder}/lifecycle.yaml")).unwrap());
    case.world.write("src/others/lags.py", "1\n");
    case.world.commit("what was made");
}

/// The plan at another path; the one at the usual place is sound.
fn at(case: &Case, path: &[u8]) -> Output {
    case.world.write(path, case.plan.replace("heat-demand", "another"));
    case.world.git(&["add", "--all"]);
    case.world.write(path, case.other.replace("heat-demand", "another"));
    case.commit(&[])
}
