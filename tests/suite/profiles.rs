//! Profiles are data: those that come with the program, and one's own.

use planlint::check::{Request, check};
use planlint::model::{File, ProfileProblem, Profiles};
use planlint::schema::Shape;
use planlint::snapshot::OverlaySnapshot;
use planlint::text::SourceId;

const SHIPPED: &[&str] = &["crisp-dm", "crisp-ml-q", "cs249r", "cs249r-book", "tdsp"];

#[test]
fn every_shipped_profile_is_sound_and_names_only_what_it_has() {
    let profiles = Profiles::default();
    assert_eq!(profiles.names(), SHIPPED);
    for name in SHIPPED {
        let path = format!("{}/schemas/profiles/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
        let file = File::read(SourceId::default(), Shape::Profile, &std::fs::read_to_string(path).unwrap());
        assert!(file.is_sound(), "{name}: {:?} {:?}", file.problems, file.violations);
        let profile = profiles.get(name).unwrap();
        assert!(profile.stages.len() >= 4, "{name}");
        for stage in &profile.stages {
            let roles = stage.lead.iter().chain(stage.support.iter().map(|(role, _)| role));
            roles.for_each(|role| assert!(profile.role(role).is_some(), "{name}: no role {role}"));
            for document in &stage.documents {
                assert!(
                    profile.templates.iter().any(|template| template.id == *document),
                    "{name}: {document}"
                );
            }
        }
        for edge in &profile.loops {
            assert!(profile.stage(&edge.from).is_some() && profile.stage(&edge.to).is_some(), "{name}");
        }
    }
}

#[test]
fn the_default_profile_is_the_articles() {
    let profile = Profiles::default().get(planlint::model::DEFAULT_PROFILE).unwrap();
    assert_eq!(profile.name, "cs249r");
    let leads: Vec<_> =
        profile.stages.iter().map(|stage| (stage.id.as_str(), stage.lead.as_deref().unwrap())).collect();
    let expected = [
        ("data-preparation", "data-engineer"),
        ("model-development", "ml-engineer"),
        ("deployment", "devops-engineer"),
        ("monitoring", "devops-engineer"),
    ];
    assert_eq!(leads, expected);
    for (chinese, id) in [
        ("数据工程师", "data-engineer"),
        ("机器学习工程师", "ml-engineer"),
        ("产品经理", "product-manager"),
        ("DevOps工程师", "devops-engineer"),
        ("运维工程师", "devops-engineer"),
        ("领域专家", "domain-expert"),
    ] {
        assert_eq!(profile.role(chinese).unwrap().id, id);
    }
    for (chinese, id) in [
        ("数据准备", "data-preparation"),
        ("模型开发", "model-development"),
        ("部署上线", "deployment"),
        ("监控维护", "monitoring"),
    ] {
        assert_eq!(profile.stage(chinese).unwrap().id, id);
    }
}

/// Findings on a plan of the profile `ours`, as rule and message.
fn lint(profile: &str, plan: &str) -> Result<Vec<(&'static str, String)>, String> {
    let snapshot = OverlaySnapshot::new(None)
        .with("planlint.yaml", "profile: ours\nprofiles: [plans/ours.yaml]\n")
        .with("plans/ours.yaml", profile)
        .with("lifecycle.yaml", plan);
    let request = Request { clock: true, ..Request::on("2025-09-01".parse().unwrap()) };
    let report = check(&snapshot, &request).map_err(|error| error.to_string())?;
    Ok(report.findings.into_iter().map(|found| (found.diagnostic.rule, found.diagnostic.message)).collect())
}

const PLAN: &str = "\
lifecycle: 1
project: ours
about: A plan of our own
risk: minimal
roles: { maker: '@acme/makers', tester: '@acme/testers' }
stages:
  make: { lead: maker, support: { tester: say what will be tried } }
";

#[test]
fn a_profile_of_ones_own_governs_and_extends() {
    let base = "profile: ours\nroles: { maker: { title: maker } }\nstages:\n  make: { lead: maker }\n  ship: { lead: maker }\n";
    let found = lint(base, PLAN).unwrap();
    assert!(
        found.iter().any(|(rule, message)| *rule == "stage-missing" && message.contains("`ours`")),
        "{found:?}"
    );

    let extended = "profile: ours\nextend: cs249r\nroles: { domain-expert: null, maker: { title: maker } }\nstages:\n  deployment: null\n";
    let found = lint(extended, PLAN).unwrap();
    let said =
        |rule: &str, word: &str| found.iter().any(|(name, message)| *name == rule && message.contains(word));
    assert!(said("stage-missing", "monitoring") && !said("stage-missing", "deployment"), "{found:?}");
    assert!(said("role-missing", "data-engineer") && !said("role-missing", "domain-expert"), "{found:?}");
}

#[test]
fn a_profile_that_cannot_be_had_is_told_where_it_is_named() {
    let circle = "profile: ours\nextend: ours\nstages: { make: {} }\n";
    let said =
        |profile| lint(profile, PLAN).unwrap().into_iter().map(|(_, message)| message).collect::<Vec<_>>();
    assert_eq!(said(circle), ["profile `ours` extends itself"]);
    let unknown = "profile: ours\nextend: theirs\nstages: { make: {} }\n";
    assert_eq!(said(unknown), ["no profile is called `theirs`"]);
    let wrong = lint("profile: ours\nstagse: {}\n", PLAN).unwrap();
    assert_eq!(wrong.iter().map(|(rule, _)| *rule).collect::<Vec<_>>(), ["unknown-field"]);
}

#[test]
fn the_known_problems_are_told_apart() {
    let profiles = Profiles::default();
    assert_eq!(profiles.get("nothing").unwrap_err(), ProfileProblem::Unknown("nothing".to_owned()));
}
