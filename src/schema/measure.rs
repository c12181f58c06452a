//! Sizes and shares: what is wrong with a value that should be one.

use crate::amount::{AmountProblem, parse_share, parse_size};
use crate::yaml::{Node, Value};

use super::guide::Guide;
use super::write::quoted;

/// The message and the help for a value that is no size or share, at a place that takes one. `raw`: the bytes of
/// the value. An empty value, a list and a map are not for here to judge.
pub(super) fn complaint(guide: Guide<'_>, node: &Node, raw: &str) -> Option<(String, String)> {
    let parse: fn(&str) -> Result<u64, AmountProblem> = match () {
        () if guide.is("size") => parse_size,
        () if guide.is("share") => parse_share,
        () => return None,
    };
    let written = match &node.value {
        Value::Text(text) if text.trim().is_empty() => return None,
        Value::Text(text) => text,
        Value::Integer(_) | Value::Float(_) | Value::Bool(_) => raw,
        Value::Null | Value::Spoiled | Value::List(_) | Value::Map(_) => return None,
    };
    let problem = parse(written).err()?;
    Some((format!("{} {}", quoted(written), problem.what), problem.help))
}
