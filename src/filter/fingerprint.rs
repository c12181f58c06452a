//! A name for a finding that outlives moved lines, edits elsewhere and another wording.

use std::fmt;

use smol_str::SmolStr;

use crate::filter::Finding;
use crate::order;

/// What a finding is about, in words that other edits leave alone. It is shown as 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint {
    /// The manifest, or the other file where no manifest is concerned, from the top of the repository. Bytes that
    /// are not UTF-8 are U+FFFD.
    pub path: SmolStr,
    /// The name of the rule.
    pub rule: SmolStr,
    /// The node by the names of keys and items, without positions; empty for the whole file.
    pub node: String,
    /// What tells the finding from others of its rule at the same node; empty where none can be.
    pub about: String,
    /// Which one it is of those that agree in all else, in the order of the file, from 1.
    pub nth: u32,
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = [self.rule.as_str(), &self.path, &self.node, &self.about];
        let nth = self.nth.to_string();
        let parts = texts.map(str::as_bytes).into_iter().chain([nth.as_bytes()]);
        write!(out, "{:016x}{:016x}", hash(OFFSET, parts.clone()), hash(!OFFSET, parts))
    }
}

/// Counts those that agree in all else, in the order of their places.
pub(super) fn number<'a>(findings: impl Iterator<Item = &'a mut Finding>) {
    let mut all: Vec<&mut Finding> = findings.collect();
    all.iter_mut().for_each(|finding| finding.fingerprint.nth = 0);
    order::by(&mut all, |one, other| {
        let place = |finding: &Finding| finding.diagnostic.primary.place;
        one.fingerprint.cmp(&other.fingerprint).then_with(|| place(one).cmp(&place(other)))
    });
    for alike in all.chunk_by_mut(|one, next| one.fingerprint == next.fingerprint) {
        (1..).zip(alike).for_each(|(nth, finding)| finding.fingerprint.nth = nth);
    }
}

/// The offset basis of FNV-1a with 64 bits; its complement is the seed of the second half.
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a with 64 bits over the parts, each with a NUL after it, which neither names nor paths contain. It is
/// the same in every version and on every machine, as the standard library's hashes are not.
fn hash<'a>(seed: u64, parts: impl IntoIterator<Item = &'a [u8]>) -> u64 {
    let bytes = parts.into_iter().flat_map(|part| part.iter().chain(&[0]));
    bytes.fold(seed, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        let bytes = |bytes: &[u8]| {
            bytes
                .iter()
                .fold(OFFSET, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
        };
        assert_eq!(bytes(b"foobar"), 0x8594_4171_f739_67e8);
        assert_eq!(hash(OFFSET, [&b"foo"[..], b"bar"]), bytes(b"foo\0bar\0"));
    }
}
