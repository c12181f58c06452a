//! The fixer: a run ends, what it writes is read at least as well as before, no fix that was made leaves its
//! finding, and a second run has nothing to do.

use std::rc::Rc;

use planlint::check::check;
use planlint::diagnostic::Safety;
use planlint::mend::{Mended, mend};
use planlint::snapshot::{OverlaySnapshot, Snapshot};
use planlint::yaml::parse;

use super::model::{request, snapshot, sound};

/// Mends the bytes as a repository, with safe fixes and with all.
pub fn holds(bytes: &[u8]) {
    for allowed in [Safety::Safe, Safety::Unsafe] {
        let base: Rc<dyn Snapshot> = Rc::new(snapshot(bytes));
        let Some(first) = mended(&base, allowed) else { return };
        sound(first.after());
        readable(&base, &first);
        let fixed = first
            .files
            .iter()
            .fold(OverlaySnapshot::new(Some(Box::new(Rc::clone(&base)))), |over, (path, text)| {
                over.with(path.clone(), text.as_bytes())
            });
        let fixed: Rc<dyn Snapshot> = Rc::new(fixed);
        let second = mended(&fixed, allowed).expect("what was written can be read");
        // A run has so many rounds, and makes no fix twice; what is left for that is said to be left.
        let is_open = first.left.iter().any(|left| {
            let reason = &left.reason;
            reason.contains("rounds") || reason.contains("undid")
        });
        assert!(
            second.files.is_empty() || is_open,
            "{:?} after {:?} {:?}",
            second.done,
            first.done,
            first.left
        );
    }
}

fn mended(base: &Rc<dyn Snapshot>, allowed: Safety) -> Option<Mended> {
    mend(base, allowed, |snapshot| check(snapshot, &request())).ok()
}

fn readable(base: &Rc<dyn Snapshot>, mended: &Mended) {
    for (path, text) in &mended.files {
        let is_yaml = path.name().ends_with(b".yaml") || path.name().ends_with(b".yml");
        let old = base.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(old) = old.filter(|_| is_yaml) else { continue };
        let (before, after) = (parse(&old), parse(text));
        assert!(after.problems.len() <= before.problems.len(), "{old:?} -> {text:?}: {:?}", after.problems);
        assert!(after.root.is_some() || before.root.is_none(), "{old:?} -> {text:?}");
    }
}
