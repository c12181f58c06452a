//! Positions by id.

use smol_str::SmolStr;

use crate::model::field::SCANNED;
use crate::order;

/// Some positions for each of some ids, sorted. A manifest has few, and a map of them would take more room than all they
/// are made from.
#[derive(Clone, Debug, Default)]
pub(super) struct Positions(Box<[(SmolStr, u32)]>);

impl Positions {
    /// These positions, each once.
    pub(super) fn new<'a>(found: impl Iterator<Item = (&'a SmolStr, usize)>) -> Self {
        let position = |at: usize| u32::try_from(at).expect("a manifest is far below 4 GiB");
        let mut all: Vec<_> = found.map(|(id, at)| (id.clone(), position(at))).collect();
        order::unique(&mut all);
        Positions(all.into_boxed_slice())
    }

    /// The positions of an id, ascending.
    pub(super) fn of(&self, id: &str) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator {
        let start = match self.0.len() {
            // A few are sooner looked through, since most differ in length.
            0..=SCANNED => self.0.iter().position(|(one, _)| one == id).unwrap_or(self.0.len()),
            _ => self.0.partition_point(|(one, _)| one.as_str() < id),
        };
        let rest = &self.0[start..];
        let count = rest.partition_point(|(one, _)| one == id);
        rest[..count].iter().map(|(_, at)| *at as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_ascend_and_stand_once() {
        let (one, other) = (SmolStr::from("model"), SmolStr::from("a name that does not stand in its place"));
        let found = [(&one, 2), (&other, 7), (&one, 0), (&one, 2), (&other, 1)];
        let positions = Positions::new(found.into_iter());
        assert_eq!(positions.of("model").collect::<Vec<_>>(), [0, 2]);
        assert_eq!(positions.of(&other).rev().collect::<Vec<_>>(), [7, 1]);
        assert_eq!(positions.of("mode").len() + positions.of("models").len(), 0);
    }

    #[test]
    fn many_are_found_as_a_few_are() {
        let names: Vec<SmolStr> = (0..100).map(|at| SmolStr::from(format!("artifact-{}", at / 2))).collect();
        for count in [SCANNED, SCANNED + 1, 100] {
            let positions = Positions::new(names[..count].iter().zip(0..));
            for (at, name) in names.iter().enumerate() {
                let wanted: Vec<usize> =
                    [at / 2 * 2, at / 2 * 2 + 1].into_iter().filter(|at| *at < count).collect();
                assert_eq!(positions.of(name).collect::<Vec<_>>(), wanted);
            }
        }
    }
}
