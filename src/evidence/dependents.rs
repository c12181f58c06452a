//! Who else in the repository says that they use something: dbt exposures and Backstage entities.

use crate::error::Result;
use crate::limits;
use crate::path::{Ending, RepoPath};
use crate::snapshot::{Entry, EntryKind, Snapshot};
use crate::text::{Place, Source, SourceId, Sources, Span};
use crate::yaml;
use crate::yaml::{Map, Node};

/// Everything in the repository that says it uses something.
#[derive(Debug, Default)]
pub struct Dependents(Vec<Dependent>);

/// One thing that says it uses others.
#[derive(Clone, Debug)]
pub struct Dependent {
    /// What it is: `dbt exposure`, `Backstage component`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The file that says so.
    pub path: RepoPath,
    /// Who owns it, as it says.
    pub owner: Option<String>,
    /// The names of what it uses, each with its place.
    pub uses: Vec<(String, Place)>,
}

impl Dependents {
    /// Reads the YAML files of dbt projects and the catalogue files of Backstage.
    ///
    /// # Errors
    /// A file that is there cannot be read.
    pub fn gather(snapshot: &dyn Snapshot, sources: &mut Sources) -> Result<Self> {
        let mut found = Vec::new();
        for path in files(snapshot).into_iter().take(limits::DEPENDENTS.most) {
            if snapshot.stored_size(&path).is_none_or(|size| size > limits::DEPENDENT.most as u64) {
                continue;
            }
            let Ok(text) = String::from_utf8(snapshot.read(&path)?) else { continue };
            if !text.contains("exposures:") && !text.contains("dependsOn") {
                continue;
            }
            let source = sources.add(Source::new(path.clone(), text.clone()));
            for (start, part) in parts(&text) {
                let Some(root) = yaml::parse(part).root else { continue };
                let Some(top) = root.as_map() else { continue };
                let reading = Reading { path: path.clone(), source, start };
                found.extend(reading.exposures(top));
                found.extend(reading.entity(top));
            }
        }
        Ok(Dependents(found))
    }

    /// All of them, in the order of their files.
    pub fn iter(&self) -> impl Iterator<Item = &Dependent> {
        self.0.iter()
    }
}

/// The files that may say so, sorted.
fn files(snapshot: &dyn Snapshot) -> Vec<RepoPath> {
    let entries = snapshot.entries();
    // That is all that a tail has to tell, which is longer.
    let endings = [Ending::of(".yml"), Ending::of(".yaml")];
    let is_yaml = |entry: &&Entry| endings.iter().any(|ending| entry.tail.may_end_in(*ending));
    let yaml: Vec<&Entry> = entries.iter().filter(is_yaml).collect();
    let is_project = |entry: &Entry| entry.is_named("dbt_project.yml") || entry.is_named("dbt_project.yaml");
    let projects = yaml.iter().filter(|entry| is_project(entry)).map(|entry| entry.path.folder());
    let projects: Vec<RepoPath> = projects.collect();
    let is_wanted = |path: &RepoPath| {
        let is_catalogue =
            || path.name().starts_with(b"catalog-info") || path.name().starts_with(b"catalog.");
        is_catalogue() || projects.iter().any(|folder| path.is_below(folder))
    };
    let wanted = yaml.iter().filter(|entry| entry.kind == EntryKind::File && is_wanted(&entry.path));
    wanted.map(|entry| entry.path.clone()).collect()
}

/// The documents of a YAML stream, each with the offset of its first byte.
fn parts(text: &str) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "---" {
            parts.push((start, &text[start..at]));
            start = at + line.len();
        }
        at += line.len();
    }
    parts.push((start, &text[start..]));
    parts
}

/// One document of a stream.
struct Reading {
    path: RepoPath,
    source: SourceId,
    start: usize,
}

impl Reading {
    fn place(&self, node: &Node) -> Place {
        let Span { start, end } = node.span;
        Place::new(self.source, Span::new(start as usize + self.start, end as usize + self.start))
    }

    fn exposures(&self, top: &Map) -> Vec<Dependent> {
        let exposures = top.get("exposures").and_then(Node::as_list).unwrap_or_default();
        exposures.iter().filter_map(|exposure| self.exposure(exposure.as_map()?)).collect()
    }

    fn exposure(&self, exposure: &Map) -> Option<Dependent> {
        let name = exposure.get("name")?;
        let owner = exposure.get("owner").and_then(Node::as_map);
        let owner = owner.and_then(|owner| owner.get("email").or_else(|| owner.get("name")));
        let uses = exposure.get("depends_on").and_then(Node::as_list).unwrap_or_default();
        let uses =
            uses.iter().filter_map(|node| Some((model(node.as_text()?)?.to_owned(), self.place(node))));
        Some(Dependent {
            kind: "dbt exposure".to_owned(),
            name: name.as_text()?.to_owned(),
            path: self.path.clone(),
            owner: owner.and_then(Node::as_text).map(str::to_owned),
            uses: uses.collect(),
        })
    }

    fn entity(&self, top: &Map) -> Option<Dependent> {
        let kind = top.get("kind")?.as_text()?;
        let name = top.get("metadata")?.as_map()?.get("name")?;
        let spec = top.get("spec")?.as_map()?;
        let uses = spec.get("dependsOn")?.as_list()?;
        let uses = uses.iter().filter_map(|node| {
            Some((node.as_text()?.rsplit(['/', ':']).next()?.to_owned(), self.place(node)))
        });
        Some(Dependent {
            kind: format!("Backstage {}", kind.to_lowercase()),
            name: name.as_text()?.to_owned(),
            path: self.path.clone(),
            owner: spec.get("owner").and_then(Node::as_text).map(str::to_owned),
            uses: uses.collect(),
        })
    }
}

/// The name in `ref('name')` or `ref('package', 'name')`.
fn model(written: &str) -> Option<&str> {
    let inside = written.trim().strip_prefix("ref(")?.strip_suffix(')')?;
    let last = inside.rsplit(',').find(|part| !part.contains('='))?.trim();
    Some(last.trim_matches(['\'', '"']))
}
