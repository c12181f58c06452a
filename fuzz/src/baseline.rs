//! The baseline: what is read is written so that it is read as the same.

use planlint::baseline::{entries, text};
use planlint::model::File;
use planlint::schema::Shape;
use planlint::text::{Source, Sources};
use planlint::yaml::decode;

/// Reads the bytes as a baseline, writes it, and reads that.
pub fn holds(bytes: &[u8]) {
    let (written, problem) = decode(bytes);
    if problem.is_some() {
        return;
    }
    let file = read(&written);
    let mut found = entries(&file);
    let anew = text(found.clone());
    super::formats::inert("baseline", &anew);
    let again = read(&anew);
    assert!(again.problems.is_empty(), "{anew}: {:?}", again.problems);
    found.sort();
    found.dedup();
    let is_sound = file.is_sound();
    assert!(!is_sound || again.is_sound(), "{anew}: {:?}", again.violations);
    assert_eq!(entries(&again), found, "{anew}");
    assert_eq!(text(entries(&again)), anew);
}

fn read(text: &str) -> File {
    let source = Sources::default().add(Source::new("planlint-baseline.yaml".into(), text.to_owned()));
    File::read(source, Shape::Baseline, text)
}
