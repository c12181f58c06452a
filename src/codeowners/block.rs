//! The lines of CODEOWNERS that a plan implies, and the marked section of the file that holds them.

use crate::codeowners::line::is_heading;
use crate::escape::{is_deceptive, visible};
use crate::model::{Manifest, Plan, Text};
use crate::path::RepoPath;

/// The first line of the section; everything up to [`END`] belongs to planlint.
const BEGIN: &str = "# planlint: begin. Made from the lifecycle manifests by `planlint codeowners --write`.";

/// The last line of the section.
const END: &str = "# planlint: end";

/// What a line must start with to be taken for the first or the last of the section.
const MARKS: (&str, &str) = ("# planlint: begin", END);

/// On GitLab, lines below a heading belong to its section, which may be optional or ask for other owners; so the
/// lines of planlint have a section of their own there.
const HEADING: &str = "[planlint]";

/// The lines that a plan implies: the manifest to all who lead, artifacts to the lead of their stage,
/// documents to who keeps them, sign-offs to who receives. Roles that nobody holds own nothing.
pub fn implied(plan: &Plan) -> Vec<String> {
    let mut lines = Vec::new();
    for manifest in plan.manifests.iter() {
        lines.push(format!("# {}", visible(&manifest.title())));
        let leads = manifest.leads().map(|(_, role)| role.as_str());
        lines.extend(line(plan, manifest, &manifest.path, leads));
        for (stage, artifact) in manifest.artifacts() {
            let lead = stage.value.lead.one().map(Text::as_str);
            lines.extend(
                place(manifest, artifact.value.path.given())
                    .and_then(|path| line(plan, manifest, &path, lead)),
            );
        }
        for document in &manifest.documents {
            let owner = document.value.owner.given().map(Text::as_str);
            lines.extend(
                place(manifest, document.value.path.given())
                    .and_then(|path| line(plan, manifest, &path, owner)),
            );
        }
        for handoff in &manifest.handoffs {
            let receivers = manifest.receivers(&handoff.value);
            lines.extend(
                manifest.signoff_path(handoff.name()).and_then(|path| line(plan, manifest, &path, receivers)),
            );
        }
    }
    lines
}

/// Where a path of a manifest leads; none for an address.
fn place(manifest: &Manifest, written: Option<&Text>) -> Option<RepoPath> {
    let written = written.filter(|path| !path.value.contains("://"))?;
    manifest.path.folder().resolve(&written.value)
}

/// One line, where somebody holds the roles and the pattern can be written for both forges.
fn line<'a>(
    plan: &Plan,
    manifest: &Manifest,
    path: &RepoPath,
    roles: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let mut handles: Vec<&str> = Vec::new();
    for who in roles.into_iter().filter_map(|role| manifest.who(role)) {
        if plan.people.is_handle(&who.value) && !handles.contains(&who.as_str()) {
            handles.push(who.as_str());
        }
    }
    let path = std::str::from_utf8(path.as_bstr()).ok()?;
    let special = |c: char| matches!(c, '[' | ']' | '{' | '}' | '\\');
    let line = format!("/{} {}", path.replace(' ', "\\ "), handles.join(" "));
    // The forges have no escapes, and who reads the file shall not be deceived by it.
    let writable = !path.is_empty() && !path.contains(special) && !line.contains(is_deceptive);
    (writable && !handles.is_empty()).then_some(line)
}

/// The text of a file whose marked section holds `lines`; what stands outside of it stays as it is. A file
/// without the section gets it at its end, where it has the last word.
///
/// # Errors
/// The section has a beginning without an end, or more than one beginning: why, as a sentence.
pub fn with_section(text: &str, lines: &[String]) -> Result<String, &'static str> {
    // A lone return at the end becomes half of a line end by what is put behind it.
    let ending = if text.contains("\r\n") || text.ends_with('\r') { "\r\n" } else { "\n" };
    let section = |before: &str| {
        let heading = before.lines().any(|line| is_heading(line.trim_start())).then_some(HEADING);
        let lines = [BEGIN].into_iter().chain(heading).chain(lines.iter().map(String::as_str)).chain([END]);
        lines.map(|line| format!("{line}{ending}")).collect::<String>()
    };
    match marked(text)? {
        Some(range) => {
            let before = &text[..range.start];
            Ok(format!("{before}{}{}", section(before), &text[range.end..]))
        }
        None => {
            let gap = match text {
                "" => "",
                text if text.ends_with('\n') => ending,
                _ => &format!("{ending}{ending}"),
            };
            Ok(format!("{text}{gap}{}", section(text)))
        }
    }
}

/// The lines of the section, from 1; empty where there is none, or a damaged one.
pub fn section_lines(text: &str) -> std::ops::Range<usize> {
    let Ok(Some(range)) = marked(text) else { return 0..0 };
    let start = text[..range.start].matches('\n').count() + 1;
    start..start + text[range].lines().count()
}

/// Is there a section, and be it a damaged one?
pub fn has_section(text: &str) -> bool {
    !matches!(marked(text), Ok(None))
}

/// The bytes of the section, its line ends included.
fn marked(text: &str) -> Result<Option<std::ops::Range<usize>>, &'static str> {
    let mut range: Option<std::ops::Range<usize>> = None;
    let mut open = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if words.starts_with(MARKS.0) {
            if range.is_some() {
                return Err("it has more than one line `# planlint: begin`");
            }
            (range, open) = (Some(at..at), true);
        }
        at += line.len();
        if words == MARKS.1 && open {
            range = range.map(|range| range.start..at);
            open = false;
        }
    }
    if open { Err("it has a line `# planlint: begin` without `# planlint: end`") } else { Ok(range) }
}

#[cfg(test)]
mod tests {
    use super::with_section;

    fn lines(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn nothing_outside_the_section_changes() {
        for before in ["", "* @a\n", "* @a", "* @a\r\n# end\r\n"] {
            let once = with_section(before, &lines(&["/x @b"])).unwrap();
            assert!(once.starts_with(before) && once.contains("/x @b"), "{once:?}");
            assert_eq!(
                with_section(&once, &lines(&["/x @b"])).unwrap(),
                once,
                "a second time changes nothing"
            );
            let after = format!("{once}/y @c\n");
            let again = with_section(&after, &lines(&["/z @d"])).unwrap();
            assert!(
                again.starts_with(before) && again.ends_with("/y @c\n") && !again.contains("/x @b"),
                "{again:?}"
            );
        }
        assert!(!with_section("* @a\n", &[]).unwrap().contains('\r'));
        assert!(with_section("* @a\r\n", &lines(&["/x @b"])).unwrap().contains("/x @b\r\n"));
    }

    #[test]
    fn the_lines_join_no_section_of_gitlab() {
        let before = "* @a\n^[Docs] @b\n/docs/\n";
        let once = with_section(before, &lines(&["/x @c"])).unwrap();
        assert!(once.starts_with(before) && once.contains("\n[planlint]\n/x @c\n"), "{once:?}");
        assert_eq!(with_section(&once, &lines(&["/x @c"])).unwrap(), once);
        let emptied = with_section(&once, &[]).unwrap();
        assert!(!emptied.contains("/x @c"), "{emptied:?}");
        assert!(
            !with_section("# planlint: begin\n# planlint: end\n[Docs]\n", &[])
                .unwrap()
                .contains("[planlint]")
        );
    }

    #[test]
    fn a_damaged_section_is_told_and_not_touched() {
        assert!(with_section("# planlint: begin\n/x @b\n", &[]).is_err());
        assert!(
            with_section("# planlint: begin\n# planlint: end\n# planlint: begin\n# planlint: end\n", &[])
                .is_err()
        );
    }
}
