//! Is an index whole? Git reads what there is of one that is cut off, and never looks at its checksum.

use std::io::{self, Read};

use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::object::ObjectFormat;

/// Does a file of git end with the checksum of all that stands before? With `index.skipHash` there are zeros.
pub(super) fn is_whole(bytes: &[u8], format: ObjectFormat) -> bool {
    let length = match format {
        ObjectFormat::Sha1 => 20,
        ObjectFormat::Sha256 => 32,
    };
    let Some((rest, checksum)) = bytes.len().checked_sub(length).map(|end| bytes.split_at(end)) else {
        return false;
    };
    let is_right = match format {
        ObjectFormat::Sha1 => Sha1::digest(rest).as_slice() == checksum,
        ObjectFormat::Sha256 => Sha256::digest(rest).as_slice() == checksum,
    };
    is_right || is_left_out(checksum)
}

fn is_left_out(checksum: &[u8]) -> bool {
    checksum.iter().all(|byte| *byte == 0)
}

/// A file of git, in a repository of SHA-1, that is read once from the beginning to the end.
pub(super) struct Summed<R> {
    file: R,
    sum: Sha1,
}

impl<R: Read> Summed<R> {
    pub(super) fn new(file: R) -> Self {
        Summed { file, sum: Sha1::new() }
    }

    /// Is what comes next, and last, the checksum of all that was read?
    pub(super) fn finish(mut self) -> bool {
        let mut checksum = [0; 20];
        let is_read = self.file.read_exact(&mut checksum).is_ok();
        is_read && (self.sum.finalize().as_slice() == checksum || is_left_out(&checksum))
    }
}

impl<R: Read> Read for Summed<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(room)?;
        self.sum.update(&room[..count]);
        Ok(count)
    }
}
