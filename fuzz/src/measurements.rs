//! Measured values: whatever file and pointer are given, a number that is found stands where it is said to stand.

use planlint::assemble::assemble;
use planlint::config::Options;
use planlint::evidence::{Measurements, Outputs, Unmeasured};
use planlint::model::Paths;
use planlint::schema::scalar;
use planlint::snapshot::{OverlaySnapshot, Snapshot};
use planlint::text::Place;

/// The kinds of file, by the first byte.
const FILES: &[&str] = &["m.json", "m.yaml", "m.csv", "m.tsv", "m.txt"];

/// Takes the first line for a pointer, and the rest for the file that it points into.
pub fn holds(bytes: &[u8]) {
    let Some((kind, rest)) = bytes.split_first() else { return };
    let at = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    let Ok(pointer) = std::str::from_utf8(&rest[..at]) else { return };
    let name = FILES[*kind as usize % FILES.len()];
    let value = scalar(&format!("{name}#{pointer}"));
    let plan = format!("lifecycle: 1\nproject: p\nmetrics:\n  m:\n    value: {value}\n");
    let snapshot = OverlaySnapshot::new(None)
        .with("lifecycle.yaml", plan.as_bytes())
        .with(name, rest.get(at + 1..).unwrap_or_default());
    let date = super::model::TODAY.parse().expect("a date");
    let mut read = assemble(&snapshot, date, &[], &Options::default()).expect("memory can be read");
    let outputs = Outputs::gather(&snapshot, Paths::new(snapshot.entries()), &read.plan);
    let measurements = Measurements::gather(&snapshot, &outputs, &read.plan, &mut read.sources);
    let there = |place: &Place| {
        let text = read.sources.get(place.source).text();
        assert!(text.get(place.span.range()).is_some(), "{text:?}: {place:?}");
    };
    match measurements.of(&read.plan.manifests[0], "m") {
        Some(Ok(measured)) => {
            assert!(measured.number.is_finite());
            there(&measured.place);
        }
        Some(Err(Unmeasured::Broken(place, _) | Unmeasured::NotANumber(place, _))) => there(place),
        Some(Err(Unmeasured::NoKey { place, .. })) => there(place),
        Some(Err(_)) => {}
        None => panic!("{plan:?} names a value"),
    }
}
