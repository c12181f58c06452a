//! Fields and tables as manifests have them: absent, spoiled, or given with a place.

use hashbrown::HashMap;
use smol_str::SmolStr;

use crate::text::{Span, Spanned};

/// A text with its place. Most are short, and stand in it; longer ones are shared with the tree.
pub type Text = Spanned<SmolStr>;

/// One field of a thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Field<T> {
    /// It is not written.
    #[default]
    Absent,
    /// It is written in a shape that cannot be used. That was reported; nothing else is to be said of it.
    Spoiled,
    /// It is written.
    Given(T),
}

impl<T> Field<T> {
    /// The value, if there is a usable one.
    pub fn given(&self) -> Option<&T> {
        match self {
            Field::Given(value) => Some(value),
            Field::Absent | Field::Spoiled => None,
        }
    }

    /// Is it not written at all?
    pub fn is_absent(&self) -> bool {
        matches!(self, Field::Absent)
    }

    /// Is it written in a shape that cannot be used?
    pub fn is_spoiled(&self) -> bool {
        matches!(self, Field::Spoiled)
    }
}

impl<T> Field<Vec<T>> {
    /// The items; none where the list is absent or spoiled.
    pub fn items(&self) -> &[T] {
        self.given().map_or(&[], Vec::as_slice)
    }
}

/// A named entry of a section.
#[derive(Clone, Debug, PartialEq)]
pub struct Item<T> {
    /// The id and its place.
    pub id: Text,
    /// What stands under it.
    pub value: T,
    /// The place of the value.
    pub span: Span,
}

impl<T> Item<T> {
    /// The id as text.
    pub fn name(&self) -> &str {
        &self.id.value
    }
}

/// A section: entries by id, in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<T> {
    items: Vec<Item<T>>,
    /// Where each id stands, in a section of more than [`SCANNED`] entries.
    index: Option<Box<HashMap<SmolStr, usize>>>,
    key: Option<Span>,
    spoiled: bool,
}

/// Up to this many entries a look-up compares them one by one, which is faster than an index.
pub(super) const SCANNED: usize = 16;

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table { items: Vec::new(), index: None, key: None, spoiled: false }
    }
}

impl<T> Table<T> {
    /// A section whose key stands at `key`. `partial`: some entry of it is lost.
    pub fn new(key: Option<Span>, mut items: Vec<Item<T>>, partial: bool) -> Self {
        items.shrink_to_fit();
        let ids = || items.iter().enumerate().map(|(at, item)| (item.id.value.clone(), at));
        let index = (items.len() > SCANNED).then(|| Box::new(ids().collect()));
        Table { items, index, key, spoiled: partial }
    }

    /// A section that is written in a shape that cannot be used.
    pub fn spoiled(key: Option<Span>) -> Self {
        Table { key, spoiled: true, ..Table::default() }
    }

    /// The entry of that id.
    pub fn get(&self, id: &str) -> Option<&Item<T>> {
        self.position(id).map(|at| &self.items[at])
    }

    /// The entry at a position in the order of the file, from 0.
    pub fn at(&self, position: usize) -> Option<&Item<T>> {
        self.items.get(position)
    }

    /// The position of that id in the order of the file, from 0.
    #[inline]
    pub fn position(&self, id: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(id).copied(),
            // The last of two of one id, as in the index.
            None => self.items.iter().rposition(|item| item.id.value == id),
        }
    }

    /// Is there an entry of that id?
    pub fn has(&self, id: &str) -> bool {
        self.position(id).is_some()
    }

    /// All entries, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Item<T>> {
        self.items.iter()
    }

    /// The value of each entry, in the order of the file.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.items.iter_mut().map(|item| &mut item.value)
    }

    /// All ids, in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.items.iter().map(Item::name)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Has it no entry?
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Where the section's key stands, if the section is written.
    pub fn key(&self) -> Option<Span> {
        self.key
    }

    /// Is the section written in a shape that cannot be used, or an entry of it lost? Then it says nothing about
    /// what is missing.
    pub fn is_spoiled(&self) -> bool {
        self.spoiled
    }

    /// Is the section written, and nothing of it can be used?
    pub fn is_unreadable(&self) -> bool {
        self.spoiled && self.items.is_empty()
    }
}

impl<'a, T> IntoIterator for &'a Table<T> {
    type Item = &'a Item<T>;
    type IntoIter = std::slice::Iter<'a, Item<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}
