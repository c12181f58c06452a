//! What the fuzzer holds to be true, on its seeds and on everything that it ever found; the properties themselves
//! are those of `fuzz/src`.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

#[path = "../../fuzz/src/lib.rs"]
mod properties;

use properties::{TARGETS, seeds};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Why a property does not hold for these bytes; `None` where it does.
pub fn holds(target: &str, bytes: &[u8]) -> Option<String> {
    let outcome = catch_unwind(AssertUnwindSafe(|| properties::run(target, bytes)));
    let why = |panic: Box<dyn std::any::Any + Send>| match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => {
            panic.downcast::<&str>().map_or_else(|_| "it panics".to_owned(), |text| (*text).to_owned())
        }
    };
    outcome.err().map(|panic| format!("{target}: {}", why(panic)))
}

/// Seeds that are whole repositories take a run of the pipeline each, so a share of them is enough here.
const MOST_SEEDS: usize = 16;

#[test]
fn every_property_holds_on_its_seeds() {
    let mut wrong = Vec::new();
    for target in TARGETS {
        let seeds = seeds::seeds(target.name, root());
        assert!(!seeds.is_empty(), "`{}` has no seed", target.name);
        let step = seeds.len().div_ceil(MOST_SEEDS);
        for (at, seed) in seeds.iter().enumerate().step_by(step) {
            wrong.extend(holds(target.name, seed).map(|why| format!("seed {at}: {why}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn what_was_found_once_is_not_found_again() {
    let mut wrong = Vec::new();
    let mut folders = BTreeSet::new();
    for folder in fs::read_dir(root().join("fuzz/findings")).unwrap() {
        let folder = folder.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        assert!(TARGETS.iter().any(|target| target.name == name), "{} is of no target", folder.display());
        for file in fs::read_dir(&folder).unwrap() {
            let file = file.unwrap().path();
            let why = holds(&name, &fs::read(&file).unwrap());
            wrong.extend(why.map(|why| format!("{}: {why}", file.display())));
            folders.insert(name.clone());
        }
    }
    assert!(!folders.is_empty(), "no finding was tried");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The names in `fuzz/Cargo.toml`, the files of the targets and the table are the same.
#[test]
fn every_target_can_be_run() {
    let known: BTreeSet<String> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
    let (_, programs) = manifest.split_once("[[bin]]").unwrap();
    let named = programs.lines().filter_map(|line| line.strip_prefix("name = "));
    assert_eq!(named.map(|name| name.trim_matches('"').to_owned()).collect::<BTreeSet<_>>(), known);
    for name in &known {
        let text = fs::read_to_string(root().join(format!("fuzz/fuzz_targets/{name}.rs"))).unwrap();
        assert!(text.contains(&format!("planlint_fuzz::run(\"{name}\", bytes)")), "{text}");
    }
    assert_eq!(fs::read_dir(root().join("fuzz/fuzz_targets")).unwrap().count(), known.len());
}
