//! From the validator's errors to violations: one walk over the tree with the schema beside it.

use hashbrown::HashMap;
use jsonschema::ValidationError;

use crate::limits;
use crate::text::Span;
use crate::yaml::{Key, Node, Value};

use super::embedded::{Shape, schema, validator};
use super::guide::Guide;
use super::moment::Moment;
use super::{Violation, ViolationKind, fields, measure, sentence};

/// Everything the schema has to say about a tree, in no order.
pub(super) fn violations(shape: Shape, text: &str, root: &Node) -> Vec<Violation> {
    let json = root.to_json();
    let mut errors = HashMap::<String, Vec<ValidationError<'_>>>::new();
    let mut told = validator(shape).iter_errors(&json);
    for error in told.by_ref().take(limits::MISTAKES.most) {
        errors.entry(error.instance_path().as_str().to_owned()).or_default().push(error);
    }
    let is_cut = told.next().is_some();
    let mut walk = Walk { shape, text, errors, path: Vec::new(), pointer: String::new(), found: Vec::new() };
    let guide = Guide::new(schema(shape));
    walk.visit(Place { node: root, holder: Holder::File, parent: root.span, required: true }, guide);
    walk.found.extend(is_cut.then(|| too_many(root)));
    walk.found
}

/// More is wrong than anybody reads.
fn too_many(root: &Node) -> Violation {
    let message = format!("more than {} things in this file have the wrong shape", limits::MISTAKES.most);
    let help = "correct those that are told, then check again".to_owned();
    let kind = ViolationKind::WrongType { message, help, related: None, meant: None };
    Violation { kind, span: Span::at(root.span.range().start), parent: root.span }
}

/// A node and what stands around it.
#[derive(Clone, Copy)]
pub(super) struct Place<'t> {
    pub node: &'t Node,
    /// What the node belongs to.
    pub holder: Holder<'t>,
    /// The map or list that holds the node.
    pub parent: Span,
    /// May the key not be absent?
    pub required: bool,
}

/// What a node belongs to.
#[derive(Clone, Copy)]
pub(super) enum Holder<'t> {
    /// It is the root.
    File,
    /// It is the value of this key.
    Key(&'t Key),
    /// It is an entry of the list under this key; the list may be the root.
    List(Option<&'t Key>),
}

impl<'t> Place<'t> {
    /// The key that owns the node.
    pub fn key(&self) -> Option<&'t Key> {
        match self.holder {
            Holder::Key(key) => Some(key),
            _ => None,
        }
    }
}

struct Walk<'t, 'e> {
    shape: Shape,
    text: &'t str,
    /// By the JSON pointer of the node.
    errors: HashMap<String, Vec<ValidationError<'e>>>,
    /// The keys down to the node; a list position is an empty text.
    path: Vec<&'t str>,
    pointer: String,
    found: Vec<Violation>,
}

impl<'t> Walk<'t, '_> {
    fn visit(&mut self, place: Place<'t>, guide: Guide<'_>) {
        if place.node.value == Value::Spoiled {
            return;
        }
        let errors = self.errors.remove(&self.pointer).unwrap_or_default();
        if self.judge(place, guide, &errors) {
            return;
        }
        match &place.node.value {
            Value::Map(map) => {
                for entry in &map.entries {
                    let Some(below) = guide.key(&entry.key.text) else { continue };
                    let required = guide.required().any(|field| field == &*entry.key.text);
                    let node = &entry.value;
                    let holder = Holder::Key(&entry.key);
                    let value = Place { node, holder, parent: place.node.span, required };
                    self.step(&entry.key.text, &escaped(&entry.key.text), value, below);
                }
            }
            Value::List(items) => {
                let Some(below) = guide.item() else { return };
                for (at, node) in items.iter().enumerate() {
                    let holder = Holder::List(place.key());
                    let item = Place { node, holder, parent: place.node.span, required: false };
                    self.step("", &at.to_string(), item, below);
                }
            }
            _ => {}
        }
    }

    fn step(&mut self, name: &'t str, segment: &str, place: Place<'t>, guide: Guide<'_>) {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(segment);
        self.path.push(name);
        self.visit(place, guide);
        self.path.pop();
        self.pointer.truncate(length);
    }

    /// At most one violation of the value itself, and all of its keys. Is the value of another kind, so that
    /// nothing in it need be looked at?
    fn judge(&mut self, place: Place<'t>, guide: Guide<'_>, errors: &[ValidationError<'_>]) -> bool {
        let node = place.node;
        if let Some((kind, span)) = swallowed(self.text, node, guide) {
            self.found.push(Violation { kind, span, parent: place.parent });
            return true;
        }
        if self.belongs_to_a_rule(node) {
            return false;
        }
        if let Some(moment) = Moment::of(guide) {
            let raw = self.text.get(node.span.range()).unwrap_or_default();
            let key = place.key().map(|key| &*key.text);
            if let Some((message, help)) = moment.complaint(key, node, raw, !errors.is_empty()) {
                let meant = moment.meant(node);
                let kind = ViolationKind::BadTimeValue { message, help, meant };
                self.found.push(Violation { kind, span: node.span, parent: place.parent });
                return true;
            }
        }
        let raw = self.text.get(node.span.range()).unwrap_or_default();
        if let Some((message, help)) = measure::complaint(guide, node, raw) {
            let kind = ViolationKind::WrongType { message, help, related: None, meant: None };
            self.found.push(Violation { kind, span: node.span, parent: place.parent });
            return true;
        }
        let mut of_keys = fields::violations(place, guide, errors);
        of_keys.retain(|violation| !self.missing_belongs_to_a_rule(violation));
        self.found.extend(of_keys);
        let of_value = sentence::violations(self.text, place, guide, errors);
        let is_other = of_value.iter().any(|violation| violation.span == node.span);
        self.found.extend(of_value);
        is_other
    }

    /// Shapes that a rule with a name of its own looks after: a stage without a lead or with a list of
    /// them, a release that nobody or several decide, a role without a person, a duty without words, an
    /// alert or a risk with an empty line.
    fn belongs_to_a_rule(&self, node: &Node) -> bool {
        let empty = match &node.value {
            Value::Null => true,
            Value::Text(text) => text.trim().is_empty(),
            _ => false,
        };
        self.shape == Shape::Manifest
            && match self.path.as_slice() {
                ["stages", _] => node.value == Value::Null,
                ["stages", _, "lead"] | ["stages", _, "release", "decides"] => {
                    empty || node.as_list().is_some()
                }
                ["stages", _, "release", "rollback"] => empty,
                ["alerts", _, "owner" | "runbook"] | ["risks", _, "owner" | "mitigation"] => empty,
                ["stages", _, "support", _] | ["roles", _] | ["roles", _, "who"] => empty,
                _ => false,
            }
    }

    fn missing_belongs_to_a_rule(&self, violation: &Violation) -> bool {
        let ViolationKind::MissingField { field, .. } = &violation.kind else { return false };
        self.shape == Shape::Manifest
            && matches!(
                (self.path.as_slice(), field.as_str()),
                (["stages", _], "lead") | (["roles", _], "who")
            )
    }
}

/// A key as a segment of a JSON pointer.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// `channel: #churn` is empty to YAML. What a writer of comments puts after `#` is a space.
fn swallowed(text: &str, node: &Node, guide: Guide<'_>) -> Option<(ViolationKind, Span)> {
    if node.value != Value::Null || !node.span.is_empty() || !guide.takes("string") {
        return None;
    }
    let start = node.span.start as usize;
    let line = text.get(start..)?.split(['\n', '\r']).next()?;
    let comment = line.trim();
    let second = comment.strip_prefix('#')?.chars().next()?;
    if second.is_whitespace() || second == '#' || !line.starts_with([' ', '\t']) {
        return None;
    }
    let start = start + (line.len() - line.trim_start().len());
    let (text, value) = (comment.to_owned(), node.span);
    let kind = ViolationKind::Swallowed { text, indicator: '#', value };
    Some((kind, Span::new(start, start + comment.len())))
}
