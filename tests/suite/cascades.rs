//! One mistake, one finding: the full example with one thing wrong, and all that is said of it.

use std::fs;
use std::path::{Path, PathBuf};

use planlint::check::{Request, check};
use planlint::filter::Finding;
use planlint::rules;
use planlint::rules::Family;
use planlint::snapshot::OverlaySnapshot;

const MANIFEST: &str = "churn.lifecycle.yaml";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/churn")
}

fn tree(folder: &Path, inside: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{inside}{}", entry.file_name().to_str().unwrap());
        match entry.file_type().unwrap().is_dir() {
            true => tree(&entry.path(), &format!("{name}/"), files),
            false => files.push((name, fs::read(entry.path()).unwrap())),
        }
    }
}

/// Every finding in the example with `text` for its manifest, as `line rule`, and the same with all its words.
fn found(files: &[(String, Vec<u8>)], text: &str) -> (Vec<String>, String) {
    let with = |snapshot: OverlaySnapshot, (path, bytes): &(String, Vec<u8>)| match path == MANIFEST {
        true => snapshot.with(path.as_str(), text.as_bytes().to_vec()),
        false => snapshot.with(path.as_str(), bytes.clone()),
    };
    let snapshot = files.iter().fold(OverlaySnapshot::new(None), with);
    let today = "2025-09-01".parse().unwrap();
    let report = check(&snapshot, &Request { clock: true, ..Request::on(today) }).unwrap();
    let mut words = String::new();
    // What other files hold against the plan is shown elsewhere.
    let is_of_plan = |one: &&Finding| {
        let place = one.diagnostic.primary.place;
        let is_here = report.sources.get(place.source).path().to_string() == MANIFEST;
        is_here && rules::find(one.diagnostic.rule).unwrap().family != Family::Git
    };
    let judged = report.findings.iter().filter(is_of_plan);
    let rows = judged.map(|finding| {
        let one = &finding.diagnostic;
        let start = one.primary.place.span.range().start;
        let line = text[..start.min(text.len())].matches('\n').count() + 1;
        let help = one.help.as_deref().unwrap_or_default();
        words.push_str(&format!("      {line} {}: {}\n        = {help}\n", one.rule, one.message));
        format!("{line} {}", one.rule)
    });
    (rows.collect(), words)
}

/// What is changed (every edit as the old and the new text), and what is found then.
type Row<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);

fn judge(rows: &[Row<'_>], everywhere: bool) {
    let mut files = Vec::new();
    tree(&folder(), "", &mut files);
    let example = fs::read_to_string(folder().join(MANIFEST)).unwrap();
    let mut wrong = String::new();
    for (edits, expected) in rows {
        let text = edits.iter().fold(example.clone(), |text, (old, new)| {
            assert!(text.contains(old), "the example has no {old:?}");
            if everywhere { text.replace(old, new) } else { text.replacen(old, new, 1) }
        });
        let (rows, words) = found(&files, &text);
        if rows != *expected {
            wrong.push_str(&format!("{edits:?}\n   expected {expected:?}\n   found {rows:?}\n{words}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

const MEETING: &str = "  churn-sync:
    every: 1w
    roles: [data-engineer, ml-engineer, product-manager, devops-engineer, domain-expert]
    chair: product-manager
    notes: docs/notes/*.md
";
const LEFT_OUT: &str = "ml-engineer, product-manager, domain-expert]";
const CHANNELS: (&str, &str) = ("channels:\n  team: \"#churn\"\n  incidents: \"#churn-oncall\"\n", "");

#[test]
fn one_mistake_is_one_finding() {
    judge(
        &[
            (&[("lead: ml-engineer", "lead: other/feed")], &["89 unknown-reference"]),
            (&[("metric: feature-psi", "metric: other/feed")], &["163 unknown-reference"]),
            (&[("back-to: model-development", "back-to: other/feed")], &["162 unknown-reference"]),
            (&[("checks: [label-completeness]", "checks: [other/feed]")], &["129 unknown-reference"]),
            (
                &[
                    ("lead: ml-engineer", "lead: data-engineer"),
                    ("      data-engineer: keep the feature pipeline and backfills available\n", ""),
                ],
                &["91 expected-role-absent"],
            ),
            (&[("who: \"@acme/ml\"", "who: \"@#churn\"")], &["17 owner-not-a-handle"]),
            (&[("who: \"@acme/ml\"", "who: \"@ml!\"")], &["17 owner-not-a-handle"]),
            (&[("who: \"@acme/ml\"", "who: \"@-x\"")], &["17 owner-not-a-handle"]),
            (&[("who: \"@acme/ml\"", "who: \"@org/team\"")], &["17 placeholder-value"]),
            (&[("who: \"@acme/ml\"", "who: \"@your-team\"")], &["17 placeholder-value"]),
            (&[("who: \"@acme/ml\"", "who: tbc")], &["17 placeholder-value"]),
            (&[("who: \"@acme/ml\"", "who: \"-\"")], &["17 placeholder-value"]),
            (&[("who: \"@acme/ml\"", "who: NN")], &["17 placeholder-value"]),
            (&[("who: \"@acme/ml\"", "who: \"@acme/group/sub/ml\"")], &[]),
            (
                &[(
                    "waivers:\n  - rule: retirement-missing\n    reason: pilot until the end of the year, retirement is decided at the pilot review\n    until: 2025-12-31\n    by: \"@maria\"\n",
                    "retire: {}\n",
                )],
                &["3 retirement-missing"],
            ),
            (
                &[(
                    "waivers:\n  - rule: retirement-missing\n    reason: pilot until the end of the year, retirement is decided at the pilot review\n    until: 2025-12-31\n    by: \"@maria\"\n",
                    "retire: TBD\n",
                )],
                &["173 placeholder-value"],
            ),
            (
                &[(
                    "passes: [training-set, feature-code, feature-contract, data-card]",
                    "passes: [feature-code, feature-contract, data-card]",
                )],
                &["128 handoff-gap"],
            ),
            (
                &[("  data-preparation:\n", "  data-preparation:\n  data-preparation:\n")],
                &["76 duplicate-key"],
            ),
            (&[("  deployment:\n    lead", "  data-preparation:\n    lead")], &["102 duplicate-key"]),
            (&[("metrics:\n", "metrics:\nmetrics:\n")], &["29 duplicate-key"]),
            (&[("stages:\n", "stages:\nstages:\n")], &["75 duplicate-key"]),
            (&[("  runbook:      {", "  model-card:   {")], &["149 duplicate-key"]),
            (&[("  top-decile-recall:\n", "  monthly-retention:\n")], &["36 duplicate-key"]),
            (&[("      dashboards: ops", "      service-image: ops")], &["111 duplicate-key"]),
            (&[("  deploy-to-monitor:\n", "  data-to-model:\n")], &["137 duplicate-key"]),
            (&[("      product-manager: check", "      domain-expert: check")], &["80 duplicate-key"]),
            (&[("\nmetrics:\n", "\n")], &["28 missing-field"]),
            (&[("\nstages:\n", "\n")], &["74 missing-field"]),
            (&[("\ndocuments:\n", "\n")], &["145 missing-field"]),
            (&[("\nhandoffs:\n", "\n")], &["124 missing-field"]),
            (&[("\nroles:\n", "\n")], &["15 missing-field"]),
            (
                &[("\nsources:                           # what we depend on but do not own\n", "\n")],
                &["22 missing-field"],
            ),
            (&[("\nmeetings:\n", "\n")], &["151 missing-field"]),
            (&[("\nchannels:\n", "\n")], &["157 missing-field"]),
            (&[("\nalerts:\n", "\n")], &["161 missing-field"]),
            (
                &[("\nconsumers:                         # who uses our outputs\n", "\n")],
                &["167 missing-field"],
            ),
            (&[("\nrisks:\n", "\n")], &["170 missing-field"]),
            (&[("\n  model-development:\n", "\n")], &["88 duplicate-key"]),
            (&[("\n  top-decile-recall:\n", "\n")], &["36 duplicate-key"]),
            (&[("\n  deploy-to-monitor:\n", "\n")], &["137 duplicate-key"]),
            (&[("does: run monitoring and", "does: &run monitoring and")], &["117 unquoted-value"]),
            (&[("about: Weekly", "about: &Weekly")], &["4 unquoted-value"]),
            (&[("documents:\n", "docs:\n")], &["145 unknown-field"]),
            (&[("waivers:\n", "waiver:\n")], &["173 unknown-field"]),
            (&[("waivers:\n  - rule: ret", "waivers:\n    rule: ret")], &["174 wrong-type"]),
            (&[("    until: 2025-12-31\n", "    until: soon\n")], &["176 bad-time-value"]),
            (&[("    reason: pilot", "    resaon: pilot")], &["175 unknown-field"]),
            (
                &[(
                    "about: Weekly probability that a subscriber cancels within 30 days, used for retention offers",
                    "about:",
                )],
                &["4 wrong-type"],
            ),
            (
                &[(
                    "about: Weekly probability that a subscriber cancels within 30 days, used for retention offers",
                    "about: \"\"",
                )],
                &["4 wrong-type"],
            ),
            (&[("backup: \"@jon\"", "backup: ")], &["18 wrong-type"]),
            (&[("rollback: devops-engineer }", "rollback: }")], &["113 rollback-missing"]),
            (&[("lead: ml-engineer", "lead: #ml-engineer")], &["89 unquoted-value"]),
            (
                &[("domain-expert: define data needs", "domain-expert: #define data needs")],
                &["79 unquoted-value"],
            ),
            (&[("due: 2025-08-01", "due: #2025-08-01")], &["86 unquoted-value"]),
            (&[("within: 1w", "within: #1w")], &["136 unquoted-value"]),
            (&[("target: 0.98", "target: >= 0.98")], &["52 unquoted-value"]),
            (&[("training-set: data/training.parquet.dvc", "training-set: TBD")], &["83 placeholder-value"]),
            (
                &[(
                    "    from: data-preparation\n    to: model-development",
                    "    from: model-development\n    to: data-preparation",
                )],
                &["127 stage-order"],
            ),
            (
                &[(
                    "  monitoring:\n    lead: devops-engineer\n    does: run monitoring and alerting\n    support:\n      ml-engineer: explain drops in model quality\n      data-engineer: watch data drift\n      domain-expert: review a sample of wrong scores\n    needs: [service-image, dashboards, alert-rules]\n",
                    "",
                )],
                &["131 unknown-reference"],
            ),
            (
                &[(
                    "  monitoring:\n    lead: devops-engineer\n    does: run monitoring and alerting\n    support:\n      ml-engineer: explain drops in model quality\n      data-engineer: watch data drift\n      domain-expert: review a sample of wrong scores\n    needs: [service-image, dashboards, alert-rules]\n",
                    "  monitoring:\n",
                )],
                &["115 stage-without-lead"],
            ),
            (
                &[(
                    "  model-development:\n    lead: ml-engineer",
                    "  model-development: 7\n  x-was:\n    lead: ml-engineer",
                )],
                &["88 wrong-type"],
            ),
            (
                &[
                    ("      domain-expert: define data needs, validate labels and data quality\n", ""),
                    ("      domain-expert: review a sample of wrong scores\n", ""),
                    (", domain-expert]", "]"),
                    ("defined-by: domain-expert", "defined-by: data-engineer"),
                ],
                &["78 expected-role-absent"],
            ),
            (
                &[("passes: [model, training-config, evaluation, model-card]", "passes: model")],
                &["134 wrong-type"],
            ),
            (
                &[(
                    "passes: [model, training-config, evaluation, model-card]",
                    "passes: [7, training-config, evaluation, model-card]",
                )],
                &["134 wrong-type"],
            ),
            (&[("checks: [label-completeness]", "checks: [{}]")], &["129 wrong-type"]),
            (&[("needs: [model, training-config]", "needs: [model, ~]")], &["108 wrong-type"]),
            (&[("needs: [crm-events]", "needs: crm-event")], &["81 wrong-type"]),
            (
                &[("  crm-events:\n", "  training-set:\n"), ("needs: [crm-events]", "needs: [training-set]")],
                &["83 wrong-type"],
            ),
            (&[("lead: ml-engineer", "lead: [ml-engineer, foo]")], &["89 stage-two-leads"]),
            (&[("lead: ml-engineer", "lead: ml-engineer, data-engineer")], &["89 stage-two-leads"]),
            (&[("    lead: ml-engineer", "    owner: ml-engineer")], &["89 unknown-field"]),
            (&[("    lead: ml-engineer", "    leed: ml-engineer")], &["89 unknown-field"]),
            (&[("path: docs/runbook.md, ", "file: docs/runbook.md, ")], &["149 unknown-field"]),
            (&[("target: 0.98", "target: [0.9, b]")], &["52 wrong-type"]),
            (
                &[("  domain-expert:   {", "  legal: { who: TBD }\n  domain-expert:   {")],
                &["20 placeholder-value"],
            ),
            (
                &[
                    ("\"@acme/data-eng\"", "\"@ann\""),
                    ("\"@acme/ml\"", "\"@ann\""),
                    ("who: \"@maria\", backup: \"@jon\"", "who: \"@ann\""),
                    ("\"@acme/sre\"", "\"@ann\""),
                    ("who: \"@okafor\", backup: \"@lindqvist\"", "who: \"@ann\""),
                    ("by: \"@maria\"", "by: \"@ann\""),
                ],
                &["16 no-backup", "103 one-person-many-leads", "125 no-second-pair-of-eyes"],
            ),
            (&[("serves: monthly-retention", "serves: monthly-retentoin")], &["44 unknown-reference"]),
            (&[("service-image: deploy", "service image: deploy")], &["110 wrong-type"]),
            (&[("  domain-expert:   {", "  \"<<\": \"@x\"\n  domain-expert:   {")], &["20 wrong-type"]),
            (&[("{ who: \"@acme/ml\" }", "{ handle: \"@acme/ml\" }")], &["17 unknown-field"]),
            (&[("lead: ml-engineer", "lead: { who: ml-engineer }")], &["89 wrong-type"]),
            (&[("better: lower\n    target: 0.10", "better: less\n    target: 0.10")], &["60 wrong-type"]),
            (&[("state: done", "state: finished")], &["87 wrong-type"]),
            (&[("target: 90", "target: 90 min")], &["70 wrong-type"]),
            (&[("alert: 0.20", "alert: [0.1, 0.2]")], &["62 wrong-type"]),
            (&[("target: 0.60 ", "target: TBD ")], &["40 wrong-type"]),
            (&[("path: docs/runbook.md, ", "")], &["149 missing-field"]),
            (&[("    from: model-development\n", "")], &["131 missing-field"]),
            (&[("channel: \"#growth\"", "channel: #growth")], &["168 unquoted-value"]),
            (&[("owner: \"@acme/growth\", ", "owner: #growth, ")], &["168 unquoted-value"]),
            (&[("  ml-engineer:     {", "  ml-enginer:     {")], &["17 unknown-reference"]),
            (&[("      model: models", "      modle: models")], &["97 unknown-reference"]),
            (&[("  deployment:\n    lead", "  deploiment:\n    lead")], &["102 unknown-reference"]),
            (&[("    lead: ml-engineer", "    lead：ml-engineer")], &["89 yaml-syntax"]),
            (&[("    lead: ml-engineer", "    lead ml-engineer")], &["89 yaml-syntax"]),
            (
                &[("needs: [model, training-config]", "needs: [model，training-config]")],
                &["108 unknown-reference"],
            ),
            (&[("within: 1w", "within: 1 month")], &["136 bad-time-value"]),
            (&[("within: 1w", "within: 1W")], &["136 bad-time-value"]),
            (&[("every: 1w", "every: weekly")], &["153 bad-time-value"]),
            (&[("due: 2025-08-01", "due: 2025-8-1")], &["86 bad-time-value"]),
            (&[("checks: [label-completeness]", "checks: [label-complete]")], &["129 unknown-reference"]),
            (&[("lead: ml-engineer", "lead: \"@acme/ml\"")], &["89 unknown-reference"]),
            (&[("lead: ml-engineer", "lead: .nan")], &["89 wrong-type"]),
            (&[("lead: ml-engineer", "lead: \"\"")], &["88 stage-without-lead"]),
            (&[("lead: ml-engineer", "lead: TBD")], &["89 placeholder-value"]),
            (&[("project: churn-prediction", "project:")], &["3 wrong-type"]),
            (&[("profile: cs249r ", "profile: \"a b?\" ")], &["5 wrong-type"]),
            (
                &[("  data-to-model:\n", "<<<<<<< HEAD\n  data-to-model:\n=======\n>>>>>>> x\n")],
                &["125 yaml-syntax"],
            ),
            (&[("channels:\n", "skip: { a-stage: TBD }\nchannels:\n")], &["157 placeholder-value"]),
            (&[("target: 0.60 ", "target: 60 ")], &["40 metric-unit-mismatch"]),
            (&[("alert: 0.95", "alert: 95")], &["53 metric-unit-mismatch"]),
            (&[("unit: minutes", "unit: minuts")], &["68 metric-unit-mismatch"]),
            (&[("  feature-psi:\n", "  feature-drift:\n")], &["163 unknown-reference"]),
            (&[("  batch-duration:\n", "  run-time:\n")], &["135 unknown-reference"]),
            (&[("      model: models", "      network: models")], &["108 unknown-reference"]),
            (&[("channels:\n", "skip: { nonsense: not here }\nchannels:\n")], &["157 unknown-reference"]),
            (
                &[("ml-engineer, product-manager, devops-engineer, domain-expert]", LEFT_OUT), CHANNELS],
                &["152 no-cross-role-meeting"],
            ),
            (&[(MEETING, "  {}\n"), CHANNELS], &["151 no-cross-role-meeting"]),
            (
                &[("  monitoring:\n    lead: devops-engineer", "  monitor:\n    lead: devops-engineer")],
                &["115 unknown-reference"],
            ),
        ],
        false,
    );
}
