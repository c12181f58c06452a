//! What each room costs, from the bytes of a manifest to a report in every format.
//!
//!     cargo bench --bench rooms
//!     cargo bench --bench rooms -- yaml --save-baseline before

use std::hint::black_box;
use std::io;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use planlint::assemble::assemble;
use planlint::check::{Request, check};
use planlint::config::Options;
use planlint::model::{File, Manifest, Profiles};
use planlint::report::{FORMATS, Look, Report};
use planlint::rules::Ground;
use planlint::schema::Shape;
use planlint::snapshot::OverlaySnapshot;
use planlint::text::{Source, Sources};
use planlint::{schema, yaml};

/// The example's plan.
const PLAN: &str = include_str!("../examples/churn/churn.lifecycle.yaml");

/// How many of it a repository has.
const PLANS: usize = 100;

fn request() -> Request {
    Request::on("2025-09-01".parse().expect("a date"))
}

/// A repository of many plans, each of which has been changed by `edit`.
fn repository(edit: impl Fn(&str) -> String) -> OverlaySnapshot {
    (0..PLANS).fold(OverlaySnapshot::new(None), |over, number| {
        let project = format!("project: churn-{number}");
        let text = edit(PLAN).replace("project: churn-prediction", &project);
        over.with(format!("plans/{number}/lifecycle.yaml").as_str(), text)
    })
}

/// A report of a few hundred findings: each plan refers to a role that it does not have.
fn report() -> Report {
    let broken = repository(|plan| plan.replace("defined-by: product-manager", "defined-by: nobody"));
    let report = check(&broken, &request()).expect("memory can be read");
    assert!(report.findings.len() > PLANS, "{} findings", report.findings.len());
    report
}

/// One manifest: its tree, its shape, its meaning.
fn manifest(criterion: &mut Criterion) {
    let source = Sources::default().add(Source::new("lifecycle.yaml".into(), PLAN.to_owned()));
    let file = File::read(source, Shape::Manifest, PLAN);
    assert!(file.is_sound(), "{:?} {:?}", file.problems, file.violations);
    let root = file.root().expect("a sound file has a tree");
    let profiles = Profiles::default();
    let mut group = criterion.benchmark_group("manifest");
    group.throughput(Throughput::Bytes(PLAN.len() as u64));
    group.bench_function("yaml", |run| run.iter(|| yaml::parse(black_box(PLAN))));
    group.bench_function("schema", |run| {
        let check = |mut root| schema::check(Shape::Manifest, PLAN, &mut root);
        run.iter_batched(|| root.clone(), check, BatchSize::SmallInput);
    });
    group.bench_function("model", |run| {
        run.iter(|| Manifest::decode(black_box(&file), "lifecycle.yaml".into(), &profiles, "cs249r"));
    });
}

/// Many manifests: every rule over their plan, and the whole way from bytes to findings.
fn plan(criterion: &mut Criterion) {
    let snapshot = repository(str::to_owned);
    let assembled =
        assemble(&snapshot, request().today, &[], &Options::default()).expect("memory can be read");
    assert_eq!(assembled.plan.manifests.len(), PLANS);
    let mut group = criterion.benchmark_group("plan");
    group.throughput(Throughput::Elements(PLANS as u64));
    group.bench_function("rules", |run| {
        run.iter(|| {
            Ground { plan: black_box(&assembled.plan), gathered: None, history: None, drafts: true }.check()
        })
    });
    group.bench_function("check", |run| run.iter(|| check(black_box(&snapshot), &request())));
}

/// One report in each format.
fn formats(criterion: &mut Criterion) {
    let report = report();
    let mut group = criterion.benchmark_group("formats");
    group.throughput(Throughput::Elements(report.findings.len() as u64));
    for format in FORMATS {
        group.bench_function(format.name, |run| {
            run.iter(|| (format.write)(black_box(&report), &Look::default(), &mut io::sink()));
        });
    }
}

/// Enough to see a tenth, and a minute for all.
fn harness() -> Criterion {
    Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
}

criterion_group! {
    name = benches;
    config = harness();
    targets = manifest, plan, formats
}
criterion_main!(benches);
