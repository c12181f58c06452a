//! Profiles: which stages, roles, duties and documents a plan is expected to have. Data, not code.

mod embedded;

use std::sync::{Arc, LazyLock, Mutex, OnceLock};

use hashbrown::HashMap;
use serde::Deserialize;

use crate::model::faults::Faults;
use crate::model::field::{Field, Item, Text};
use crate::model::profile::embedded::{EMBEDDED, Embedded};
use crate::model::reader::Reader;
use crate::model::wording::Wording;
use crate::order;
use crate::order::Sorted;
use crate::text::Spanned;
use crate::time::{Duration, Units};
use crate::yaml;
use crate::yaml::{Entry, Map, Node, Value};

/// The profile of a manifest that names none, unless the configuration says otherwise.
pub const DEFAULT_PROFILE: &str = "cs249r";

/// The role that decides a release unless the plan says otherwise, where a profile has it.
pub const DECIDES: &str = "product-manager";

/// What one profile expects.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(default)]
pub struct Profile {
    /// Its id.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Where it comes from; may be empty.
    pub source: String,
    /// Expected roles; none are expected where this is empty.
    pub roles: Vec<ProfileRole>,
    /// Expected stages, in order.
    pub stages: Vec<ProfileStage>,
    /// Expected feedback edges.
    pub loops: Vec<Loop>,
    /// All leads are expected to meet regularly.
    pub leads_meet: bool,
    /// The longest time between two meetings of all leads.
    pub meeting_at_most: Option<Duration>,
    /// Kinds of document and their headings.
    pub templates: Vec<Template>,
}

/// An expected role.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(default)]
pub struct ProfileRole {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// What it does, in words.
    pub duty: String,
    /// Other ids under which a manifest may declare it.
    pub aliases: Vec<String>,
}

/// An expected stage.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(default)]
pub struct ProfileStage {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// Other ids under which a manifest may declare it.
    pub aliases: Vec<String>,
    /// What is done in it, in words.
    pub does: String,
    /// The role that leads it by default.
    pub lead: Option<String>,
    /// Expected supporters, each with its duty.
    pub support: Vec<(String, String)>,
    /// Kinds of document it writes.
    pub documents: Vec<String>,
    /// Models are built in it.
    pub development: bool,
    /// The model serves its users in it.
    pub production: bool,
    /// What its outgoing handoff contains.
    pub contains: Vec<Expected>,
    /// Kinds of document that its receiver checks.
    pub checks: Vec<String>,
    /// How long its receiver has to accept or refuse, as the profile writes it.
    pub within: Option<String>,
}

/// One thing that a handoff is expected to contain.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(default)]
pub struct Expected {
    /// Any of these kinds will do.
    pub any_of: Vec<String>,
    /// Its name for people.
    pub title: String,
}

/// A feedback edge.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(default)]
pub struct Loop {
    /// The stage that sees the trouble.
    pub from: String,
    /// The stage that learns from it.
    pub to: String,
    /// What about, in words.
    pub about: String,
}

/// A kind of document.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(default)]
pub struct Template {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Its headings, in order.
    pub headings: Vec<TemplateHeading>,
}

/// A heading that a template asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(default)]
pub struct TemplateHeading {
    /// Its text.
    pub title: String,
    /// Other wordings of it, in other languages too.
    pub aliases: Vec<String>,
    /// All of them as they are compared, once a document is.
    #[serde(skip)]
    wordings: OnceLock<Vec<Wording>>,
    /// May it be left out?
    pub optional: bool,
}

impl TemplateHeading {
    /// Its text and its other wordings, as they are compared.
    pub fn wordings(&self) -> &[Wording] {
        let all = || std::iter::once(&self.title).chain(&self.aliases);
        self.wordings.get_or_init(|| all().map(|one| Wording::of(one)).collect())
    }
}

impl ProfileRole {
    /// Is `id` this role, by id or alias?
    pub fn is_called(&self, id: &str) -> bool {
        self.id == id || self.aliases.iter().any(|alias| alias == id)
    }
}

impl ProfileStage {
    /// Is `id` this stage, by id or alias?
    pub fn is_called(&self, id: &str) -> bool {
        self.id == id || self.aliases.iter().any(|alias| alias == id)
    }
}

impl Profile {
    /// The expected role of that id or alias.
    pub fn role(&self, id: &str) -> Option<&ProfileRole> {
        self.roles.iter().find(|role| role.is_called(id))
    }

    /// The stages that a role leads or supports; none for one that works beside them.
    pub fn stages_of<'a>(&'a self, role: &'a ProfileRole) -> impl Iterator<Item = &'a ProfileStage> {
        self.stages.iter().filter(|stage| {
            let mut named = stage.lead.iter().chain(stage.support.iter().map(|(name, _)| name));
            named.any(|name| role.is_called(name))
        })
    }

    /// The first stage in which the model serves its users.
    pub fn goes_live(&self) -> Option<&ProfileStage> {
        self.stages.iter().find(|stage| stage.production)
    }

    /// The expected stage of that id or alias.
    pub fn stage(&self, id: &str) -> Option<&ProfileStage> {
        self.stages.iter().find(|stage| stage.is_called(id))
    }
}

/// Why a profile cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProfileProblem {
    /// There is none of that id.
    Unknown(String),
    /// It extends itself, directly or through others.
    Circular(String),
}

/// All profiles that a run knows: those that come with the program and one's own.
#[derive(Debug)]
pub struct Profiles {
    trees: Sorted<String, Node>,
    resolved: Mutex<HashMap<String, Result<Arc<Profile>, ProfileProblem>>>,
}

impl Default for Profiles {
    fn default() -> Self {
        Profiles::new(Vec::new())
    }
}

impl Profiles {
    /// One's own profiles (the trees of sound files) beside the embedded ones. One's own takes the place of an
    /// embedded one of the same id.
    pub fn new(own: Vec<Node>) -> Self {
        let own = own.into_iter().filter_map(|tree| {
            let id = tree.as_map()?.get("profile")?.as_text()?.to_owned();
            Some((id, tree))
        });
        Profiles { trees: own.collect(), resolved: Mutex::default() }
    }

    /// Every id, sorted.
    pub fn names(&self) -> Vec<String> {
        let embedded = EMBEDDED.iter().map(|embedded| embedded.id.to_owned());
        let mut names: Vec<String> = embedded.chain(self.trees.keys().cloned()).collect();
        order::unique(&mut names);
        names
    }

    /// The profile of that id, with everything it extends.
    ///
    /// # Errors
    /// It, or one it extends, is unknown; or it extends itself.
    pub fn get(&self, id: &str) -> Result<Arc<Profile>, ProfileProblem> {
        // Where there are no others, those that come with the program are read once for all snapshots.
        static EMBEDDED_ONLY: LazyLock<Profiles> = LazyLock::new(Profiles::default);
        match self.trees.is_empty() {
            true => EMBEDDED_ONLY.resolve(id),
            false => self.resolve(id),
        }
    }

    fn resolve(&self, id: &str) -> Result<Arc<Profile>, ProfileProblem> {
        let mut resolved = self.resolved.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let decoded = || Embedded::find(id).filter(|_| self.trees.is_empty()).map(Embedded::profile);
        let read = || self.merged(id, &mut Vec::new()).map(|tree| decode(id, &tree));
        let find = || decoded().map_or_else(read, Ok).map(Arc::new);
        resolved.entry(id.to_owned()).or_insert_with(find).clone()
    }

    fn merged(&self, id: &str, seen: &mut Vec<String>) -> Result<Node, ProfileProblem> {
        if seen.iter().any(|earlier| earlier == id) {
            return Err(ProfileProblem::Circular(id.to_owned()));
        }
        let tree = self.tree(id).ok_or_else(|| ProfileProblem::Unknown(id.to_owned()))?;
        let Some(base) = tree.as_map().and_then(|map| map.get("extend")).and_then(Node::as_text) else {
            return Ok(tree);
        };
        seen.push(id.to_owned());
        Ok(overlaid(self.merged(base, seen)?, &tree))
    }

    fn tree(&self, id: &str) -> Option<Node> {
        if let Some(tree) = self.trees.get(id) {
            return Some(tree.clone());
        }
        // Its shape is held by a test.
        yaml::parse(Embedded::find(id)?.text).root
    }
}

/// `over` laid on `base`: maps merge by key, a null takes an entry away, everything else replaces.
fn overlaid(base: Node, over: &Node) -> Node {
    let (Value::Map(base), Value::Map(over_map)) = (&base.value, &over.value) else {
        return over.clone();
    };
    let mut entries: Vec<Entry> = Vec::with_capacity(base.entries.len());
    for entry in &base.entries {
        match over_map.get(&entry.key.text) {
            None => entries.push(entry.clone()),
            Some(Node { value: Value::Null, .. }) => {}
            Some(value) => {
                entries.push(Entry { key: entry.key.clone(), value: overlaid(entry.value.clone(), value) });
            }
        }
    }
    let is_new = |entry: &&Entry| base.get(&entry.key.text).is_none() && entry.value.value != Value::Null;
    entries.extend(over_map.entries.iter().filter(is_new).cloned());
    Node { value: Value::Map(Map::from_entries(entries)), span: over.span }
}

fn decode(id: &str, tree: &Node) -> Profile {
    let faults = Faults::default();
    let top = Reader::new(tree, &faults);
    let meeting = top.map("meeting", |meeting| meeting.duration("every-at-most", Units::Calendar));
    Profile {
        name: id.to_owned(),
        title: plain(&top.text("title")),
        source: plain(&top.text("source")),
        roles: top.table("roles", |entry, _| entry).iter().map(role).collect(),
        stages: top.table("stages", |entry, _| entry).iter().map(stage).collect(),
        loops: top.entries("loops", |entry| Loop {
            from: plain(&entry.text("from")),
            to: plain(&entry.text("to")),
            about: plain(&entry.text("about")),
        }),
        leads_meet: meeting.given().is_some(),
        meeting_at_most: meeting.given().and_then(Field::given).map(|every: &Spanned<Duration>| every.value),
        templates: top.table("templates", |entry, _| entry).iter().map(template).collect(),
    }
}

fn plain(field: &Field<Text>) -> String {
    field.given().map_or_else(String::new, |text| text.value.to_string())
}

fn plain_list(field: &Field<Vec<Text>>) -> Vec<String> {
    field.items().iter().map(|text| text.value.to_string()).collect()
}

fn role(item: &Item<Reader<'_>>) -> ProfileRole {
    ProfileRole {
        id: item.id.value.to_string(),
        title: plain(&item.value.text("title")),
        duty: plain(&item.value.text("duty")),
        aliases: plain_list(&item.value.list("aliases")),
    }
}

fn stage(item: &Item<Reader<'_>>) -> ProfileStage {
    let entry = item.value;
    let support = entry.table("support", |_, node| node.as_text().unwrap_or_default().to_owned());
    let expected = |expected: Reader<'_>| Expected {
        any_of: plain_list(&expected.list("any-of")),
        title: plain(&expected.text("title")),
    };
    let handoff = entry.map("handoff", |handoff| handoff);
    let handoff = handoff.given();
    ProfileStage {
        id: item.id.value.to_string(),
        title: plain(&entry.text("title")),
        aliases: plain_list(&entry.list("aliases")),
        does: plain(&entry.text("does")),
        lead: entry.text("lead").given().map(|lead| lead.value.to_string()),
        support: support.iter().map(|duty| (duty.id.value.to_string(), duty.value.to_string())).collect(),
        documents: plain_list(&entry.list("documents")),
        development: entry.flag("development"),
        production: entry.flag("production"),
        contains: handoff.map_or_else(Vec::new, |handoff| handoff.entries("contains", expected)),
        checks: handoff.map_or_else(Vec::new, |handoff| plain_list(&handoff.list("checks"))),
        within: handoff.map(|handoff| plain(&handoff.text("within"))).filter(|within| !within.is_empty()),
    }
}

fn template(item: &Item<Reader<'_>>) -> Template {
    let heading = |entry: Reader<'_>| {
        let (title, aliases) = (plain(&entry.text("title")), plain_list(&entry.list("aliases")));
        TemplateHeading { title, aliases, wordings: OnceLock::new(), optional: entry.flag("optional") }
    };
    Template {
        id: item.id.value.to_string(),
        title: plain(&item.value.text("title")),
        aliases: plain_list(&item.value.list("aliases")),
        headings: item.value.entries("headings", heading),
    }
}
