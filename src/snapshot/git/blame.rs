//! Whose commit some lines come from.

use bstr::ByteSlice;

use super::super::message::Person;
use super::Git;
use crate::path::RepoPath;

impl Git {
    /// The one commit that lines `first` to `last` of a file come from, with its author as it names them: blame
    /// itself spells authors as the mailmap on disk does, whatever is checked. `None` where they come from several.
    pub(in crate::snapshot) fn blame(
        &self,
        commit: &str,
        path: &RepoPath,
        first: usize,
        last: usize,
    ) -> Option<(String, Person)> {
        let (lines, path) = (format!("{first},{last}"), path.as_bstr().to_str().ok()?);
        let answer = self.ask(&["blame", "--porcelain", "-L", &lines, commit, "--", path])?;
        let mut id = None;
        // Every line of the file has a tab in front.
        for line in answer.lines().filter(|line| !line.starts_with(b"\t")) {
            let text = line.to_str_lossy();
            let word = text.split(' ').next().unwrap_or_default();
            let is_id = matches!(word.len(), 40 | 64) && word.bytes().all(|byte| byte.is_ascii_hexdigit());
            if is_id && id.get_or_insert_with(|| word.to_owned()) != word {
                return None;
            }
        }
        let id = id?;
        let words = ["log", "-1", "--no-show-signature", "--encoding=UTF-8", "--format=%an%x00%ae", &id];
        let answer = self.ask(&words)?;
        let (name, mail) = answer.trim_ascii_end().split_once_str("\0")?;
        let text = |bytes: &[u8]| bytes.to_str_lossy().into_owned();
        let author = Person { name: text(name), mail: text(mail) };
        Some((id, author))
    }
}
