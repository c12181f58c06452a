//! How two values, lists or sections are compared, and in which words.

use std::collections::BTreeMap;

use crate::difference::{Difference, Kind};
use crate::model::{Field, Item, Manifest, Table, Text, same_handle};
use crate::text::{Source, Spanned};

/// Role ids that only changed their spelling: what each is called now.
#[derive(Debug, Default)]
pub(super) struct Renames(BTreeMap<String, String>);

impl Renames {
    /// A role that is gone and one that is new, both held by the same people, are the same.
    pub(super) fn of_roles(before: &Manifest, after: &Manifest) -> Self {
        let mut renames = BTreeMap::new();
        for old in before.roles.iter().filter(|role| !after.roles.has(role.name())) {
            let Some(who) = old.value.who.given() else { continue };
            let is_new = |role: &&Item<_>| !before.roles.has(role.name());
            let same = |role: &&Item<crate::model::Role>| {
                role.value.who.given().is_some_and(|now| same_handle(&now.value, &who.value))
            };
            if let Some(new) = after.roles.iter().filter(is_new).find(same) {
                renames.insert(old.name().to_owned(), new.name().to_owned());
            }
        }
        Renames(renames)
    }

    /// What an id is called now.
    pub(super) fn now<'a>(&'a self, id: &'a str) -> &'a str {
        self.0.get(id).map_or(id, String::as_str)
    }

    /// Every pair of an old and a new id.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(old, new)| (old.as_str(), new.as_str()))
    }
}

/// Two manifests and what was found so far.
pub(super) struct Compare<'a> {
    pub(super) before: &'a Manifest,
    pub(super) after: &'a Manifest,
    pub(super) texts: (&'a Source, &'a Source),
    pub(super) roles: Renames,
    pub(super) found: Vec<Difference>,
}

/// What it means when a value is not there any more; that it is new means the opposite.
pub(super) type Loss = Kind;

impl<'a> Compare<'a> {
    pub(super) fn add(&mut self, kind: Kind, node: impl Into<String>, message: String) {
        self.found.push(Difference { kind, node: node.into(), message, before: None, after: None });
    }

    /// Something of which nobody can tell any more what it says.
    fn unreadable(&mut self, node: &str) {
        self.add(Kind::Weakening, node, format!("{} cannot be read any more", owned(node)));
    }

    /// A text.
    pub(super) fn text(&mut self, node: &str, before: &Field<Text>, after: &Field<Text>, loss: Loss) {
        let word = |_: &Source, text: &Text| text.value.to_string();
        self.any(node, before, after, loss, word, |_, _| Kind::Neutral);
    }

    /// The id of a role, under whatever name it goes now.
    pub(super) fn role(&mut self, node: &str, before: &Field<Text>, after: &Field<Text>, loss: Loss) {
        let same = match (before, after) {
            (Field::Given(one), Field::Given(other)) => self.roles.now(&one.value) == other.value,
            _ => false,
        };
        if !same {
            self.text(node, before, after, loss);
        }
    }

    /// Any value, in the words of the file. `judge` says which way a change from one to the other goes.
    pub(super) fn value<T: PartialEq>(
        &mut self,
        node: &str,
        before: &Field<Spanned<T>>,
        after: &Field<Spanned<T>>,
        loss: Loss,
        judge: impl Fn(&T, &T) -> Kind,
    ) {
        let written = |source: &Source, value: &Spanned<T>| source.slice(value.span).to_owned();
        self.any(node, before, after, loss, written, judge);
    }

    fn any<T: PartialEq>(
        &mut self,
        node: &str,
        before: &Field<Spanned<T>>,
        after: &Field<Spanned<T>>,
        loss: Loss,
        show: impl Fn(&Source, &Spanned<T>) -> String,
        judge: impl Fn(&T, &T) -> Kind,
    ) {
        let (was, now) = match (before, after) {
            (Field::Given(_), Field::Spoiled) => return self.unreadable(node),
            (Field::Spoiled, _) | (_, Field::Spoiled) | (Field::Absent, Field::Absent) => return,
            (Field::Given(one), Field::Given(other)) if one.value == other.value => return,
            (one, other) => (one.given(), other.given()),
        };
        let kind = match (was, now) {
            (Some(was), Some(now)) => judge(&was.value, &now.value),
            (None, _) => loss.opposite(),
            (_, None) => loss,
        };
        let was = was.map(|was| show(self.texts.0, was));
        let now = now.map(|now| show(self.texts.1, now));
        self.change(kind, node, was, now);
    }

    fn change(&mut self, kind: Kind, node: &str, was: Option<String>, now: Option<String>) {
        let owned = owned(node);
        let message = match (was.as_deref().map(short), now.as_deref().map(short)) {
            (Some(Some(was)), Some(Some(now))) => format!("{owned} goes from {was} to {now}"),
            (Some(_), Some(_)) => format!("{owned} is put in other words"),
            (None, Some(Some(now))) => format!("{owned} is new: {now}"),
            (None, _) => format!("{owned} is new"),
            (Some(Some(was)), None) => format!("{owned} is gone; it was {was}"),
            (Some(None), None) => format!("{owned} is gone"),
        };
        self.found.push(Difference { kind, node: node.to_owned(), message, before: was, after: now });
    }

    /// A list of ids, whose order does not matter.
    pub(super) fn list(
        &mut self,
        node: &str,
        before: &Field<Vec<Text>>,
        after: &Field<Vec<Text>>,
        loss: Loss,
    ) {
        if before.is_spoiled() || after.is_spoiled() {
            if before.given().is_some() {
                self.unreadable(node);
            }
            return;
        }
        let was: Vec<String> = before.items().iter().map(|id| self.roles.now(&id.value).to_owned()).collect();
        let now: Vec<String> = after.items().iter().map(|id| id.value.to_string()).collect();
        for id in was.iter().filter(|id| !now.contains(id)) {
            self.add(loss, node, format!("{} loses `{id}`", owned(node)));
        }
        for id in now.iter().filter(|id| !was.contains(id)) {
            self.add(loss.opposite(), node, format!("{} gains `{id}`", owned(node)));
        }
    }

    /// A section: what is gone, what is new, and by `each` what is in both.
    pub(super) fn table<T>(
        &mut self,
        section: &str,
        before: &'a Table<T>,
        after: &'a Table<T>,
        loss: Loss,
        mut each: impl FnMut(&mut Self, &str, &'a T, &'a T),
    ) {
        if before.is_spoiled() || after.is_spoiled() {
            if !before.is_spoiled() && !before.is_empty() {
                self.unreadable(section);
            }
            return;
        }
        for old in before {
            match after.get(self.roles.now(old.name())) {
                Some(new) => {
                    let node = format!("{section}.{}", new.name());
                    each(self, &node, &old.value, &new.value);
                }
                None => self.entry(loss, section, old.name(), "is gone"),
            }
        }
        let is_old = |compare: &Self, id: &str| before.iter().any(|old| compare.roles.now(old.name()) == id);
        for new in after {
            if !is_old(self, new.name()) {
                self.entry(loss.opposite(), section, new.name(), "is new");
            }
        }
    }

    fn entry(&mut self, kind: Kind, section: &str, id: &str, what: &str) {
        let node = format!("{section}.{id}");
        let message = format!("{} {what}", titled(&node));
        self.add(kind, node, message);
    }
}

/// A value that fits into a sentence; whole sentences do not.
fn short(text: &str) -> Option<String> {
    let fits = text.chars().count() <= 48 && !text.contains(char::is_control);
    fits.then(|| format!("`{text}`"))
}

/// `within` of `data-to-model` for a field, the path itself for what stands at the top.
fn owned(node: &str) -> String {
    let parts: Vec<&str> = node.split('.').collect();
    match parts.as_slice() {
        [_, _, "produces", thing, field] => format!("`{field}` of `{thing}`"),
        [_, thing, .., field] => format!("`{field}` of `{thing}`"),
        _ => format!("`{node}`"),
    }
}

/// "the handoff `data-to-model`".
fn titled(node: &str) -> String {
    let parts: Vec<&str> = node.split('.').collect();
    let word = |section: &str| {
        match section {
            "constraints" => "constraint",
            "roles" => "role",
            "sources" => "source",
            "metrics" => "metric",
            "stages" => "stage",
            "handoffs" => "handoff",
            "documents" => "document",
            "meetings" => "meeting",
            "channels" => "channel",
            "alerts" => "alert",
            "consumers" => "consumer",
            "risks" => "risk",
            "support" => "duty of",
            "produces" => "artifact",
            _ => "entry",
        }
        .to_owned()
    };
    match parts.as_slice() {
        [section, thing] => format!("the {} `{thing}`", word(section)),
        [_, owner, section, thing] => format!("the {} `{thing}` in `{owner}`", word(section)),
        _ => format!("`{node}`"),
    }
}
