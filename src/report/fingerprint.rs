//! A name for a finding that outlives edits elsewhere: moved lines do not change it, nor does another wording.

use std::collections::HashMap;

use crate::filter::Finding;
use crate::report::Report;

/// The fingerprints of the report's findings and of its waived ones, in their order: 32 hexadecimal digits of
/// rule, path and node. Findings that agree in all three are told apart by their order in the file.
pub(super) fn fingerprints(report: &Report) -> (Vec<String>, Vec<String>) {
    let (found, waived) = (&report.findings, &report.waived);
    let mut order: Vec<usize> = (0..found.len() + waived.len()).collect();
    let get = |index: usize| found.get(index).unwrap_or_else(|| &waived[index - found.len()]);
    order.sort_by_key(|index| get(*index).diagnostic.primary.place);
    let mut seen: HashMap<(&str, &[u8], &str), u32> = HashMap::new();
    let mut names = vec![String::new(); order.len()];
    for index in order {
        let Finding { diagnostic, node, .. } = get(index);
        let path: &[u8] = report.sources.get(diagnostic.primary.place.source).path().as_bstr();
        let ordinal = seen.entry((diagnostic.rule, path, node)).or_default();
        let parts = [diagnostic.rule.as_bytes(), path, node.as_bytes(), &ordinal.to_le_bytes()];
        names[index] = format!("{:016x}{:016x}", hash(OFFSET, &parts), hash(!OFFSET, &parts));
        *ordinal += 1;
    }
    let rest = names.split_off(found.len());
    (names, rest)
}

/// The offset basis of FNV-1a with 64 bits; its complement is the seed of the second half.
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a with 64 bits over the parts, each with a NUL after it, which neither names nor paths contain. It is
/// the same in every version and on every machine, as the standard library's hashes are not.
fn hash(seed: u64, parts: &[&[u8]]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.iter().chain(&[0]));
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
        assert_eq!(hash(OFFSET, &[b"foo", b"bar"]), bytes(b"foo\0bar\0"));
    }
}
