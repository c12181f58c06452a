//! The measured values that a plan names: numbers in JSON, YAML or CSV files of the tree.

mod guesses;
mod rows;
mod tree;

use bstr::ByteSlice;
use hashbrown::HashMap;

use crate::evidence::Outputs;
use crate::limits;
use crate::model::{Manifest, Plan, Text};
use crate::path::RepoPath;
use crate::snapshot::{Entry, EntryKind, Snapshot};
use crate::text::{Place, Source, SourceId, Sources, Span};
use crate::yaml;
use guesses::Guesses;
use rows::Rows;
use tree::Tree;

/// How the pointer files of Git LFS begin.
const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

/// The measured values that a plan names: numbers in JSON, YAML or CSV files of the tree.
#[derive(Debug, Default)]
pub struct Measurements {
    found: HashMap<(SourceId, String), Measurement>,
}

/// What stands where a metric says that its value stands.
pub type Measurement = Result<Measured, Unmeasured>;

/// A measured number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// The number; finite.
    pub number: f64,
    /// Where it stands in its file.
    pub place: Place,
}

/// Why there is no measured number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unmeasured {
    /// `value` names a file, and no key behind a `#`.
    NoPointer,
    /// The path leads out of the repository.
    Outside,
    /// There is no such file, as far as the snapshot knows.
    NoFile(RepoPath),
    /// There is no such file, and git would ignore it.
    Ignored(RepoPath),
    /// The file is kept outside git, as a pointer file or the lock of a pipeline tells: it is not for us to look up.
    Elsewhere,
    /// The file cannot be read for its kind, its size or its bytes: continues "`reports/metrics.json` …".
    Unreadable(String),
    /// The file is read, and broken here: lower case, no full stop.
    Broken(Place, String),
    /// There is no such key in what stands here, and perhaps another one was meant.
    NoKey {
        /// The key that is missing.
        key: String,
        /// Where it should be.
        place: Place,
        /// The one key there that is nearly spelt so.
        meant: Option<String>,
    },
    /// Something else stands there: continues "`top_decile_recall` is …".
    NotANumber(Place, String),
}

impl Measurements {
    /// Reads them from a snapshot. A file that cannot be read fails nothing: most numbers are not judged yet.
    pub fn gather(
        snapshot: &dyn Snapshot,
        outputs: &Outputs<'_>,
        plan: &Plan,
        sources: &mut Sources,
    ) -> Self {
        let mut gathering = Gathering { snapshot, outputs, sources, files: HashMap::new() };
        let mut found = HashMap::new();
        for manifest in plan.manifests.iter() {
            for metric in &manifest.metrics {
                if let Some(value) = metric.value.value.given() {
                    let key = (manifest.source, metric.name().to_owned());
                    found.insert(key, gathering.measure(manifest, value));
                }
            }
        }
        Measurements { found }
    }

    /// What stands where a metric of a manifest says that its value stands; `None` where it does not say.
    pub fn of(&self, manifest: &Manifest, metric: &str) -> Option<&Measurement> {
        self.found.get(&(manifest.source, metric.to_owned()))
    }
}

/// A file that was read once for all metrics that point into it.
struct Contents {
    source: SourceId,
    form: Form,
}

enum Form {
    Tree(Tree),
    Rows(Rows),
}

/// What one look at a place gives, with spans of its file.
enum Look {
    Number(f64, Span),
    Broken(Span, String),
    NoKey { key: String, at: Span, meant: Option<String> },
    NotANumber(Span, String),
}

struct Gathering<'a> {
    snapshot: &'a dyn Snapshot,
    outputs: &'a Outputs<'a>,
    sources: &'a mut Sources,
    files: HashMap<RepoPath, Result<Contents, Unmeasured>>,
}

impl Gathering<'_> {
    fn measure(&mut self, manifest: &Manifest, value: &Text) -> Measurement {
        let Some((file, pointer)) = value.value.split_once('#').filter(|(_, pointer)| !pointer.is_empty())
        else {
            return Err(Unmeasured::NoPointer);
        };
        if pointer.bytes().filter(|byte| matches!(byte, b'.' | b'/')).count() >= limits::KEYS.most {
            let why = format!("is not looked into for more than {} keys in each other", limits::KEYS.most);
            return Err(Unmeasured::Unreadable(why));
        }
        let Some(path) = manifest.path.folder().resolve(file) else { return Err(Unmeasured::Outside) };
        if !self.files.contains_key(&path) {
            let contents = self.read(&path);
            self.files.insert(path.clone(), contents);
        }
        match &self.files[&path] {
            Ok(contents) => contents.look(pointer),
            Err(trouble) => Err(trouble.clone()),
        }
    }

    fn read(&mut self, path: &RepoPath) -> Result<Contents, Unmeasured> {
        let kind = match self.outputs.paths().entry(path) {
            None => return Err(self.missing(path)),
            Some(Entry { kind, .. }) => kind,
        };
        let unreadable = |why: &str| Err(Unmeasured::Unreadable(why.to_owned()));
        match kind {
            EntryKind::File => {}
            EntryKind::Conflict => return unreadable("has a merge conflict"),
            _ => return unreadable("is no regular file"),
        }
        let Some(format) = Format::of(path) else { return unreadable("is neither JSON, YAML nor CSV") };
        let Ok(bytes) = self.snapshot.read(path) else { return unreadable("cannot be read") };
        if bytes.starts_with(LFS_POINTER) {
            return Err(Unmeasured::Elsewhere);
        }
        if bytes.len() > limits::MEASURED.most {
            return unreadable("is larger than 8 MiB, too large to look for a number in");
        }
        let (text, problem) = yaml::decode(&bytes);
        if problem.is_some() {
            return unreadable("is not text in UTF-8");
        }
        let form = format.read(&text);
        let source = self.sources.add(Source::new(path.clone(), text));
        form.map(|form| Contents { source, form })
            .map_err(|(span, message)| Unmeasured::Broken(Place::new(source, span), message))
    }

    fn missing(&self, path: &RepoPath) -> Unmeasured {
        match (self.outputs.has_pointer(path), self.outputs.ignores(self.snapshot, path)) {
            (true, _) => Unmeasured::Elsewhere,
            (false, true) => Unmeasured::Ignored(path.clone()),
            (false, false) => Unmeasured::NoFile(path.clone()),
        }
    }
}

#[derive(Clone, Copy)]
enum Format {
    Tree { is_json: bool },
    Rows { delimiter: Option<u8> },
}

impl Format {
    fn of(path: &RepoPath) -> Option<Self> {
        let name = path.name().to_str_lossy().to_lowercase();
        match name.rsplit_once('.')?.1 {
            "json" => Some(Format::Tree { is_json: true }),
            "yaml" | "yml" => Some(Format::Tree { is_json: false }),
            "csv" => Some(Format::Rows { delimiter: None }),
            "tsv" => Some(Format::Rows { delimiter: Some(b'\t') }),
            _ => None,
        }
    }

    fn read(self, text: &str) -> Result<Form, (Span, String)> {
        match self {
            Format::Tree { is_json } => Tree::read(text, is_json).map(Form::Tree),
            Format::Rows { delimiter } => Rows::read(text, delimiter).map(Form::Rows),
        }
    }
}

impl Contents {
    fn look(&self, pointer: &str) -> Measurement {
        let place = |span| Place::new(self.source, span);
        let look = match &self.form {
            Form::Tree(tree) => tree.look(pointer),
            Form::Rows(rows) => rows.look(pointer),
        };
        match look {
            Look::Number(number, span) => Ok(Measured { number, place: place(span) }),
            Look::Broken(span, message) => Err(Unmeasured::Broken(place(span), message)),
            Look::NoKey { key, at, meant } => Err(Unmeasured::NoKey { key, place: place(at), meant }),
            Look::NotANumber(span, what) => Err(Unmeasured::NotANumber(place(span), what)),
        }
    }
}

/// A pointer as the keys it names: `/a/b` after RFC 6901, or `a.b`, whose dots may also belong to a key.
fn keys(pointer: &str) -> (Vec<String>, bool) {
    match pointer.strip_prefix('/') {
        Some(rest) => (rest.split('/').map(|key| key.replace("~1", "/").replace("~0", "~")).collect(), false),
        None => (pointer.split('.').map(str::to_owned).collect(), true),
    }
}

/// What a text that should be a number is, in words.
fn not_a_number(text: &str) -> String {
    match text.trim() {
        "" => "empty".to_owned(),
        text if matches!(
            text.to_lowercase().trim_start_matches(['-', '+', '.']),
            "nan" | "inf" | "infinity"
        ) =>
        {
            format!("`{text}`, which is no number to compare")
        }
        text if text.parse::<f64>().is_ok() => format!("the text \"{text}\", not a number"),
        text => format!("\"{}\", not a number", text.chars().take(40).collect::<String>()),
    }
}
