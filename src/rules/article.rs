//! The article that this tool is built on, line by line, and the rules that hold a plan to each.

/// One line of the article.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Its number, as `source` of a rule names it: `S14`.
    pub id: &'static str,
    /// What it asks of a team, in our words.
    pub asks: &'static str,
    /// The names of the rules that check it.
    pub rules: &'static [&'static str],
}

/// What checks that a role of the article is there, with somebody real in it.
const ROLE: &[&str] = &[
    "role-missing",
    "role-unassigned",
    "role-unused",
    "placeholder-value",
    "owner-not-a-handle",
    "owner-departed",
];

/// What checks that a stage of the article is there and that one role answers for it.
const LEAD: &[&str] = &["stage-missing", "stage-without-lead", "stage-two-leads", "no-backup"];

/// Every line that asks for something, in the order of the article.
pub static LINES: &[Line] = &[
    Line {
        id: "S6",
        asks: "a data engineer builds the data pipelines and answers for good data that is there",
        rules: ROLE,
    },
    Line {
        id: "S7",
        asks: "a machine-learning engineer develops, trains and optimises the model",
        rules: ROLE,
    },
    Line {
        id: "S8",
        asks: "a product manager says what the business needs and keeps the technical plan on course for it",
        rules: &["role-missing", "role-unassigned", "objective-missing", "metric-no-business-link"],
    },
    Line {
        id: "S9",
        asks: "a DevOps engineer deploys the model, watches it and keeps it running",
        rules: ROLE,
    },
    Line { id: "S10", asks: "a domain expert brings what is known in the field", rules: ROLE },
    Line {
        id: "S12",
        asks: "in each stage, each role has a duty of its own",
        rules: &["duty-missing", "expected-role-absent", "stage-missing", "one-person-many-leads"],
    },
    Line {
        id: "S14",
        asks: "the data engineer leads the preparation of data: collecting, cleaning, preprocessing",
        rules: LEAD,
    },
    Line {
        id: "S15",
        asks: "the domain expert helps to say which data is needed, and checks its quality",
        rules: &["expected-role-absent", "source-without-contract", "document-required"],
    },
    Line {
        id: "S16",
        asks: "the product manager sees to it that the data strategy serves the business goal",
        rules: &["expected-role-absent", "objective-missing", "metric-no-business-link"],
    },
    Line {
        id: "S18",
        asks: "the machine-learning engineer answers for features, choice of model and training",
        rules: LEAD,
    },
    Line {
        id: "S19",
        asks: "the data engineer supports training with the data it needs",
        rules: &["expected-role-absent", "handoff-gap", "artifact-no-producer"],
    },
    Line {
        id: "S20",
        asks: "the product manager defines the metrics of the model and when it is accepted",
        rules: &[
            "metric-incomplete",
            "handoff-without-checks",
            "acceptance-unmet",
            "threshold-loosened",
            "expected-role-absent",
        ],
    },
    Line {
        id: "S22",
        asks: "the DevOps engineer leads deployment and sets the infrastructure up",
        rules: LEAD,
    },
    Line {
        id: "S23",
        asks: "the machine-learning engineer helps to package the model and to make it fast",
        rules: &["expected-role-absent", "handoff-incomplete", "handoff-gap"],
    },
    Line {
        id: "S24",
        asks: "the product manager coordinates the plan of the release and the control of its risks",
        rules: &[
            "decision-owner-missing",
            "rollback-missing",
            "risk-unowned",
            "document-required",
            "expected-role-absent",
        ],
    },
    Line {
        id: "S26",
        asks: "the DevOps engineer sets up monitoring and alerts",
        rules: &["stage-without-lead", "duty-uncovered", "alert-without-owner", "alert-without-runbook"],
    },
    Line {
        id: "S27",
        asks: "the machine-learning engineer finds out why the model gets worse",
        rules: &["feedback-missing", "alert-without-action", "duty-uncovered", "expected-role-absent"],
    },
    Line {
        id: "S28",
        asks: "the data engineer watches for drift of the data",
        rules: &["feedback-missing", "metric-unwatched", "duty-uncovered", "expected-role-absent"],
    },
    Line {
        id: "S30",
        asks: "handoffs are explicit: at each change of stage, responsibility passes clearly from role to role",
        rules: &[
            "handoff-missing",
            "handoff-gap",
            "handoff-foreign-artifact",
            "handoff-unaccepted",
            "acceptance-stale",
            "acceptance-by-outsider",
            "signoff-rewritten",
            "lead-changed-silently",
        ],
    },
    Line {
        id: "S31",
        asks: "all roles meet regularly, so that no knowledge stays with one of them",
        rules: &["no-cross-role-meeting", "handoff-parties-never-meet", "cadence-too-slow", "meeting-lapsed"],
    },
    Line {
        id: "S32",
        asks: "one set of templates makes the documents of all roles fit together",
        rules: &[
            "document-missing",
            "document-required",
            "document-section-missing",
            "document-placeholder",
            "template-drift",
            "document-stale",
        ],
    },
    Line {
        id: "S33",
        asks: "all roles understand each key metric in the same way",
        rules: &[
            "metric-incomplete",
            "metric-conflict",
            "metric-lookalike",
            "alert-threshold-inverted",
            "metric-unit-mismatch",
            "metric-value-misses-target",
        ],
    },
    Line {
        id: "S35",
        asks: "duties have clear bounds in each stage, and keep them as the work goes on",
        rules: &[
            "codeowners-mismatch",
            "plan-not-codeowned",
            "plan-stale",
            "work-by-outsiders",
            "artifact-two-producers",
            "waiver-invalid",
        ],
    },
];
