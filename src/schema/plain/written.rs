//! What a schema says, as it is written down: a line of words for each place, such as `types=string,object` and `.path=34`.
//! It is read by nearly every commit, in a tenth of the time that JSON would take.

use std::sync::OnceLock;

use super::words::Words;
use super::{Lazy, Place, Places, Rest};

/// The word of a place that says nothing.
const ANYTHING: &str = "anything";

impl Places {
    /// The places of these lines; `None` where the first does not say which is the root.
    pub fn of_lines(text: &'static str) -> Option<Self> {
        let mut lines = text.lines();
        let root = lines.next()?.strip_prefix("root=")?.parse().ok()?;
        Some(Places { all: lines.map(|words| Lazy { words, place: OnceLock::new() }).collect(), root })
    }
}

impl Place {
    /// What a line says; `None` where that is nothing known.
    pub fn of_words(line: &'static str) -> Option<Self> {
        let mut place = Place::default();
        for word in line.split_ascii_whitespace().filter(|word| *word != ANYTHING) {
            let (name, said) = word.split_once('=').unwrap_or((word, ""));
            match name.strip_prefix('.') {
                Some(field) => place.fields.push((field, said.parse().ok()?)),
                None => place.take(name, said)?,
            }
        }
        Some(place)
    }

    fn take(&mut self, name: &str, said: &'static str) -> Option<()> {
        let texts = || said.split(',').collect();
        let number = || said.parse().ok();
        let whole = || said.parse().ok();
        match name {
            "types" => self.types = texts(),
            "options" => self.options = Some(texts()),
            "number" => self.number = Some(whole()?),
            "least" => self.least = Some(whole()?),
            "most" => self.most = Some(whole()?),
            "text" => self.text = Some(Words::named(said)?),
            "longest" => self.longest = Some(number()?),
            "required" => self.required = texts(),
            "own" => self.own = true,
            "rest" if said == "nothing" => self.rest = Rest::Nothing,
            "rest" => self.rest = Rest::Place(number()?),
            "names" => self.names = Some(number()?),
            "items" => self.items = Some(number()?),
            "fewest" => self.fewest = number()?,
            "most-items" => self.most_items = Some(number()?),
            "unique" => self.unique = true,
            "also" => self.also.push(number()?),
            "if" => self.cases.push((number()?, 0)),
            "then" => self.cases.last_mut()?.1 = number()?,
            "open" => self.open = true,
            _ => return None,
        }
        Some(())
    }
}

#[cfg(test)]
impl Place {
    /// The line, as [`of_words`](Place::of_words) reads it.
    pub fn words(&self) -> String {
        let said = |name: &str, said: Option<String>| said.map(|said| format!("{name}={said}"));
        let texts = |texts: &[&str]| (!texts.is_empty()).then(|| texts.join(","));
        let number = |number: Option<usize>| number.map(|number| number.to_string());
        let whole = |number: Option<i64>| number.map(|number| number.to_string());
        let flag = |name: &str, holds: bool| holds.then(|| name.to_owned());
        let rest = match self.rest {
            Rest::Anything => None,
            Rest::Nothing => Some("nothing".to_owned()),
            Rest::Place(at) => Some(at.to_string()),
        };
        let words = [
            said("types", texts(&self.types)),
            said("options", self.options.as_deref().and_then(texts)),
            said("number", whole(self.number)),
            said("least", whole(self.least)),
            said("most", whole(self.most)),
            said("text", self.text.map(|words| words.name().to_owned())),
            said("longest", number(self.longest)),
            said("required", texts(&self.required)),
            flag("own", self.own),
            said("rest", rest),
            said("names", number(self.names)),
            said("items", number(self.items)),
            said("fewest", number(Some(self.fewest).filter(|fewest| *fewest > 0))),
            said("most-items", number(self.most_items)),
            flag("unique", self.unique),
            flag("open", self.open),
        ];
        let fields = self.fields.iter().map(|(name, at)| format!(".{name}={at}"));
        let also = self.also.iter().map(|at| format!("also={at}"));
        let cases = self.cases.iter().map(|(when, then)| format!("if={when} then={then}"));
        let all: Vec<String> = words.into_iter().flatten().chain(also).chain(cases).chain(fields).collect();
        if all.is_empty() { ANYTHING.to_owned() } else { all.join(" ") }
    }
}
