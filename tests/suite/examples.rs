//! The examples are what they claim to be.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::world::World;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every finding of a run as line and rule, and the exit code.
fn lint(world: &World, arguments: &[&str]) -> (i32, Vec<(usize, String)>) {
    let (code, rows) = graded(world, arguments);
    (code, rows.into_iter().map(|(line, rule, _)| (line, rule)).collect())
}

/// Every finding of a run as line, rule and severity, and the exit code.
fn graded(world: &World, arguments: &[&str]) -> (i32, Vec<(usize, String, String)>) {
    let output = world
        .command(env!("CARGO_BIN_EXE_planlint"))
        .args(["lint", "--format", "json"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let word = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let row = |finding: &serde_json::Value| {
        let line = finding["start"]["line"].as_u64().unwrap() as usize;
        (line, word(finding, "rule"), word(finding, "severity"))
    };
    let rows = report["findings"].as_array().unwrap().iter().map(row).collect();
    (output.status.code().unwrap(), rows)
}

pub fn copy(world: &World, from: &Path, to: &str) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{to}/{}", entry.file_name().to_str().unwrap());
        match entry.file_type().unwrap().is_dir() {
            true => copy(world, &entry.path(), &path),
            false => drop(world.write(&path, fs::read(entry.path()).unwrap())),
        }
    }
}

#[test]
fn churn_is_clean_wherever_it_is_looked_at() {
    let world = World::new();
    copy(&world, &root().join("examples/churn"), ".");
    world.commit("the example");
    for source in [&[][..], &["--staged"], &["--rev", "HEAD"]] {
        assert_eq!(lint(&world, source), (0, vec![]), "{source:?}");
    }
}

#[test]
fn every_path_of_the_full_plan_leads_to_a_file() {
    let world = World::new();
    copy(&world, &root().join("examples/churn"), ".");
    world.git(&["add", "--all"]);
    let plan = fs::read_to_string(root().join("examples/churn/churn.lifecycle.yaml")).unwrap();
    let mut looked_up = 0;
    for word in
        plan.split([' ', '"', ',', '\n']).filter(|word| word.contains('/') && !word.contains([':', '@', '$']))
    {
        let path = word.split('#').next().unwrap();
        if path.contains('.') || path.contains('*') {
            assert_ne!(world.git(&["ls-files", &format!(":(glob){path}")]), "", "{path} is no file");
            looked_up += 1;
        }
    }
    assert!(looked_up >= 20, "only {looked_up} paths were found in the plan");
}

#[test]
fn broken_has_the_faults_that_its_page_lists() {
    let page = fs::read_to_string(root().join("examples/broken/README.md")).unwrap();
    let row = |line: &str| {
        let mut cells = line.split('|').map(str::trim).skip(1);
        let line: usize = cells.next()?.parse().ok()?;
        Some((line, cells.next()?.trim_matches('`').to_owned()))
    };
    let listed: BTreeSet<(usize, String)> = page.lines().filter_map(row).collect();
    assert!(listed.len() >= 12, "{listed:?}");
    let world = World::new();
    copy(&world, &root().join("examples"), "examples");
    let (code, found) = lint(&world, &["examples/broken"]);
    assert_eq!((code, BTreeSet::from_iter(found)), (1, listed));
}

/// The article's four stages as it tells them: the fourth names three workers and no lead.
const SEED: &str = "\
lifecycle: 1
project: 流失预测
roles:
  数据工程师: '@acme/data'
  机器学习工程师: '@acme/ml'
  产品经理: '@maria'
  DevOps工程师: '@acme/sre'
  领域专家: '@okafor'
stages:
  数据准备:
    lead: 数据工程师
    does: 收集、清洗和预处理数据
    support:
      领域专家: 帮助定义数据需求并检查数据质量
      产品经理: 确保数据策略服务于业务目标
  模型开发:
    lead: 机器学习工程师
    does: 特征工程、模型选择和训练
    support:
      数据工程师: 提供所需的数据支持
      产品经理: 定义性能指标和验收标准
  部署上线:
    lead: DevOps工程师
    does: 部署模型和配置基础设施
    support:
      机器学习工程师: 协助打包和性能优化
      产品经理: 协调发布计划和风险控制
  监控维护:
    support:
      DevOps工程师: 建立监控和告警
      机器学习工程师: 分析模型性能下降的原因
      数据工程师: 监控数据漂移
";

#[test]
fn the_articles_own_fourth_stage_has_no_lead() {
    let english = SEED
        .replace("数据工程师", "data-engineer")
        .replace("机器学习工程师", "ml-engineer")
        .replace("产品经理", "product-manager")
        .replace("DevOps工程师", "devops-engineer")
        .replace("领域专家", "domain-expert")
        .replace("数据准备", "data-preparation")
        .replace("模型开发", "model-development")
        .replace("部署上线", "deployment")
        .replace("监控维护", "monitoring");
    for seed in [SEED, &english] {
        let world = World::new();
        world.write("lifecycle.yaml", seed);
        let (code, found) = graded(&world, &[]);
        let errors: Vec<_> = found
            .iter()
            .filter(|(_, _, severity)| severity == "error")
            .map(|(line, rule, _)| (*line, rule.as_str()))
            .collect();
        let line = seed
            .lines()
            .position(|line| line.starts_with("  监控维护") || line.starts_with("  monitoring"))
            .unwrap();
        assert_eq!(errors, [(line + 1, "stage-without-lead")]);
        assert_eq!(code, 1);
    }
}

#[test]
fn this_repository_passes_its_own_check() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_planlint"))
        .args(["lint", "--deny", "warning", "--format", "concise"])
        .current_dir(root())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}
