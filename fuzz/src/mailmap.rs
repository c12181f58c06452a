//! The `.mailmap`: whatever it says, everybody has one name, and a second look gives the same.

use planlint::snapshot::{Mailmap, OverlaySnapshot, Person};

/// Takes the first line for `name <mail>`, and the rest for the file.
pub fn holds(bytes: &[u8]) {
    let at = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let written = String::from_utf8_lossy(&bytes[..at]);
    let (name, mail) = written.split_once('<').unwrap_or((&written, "a@b"));
    let person = Person { name: name.trim().to_owned(), mail: mail.trim_end_matches('>').to_owned() };
    let snapshot = OverlaySnapshot::new(None).with(".mailmap", bytes.get(at + 1..).unwrap_or_default());
    let mailmap = Mailmap::of(&snapshot).expect("memory can be read");
    assert_eq!(mailmap.person(&person), mailmap.person(&person));
    let empty = Mailmap::of(&OverlaySnapshot::new(None)).expect("nothing can be read");
    let _unmapped = empty.person(&person);
}
