//! The pages of the documentation as a reader has them: their headings, their links, their examples.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// One Markdown file.
pub struct Page {
    /// Its path from the top of the repository.
    pub path: String,
    pub text: String,
}

/// A fenced block.
pub struct Example {
    /// The line of its fence.
    pub line: usize,
    /// The bytes of the page between the fences.
    pub range: Range<usize>,
    pub language: String,
    /// What follows the language: how the block is checked.
    pub claims: Vec<String>,
    pub text: String,
}

/// What a page has to offer and where it leads.
#[derive(Default)]
pub struct Parts {
    pub examples: Vec<Example>,
    /// Each link with its line.
    pub links: Vec<(usize, String)>,
    /// The names by which links reach a heading.
    pub anchors: Vec<String>,
    /// Words set as code within a sentence, with their line.
    pub code: Vec<(usize, String)>,
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every page for readers, sorted.
pub fn all() -> Vec<Page> {
    let mut paths = vec!["README.md".into(), "CONTRIBUTING.md".into(), "CHANGELOG.md".into()];
    paths.extend([
        "hooks/README.md".into(),
        "examples/broken/README.md".into(),
        "examples/churn/README.md".into(),
    ]);
    paths.extend(below("docs"));
    paths.sort();
    paths.into_iter().map(|path| read(&path)).collect()
}

/// The pages below a folder, in no order.
fn below(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(below(&path)),
            false if path.ends_with(".md") => found.push(path),
            false => {}
        }
    }
    found
}

pub fn read(path: &str) -> Page {
    let text = fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    Page { path: path.to_owned(), text }
}

impl Page {
    pub fn parts(&self) -> Parts {
        let mut parts = Parts::default();
        let mut heading: Option<String> = None;
        let mut block: Option<(String, Range<usize>)> = None;
        for (event, range) in Parser::new_ext(&self.text, Options::ENABLE_TABLES).into_offset_iter() {
            let line = self.text[..range.start].matches('\n').count() + 1;
            match event {
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => parts.name(&heading.take().unwrap()),
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    parts.links.push((line, dest_url.into_string()));
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(words))) => {
                    let start = range.start + self.text[range.clone()].find('\n').unwrap() + 1;
                    block = Some((words.into_string(), start..start));
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                    panic!("{}:{line}: an example stands between fences", self.path)
                }
                Event::End(TagEnd::CodeBlock) => {
                    parts.examples.extend(block.take().map(|block| self.example(block)))
                }
                Event::Text(text) => match (&mut block, &mut heading) {
                    (Some((_, inside)), _) => inside.end = range.end,
                    (None, Some(heading)) => heading.push_str(&text),
                    (None, None) => {}
                },
                Event::Code(text) => match &mut heading {
                    Some(heading) => heading.push_str(&text),
                    None => parts.code.push((line, text.into_string())),
                },
                _ => {}
            }
        }
        parts
    }

    fn example(&self, (words, range): (String, Range<usize>)) -> Example {
        let mut words = words.split_whitespace().map(str::to_owned);
        Example {
            line: self.text[..range.start].matches('\n').count(),
            language: words.next().unwrap_or_default(),
            claims: words.collect(),
            text: self.text[range.clone()].to_owned(),
            range,
        }
    }

    /// The place to which a link of this page leads, if it is one in this repository, and the heading there.
    pub fn destination(&self, link: &str) -> Option<(PathBuf, Option<String>)> {
        let (place, anchor) = match link.split_once('#') {
            Some((place, anchor)) => (place, Some(anchor.to_owned())),
            None => (link, None),
        };
        let published = concat!(env!("CARGO_PKG_REPOSITORY"), "/");
        if let Some(rest) = place.strip_prefix(published) {
            let inside = ["blob/main/", "tree/main/", "raw/main/"]
                .into_iter()
                .find_map(|view| rest.strip_prefix(view));
            return inside.map(|path| (root().join(path), anchor));
        }
        match () {
            () if place.contains(':') => None,
            () if place.is_empty() => Some((root().join(&self.path), anchor)),
            () => Some((root().join(&self.path).parent().unwrap().join(place), anchor)),
        }
    }
}

impl Parts {
    /// A heading gets the name that forges and mdBook agree on.
    fn name(&mut self, heading: &str) {
        let kept = heading.to_lowercase();
        let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        let name: String = kept.map(|c| if c == ' ' { '-' } else { c }).collect();
        let earlier = self.anchors.iter().filter(|anchor| **anchor == name).count();
        self.anchors.push(if earlier == 0 { name } else { format!("{name}-{earlier}") });
    }
}
