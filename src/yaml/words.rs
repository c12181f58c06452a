//! Texts that stand in a file again and again, such as its keys, in memory once.

use std::sync::Arc;

/// How many places there are for texts that were seen.
const PLACES: usize = 128;

/// A longer text is not looked for.
const LONGEST: usize = 32;

/// The texts that were seen last.
#[derive(Debug)]
pub(super) struct Words([Option<Arc<str>>; PLACES]);

impl Default for Words {
    fn default() -> Self {
        Words([const { None }; PLACES])
    }
}

impl Words {
    /// A text, shared with an equal one where that is at hand.
    pub(super) fn share(&mut self, text: &str) -> Arc<str> {
        if text.len() > LONGEST {
            return Arc::from(text);
        }
        // Where two texts meet, the later one takes the place: a wrong guess costs no more than no guess.
        let mix = |mix: usize, byte: &u8| mix.wrapping_mul(31).wrapping_add(usize::from(*byte));
        let place = &mut self.0[text.as_bytes().iter().fold(text.len(), mix) % PLACES];
        match place {
            Some(known) if **known == *text => Arc::clone(known),
            _ => Arc::clone(place.insert(Arc::from(text))),
        }
    }
}
