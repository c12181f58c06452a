//! The configuration and profiles of one's own: what is in force is always complete, and can be shown.

use planlint::config::{Options, read};
use planlint::report::{Look, SETTINGS_FORMATS, SettingsReport};
use planlint::text::Sources;
use planlint::{rules, yaml};

use super::formats::{inert, json};
use super::model::snapshot;

/// Reads the bytes as a repository, whose first file is the configuration.
pub fn holds(bytes: &[u8]) {
    let snapshot = snapshot(&[b"=== planlint.yaml\n", bytes].concat());
    let mut sources = Sources::default();
    // An own profile that is there and cannot be read is an error.
    let Ok(reading) = read(&snapshot, &Options::default(), &mut sources) else { return };
    for file in &reading.files {
        let text = sources.get(file.source).text();
        assert!(file.violations.iter().all(|one| text.get(one.span.range()).is_some()), "{text:?}");
    }
    for path in [None, Some("a/lifecycle.yaml".into())] {
        for rule in rules::all() {
            let _level =
                reading.config.level(rule.name, rule.family.name(), rule.on_request(), path.as_ref());
        }
        let report = SettingsReport::new("the index".to_owned(), &reading.config, &sources, path);
        for format in SETTINGS_FORMATS {
            let mut out = Vec::new();
            (format.write)(&report, &Look::default(), &mut out).expect("memory takes everything");
            let out = String::from_utf8(out).expect("every format is text");
            inert(format.name, &out);
            match format.name {
                "json" => drop(json(&out)),
                _ => assert_eq!(yaml::parse(&out).problems, [], "{out}"),
            }
        }
    }
}
