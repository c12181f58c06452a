//! Where the fuzzer starts: the examples and the fixtures of the rules as they stand in this repository, so that no
//! corpus has to be kept.

use std::fs;
use std::path::Path;

use super::tree::text;

/// The largest seed in bytes; what is longer teaches a fuzzer nothing more.
const LONGEST: usize = 24 * 1024;

/// The seeds of a target, from the repository at `root`.
pub fn seeds(target: &str, root: &Path) -> Vec<Vec<u8>> {
    let mut seeds = match target {
        "yaml" | "schema" => files(root, &[".yaml", ".yml"]),
        "baseline" => vec![BASELINE.to_vec()],
        "config" => files(root, &["planlint.yaml"]).into_iter().chain(profiles(root)).collect(),
        "model" | "fixer" => repositories(root),
        "difference" => pairs(root),
        "codeowners" => files(root, &["CODEOWNERS"]).into_iter().map(|file| with_line("models/a.onnx", &file)).collect(),
        "pattern" => (0..32_u8).map(|seed| (0..24).map(|at: u8| at.wrapping_mul(seed * 7 + 1) % 14).collect()).collect(),
        "formats" => hostile(root),
        "markdown" => files(root, &[".md"]),
        "measurements" => measured(root),
        "mailmap" => vec![b"Wei <wei@old.example>\nWei Chen <wei@example.org> <wei@old.example>\n# x\nLena <l@x> lena <L@y>\n".to_vec()],
        "trailers" => MESSAGES.iter().map(|message| message.as_bytes().to_vec()).collect(),
        _ => Vec::new(),
    };
    seeds.retain(|seed| seed.len() <= LONGEST);
    seeds.sort();
    seeds.dedup();
    seeds
}

const BASELINE: &[u8] = b"baseline: 1\nfindings:\n  - { path: plans/lifecycle.yaml, rule: missing-field, node: stages.a, about: \"\\U0000202e\", nth: 2 }\n  - { path: b.yaml, rule: plan-stale }\n";

const MESSAGES: &[&str] = &[
    "Change the lead\n\nWords.\n\nAccepted-by: @wei\nCc: @lena\n",
    "Change\n\nApproved-by: @maria\n  of the team\nPlan-reviewed: yes\n\n# Please enter\n# ------------------------ >8 ------------------------\n+x\n",
    "Accepted-by: @wei\n",
    "a\r\n\r\nAccepted-by:@wei\r\n",
];

/// Every file of the examples and fixtures whose name ends in one of these.
fn files(root: &Path, endings: &[&str]) -> Vec<Vec<u8>> {
    let all = folder(&root.join("examples")).into_iter().chain(folder(&root.join("tests/rules")));
    let named = all.filter(|(path, _)| endings.iter().any(|ending| path.ends_with(ending)));
    named.map(|(_, bytes)| bytes).collect()
}

/// The values of the test on hostile names, as they are written there: a few lines at a time.
fn hostile(root: &Path) -> Vec<Vec<u8>> {
    let path = root.join("tests/suite/hostile.rs");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let values = text.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","));
    let unescaped =
        |value: &str| value.replace("\\n", "\n").replace("\\r", "\r").replace("\\u{1b}", "\u{1b}");
    let values: Vec<String> = values.map(unescaped).collect();
    values.chunks(3).map(|values| with_line("plans/lifecycle.yaml", values.join("\n").as_bytes())).collect()
}

fn profiles(root: &Path) -> Vec<Vec<u8>> {
    let named = folder(&root.join("schemas/profiles")).into_iter();
    named
        .map(|(_, bytes)| [b"profiles: [p.yaml]\nprofile: p\n=== p.yaml\n", bytes.as_slice()].concat())
        .collect()
}

/// Each example and each side of each fixture as a whole.
fn repositories(root: &Path) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let examples = ["article", "broken", "churn"].map(|name| folder(&root.join("examples").join(name)));
    found.extend(examples.into_iter().map(text));
    for rule in subfolders(&root.join("tests/rules")) {
        for side in ["good", "bad"] {
            match fs::read(rule.join(format!("{side}.yaml"))) {
                Ok(bytes) => found.push(bytes),
                Err(_) => found.push(text(folder(&rule.join(side)))),
            }
        }
    }
    found
}

/// What fixtures on changes have before and after.
fn pairs(root: &Path) -> Vec<Vec<u8>> {
    let sides = |rule: &Path| {
        let side = |name: &str| text(folder(&rule.join("bad").join(name)));
        [side("before"), b"======\n".to_vec(), side("after")].concat()
    };
    subfolders(&root.join("tests/rules"))
        .iter()
        .map(|rule| sides(rule))
        .filter(|pair| pair.len() > 10)
        .collect()
}

fn measured(root: &Path) -> Vec<Vec<u8>> {
    let json = files(root, &[".json"]).into_iter().map(|file| with_line("\0a.b", &file));
    let yaml =
        files(root, &["metrics.yaml", "train.yaml"]).into_iter().map(|file| with_line("\u{1}/a/b", &file));
    let rows =
        [b"\x02recall.value\nmetric,value\nrecall,0.61\n".to_vec(), b"\x03a\na\tb\n1\t\"2\n3\"\n".to_vec()];
    json.chain(yaml).chain(rows).collect()
}

fn with_line(line: &str, bytes: &[u8]) -> Vec<u8> {
    [line.as_bytes(), b"\n", bytes].concat()
}

fn subfolders(path: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut found: Vec<_> =
        entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    found.sort();
    found
}

/// Every file below a folder as its path inside and its bytes; none where there is no such folder.
fn folder(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(path).into_iter().flatten() {
        let inner = entry.expect("an entry").path();
        let name = inner.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8").to_owned();
        match inner.is_dir() {
            true => found
                .extend(folder(&inner).into_iter().map(|(path, bytes)| (format!("{name}/{path}"), bytes))),
            false => found.push((name, fs::read(&inner).expect("a file that can be read"))),
        }
    }
    found.sort();
    found
}
