//! Whose commit some lines come from.

use bstr::ByteSlice;

use super::super::message::Person;
use super::Git;
use crate::path::RepoPath;

impl Git {
    /// The one commit that lines `first` to `last` of a file come from, with its author as the mailmap spells
    /// them. `None` where they come from several.
    pub(in crate::snapshot) fn blame(
        &self,
        commit: &str,
        path: &RepoPath,
        first: usize,
        last: usize,
    ) -> Option<(String, Person)> {
        let (lines, path) = (format!("{first},{last}"), path.as_bstr().to_str().ok()?);
        let answer = self.ask(&["blame", "--porcelain", "-L", &lines, commit, "--", path])?;
        let (mut id, mut person) = (None, Person::default());
        for line in answer.lines() {
            let text = line.to_str_lossy();
            // Every line of the file has a tab in front.
            if line.starts_with(b"\t") {
                continue;
            }
            if let Some(name) = text.strip_prefix("author ") {
                person.name = name.to_owned();
            } else if let Some(mail) = text.strip_prefix("author-mail ") {
                person.mail = mail.trim_start_matches('<').trim_end_matches('>').to_owned();
            }
            let word = text.split(' ').next().unwrap_or_default();
            let is_id = matches!(word.len(), 40 | 64) && word.bytes().all(|byte| byte.is_ascii_hexdigit());
            if is_id && id.get_or_insert_with(|| word.to_owned()) != word {
                return None;
            }
        }
        id.map(|id| (id, person))
    }
}
