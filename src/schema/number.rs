//! What a value that should be a number says: a comparison, a percentage, a number with its unit.

use crate::placeholder::is_placeholder;
use crate::yaml::{Node, Value};

use super::write::{flow, line};

/// What to write for `">= 0.6"`, `90%`, `90 min`, or a range where one number is expected.
pub(super) fn meant(node: &Node, key: Option<&str>) -> Option<String> {
    let write = |value: &str| format!("write `{}`", line(key, value));
    let is_number = |node: &Node| matches!(node.value, Value::Integer(_) | Value::Float(_));
    if let Some([low, high]) = node.as_list().filter(|items| items.iter().all(is_number)) {
        let (low, high) = (flow(&low.to_json()), flow(&high.to_json()));
        return Some(format!("{} or `{}`", write(&low), line(key, &high)));
    }
    let text = node.as_text()?.trim();
    if let Some((number, unit)) = text.split_once(' ')
        && number.parse::<f64>().is_ok()
        && unit.chars().all(char::is_alphabetic)
    {
        return Some(format!("{}, and `unit: {unit}`", write(number)));
    }
    if is_placeholder(text) {
        return Some("write a number, or leave the field out until there is one".to_owned());
    }
    let bare = text.trim_start_matches(['<', '>', '=', '≥', '≤', '~', ' ']).trim_end_matches(['%', ' ']);
    let number: f64 = bare.parse().ok().filter(|number: &f64| number.is_finite())?;
    if text.ends_with('%') && (0.0..=100.0).contains(&number) {
        let ratio = (number * 1e7).round() / 1e9;
        return Some(format!(
            "write `{}` where the unit is a ratio, `{}` where it is percent",
            line(key, &ratio.to_string()),
            line(key, &number.to_string())
        ));
    }
    let compares = text.starts_with(['<', '>', '=', '≥', '≤']);
    let direction = if compares { " and the direction under `better`" } else { "" };
    Some(format!("{}{direction}", write(&number.to_string())))
}
