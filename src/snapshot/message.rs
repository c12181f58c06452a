//! A commit message: who wrote it, and what its trailers say by git's own rules.

use std::borrow::Cow;

use git2::message_trailers_strs;

use crate::limits;

/// Somebody as a commit names them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub mail: String,
}

/// One line `Key: value` at the end of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trailer {
    /// The key as written.
    pub key: String,
    /// The value; continuation lines are joined by a space.
    pub value: String,
}

/// What a commit says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Who wrote the change.
    pub author: Person,
    /// The first line.
    pub subject: String,
    /// The trailers, in order.
    pub trailers: Vec<Trailer>,
}

impl Message {
    /// A message as a commit holds it.
    pub fn new(author: Person, text: &str) -> Self {
        let text = &*shortened(text);
        let found = message_trailers_strs(text).ok();
        let trailers = found.iter().flat_map(|found| found.iter()).map(|(key, value)| Trailer {
            key: key.trim().to_owned(),
            value: value.split_whitespace().collect::<Vec<_>>().join(" "),
        });
        // A line may begin with white space that libgit2 takes for a key.
        let trailers = trailers.filter(|trailer| !trailer.key.is_empty());
        let subject = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        Message { author, subject: subject.trim().to_owned(), trailers: trailers.collect() }
    }

    /// A message as git hands it to a `commit-msg` hook: comment lines, and everything below the scissors of
    /// `git commit --verbose`, are not part of it.
    pub fn from_draft(author: Person, text: &str, comment: char) -> Self {
        let text = &*shortened(text);
        let scissors = format!("{comment} ------------------------ >8 ------------------------");
        let lines = text.lines().take_while(|line| !line.starts_with(&scissors));
        let kept: Vec<&str> = lines.filter(|line| !line.starts_with(comment)).map(str::trim_end).collect();
        Message::new(author, &(kept.join("\n").trim_end().to_owned() + "\n"))
    }

    /// The values of all trailers of that key, whose case does not matter.
    pub fn trailers(&self, key: &str) -> impl Iterator<Item = &str> {
        let same = move |trailer: &&Trailer| trailer.key.eq_ignore_ascii_case(key);
        self.trailers.iter().filter(same).map(|trailer| trailer.value.as_str())
    }
}

/// The first line and the end of a message that is too long.
fn shortened(text: &str) -> Cow<'_, str> {
    let Some(start) = text.len().checked_sub(limits::MESSAGE.most) else { return text.into() };
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let first = &first[..first.floor_char_boundary(limits::MESSAGE.most)];
    format!("{first}\n\n{}", &text[text.ceil_char_boundary(start)..]).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let message = Message::new(Person::default(), text);
        message.trailers.into_iter().map(|trailer| (trailer.key, trailer.value)).collect()
    }

    fn pair(key: &str, value: &str) -> (String, String) {
        (key.to_owned(), value.to_owned())
    }

    #[test]
    fn only_the_last_paragraph_has_trailers() {
        let text = "Change the lead\n\nAccepted-by: @early\n\nmore words\n\nAccepted-by: @wei\nCc: @lena\n";
        assert_eq!(read(text), [pair("Accepted-by", "@wei"), pair("Cc", "@lena")]);
        assert_eq!(read("Accepted-by: @wei\n"), []);
        assert_eq!(read("Change\n\nSome words: and\nmore words without a colon\n"), []);
        assert_eq!(read(""), []);
        assert_eq!(read("a\0b\n\nAccepted-by: @wei\n"), []);
    }

    #[test]
    fn a_value_goes_on_in_lines_that_are_indented() {
        let text = "Change\r\n\r\nAccepted-by: @wei\r\n  of the ML team\r\n";
        assert_eq!(read(&text.replace('\r', "")), [pair("Accepted-by", "@wei of the ML team")]);
        let message = Message::new(Person::default(), "Change\n\naccepted-BY:@wei\n");
        assert_eq!(message.trailers("Accepted-by").collect::<Vec<_>>(), ["@wei"]);
    }

    #[test]
    fn of_a_very_long_message_the_first_line_and_the_end_are_read() {
        let text = format!("Change\n\n{}\n\nAccepted-by: @wei\n", "é words ".repeat(1_000_000));
        let message = Message::new(Person::default(), &text);
        assert_eq!(message.subject, "Change");
        assert_eq!(message.trailers("Accepted-by").collect::<Vec<_>>(), ["@wei"]);
        assert!(Message::new(Person::default(), &"x".repeat(10_000_000)).subject.len() < 1_000_000);
    }

    #[test]
    fn a_draft_loses_its_comments_and_what_is_below_the_scissors() {
        let draft = "Change\n\nAccepted-by: @wei\n\n# Please enter the message\n\
            # ------------------------ >8 ------------------------\n+Accepted-by: @other\n";
        let message = Message::from_draft(Person::default(), draft, '#');
        assert_eq!(message.subject, "Change");
        assert_eq!(message.trailers("Accepted-by").collect::<Vec<_>>(), ["@wei"]);
    }
}
