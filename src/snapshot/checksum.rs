//! Is an index whole? Git reads what there is of one that is cut off, and never looks at its checksum.

use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::object::ObjectFormat;

/// Does a file of git end with the checksum of all that stands before? With `index.skipHash` there are zeros.
pub(super) fn is_whole(bytes: &[u8], format: ObjectFormat) -> bool {
    let Some((rest, checksum)) = bytes.len().checked_sub(format.bytes()).map(|end| bytes.split_at(end))
    else {
        return false;
    };
    let is_right = match format {
        ObjectFormat::Sha1 => Sha1::digest(rest).as_slice() == checksum,
        ObjectFormat::Sha256 => Sha256::digest(rest).as_slice() == checksum,
    };
    is_right || checksum.iter().all(|byte| *byte == 0)
}
