//! What others wrote down about their formats holds for ours: schemas for JSON, and a parser for XML.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::formats::{example, written};
use planlint::report::{Look, Report};

fn schema(name: &str) -> jsonschema::Validator {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/schemas");
    // A bracket of a pattern of SARIF's schema is open to JavaScript alone.
    let text = fs::read_to_string(folder.join(name)).unwrap().replace("{2}]?$", "{2}\\\\]?$");
    let schema = serde_json::from_str(&text).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

pub fn json(format: &str, report: &Report) -> Value {
    serde_json::from_str(&written(format, report, &Look::default())).unwrap()
}

/// The example, the same with nothing found, and the same with a finding in each state.
fn reports() -> [Report; 3] {
    let mut clean = example();
    clean.findings.clear();
    clean.waived.clear();
    [example(), clean, compared()]
}

/// The example, some of whose findings were there before.
fn compared() -> Report {
    let mut report = example();
    report.baseline.extend(report.findings.pop());
    report.unchanged.extend(report.findings.pop());
    report.fixed.extend(report.findings.pop());
    report
}

#[test]
fn what_was_there_before_is_told_apart_where_a_format_can() {
    let report = compared();
    let log = json("sarif", &report);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let states: Vec<_> = results.iter().map(|result| result["baselineState"].as_str().unwrap()).collect();
    assert_eq!(states, [["new"; 6].as_slice(), &["unchanged"; 2]].concat(), "nothing that is fixed is there");
    let kinds: Vec<_> =
        results.iter().filter_map(|result| result["suppressions"][0]["kind"].as_str()).collect();
    assert_eq!(kinds, ["inSource", "external"]);
    assert_eq!(json("gitlab", &report).as_array().unwrap().len(), 6, "GitLab compares by itself");
    assert_eq!(json("rdjson", &report)["diagnostics"].as_array().unwrap().len(), 5);
    let uncompared = json("sarif", &example());
    assert!(uncompared["runs"][0]["results"][0]["baselineState"].is_null());
}

#[test]
fn the_json_of_others_is_what_their_schemas_say() {
    for (format, name) in
        [("sarif", "sarif-2.1.0.json"), ("gitlab", "gitlab-code-quality.json"), ("rdjson", "rdjson.json")]
    {
        let validator = schema(name);
        for report in reports() {
            let document = json(format, &report);
            let wrong: Vec<_> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
            assert!(wrong.is_empty(), "{format}: {wrong:?}");
        }
        assert!(!validator.is_valid(&serde_json::json!({ "version": "2.0.0" })), "{name} accepts anything");
    }
}

#[test]
fn the_lines_are_the_document_in_pieces() {
    for report in reports() {
        let mut whole = json("json", &report);
        let mut pieces = serde_json::Map::new();
        for list in ["findings", "waived", "baseline", "unchanged", "fixed"] {
            pieces.insert(list.to_owned(), Value::Array(Vec::new()));
        }
        let lines = written("jsonl", &report, &Look::default());
        for line in lines.lines() {
            let mut line: Value = serde_json::from_str(line).unwrap();
            let kind = line.as_object_mut().unwrap().remove("kind").unwrap();
            if kind == "report" {
                pieces.extend(line.as_object().unwrap().clone());
                continue;
            }
            assert_eq!(kind, "finding");
            let state = line["state"].as_str().unwrap();
            let list = if state == "new" { "findings" } else { state }.to_owned();
            pieces[&list].as_array_mut().unwrap().push(line);
        }
        assert_eq!(Value::Object(pieces), whole.take());
    }
}

#[test]
fn sarif_has_what_forges_ask_for() {
    let log = json("sarif", &example());
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        for property in ["shortDescription", "fullDescription", "help", "helpUri"] {
            assert!(!rule[property].is_null(), "{rule}");
        }
    }
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 9);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let related = result["relatedLocations"].as_array().map_or(0, Vec::len);
        for id in 1..=related {
            assert_eq!(result["relatedLocations"][id - 1]["id"], id);
            assert!(result["message"]["text"].as_str().unwrap().contains(&format!("]({id})")), "{result}");
        }
    }
    let weights: Vec<_> = results[..8].iter().map(|result| result["level"].as_str().unwrap()).collect();
    assert_eq!(weights, [["error"; 5].as_slice(), &["warning"; 2], &["note"]].concat());
    assert!(results[..8].iter().all(|result| result["suppressions"] == serde_json::json!([])));
    assert_eq!(results[8]["suppressions"][0]["justification"], "the new team starts in May");
    let invocation = &run["invocations"][0];
    assert_eq!((&invocation["exitCode"], &invocation["executionSuccessful"]), (&1.into(), &true.into()));
}

#[test]
fn sarif_keeps_the_most_severe_of_a_crowd_and_says_so() {
    let mut report = crate::formats::crowded(25_002);
    report.findings[0].diagnostic.severity = planlint::diagnostic::Severity::Advice;
    let log = json("sarif", &report);
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 25_000);
    assert!(results.iter().all(|result| result["level"] == "error"));
    let notes = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"];
    assert!(notes[0]["message"]["text"].as_str().unwrap().starts_with("2 more results"));
}

#[test]
fn a_fix_lands_where_each_format_says() {
    let report = example();
    let source = report.sources.iter().next().unwrap().1;
    let log = json("sarif", &report);
    let fixed =
        log["runs"][0]["results"].as_array().unwrap().iter().find(|result| !result["fixes"].is_null());
    let replacement = &fixed.unwrap()["fixes"][0]["artifactChanges"][0]["replacements"][0];
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let region = &replacement["deletedRegion"];
    let line = source.slice(source.line(number(&region["startLine"])));
    let columns = number(&region["startColumn"]) - 1..number(&region["endColumn"]) - 1;
    let chosen: String = line.chars().skip(columns.start).take(columns.len()).collect();
    assert_eq!(
        (chosen.as_str(), &replacement["insertedContent"]["text"]),
        ("data-enginer", &"data-engineer".into())
    );
    let result = json("rdjson", &report);
    let diagnostics = result["diagnostics"].as_array().unwrap();
    let found = diagnostics.iter().find(|one| !one["suggestions"].is_null()).unwrap();
    let range = &found["suggestions"][0]["range"];
    let columns = number(&range["start"]["column"]) - 1..number(&range["end"]["column"]) - 1;
    assert_eq!(&line[columns], "data-enginer");
    // The column of reviewdog counts bytes, that of the others characters.
    let advice = diagnostics.iter().find(|one| one["severity"] == "INFO").unwrap();
    assert_eq!(advice["location"]["range"]["end"]["column"], 11 + "收集数据 🧹".len());
}

#[test]
fn xml_says_what_is_to_be_said() {
    for report in reports() {
        let text = written("junit", &report, &Look::default());
        let junit = roxmltree::Document::parse(&text).unwrap();
        let suite = junit.descendants().find(|node| node.has_tag_name("testsuite")).unwrap();
        let count = |name| junit.descendants().filter(|node| node.has_tag_name(name)).count().to_string();
        assert_eq!(suite.attribute("tests").unwrap(), count("testcase"));
        assert_eq!(suite.attribute("failures").unwrap(), count("failure"));
        assert_eq!(suite.attribute("skipped").unwrap(), count("skipped"));
        assert_ne!(count("testcase"), "0", "a suite without tests is taken for a fault");
        let text = written("checkstyle", &report, &Look::default());
        let checkstyle = roxmltree::Document::parse(&text).unwrap();
        let errors = checkstyle.descendants().filter(|node| node.has_tag_name("error")).count();
        assert_eq!(errors, report.findings.len());
    }
    let warning = Look { deny: planlint::diagnostic::Severity::Warning, ..Look::default() };
    assert!(written("junit", &example(), &warning).contains("failures=\"7\""));
}
