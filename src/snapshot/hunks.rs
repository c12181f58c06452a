//! What changed between two texts, as git shows it.

use git2::{DiffOptions, Patch};

use crate::error::{Error, Result};

/// Lines around a change that are shown with it.
const CONTEXT: u32 = 3;

/// The hunks of a unified diff between two texts, without the names of files; empty where they are equal.
///
/// # Errors
/// A text is too large for libgit2, which takes up to 1 GB.
pub fn hunks(before: &str, after: &str) -> Result<String> {
    let uncompared = |error: git2::Error| {
        Error::new("what changed cannot be shown").help("make the change without `--diff`").cause(error)
    };
    let mut options = DiffOptions::new();
    options.context_lines(CONTEXT).force_text(true);
    let patch = Patch::from_buffers(before.as_bytes(), None, after.as_bytes(), None, Some(&mut options));
    let shown = patch.and_then(|mut patch| patch.to_buf()).map_err(uncompared)?;
    let shown = String::from_utf8_lossy(&shown);
    // Before the first hunk stand the names that files would have.
    Ok(shown.find("\n@@ ").map_or_else(String::new, |start| shown[start + 1..].to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_shown_with_the_lines_around_it() {
        let before = "a:\n  b\n  c\n  d\n  e\n  f\n  g\n  h\n";
        let after = before.replace("  g\n", "  G\r\n  new\n");
        let shown = "@@ -4,5 +4,6 @@ a:\n   d\n   e\n   f\n-  g\n+  G\r\n+  new\n   h\n";
        assert_eq!(hunks(before, &after).unwrap(), shown);
        assert_eq!(hunks(before, before).unwrap(), "");
        assert_eq!(hunks("", "数据\n").unwrap(), "@@ -0,0 +1 @@\n+数据\n");
        assert_eq!(hunks("a", "b\0\n").unwrap(), "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\0\n");
    }
}
