//! What is read and looked at, at most: every limit on what others wrote, in one place.

/// How much of something is taken.
#[derive(Debug)]
pub struct Limit {
    /// What is counted.
    pub what: &'static str,
    /// How many, at most.
    pub most: usize,
    /// In what.
    pub unit: Unit,
    /// What happens beyond it.
    pub beyond: &'static str,
}

/// What a limit counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Bytes.
    Bytes,
    /// Things of one kind.
    Pieces,
}

const fn bytes(what: &'static str, most: usize, beyond: &'static str) -> Limit {
    Limit { what, most, unit: Unit::Bytes, beyond }
}

const fn pieces(what: &'static str, most: usize, beyond: &'static str) -> Limit {
    Limit { what, most, unit: Unit::Pieces, beyond }
}

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

/// A file of any kind.
pub const FILE: Limit = bytes("a file of any kind", 64 * MIB, "an error that names the file");

/// What the git program answers at once.
pub const ANSWER: Limit = bytes("what git answers at once", 512 * MIB, "the rest is not read");

/// Paths of a snapshot.
pub const PATHS: Limit = pieces("paths of a repository or folder", 1_000_000, "an error");

/// Commits that a walk through history takes.
pub const COMMITS: Limit = pieces("commits of one walk", 100_000, "`history-unavailable`");

/// A YAML file.
pub const YAML: Limit = bytes("a YAML file", 16 * MIB, "`yaml-syntax`");

/// Maps and lists in each other, the outermost being the first level.
pub const DEPTH: Limit =
    pieces("maps and lists in each other", 64, "`yaml-syntax`, at the one that is too deep");

/// Keys and values of a YAML file: a list of dashes has one for every two bytes.
pub const NODES: Limit = pieces(
    "keys and values of a YAML file, or cells of a table",
    1_000_000,
    "`yaml-syntax` or `metric-value-misses-target`, at the first too many",
);

/// Keys and values that all aliases and merge keys of a file add together.
pub const ALIAS_NODES: Limit =
    pieces("keys and values that aliases add", 20_000, "`yaml-syntax`, at the alias");

/// Text that all aliases and merge keys of a file add together, keys included.
pub const ALIAS_TEXT: Limit = bytes("text that aliases add", MIB, "`yaml-syntax`, at the alias");

/// How often a file is read again behind a value that lacks its quotes.
pub const REPAIRS: Limit =
    pieces("values without quotes that stop the reader", 64, "the values behind it are not looked at");

/// How much is read again in all these rounds.
pub const REPAIRED: Limit =
    bytes("text read again for such values", 8 * MIB, "the values behind it are not looked at");

/// What is wrong with the YAML of a file, and what is wrong with its shape.
pub const MISTAKES: Limit =
    pieces("mistakes in the YAML of a file, and in its shape", 20_000, "a last finding that says so");

/// Findings of one rule in one manifest.
pub const FINDINGS: Limit =
    pieces("findings of one rule in one manifest", 20_000, "a last finding that says so");

/// Waivers of a manifest: each is held against every finding.
pub const WAIVERS: Limit =
    pieces("waivers of a manifest", 500, "`waiver-invalid`, at the first that does not count");

/// Comparisons of words in search of those that are meant.
pub const COMPARISONS: Limit =
    pieces("comparisons of words in one file", 200_000, "nothing more is suggested");

/// A glob.
pub const GLOB: Limit = bytes("a glob", 4 * KIB, "it is no glob, and matches nothing");

/// Globs of one list of the configuration: each is held against every path.
pub const GLOBS: Limit = pieces("globs of one list of the configuration", 500, "`wrong-type`");

/// All globs of one list of the configuration together: a matcher grows with them.
pub const GLOBS_TEXT: Limit = bytes("all globs of one such list", 32 * KIB, "`wrong-type`");

/// Overrides of the configuration: each is held against every manifest.
pub const OVERRIDES: Limit = pieces("overrides of the configuration", 500, "`wrong-type`");

/// All globs of all overrides together.
pub const OVERRIDES_TEXT: Limit = bytes("all globs of all overrides", 128 * KIB, "`wrong-type`");

/// Entries of a map or list of one's own profile: each is held against the entries of every plan.
pub const PROFILE: Limit = pieces("entries of a map or list of a profile", 1_000, "`wrong-type`");

/// How many steps it may take to look up all paths and globs of a plan, once: a tenth of a second or two.
pub const LOOKED_UP: Limit = pieces(
    "steps to look up the paths and globs of all manifests",
    100_000_000,
    "`wrong-type`, at the first too many",
);

/// Paths of artifacts that are held against the globs of others.
pub const OVERLAPS: Limit = pieces(
    "paths of artifacts held against globs of other artifacts",
    2_000_000,
    "overlaps behind it are not found, unless a file shows them",
);

/// Paths compared in search of the one that is meant.
pub const SEARCHED: Limit =
    pieces("paths compared in search of the one that is meant", 50_000_000, "nothing more is suggested");

/// The CODEOWNERS file: GitHub ignores a larger one.
pub const CODEOWNERS: Limit = bytes("CODEOWNERS", 3 * MIB, "no line of it counts, as on GitHub");

/// How many steps all searches for the owners of paths may take together: a second or two.
pub const OWNERS: Limit = pieces(
    "steps to find who owns the files of all artifacts",
    1_000_000_000,
    "nothing is said of the files behind it",
);

/// A document: nobody writes a longer one by hand.
pub const DOCUMENT: Limit = bytes("a document", 2 * MIB, "it is not looked into");

/// Headings of a document: each is held against the sections of its template.
pub const HEADINGS: Limit = pieces("headings of a document", 5_000, "those behind it are taken for text");

/// Symbolic links on the way to a document.
pub const LINKS: Limit = pieces("symbolic links on the way to a document", 5, "it is not looked into");

/// Text between brackets in a document, which may wait for an answer.
pub const PLACEHOLDER: Limit = bytes("a placeholder in a document", 256, "it is taken for text");

/// A file in which a measured value is looked for.
pub const MEASURED: Limit =
    bytes("a file of measured values", 8 * MIB, "`metric-value-misses-target` says so");

/// Keys that a measured value lies below each other.
pub const KEYS: Limit =
    pieces("keys on the way to a measured value", 64, "`metric-value-misses-target` says so");

/// Files of artifacts whose sizes are looked up.
pub const SIZES: Limit =
    pieces("files of artifacts whose size is looked up", 20_000, "the others count as small");

/// All `.gitignore` of a repository: each of their lines is held against a path by libgit2.
pub const IGNORES: Limit = bytes(
    "all `.gitignore`, to tell why an artifact is not there",
    256 * KIB,
    "nothing is said to be ignored",
);

/// What is read of `.gitattributes` again for each path that is looked up, together.
pub const ATTRIBUTES: Limit = bytes(
    "`.gitattributes`, read for each file whose size is looked up",
    256 * MIB,
    "the other files are not looked into",
);

/// Paths for which is asked whether git ignores them.
pub const IGNORED: Limit = pieces(
    "paths that are not there, to tell whether git ignores them",
    5_000,
    "the others are not said to be ignored",
);

/// A file in which dbt or Backstage says what uses what.
pub const DEPENDENT: Limit = bytes("a file of dbt or Backstage", MIB, "it is not looked into");

/// Such files.
pub const DEPENDENTS: Limit = pieces("files of dbt and Backstage", 500, "the others are not looked into");

/// Text of whole files in the fixes of one rule in one manifest.
pub const WRITTEN: Limit =
    bytes("text that the fixes of one rule write to files", 8 * MIB, "the others have no fix");

/// Places of a document that are still to be filled in.
pub const LEFTOVERS: Limit =
    pieces("places of a document that wait for words", 5_000, "those behind it are not counted");

/// The `.mailmap` of a repository.
pub const MAILMAP: Limit = bytes("`.mailmap`", MIB, "nobody is known by another name");

/// A commit message: trailers stand at its end.
pub const MESSAGE: Limit = bytes("a commit message", 256 * KIB, "its first line and its end are read");

/// Rounds of fixes: one may make room for another.
pub const ROUNDS: Limit = pieces("rounds of fixes", 10, "what is left is told as left");

/// Every limit, in the order of the page.
pub const LIMITS: &[&Limit] = &[
    &FILE,
    &ANSWER,
    &PATHS,
    &COMMITS,
    &YAML,
    &DEPTH,
    &NODES,
    &ALIAS_NODES,
    &ALIAS_TEXT,
    &REPAIRS,
    &REPAIRED,
    &MISTAKES,
    &FINDINGS,
    &WAIVERS,
    &COMPARISONS,
    &GLOB,
    &GLOBS,
    &GLOBS_TEXT,
    &OVERRIDES,
    &OVERRIDES_TEXT,
    &PROFILE,
    &LOOKED_UP,
    &OVERLAPS,
    &SEARCHED,
    &CODEOWNERS,
    &OWNERS,
    &DOCUMENT,
    &HEADINGS,
    &LINKS,
    &PLACEHOLDER,
    &MEASURED,
    &KEYS,
    &SIZES,
    &IGNORES,
    &ATTRIBUTES,
    &IGNORED,
    &DEPENDENT,
    &DEPENDENTS,
    &WRITTEN,
    &LEFTOVERS,
    &MAILMAP,
    &MESSAGE,
    &ROUNDS,
];
