//! The limits on what others wrote: their table on the page, and files at which each that can be reached by a file
//! speaks up.

use planlint::check::{Request, check};
use planlint::diagnostic::Edit;
use planlint::limits::{self, LIMITS, Limit, Unit};
use planlint::report::Report;
use planlint::snapshot::OverlaySnapshot;

use crate::pages;
use crate::rules::{TODAY, same};

/// The lines of the page around the table.
const BEGIN: &str = "| what | at most | beyond it |\n|---|--:|---|\n";

fn row(limit: &Limit) -> String {
    let number = match (limit.unit, limit.most) {
        (Unit::Bytes, most) if most % (1 << 20) == 0 => format!("{} MiB", most >> 20),
        (Unit::Bytes, most) if most % (1 << 10) == 0 => format!("{} KiB", most >> 10),
        (Unit::Bytes, most) => format!("{most} bytes"),
        (Unit::Pieces, most) => grouped(most),
    };
    format!("| {} | {number} | {} |\n", limit.what, limit.beyond)
}

fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap()).collect();
    groups.join(",")
}

#[test]
fn the_page_lists_every_limit() {
    let page = pages::read("docs/hostile.md").text;
    let (before, after) = page.split_once(BEGIN).expect("the page has the table");
    let after = after.split_inclusive('\n').skip_while(|line| line.starts_with('|'));
    let rows: String = LIMITS.iter().map(|limit| row(limit)).collect();
    same(
        format!("{before}{BEGIN}{rows}{}", after.collect::<String>()),
        pages::root().join("docs/hostile.md"),
    );
    let source = std::fs::read_to_string(pages::root().join("src/limits.rs")).unwrap();
    assert_eq!(source.matches("pub const ").count(), LIMITS.len() + 1, "each is in the list");
}

/// The names between quotes at the start of a line, which a program gives its cases, or of a table's lines.
fn names<'t>(text: &'t str, begin: &str, end: &str) -> Vec<&'t str> {
    let (_, rest) = text.split_once(begin).expect("it begins");
    rest.split_once(end).expect("it ends").0.lines().collect()
}

#[test]
fn the_page_has_every_hostile_case_that_is_measured() {
    let script = std::fs::read_to_string(pages::root().join("benches/hostile.py")).unwrap();
    let cases = names(&script, "\nCASES = {\n", "\n}\n").into_iter();
    let cases = cases.filter_map(|line| Some(line.strip_prefix("    \"")?.split_once("\": lambda")?.0));
    let page = pages::read("docs/hostile.md").text;
    let rows = names(&page, "<!-- measured: begin -->\n", "<!-- measured: end -->\n").into_iter();
    let rows = rows.filter_map(|line| Some(line.strip_prefix("| ")?.replace("\\|", "\u{1}")));
    let rows: Vec<String> = rows.map(|row| row.split(" |").next().unwrap().replace('\u{1}', "|")).collect();
    assert_eq!(rows.iter().skip(1).map(String::as_str).collect::<Vec<_>>(), cases.collect::<Vec<_>>());
}

/// Whoever measures the table anew and finds a case beyond this has it to mend, or to say so.
#[test]
fn no_hostile_case_costs_more_than_the_page_says() {
    let page = pages::read("docs/hostile.md").text;
    assert!(page.contains("two seconds and 300 MB, and no case misses it"));
    let rows = names(&page, "<!-- measured: begin -->\n", "<!-- measured: end -->\n").into_iter();
    let numbers = |row: &str| {
        let row = row.replace("\\|", "\u{1}");
        let cells: Vec<f64> = row
            .split('|')
            .skip(2)
            .take(3)
            .filter_map(|cell| cell.trim().replace(',', "").parse().ok())
            .collect();
        (cells.len() == 3).then(|| (row.clone(), cells[1], cells[2]))
    };
    let measured: Vec<_> = rows.filter_map(numbers).collect();
    assert!(measured.len() > 100, "the table has its lines");
    let beyond: Vec<_> =
        measured.iter().filter(|(_, seconds, megabytes)| *seconds >= 2.0 || *megabytes >= 300.0).collect();
    assert!(beyond.is_empty(), "{beyond:?}");
}

fn lint(files: &[(&str, String)]) -> Report {
    let add = |over: OverlaySnapshot, (path, text): &(&str, String)| over.with(*path, text.as_bytes());
    check(&files.iter().fold(OverlaySnapshot::new(None), add), &Request::on(TODAY.parse().unwrap())).unwrap()
}

const PLAN: &str = "lifecycle: 1\nproject: p\nroles: { ml: \"@a\" }\nstages: { s: { lead: ml, does: x } }\n";

/// The messages that speak of a limit, with the number of all findings.
fn told(files: &[(&str, String)], words: &str) -> (usize, Vec<String>) {
    let report = lint(files);
    let messages = report.findings.iter().map(|finding| finding.diagnostic.message.clone());
    (report.findings.len(), messages.filter(|message| message.contains(words)).collect())
}

#[test]
fn a_file_with_too_many_values_or_mistakes_is_told_once() {
    let dashes = "-\n".repeat(limits::NODES.most + 10);
    assert_eq!(
        told(&[("lifecycle.yaml", dashes)], "more than").1,
        ["this file has more than 1000000 keys and values"]
    );
    let most = limits::MISTAKES.most;
    let tags = format!("{PLAN}x-a:\n{}", "- !a b\n".repeat(most + 10));
    let (count, said) = told(&[("lifecycle.yaml", tags)], "more than");
    assert_eq!(said, [format!("more than {most} things are wrong with the YAML of this file")]);
    assert!(count <= most + 20, "{count}");
    let shapes = format!("{PLAN}waivers:\n{}", "- 1\n".repeat(most + 10));
    let (count, said) = told(&[("lifecycle.yaml", shapes)], "more than");
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said.contains(&format!("more than {most} things in this file have the wrong shape")), "{said:?}");
    assert!(count <= most + 20, "{count}");
}

#[test]
fn a_rule_that_finds_too_much_says_so() {
    let most = limits::FINDINGS.most;
    let risks: String = (0..most + 10)
        .map(|at| format!("  r{at}: {{ what: x, owner: nobody{at}, mitigation: y }}\n"))
        .collect();
    let (_, said) = told(&[("lifecycle.yaml", format!("{PLAN}risks:\n{risks}"))], "finds more than");
    assert_eq!(said.len(), 1, "{said:?}");
}

#[test]
fn waivers_behind_the_limit_silence_nothing() {
    let waiver = |at: usize| {
        format!("- {{ rule: stage-order, at: stages.s{at}, reason: x, until: 2026-01-01, by: \"@a\" }}\n")
    };
    let waivers: String = (0..limits::WAIVERS.most + 2).map(waiver).collect();
    let (_, said) = told(&[("lifecycle.yaml", format!("{PLAN}waivers:\n{waivers}"))], "waivers at most");
    assert_eq!(said.len(), 1, "{said:?}");
}

#[test]
fn a_large_codeowners_is_looked_up_in_a_moment() {
    let plan = PLAN.replace("does: x", "does: x, produces: { all: \"src/**\" }");
    let mut files: Vec<(String, String)> =
        (0..2_000).map(|at| (format!("src/{at}.py"), String::new())).collect();
    files.push(("lifecycle.yaml".to_owned(), plan));
    files.push((
        ".github/CODEOWNERS".to_owned(),
        (0..50_000).map(|at| format!("/src/{at}.py @a\n")).collect(),
    ));
    let files: Vec<(&str, String)> = files.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    let started = std::time::Instant::now();
    assert_eq!(told(&files, "CODEOWNERS gives").1, Vec::<String>::new());
    assert!(started.elapsed().as_secs() < 60, "took {:?}", started.elapsed());
}

#[test]
fn overrides_behind_the_limit_are_told() {
    let one = |at: usize| format!("- {{ paths: [\"a{at}/**\"], levels: {{ stage-order: off }} }}\n");
    let many: String = (0..=limits::OVERRIDES.most).map(one).collect();
    let files = [("lifecycle.yaml", PLAN.to_owned()), ("planlint.yaml", format!("overrides:\n{many}"))];
    assert_eq!(told(&files, "overrides here").1.len(), 1);
}

#[test]
fn a_profile_has_a_bounded_number_of_entries() {
    let roles = |count: usize| (0..count).map(|at| format!("  r{at}: {{ duty: x }}\n")).collect::<String>();
    let said = |count: usize| {
        let own = format!("profile: own\nroles:\n{}", roles(count));
        let files = [
            ("lifecycle.yaml", PLAN.to_owned()),
            ("planlint.yaml", "profiles: [own.yaml]\nprofile: own\n".to_owned()),
            ("own.yaml", own),
        ];
        told(&files, "entries here").1.len()
    };
    assert_eq!((said(limits::PROFILE.most), said(limits::PROFILE.most + 1)), (0, 1));
}

/// A plan that makes these things.
fn making(produces: &str) -> String {
    PLAN.replace("does: x", &format!("does: x, produces: {{ {produces} }}"))
}

/// What is said of this plan in a repository of so many files.
fn among(files: usize, plan: String) -> Vec<String> {
    let mut all: Vec<(String, String)> =
        (0..files).map(|at| (format!("out/{at}.bin"), String::new())).collect();
    all.push(("lifecycle.yaml".to_owned(), plan));
    let all: Vec<(&str, String)> = all.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    told(&all, "takes too long").1
}

#[test]
fn what_cannot_all_be_looked_up_is_told_once() {
    let words = "it takes too long to look up all that the manifests name, up to here";
    let many = |path: &str| (0..1_500).map(|at| format!("m{at}: \"{path}\", ")).collect::<String>();
    for path in ["out", "out/*"] {
        assert_eq!(among(3_000, making(&many(path))), [words], "{path}");
    }
    assert_eq!(among(3_000, making("a: out, b: out/*, c: \"**/[0-9]*\"")), [""; 0]);
    assert_eq!(among(10, making(&many("out/*"))), [""; 0]);
}

#[test]
fn measured_values_are_looked_for_in_files_of_a_bounded_size_and_depth() {
    let plan = |value: &str| {
        format!(
            "{}  t: {{ lead: ml, does: y }}\nmetrics:\n  m: {{ means: x, unit: ratio, better: higher, target: 0.5, \
             value: \"{value}\" }}\nhandoffs:\n  h: {{ from: s, to: t, passes: [], checks: [m] }}\n",
            PLAN.replace(
                "stages: { s: { lead: ml, does: x } }",
                "stages:\n  s: { lead: ml, does: x, state: done }"
            )
        )
    };
    let cells = "a,".repeat(limits::NODES.most + 1);
    let rows = "a\n".repeat(limits::NODES.most + 1);
    let numbers = format!("{{\"a\": [{}1]}}", "1,".repeat(limits::NODES.most));
    let deep = format!("m.json#{}", "a.".repeat(limits::KEYS.most));
    for (name, value, text, words) in [
        ("m.csv", "m.csv#a", cells, "more than 1000000 cells"),
        ("m.csv", "m.csv#a", rows, "more than 1000000 cells"),
        ("m.json", "m.json#a", numbers, "more than 1000000 keys and values"),
        ("m.json", deep.as_str(), "{}".to_owned(), "more than 64 keys in each other"),
    ] {
        let said = told(&[("lifecycle.yaml", plan(value)), (name, text)], words).1;
        assert_eq!(said.len(), 1, "{name} {words}: {said:?}");
    }
}

/// Each of these fixes writes the whole of CODEOWNERS, which has lines for every plan.
#[test]
fn fixes_write_codeowners_no_more_often_than_the_limit_has_it() {
    const PLANS: usize = 300;
    let plan = |at: usize| {
        let artifacts: String =
            (0..10).map(|of| format!("      made-{of}: data/of/the/plan/{at}/{of}.parquet\n")).collect();
        format!(
            "lifecycle: 1\nproject: p{at}\nroles:\n  data-engineer: \"@ines\"\nstages:\n  data-preparation:\n    lead: data-engineer\n    produces:\n{artifacts}"
        )
    };
    let mut snapshot = OverlaySnapshot::new(None).with("CODEOWNERS", "docs/ @x\n");
    for at in 0..PLANS {
        snapshot = snapshot.with(format!("plans/{at}/lifecycle.yaml").as_str(), plan(at));
    }
    let report = check(&snapshot, &Request::on(TODAY.parse().unwrap())).unwrap();
    let found = report.findings.iter().map(|finding| &finding.diagnostic);
    let fixes: Vec<_> =
        found.filter(|found| found.rule == "plan-not-codeowned").map(|found| &found.fix).collect();
    assert_eq!(fixes.len(), PLANS, "all of them are told");
    let written = fixes.iter().flat_map(|fix| fix.iter().flat_map(|fix| &fix.edits)).map(|edit| match edit {
        Edit::Write { text, .. } => text.len(),
        _ => panic!("{edit:?}"),
    });
    let written: usize = written.sum();
    assert!((limits::WRITTEN.most / 2..=limits::WRITTEN.most).contains(&written), "{written}");
    assert!(fixes.iter().filter(|fix| fix.is_none()).count() > PLANS / 2);
}
