//! Text as the messages of SARIF spell it: doubled braces, and links to the related locations.

use crate::diagnostic::Diagnostic;
use crate::escape::visible;

/// More links make no message clearer. The related locations are all there.
const MOST_LINKS: usize = 8;

/// Text without links. Braces are doubled, as they would be placeholders, and brackets are escaped where they
/// could be a link.
pub(super) fn plain(text: &str) -> String {
    let text = text.split('\n').map(visible).collect::<Vec<_>>().join("\n");
    let text = text.replace('{', "{{").replace('}', "}}");
    match text.contains("](") {
        true => bracketed(&text),
        false => text,
    }
}

fn bracketed(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

/// What a finding says, with links to the places it depends on, and on a line of its own what to do.
pub(super) fn linked(diagnostic: &Diagnostic) -> String {
    let mut message = plain(&visible(&diagnostic.message));
    let links = diagnostic.related.iter().zip(1..).take(MOST_LINKS).map(|(label, id)| {
        let text = if label.text.is_empty() { "here" } else { &label.text };
        let text = visible(text).replace('{', "{{").replace('}', "}}");
        format!("[{}]({id})", bracketed(&text))
    });
    let links: Vec<_> = links.collect();
    if !links.is_empty() {
        message += &format!(" (see {})", links.join(", "));
    }
    if let Some(help) = &diagnostic.help {
        message += &format!("\n{}", plain(&visible(help)));
    }
    message
}
