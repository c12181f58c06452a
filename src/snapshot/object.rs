//! The names of git's objects: SHA-1 or SHA-256, whichever the repository uses.

use std::fmt;

use sha2::{Digest, Sha256};

/// How a repository names its objects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ObjectFormat {
    /// By 20 bytes of SHA-1.
    #[default]
    Sha1,
    /// By 32 bytes of SHA-256, from `extensions.objectFormat`.
    Sha256,
}

impl ObjectFormat {
    /// How many bytes a name has.
    pub(super) fn bytes(self) -> usize {
        match self {
            ObjectFormat::Sha1 => 20,
            ObjectFormat::Sha256 => 32,
        }
    }
}

/// The name of an object.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ObjectId {
    bytes: [u8; 32],
    length: u8,
}

impl ObjectId {
    /// An id of 20 or 32 bytes; `None` for any other number.
    #[inline]
    pub(super) fn new(id: &[u8]) -> Option<Self> {
        let mut bytes = [0; 32];
        bytes.get_mut(..id.len()).filter(|_| matches!(id.len(), 20 | 32))?.copy_from_slice(id);
        Some(ObjectId { bytes, length: id.len() as u8 })
    }

    /// An id of 40 or 64 hexadecimal digits.
    pub(super) fn parse(digits: &[u8]) -> Option<Self> {
        let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        let is_plain = digits.iter().all(u8::is_ascii_hexdigit) && digits.len().is_multiple_of(2);
        let bytes: Option<Vec<u8>> = is_plain.then(|| digits.chunks(2).map(pair).collect())?;
        Self::new(&bytes?)
    }

    /// The id that git gives to these bytes as a file.
    pub(super) fn of_blob(bytes: &[u8], format: ObjectFormat) -> Self {
        let id = match format {
            ObjectFormat::Sha1 => git2::Oid::hash_object(git2::ObjectType::Blob, bytes)
                .ok()
                .and_then(|id| Self::new(id.as_bytes())),
            ObjectFormat::Sha256 => {
                let header = format!("blob {}\0", bytes.len());
                Self::new(&Sha256::new().chain_update(header).chain_update(bytes).finalize())
            }
        };
        id.expect("bytes in memory can be hashed")
    }

    pub(super) fn format(&self) -> ObjectFormat {
        if self.length == 20 { ObjectFormat::Sha1 } else { ObjectFormat::Sha256 }
    }

    #[inline]
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }
}

impl From<git2::Oid> for ObjectId {
    fn from(id: git2::Oid) -> Self {
        Self::new(id.as_bytes()).expect("libgit2 is built for SHA-1, whose ids have 20 bytes")
    }
}

/// In hexadecimal digits.
impl fmt::Display for ObjectId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0; 64];
        for (pair, byte) in text.chunks_exact_mut(2).zip(self.as_bytes()) {
            (pair[0], pair[1]) = (DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 0xf)]);
        }
        let text = &text[..2 * usize::from(self.length)];
        out.write_str(std::str::from_utf8(text).expect("digits are ASCII"))
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_that_git_gives() {
        let id = |format| ObjectId::of_blob(b"hello\n", format).to_string();
        assert_eq!(id(ObjectFormat::Sha1), "ce013625030ba8dba906f756967f9e9ca394464a");
        let long = "2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4";
        assert_eq!(id(ObjectFormat::Sha256), long);
        assert_eq!(ObjectId::parse(long.as_bytes()).unwrap().to_string(), long);
    }

    #[test]
    fn what_is_no_id_is_none() {
        for digits in
            ["", "ce01", "+e013625030ba8dba906f756967f9e9ca394464a", &"0".repeat(41), &"0".repeat(66)]
        {
            assert_eq!(ObjectId::parse(digits.as_bytes()), None, "{digits}");
        }
    }
}
