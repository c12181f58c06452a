//! One manifest: every field with its place.

mod absences;

mod acceptance;

mod decode;

mod documents;

mod flow;

mod holders;

mod supply;

mod lookup;

mod meetings;

mod metrics;

mod people;

mod progress;

mod service;

mod threshold;

use std::sync::Arc;

use crate::model::field::{Field, Table, Text};
pub use crate::model::manifest::lookup::Thing;
use crate::model::positions::Positions;
use crate::model::profile::Profile;
use crate::path::RepoPath;
use crate::text::{SourceId, Span, Spanned};
use crate::time::{Date, Duration};

pub use absences::Absence;
pub use acceptance::Holding;
pub use documents::Section;
pub use flow::{Crossing, Flow, Wait};
pub use meetings::Strangers;
pub use metrics::{Acceptance, Better, Bound, Metric, Slices, Watch};
pub use progress::{Risk, State, Status};
pub use service::{About, Feedback};
pub use threshold::Loosened;

/// One lifecycle manifest.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// Its source.
    pub source: SourceId,
    /// Its path in the repository.
    pub path: RepoPath,
    /// The key that a finding about the whole manifest points at.
    pub head: Span,
    /// The project's id.
    pub project: Field<Text>,
    /// One sentence on what it is for.
    pub about: Field<Text>,
    /// The profile's name as written.
    pub profile_name: Field<Text>,
    /// What the profile expects; `None` where it is unknown.
    pub profile: Option<Arc<Profile>>,
    /// How far the plan has come.
    pub status: Status,
    /// What is at stake.
    pub risk: Risk,
    /// How often the plan is read again.
    pub review: Field<Spanned<Duration>>,
    /// What the product demands.
    pub constraints: Table<Field<Text>>,
    /// Roles by id.
    pub roles: Table<Role>,
    /// Inputs that others own.
    pub sources: Table<Source>,
    /// Metrics by id.
    pub metrics: Table<Metric>,
    /// Stages in order.
    pub stages: Table<Stage>,
    /// What the profile expects and the project leaves out, each with its reason.
    pub skip: Table<Field<Text>>,
    /// Handoffs by id.
    pub handoffs: Table<Handoff>,
    /// Documents by id.
    pub documents: Table<Document>,
    /// Meetings by id.
    pub meetings: Table<Meeting>,
    /// Channels by id.
    pub channels: Table<Field<Text>>,
    /// Alerts by id.
    pub alerts: Table<Alert>,
    /// Who depends on the project's outputs.
    pub consumers: Table<Consumer>,
    /// Risks by id.
    pub risks: Table<RiskEntry>,
    /// When the model goes.
    pub retire: Field<Retirement>,
    /// Findings that are accepted for a time.
    pub waivers: Vec<Waiver>,
    /// The positions of the stages that make an artifact, ascending, by its id.
    makers: Positions,
    /// Which alerts watch which metrics.
    watches: metrics::Watches,
}

/// Who holds a role.
#[derive(Clone, Debug, Default)]
pub struct Role {
    /// The handle; absent where nothing is written.
    pub who: Field<Text>,
    /// Who stands in.
    pub backup: Field<Text>,
    /// The role is only told of things.
    pub inform_only: bool,
    /// The last day on which `who` holds the role.
    pub until: Field<Spanned<Date>>,
    /// Who holds it after that day.
    pub replaced_by: Field<Text>,
}

/// An input that somebody else owns.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Who owns it.
    pub owner: Field<Text>,
    /// The file that says what it promises.
    pub contract: Field<Text>,
    /// How long before a change its owner tells us.
    pub notice: Field<Spanned<Duration>>,
    /// It never changes.
    pub is_static: bool,
}

/// The lead of a stage, or who decides its release: one role, on purpose.
#[derive(Clone, Debug, Default)]
pub enum Lead {
    /// None is written.
    #[default]
    Absent,
    /// Written in a shape that cannot be used.
    Spoiled,
    /// One role.
    One(Text),
    /// A list of roles, and its place.
    Several(Vec<Text>, Span),
}

impl Lead {
    /// The lead, where there is exactly one.
    pub fn one(&self) -> Option<&Text> {
        match self {
            Lead::One(role) => Some(role),
            _ => None,
        }
    }
}

/// A stage.
#[derive(Clone, Debug, Default)]
pub struct Stage {
    /// The accountable role.
    pub lead: Lead,
    /// What is done, in words.
    pub does: Field<Text>,
    /// Supporting roles, each with its duty in words.
    pub support: Table<Field<Text>>,
    /// Roles that are told.
    pub inform: Field<Vec<Text>>,
    /// Ids of the artifacts and sources it works on.
    pub needs: Field<Vec<Text>>,
    /// What it makes.
    pub produces: Table<Artifact>,
    /// How a release is decided.
    pub release: Field<Box<Release>>,
    /// Where the key `release` stands.
    pub release_key: Option<Span>,
    /// The day it is to be done.
    pub due: Field<Spanned<Date>>,
    /// How far it has come.
    pub state: State,
    /// Where `state` is written.
    pub state_span: Option<Span>,
    /// The number of the iteration.
    pub round: Field<Spanned<i64>>,
}

/// Something a stage makes.
#[derive(Clone, Debug, Default)]
pub struct Artifact {
    /// A path or glob, or a URI.
    pub path: Field<Text>,
    /// What kind of thing it is.
    pub kind: Field<Text>,
    /// Its version.
    pub version: Field<Text>,
    /// Several stages make it together.
    pub shared: bool,
}

/// How a release is decided.
#[derive(Clone, Debug, Default)]
pub struct Release {
    /// In words: canary, shadow.
    pub strategy: Field<Text>,
    /// The role that decides: one, as with the lead of a stage.
    pub decides: Lead,
    /// The role that takes it back.
    pub rollback: Field<Text>,
}

/// What passes from stage to stage.
#[derive(Clone, Debug, Default)]
pub struct Handoff {
    /// The giving stage.
    pub from: Field<Text>,
    /// The receiving stage.
    pub to: Field<Text>,
    /// The roles that accept.
    pub receivers: Field<Vec<Text>>,
    /// Ids of artifacts and documents.
    pub passes: Field<Vec<Text>>,
    /// Where the list `passes` is written.
    pub passes_span: Option<Span>,
    /// Ids of metrics and documents.
    pub checks: Field<Vec<Text>>,
    /// How soon the receiver accepts or refuses.
    pub within: Field<Spanned<Duration>>,
    /// Globs whose changes do not make an acceptance stale.
    pub ignore_changes: Field<Vec<Text>>,
    /// `required` or `optional`.
    pub signoff: Field<Text>,
}

/// A document.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Where it stands.
    pub path: Field<Text>,
    /// What kind of document it is.
    pub template: Field<Text>,
    /// The role that keeps it.
    pub owner: Field<Text>,
    /// How often it is read again.
    pub review: Field<Spanned<Duration>>,
    /// The artifacts it describes.
    pub describes: Field<Vec<Text>>,
}

/// A recurring meeting.
#[derive(Clone, Debug, Default)]
pub struct Meeting {
    /// How often.
    pub every: Field<Spanned<Duration>>,
    /// Who comes.
    pub roles: Field<Vec<Text>>,
    /// Who leads it.
    pub chair: Field<Text>,
    /// Where its notes stand.
    pub notes: Field<Text>,
}

/// An alert.
#[derive(Clone, Debug, Default)]
pub struct Alert {
    /// What it watches.
    pub metric: Field<Text>,
    /// The role that answers.
    pub owner: Field<Text>,
    /// How soon.
    pub respond: Field<Spanned<Duration>>,
    /// What to do: `file#heading`.
    pub runbook: Field<Text>,
    /// The stage that learns from it.
    pub back_to: Field<Text>,
    /// What happens where no stage learns from it.
    pub action: Field<Text>,
}

/// Somebody who depends on the project's outputs.
#[derive(Clone, Debug, Default)]
pub struct Consumer {
    /// Ids of artifacts.
    pub uses: Field<Vec<Text>>,
    /// Who.
    pub owner: Field<Text>,
    /// Where to reach them.
    pub channel: Field<Text>,
    /// How long before a change we tell them.
    pub notice: Field<Spanned<Duration>>,
}

/// A risk.
#[derive(Clone, Debug, Default)]
pub struct RiskEntry {
    /// In words.
    pub what: Field<Text>,
    /// The role that watches it.
    pub owner: Field<Text>,
    /// What is done about it.
    pub mitigation: Field<Text>,
    /// By when.
    pub due: Field<Spanned<Date>>,
}

/// When the model goes.
#[derive(Clone, Debug, Default)]
pub struct Retirement {
    /// The condition in words.
    pub when: Field<Text>,
    /// The role that decides.
    pub owner: Field<Text>,
}

/// A finding that is accepted for a time.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Where it stands.
    pub span: Span,
    /// The rule.
    pub rule: Field<Text>,
    /// The node, as a path; the whole manifest where it is absent.
    pub at: Field<Text>,
    /// Why.
    pub reason: Field<Text>,
    /// The last day.
    pub until: Field<Spanned<Date>>,
    /// Who accepts it.
    pub by: Field<Text>,
}
