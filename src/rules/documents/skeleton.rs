//! Documents with nothing but the headings of their template.

use crate::evidence::Markdown;
use crate::model::{Section, Template, is_chinese};
use crate::order;

/// A new document: the template's title and its headings, in order.
pub(super) fn new(template: &Template, project: &str) -> String {
    let asked = template.sections().filter(|section| !section.optional);
    of(&template.title, project, asked.map(|section| section.title))
}

/// A new document with these headings.
pub(super) fn of<'a>(title: &str, project: &str, headings: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = format!("# {title}: {project}\n");
    for heading in headings {
        text.push_str(&format!("\n## {heading}\n"));
    }
    text
}

/// The sections that a template asks for and a document does not have.
pub(super) fn missing<'a>(template: &'a Template, document: &Markdown) -> Vec<Section<'a>> {
    let has =
        |section: &Section<'_>| document.headings.iter().any(|heading| section.is_called(&heading.wording));
    template.sections().filter(|section| !section.optional && !has(section)).collect()
}

/// Are most of its headings Chinese?
pub(super) fn is_in_chinese(document: &Markdown) -> bool {
    let chinese = document.headings.iter().filter(|heading| is_chinese(&heading.text)).count();
    2 * chinese > document.headings.len()
}

/// The document with the headings it lacks: each before the next section of the template that it has, else at
/// the end.
pub(super) fn completed(template: &Template, document: &Markdown) -> String {
    let sections: Vec<Section<'_>> = template.sections().collect();
    let place =
        |section: &Section<'_>| document.headings.iter().find(|heading| section.is_called(&heading.wording));
    let known = sections.iter().filter_map(place).min_by_key(|heading| heading.level);
    let marks = "#".repeat(known.map_or(2, |heading| usize::from(heading.level)));
    let chinese = is_in_chinese(document);
    let line_end = if document.text.contains("\r\n") { "\r\n" } else { "\n" };
    let end = document.text.len();
    let mut added: Vec<(usize, String)> = Vec::new();
    let mut before = None;
    for section in sections.iter().rev() {
        match place(section) {
            Some(heading) => before = Some(heading.span.start as usize),
            None if section.optional => {}
            None => added
                .push((before.unwrap_or(end), format!("{marks} {}{line_end}", section.title_in(chinese)))),
        }
    }
    added.reverse();
    order::by_key(&mut added, |(at, _)| *at);
    let mut text = String::with_capacity(end + 64);
    let mut done = 0;
    for (at, heading) in added {
        text.push_str(&document.text[done..at]);
        done = at;
        if at < end {
            text.push_str(&format!("{heading}{line_end}"));
            continue;
        }
        if !text.is_empty() {
            text.push_str(if text.ends_with('\n') { line_end } else { "" });
            text.push_str(if text.ends_with('\n') { "" } else { line_end });
        }
        text.push_str(&heading);
    }
    text.push_str(&document.text[done..]);
    text
}

#[cfg(test)]
mod tests {
    use super::{completed, missing, new};
    use crate::evidence::Markdown;
    use crate::model::{Profiles, Template};
    use crate::text::SourceId;

    fn template(id: &str) -> Template {
        let profile = Profiles::default().get("cs249r").unwrap();
        profile.template(id).unwrap().clone()
    }

    fn read(text: &str) -> Markdown {
        Markdown::read(SourceId::default(), text.to_owned())
    }

    #[test]
    fn headings_are_added_in_order_and_nothing_else_changes() {
        let template = template("release-plan");
        for text in [
            "",
            "no heading",
            "# Plan\r\n\r\n### Rollback\r\n\r\nflag\r\n\r\n### Scope\r\n",
            "# 发布计划\n\n## 时间表\n\n十月\n",
            "Strategy\n--------\ncanary",
        ] {
            let whole = completed(&template, &read(text));
            let again = read(&whole);
            assert!(missing(&template, &again).is_empty(), "{whole}");
            assert_eq!(completed(&template, &again), whole, "a second run changes nothing");
            assert!(text.lines().all(|line| whole.contains(line)), "{whole}");
        }
        let chinese = completed(&template, &read("## 时间表\n\n十月\n"));
        assert!(chinese.starts_with("## 范围\n\n## 时间表\n\n十月\n\n## 发布策略\n"), "{chinese}");
    }

    #[test]
    fn a_new_document_has_all_sections() {
        let text = new(&template("data-card"), "churn");
        assert!(text.starts_with("# Data card: churn\n\n## Motivation\n"), "{text}");
        assert!(missing(&template("data-card"), &read(&text)).is_empty());
    }
}
