//! A commit message, finished or as a draft with comments: every trailer is a line of it.

use planlint::snapshot::{Message, Person};

/// Reads the bytes both ways.
pub fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let message = Message::new(Person::default(), &text);
    sound(&message, &text);
    for comment in ['#', ';', '\u{e9}'] {
        let draft = Message::from_draft(Person::default(), &text, comment);
        sound(&draft, &text);
        let kept = draft.trailers.iter().all(|trailer| !trailer.key.starts_with(comment));
        assert!(kept, "{text:?}: {draft:?}");
    }
}

fn sound(message: &Message, text: &str) {
    assert!(text.contains(&message.subject) && !message.subject.contains('\n'), "{text:?}: {message:?}");
    for trailer in &message.trailers {
        assert!(!trailer.key.is_empty() && text.contains(&trailer.key), "{text:?}: {trailer:?}");
        let is_there = trailer.value.split(' ').all(|word| text.contains(word));
        assert!(is_there, "{text:?}: {trailer:?}");
        assert!(message.trailers(&trailer.key.to_lowercase()).any(|value| value == trailer.value));
    }
}
