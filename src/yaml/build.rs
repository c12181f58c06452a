//! Nodes as written to the tree: aliases and merge keys applied within a budget, every key once.

use std::sync::Arc;

use hashbrown::{HashMap, HashSet};

use crate::limits;
use crate::text::Span;

use super::doubles::{Doubles, take_filled};
use super::raw::{Content, Core, Raw};
use super::tree::{Entry, Key, Map, Node, Value};
use super::{Problem, layout, scalar};

/// The tree below `root`, and what is wrong with its keys, tags, aliases and merges.
pub(super) fn build(source: &str, raws: &[Raw], root: Option<usize>) -> (Option<Node>, Vec<Problem>) {
    let mut builder = Builder {
        source,
        raws,
        problems: Vec::new(),
        alias: None,
        nodes: limits::ALIAS_NODES.most,
        bytes: limits::ALIAS_TEXT.most,
        spent: false,
        cut: false,
    };
    let node = root.map(|root| builder.node(root, 1));
    (node, builder.problems)
}

/// Where a key of the map being built stands for the first time.
#[derive(Clone, Copy)]
struct Place {
    key: Span,
    entry: usize,
}

struct Builder<'t> {
    source: &'t str,
    raws: &'t [Raw],
    problems: Vec<Problem>,
    /// The alias in the file that is being followed; problems below it were told at the anchor.
    alias: Option<Span>,
    /// What aliases may still add.
    nodes: usize,
    bytes: usize,
    /// Is the budget used up?
    spent: bool,
    /// Must the alias being followed be given up?
    cut: bool,
}

impl Builder<'_> {
    fn node(&mut self, at: usize, depth: usize) -> Node {
        let raw = &self.raws[at];
        self.pay(&raw.content, depth);
        let spoiled = Node { value: Value::Spoiled, span: raw.span };
        if self.cut {
            return spoiled;
        }
        let value = match &raw.content {
            Content::Plain(text) => self.scalar(text, raw, true),
            Content::Text(text) => self.scalar(text, raw, false),
            Content::Alias(target) => return self.follow(*target, raw.span, depth),
            Content::List(_) if !self.tag_allows(raw, Core::List) => Value::Spoiled,
            Content::Map(_) if !self.tag_allows(raw, Core::Map) => Value::Spoiled,
            Content::List(items) => self.list(items, depth + 1),
            Content::Map(children) => self.map(children, raw.span, depth + 1),
            Content::Spoiled => Value::Spoiled,
        };
        Node { value, ..spoiled }
    }

    fn tell(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        if self.alias.is_none() {
            self.problems.push(Problem::syntax(span, message, help));
        }
    }

    fn scalar(&mut self, text: &Arc<str>, raw: &Raw, plain: bool) -> Value {
        let Some(core) = raw.tag else {
            let other = if plain { scalar::plain(text) } else { None };
            return other.unwrap_or_else(|| Value::Text(text.clone()));
        };
        scalar::tagged(text, core).unwrap_or_else(|| {
            let (tag, meaning) = core.words();
            let message = format!("the tag `{tag}` promises {meaning}, which this value is not");
            self.tell(raw.span, message, format!("correct the value, or delete `{tag}`"));
            Value::Spoiled
        })
    }

    fn tag_allows(&mut self, raw: &Raw, own: Core) -> bool {
        let Some(other) = raw.tag.filter(|tag| *tag != own) else { return true };
        let ((tag, meaning), (_, found)) = (other.words(), own.words());
        let message = format!("the tag `{tag}` promises {meaning}, but {found} follows");
        self.tell(raw.span, message, format!("delete `{tag}`"));
        false
    }

    fn list(&mut self, items: &[usize], depth: usize) -> Value {
        let mut nodes = Vec::new();
        for item in items {
            nodes.push(self.node(*item, depth));
            if self.cut {
                break;
            }
        }
        Value::List(nodes)
    }

    /// Follows an alias, and gives it up as a whole where its budget ends inside.
    fn follow(&mut self, target: usize, span: Span, depth: usize) -> Node {
        let spoiled = Node { value: Value::Spoiled, span };
        if self.alias.is_some() {
            return self.node(target, depth);
        }
        if self.spent {
            return spoiled;
        }
        self.alias = Some(span);
        let node = self.node(target, depth);
        self.alias = None;
        if std::mem::take(&mut self.cut) { spoiled } else { node }
    }

    /// Charges a node to the alias being followed, if there is one.
    fn pay(&mut self, content: &Content, depth: usize) {
        let Some(alias) = self.alias else { return };
        if self.cut {
            return;
        }
        let container = matches!(content, Content::List(_) | Content::Map(_));
        if container && depth > limits::DEPTH.most {
            let deepest = limits::DEPTH.most;
            let message = format!("with this alias, the file is nested deeper than {deepest} levels");
            self.problems.push(Problem::syntax(alias, message, "write the value with less nesting"));
            (self.cut, self.spent) = (true, true);
            return;
        }
        let bytes = match content {
            Content::Plain(text) | Content::Text(text) => text.len(),
            _ => 0,
        };
        match (self.nodes.checked_sub(1), self.bytes.checked_sub(bytes)) {
            (Some(nodes), Some(bytes)) => (self.nodes, self.bytes) = (nodes, bytes),
            _ => self.overspent(alias),
        }
    }

    fn overspent(&mut self, alias: Span) {
        let (nodes, text) = (limits::ALIAS_NODES.most, limits::ALIAS_TEXT.most >> 10);
        let message = format!(
            "with this alias, the aliases of this file add more than {nodes} nodes or {text} KiB of text"
        );
        self.problems.push(Problem::syntax(alias, message, "write the values out, or use fewer aliases"));
        (self.cut, self.spent) = (true, true);
    }

    fn map(&mut self, children: &[usize], span: Span, depth: usize) -> Value {
        let mut entries = Vec::with_capacity(children.len() / 2);
        let mut first: HashMap<Arc<str>, Place> = HashMap::with_capacity(children.len() / 2);
        let mut merge: Option<(Span, usize)> = None;
        let mut placeholder = false;
        let mut doubles = Doubles::default();
        for pair in children.chunks_exact(2) {
            let (key, value) = (pair[0], pair[1]);
            if self.cut {
                return Value::Spoiled;
            }
            let Some(name) = self.key(key, depth) else {
                placeholder |= self.in_braces(key, span);
                self.node(value, depth);
                continue;
            };
            if self.is_merge(key) {
                match merge {
                    Some((before, _)) => {
                        drop((doubles.add(&name, before, entries.len()), self.node(value, depth)))
                    }
                    None => merge = Some((name.span, value)),
                }
                continue;
            }
            let node = self.node(value, depth);
            match first.get(&name.text).copied() {
                Some(before) => {
                    doubles.add(&name, before.key, entries.len());
                    take_filled(&mut entries[before.entry], name, node);
                }
                None => {
                    doubles.end_run();
                    first.insert(name.text.clone(), Place { key: name.span, entry: entries.len() });
                    entries.push(Entry { key: name, value: node });
                }
            }
        }
        if let Some(length) = doubles.torn_at(depth - 1) {
            entries.truncate(length);
        }
        self.tell_doubles(doubles, depth - 1);
        if let Some((_, value)) = merge {
            self.merge(value, depth, &mut entries, &first);
        }
        if placeholder { Value::Spoiled } else { Value::Map(Map::from_entries(entries)) }
    }

    fn tell_doubles(&mut self, doubles: Doubles, level: usize) {
        if self.alias.is_none() {
            self.problems.extend(doubles.problems(level));
        }
    }

    /// A key as text; `None` where it is none, and a problem says so.
    fn key(&mut self, at: usize, depth: usize) -> Option<Key> {
        let raw = &self.raws[at];
        self.pay(&raw.content, depth);
        let (mut content, mut plain) = (&raw.content, false);
        if let Content::Alias(target) = content {
            content = &self.raws[*target].content;
        }
        let text = match content {
            Content::Plain(text) => {
                plain = true;
                text
            }
            Content::Text(text) => text,
            Content::Spoiled | Content::Alias(_) => return None,
            Content::List(_) | Content::Map(_) => {
                self.collection_as_key(raw);
                return None;
            }
        };
        if text.is_empty() || plain && raw.tag != Some(Core::Text) && scalar::is_null(text) {
            let message = if text.is_empty() { "this key is empty" } else { "this key is null" };
            let span = if raw.span.is_empty() {
                layout::word(self.source, raw.span.range().start)
            } else {
                raw.span
            };
            self.tell(span, message, "give the entry a name before the colon");
            return None;
        }
        Some(Key { text: text.clone(), span: raw.span })
    }

    fn collection_as_key(&mut self, raw: &Raw) {
        let start = raw.span.range().start;
        if self.source[..start].ends_with('{') && self.source[start..].starts_with('{') {
            let message = "a value that starts with `{{` is read as a map inside a map";
            return self.tell(raw.span, message, "put the whole value in quotes");
        }
        let kind = if matches!(raw.content, Content::List(_)) { "list" } else { "map" };
        let message = format!("a {kind} cannot be a key");
        self.tell(raw.span, message, "write the key as text, or put it in quotes");
    }

    /// Is this key the inner half of a `{{ placeholder }}`, and the map around it nothing but that?
    fn in_braces(&self, key: usize, map: Span) -> bool {
        let inner = layout::slice(self.source, self.raws[key].span);
        let outer = &self.source[map.range().start..];
        inner.starts_with('{') && outer.starts_with("{{")
    }

    /// `<<` in quotes is a key like others.
    fn is_merge(&self, key: usize) -> bool {
        let raw = &self.raws[key];
        matches!(&raw.content, Content::Plain(text) if &**text == "<<") && raw.tag.is_none()
    }

    /// Adds what `<<` brings; the map's own keys win, and of several maps the earlier.
    fn merge(
        &mut self,
        value: usize,
        depth: usize,
        entries: &mut Vec<Entry>,
        first: &HashMap<Arc<str>, Place>,
    ) {
        let mut taken: HashSet<Arc<str>> = first.keys().cloned().collect();
        let node = self.node(value, depth);
        let raw = &self.raws[value];
        let nodes = match node.value {
            Value::List(items) => items,
            _ => vec![node],
        };
        for (place, node) in nodes.into_iter().enumerate() {
            let written = match &raw.content {
                Content::List(items) => items.get(place).map_or(raw.span, |item| self.raws[*item].span),
                _ => raw.span,
            };
            match node.value {
                Value::Map(map) => {
                    for entry in map.entries {
                        if taken.insert(entry.key.text.clone()) {
                            entries.push(entry);
                        }
                    }
                }
                Value::Spoiled => {}
                _ => {
                    let message = "`<<` takes a map or a list of maps";
                    self.tell(written, message, "write an alias of a map here, such as `*base`");
                }
            }
        }
    }
}
