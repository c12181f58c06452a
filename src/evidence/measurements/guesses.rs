//! Which key of a file was meant, as long as that can be afforded.

use std::cell::Cell;

use crate::limits;
use crate::suggest::closest;

/// How many comparisons were made for one file.
#[derive(Default)]
pub(super) struct Guesses(Cell<usize>);

impl Guesses {
    /// The one of so many known keys that is nearly spelt like one that is not there.
    pub(super) fn closest<'a, I: Iterator<Item = &'a str>>(
        &self,
        key: &str,
        count: usize,
        known: impl FnOnce() -> I,
    ) -> Option<String> {
        let spent = self.0.get().saturating_add(count);
        self.0.set(spent);
        if spent > limits::COMPARISONS.most {
            return None;
        }
        closest(key, known()).map(str::to_owned)
    }
}
