//! An id spelt anew, in its section and wherever else the manifest names it.

use crate::diagnostic::Edit;
use crate::text::SourceId;
use crate::yaml::{Node, Value};

/// The edits that write `better` for `written` all over a manifest.
pub(super) fn rename(source: SourceId, root: &Node, written: &str, better: &str) -> Vec<Edit> {
    let mut renaming = Renaming { source, written, better, edits: Vec::new() };
    renaming.visit(root, &mut Vec::new());
    renaming.edits
}

struct Renaming<'r> {
    source: SourceId,
    written: &'r str,
    better: &'r str,
    edits: Vec<Edit>,
}

impl Renaming<'_> {
    fn visit<'t>(&mut self, node: &'t Node, path: &mut Vec<&'t str>) {
        match &node.value {
            Value::Map(map) => {
                for entry in &map.entries {
                    path.push(&entry.key.text);
                    if *entry.key.text == *self.written && names(path) {
                        self.edits.push(Edit::replace(self.source, entry.key.span, self.better));
                    }
                    self.visit(&entry.value, path);
                    path.pop();
                }
            }
            Value::List(items) => {
                for item in items {
                    path.push("");
                    self.visit(item, path);
                    path.pop();
                }
            }
            Value::Text(text) if refers(path) && **text == *self.written => {
                self.edits.push(Edit::replace(self.source, node.span, self.better));
            }
            Value::Text(text) if matches!(path.as_slice(), ["waivers", _, "at"]) => {
                let parts = || text.split('.');
                if parts().any(|part| part == self.written) {
                    let part = |part| if part == self.written { self.better } else { part };
                    let at = parts().map(part).collect::<Vec<_>>().join(".");
                    self.edits.push(Edit::replace(self.source, node.span, at));
                }
            }
            _ => {}
        }
    }
}

/// Is the last key of the path an id?
fn names(path: &[&str]) -> bool {
    match path {
        [section, _] => !matches!(*section, "constraints" | "retire" | "waivers"),
        ["stages", _, field, _] => matches!(*field, "support" | "produces"),
        _ => false,
    }
}

/// Is the value at the path an id?
fn refers(path: &[&str]) -> bool {
    match path {
        ["project"] | ["retire", "owner"] | ["stages", _, "release", "decides" | "rollback"] => true,
        ["metrics", _, field, ..] => matches!(*field, "defined-by" | "measured-by" | "serves" | "proxy-for"),
        ["stages", _, field, ..] => matches!(*field, "lead" | "inform" | "needs"),
        ["handoffs", _, field, ..] => {
            matches!(*field, "from" | "to" | "receivers" | "passes" | "checks")
        }
        ["documents", _, field, ..] => matches!(*field, "owner" | "describes"),
        ["meetings", _, field, ..] => matches!(*field, "roles" | "chair"),
        ["alerts", _, field] => matches!(*field, "metric" | "owner" | "back-to"),
        ["consumers", _, field, ..] => *field == "uses",
        ["risks", _, field] => *field == "owner",
        _ => false,
    }
}
