//! What a scalar means, by the core schema of YAML 1.2.

use std::sync::Arc;

use super::raw::Core;
use super::tree::Value;

/// The value of an untagged plain scalar; `None` where it is text.
pub(super) fn plain(text: &str) -> Option<Value> {
    // Nothing else starts like a number, or like one of the words.
    let is_other = text.starts_with(|c: char| c.is_ascii_digit() || "+-.~nNtTfF".contains(c));
    if !is_other && !text.is_empty() {
        return None;
    }
    null(text).or_else(|| boolean(text)).or_else(|| integer(text)).or_else(|| float(text))
}

/// Is this read as a text where it stands without quotes?
pub fn is_text(text: &str) -> bool {
    plain(text).is_none()
}

/// The value of a scalar with a core tag; `None` where the text is no such value.
pub(super) fn tagged(text: &Arc<str>, core: Core) -> Option<Value> {
    match core {
        Core::Text => Some(Value::Text(text.clone())),
        Core::Null => null(text),
        Core::Boolean => boolean(text),
        Core::Integer => integer(text).filter(|value| matches!(value, Value::Integer(_))),
        Core::Float => match integer(text) {
            Some(Value::Integer(value)) => Some(Value::Float(value as f64)),
            other => other.or_else(|| float(text)),
        },
        Core::List | Core::Map => None,
    }
}

/// Does this plain text stand for nothing?
pub(super) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn null(text: &str) -> Option<Value> {
    is_null(text).then_some(Value::Null)
}

fn boolean(text: &str) -> Option<Value> {
    match text {
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// Decimal with a sign, `0o` and `0x` without; one too large for 64 bits becomes a float.
fn integer(text: &str) -> Option<Value> {
    let (digits, radix) = match (text.strip_prefix("0o"), text.strip_prefix("0x")) {
        (Some(digits), _) => (digits, 8),
        (_, Some(digits)) => (digits, 16),
        _ => (text.strip_prefix(['-', '+']).unwrap_or(text), 10),
    };
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let whole = if radix == 10 { text } else { digits };
    let exact = i64::from_str_radix(whole, radix).map(Value::Integer);
    Some(exact.unwrap_or_else(|_| Value::Float(large(whole, radix))))
}

fn large(digits: &str, radix: u32) -> f64 {
    if radix == 10 {
        return digits.parse().unwrap_or(f64::INFINITY);
    }
    let values = digits.chars().filter_map(|digit| digit.to_digit(radix));
    values.fold(0.0, |sum, digit| sum * f64::from(radix) + f64::from(digit))
}

fn float(text: &str) -> Option<Value> {
    let (sign, magnitude) = match text.strip_prefix('-') {
        Some(magnitude) => (-1.0, magnitude),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    match magnitude {
        ".inf" | ".Inf" | ".INF" => return Some(Value::Float(sign * f64::INFINITY)),
        ".nan" | ".NaN" | ".NAN" if magnitude.len() == text.len() => return Some(Value::Float(f64::NAN)),
        _ => {}
    }
    // Rust's own reading also takes `inf`, `nan` and `infinity`, which are text in YAML.
    let starts = magnitude.trim_start_matches('.').starts_with(|c: char| c.is_ascii_digit());
    starts.then(|| magnitude.parse::<f64>().ok())?.map(|value| Value::Float(sign * value))
}
