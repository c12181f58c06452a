//! What a manifest means: plans, manifests, stages, handoffs, owners, metrics, profiles.

mod faults;

mod field;

mod file;

mod manifest;

mod naming;

mod paths;

mod people;

mod plan;

mod positions;

mod profile;

mod reader;

mod reference;

mod signature;

mod signoff;

mod thresholds;

mod unit;

mod wording;

pub use faults::Faults;
pub use field::{Field, Item, Table, Text};
pub use file::File;
pub use manifest::{
    About, Absence, Acceptance, Alert, Artifact, Better, Bound, Consumer, Crossing, Document, Feedback, Flow,
    Handoff, Holding, Lead, Loosened, Manifest, Meeting, Metric, Release, Retirement, Risk, RiskEntry, Role,
    Section, Slices, Source, Stage, State, Status, Strangers, Thing, Wait, Waiver, Watch,
};
pub use naming::Naming;
pub use paths::Paths;
pub use people::{Member, People, answers_to, same_handle};
pub use plan::Plan;
pub use profile::{
    DECIDES, DEFAULT_PROFILE, Expected, Loop, Profile, ProfileProblem, ProfileRole, ProfileStage, Profiles,
    Template, TemplateHeading,
};
pub use reader::Reader;
pub use reference::{Kind, Reference};
pub use signoff::{Signoff, Verdict};
pub use thresholds::{Measure, Threshold, Thresholds};
pub use unit::Unit;
pub use wording::{Wording, is_chinese, wording};
