//! Names the nodes of a file, of which no more is read again than it takes.

use crate::model::file::{File, Tree};
use crate::text::Span;
use crate::yaml;
use crate::yaml::Node;

/// Names the nodes of one file.
pub struct Naming<'a> {
    file: &'a File,
    text: &'a str,
    /// What was read again.
    parts: Vec<Part>,
}

/// An entry at the top of a file, or all of the file.
struct Part {
    start: u32,
    /// How much earlier its nodes stand than in the file.
    shift: u32,
    root: Option<Node>,
}

impl<'a> Naming<'a> {
    /// Names the nodes of a file with this text.
    pub fn new(file: &'a File, text: &'a str) -> Self {
        Naming { file, text, parts: Vec::new() }
    }

    /// The path of the deepest node whose key or value covers `span`, as [`Node::path_of`] has it; empty where there is
    /// none.
    pub fn path_of(&mut self, span: Span) -> String {
        self.around(span).map_or_else(String::new, |(root, span)| root.path_of(span))
    }

    /// The same node by names that stay, as [`Node::name_of`] has them.
    pub fn name_of(&mut self, span: Span) -> String {
        self.around(span).map_or_else(String::new, |(root, span)| root.name_of(span))
    }

    /// A tree that has all nodes around a span, and the span as it is there.
    fn around(&mut self, span: Span) -> Option<(&Node, Span)> {
        let starts = match &self.file.tree {
            Tree::None => return None,
            Tree::Kept(root) => return Some((root, span)),
            Tree::LetGo(starts) => starts,
        };
        // What stands before all keys, and what reaches from one entry to another, is in none.
        let at = starts.partition_point(|start| *start <= span.start).checked_sub(1)?;
        let (start, end) = (starts[at], starts.get(at + 1).copied().unwrap_or(u32::MAX));
        let known = self.parts.iter().position(|part| part.start == start).unwrap_or_else(|| {
            self.parts.push(read(self.text, start, end));
            self.parts.len() - 1
        });
        let Part { shift, root, .. } = &self.parts[known];
        let moved = Span { start: span.start - shift, end: span.end - shift };
        (span.end <= end).then_some((root.as_ref()?, moved))
    }
}

/// Reads an entry by itself. Where that is not the same as in its place, such as with an alias for something before it,
/// all of the file.
fn read(text: &str, start: u32, end: u32) -> Part {
    let part = text.get(start as usize..(end as usize).min(text.len())).unwrap_or_default();
    let document = yaml::parse(part);
    let entries = document.root.as_ref().and_then(Node::as_map).map_or(0, |map| map.entries.len());
    match entries == 1 && document.problems.is_empty() {
        true => Part { start, shift: start, root: document.root },
        false => Part { start, shift: 0, root: yaml::parse(text).root },
    }
}

#[cfg(test)]
mod tests {
    use super::Naming;
    use crate::model::file::File;
    use crate::schema::Shape;
    use crate::text::{SourceId, Span};
    use crate::yaml::{Node, Value};

    fn spans(node: &Node, found: &mut Vec<Span>) {
        found.push(node.span);
        match &node.value {
            Value::Map(map) => map.entries.iter().for_each(|entry| {
                found.extend([entry.key.span, entry.key.span.to(entry.value.span)]);
                spans(&entry.value, found);
            }),
            Value::List(items) => items.iter().for_each(|item| spans(item, found)),
            _ => {}
        }
    }

    /// Whatever a tree that is let go would have said is said of the text.
    fn assert_named_alike(text: &str) {
        let kept = File::read(SourceId::default(), Shape::Manifest, text);
        let root = kept.root().unwrap();
        let mut all = vec![Span::at(0), Span::new(0, text.len()), Span::at(text.len())];
        spans(root, &mut all);
        let mut gone = File { problems: Vec::new(), violations: Vec::new(), ..kept.clone() };
        gone.let_go();
        assert!(gone.root().is_none());
        let mut naming = Naming::new(&gone, text);
        for span in all {
            assert_eq!(naming.path_of(span), root.path_of(span), "{span:?} of {text}");
            assert_eq!(naming.name_of(span), root.name_of(span), "{span:?} of {text}");
        }
    }

    #[test]
    fn nodes_are_named_alike_with_and_without_the_tree() {
        for text in [
            "# A plan.\nlifecycle: 1\nproject: p\n\nroles:\n  data: { who: \"@ines\", backup: '@a' }\n  ml:\n    who: \"@wei\"\n\
             stages:\n  train:\n    lead: ml # who leads\n    needs:\n    - set\n    - other set\n    does: >\n      It\n\n      trains.\n\
             metrics:\n  f1: {min: 0.8}\n",
            "a: 1\n# one\nb:\n- x\n- { y: z }\n",
            "  a: |\n    text\n\n  b: [p,\n   q]\n",
            "{ a: { b: c }, d: [e, f] }",
            "a: &one { b: c }\nd: *one\ne: { f: *one, g: h }\n",
            "\u{feff}a: é\n---\n...\n",
            "'q ': [1, [2, 3]]\n? r\n: s\n",
        ] {
            assert_named_alike(text);
        }
    }
}
