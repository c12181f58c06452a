//! The documents as one book: every page is in it, every link leads somewhere, and lists come from the catalogue.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use planlint::model::Profiles;
use planlint::rules;
use planlint::rules::Family;

use crate::pages;
use crate::pages::root;
use crate::rules::same;

/// Pages below `docs/` to which no reader turns.
const LEFT_OUT: &[(&str, &str)] = &[("docs/SUMMARY.md", "it is the table of contents")];

/// The lines below which the table of contents lists what the program knows.
const PROFILES: &str = "- [Profiles](profiles/README.md)\n";
const RULES: &str = "- [Rules](rules/README.md)\n";

/// A new rule and a new profile come into the table of contents by themselves: `SNAPSHOTS=overwrite` writes it.
#[test]
fn the_table_of_contents_has_all_rules_and_profiles() {
    let mut listed_rules = String::new();
    for family in Family::ALL {
        listed_rules += &format!("  - [{}]()\n", family.title());
        for rule in rules::all().filter(|rule| rule.family == *family) {
            listed_rules += &format!("    - [`{0}`](rules/{0}.md)\n", rule.name);
        }
    }
    let names = Profiles::default().names();
    let listed_profiles: String =
        names.iter().map(|name| format!("  - [`{name}`](profiles/{name}.md)\n")).collect();
    let written = pages::read("docs/SUMMARY.md").text;
    let written = with_list(&written, PROFILES, &listed_profiles);
    same(with_list(&written, RULES, &listed_rules), root().join("docs/SUMMARY.md"));
}

/// The text with a list in place of the indented lines behind a line.
fn with_list(text: &str, line: &str, list: &str) -> String {
    let (before, after) = text.split_once(line).unwrap_or_else(|| panic!("{line} is not there"));
    let after = after.split_inclusive('\n').skip_while(|line| line.starts_with("  "));
    format!("{before}{line}{list}{}", after.collect::<String>())
}

#[test]
fn every_page_is_in_the_table_of_contents() {
    let links = pages::read("docs/SUMMARY.md").parts().links;
    let listed: Vec<String> =
        links.into_iter().map(|(_, link)| format!("docs/{link}")).filter(|link| link != "docs/").collect();
    let once: BTreeSet<&String> = listed.iter().collect();
    assert_eq!(once.len(), listed.len(), "a page is listed twice");
    let left_out = LEFT_OUT.iter().map(|(path, _)| (*path).to_owned());
    let known: BTreeSet<String> = listed.iter().cloned().chain(left_out).collect();
    let there: BTreeSet<String> =
        pages::all().into_iter().map(|page| page.path).filter(|path| path.starts_with("docs/")).collect();
    assert_eq!(known, there);
}

/// What is outside of the book has to be named by its address, since the book is read elsewhere too.
#[test]
fn every_link_and_every_anchor_resolves() {
    let pages = pages::all();
    let anchors: BTreeMap<PathBuf, Vec<String>> =
        pages.iter().map(|page| (root().join(&page.path), page.parts().anchors)).collect();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for page in &pages {
        for (line, link) in page.parts().links {
            let mut refuse = |words: &str| wrong.push(format!("{}:{line}: `{link}` {words}", page.path));
            let Some((place, anchor)) = page.destination(&link) else {
                if !link.starts_with("https://") && !link.is_empty() {
                    refuse("is no address that can be relied on");
                }
                continue;
            };
            count += 1;
            let place = fs::canonicalize(&place).unwrap_or(place);
            let is_own = place.starts_with(root().join("docs"));
            match anchor {
                _ if !place.exists() => refuse("leads nowhere"),
                _ if page.path.starts_with("docs/") && is_own == link.contains(':') => {
                    refuse("has to be relative inside the book, and an address outside");
                }
                Some(anchor) if !anchors.get(&place).is_some_and(|known| known.contains(&anchor)) => {
                    refuse("leads to no heading");
                }
                _ => {}
            }
        }
    }
    assert!(count > 300, "only {count} links were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
