//! Names and values that try to be more than text, through every command, on both of its streams and in what it
//! writes.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::process::{Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use planlint::escape::is_deceptive;
use planlint::report::FORMATS;

use crate::world::World;

/// A title for the terminal, a colour, text from right to left, characters of no width, one that hides, a line that is
/// not ours, and commands to build servers wherever a line may be broken.
const HOSTILE: &str = "\u{1b}]0;t\u{7}\u{1b}[31m\u{9b}2J\u{202e}\u{200b}\u{ad}\u{fe0f}\u{e0041}\u{2028}\nFORGED: x\n\
    ::error::x ::error::x ::error::x ::error::x ::error::x ::error::x ##[add-mask]x ##vso[x]";

/// The same where a line feed cannot stand.
const ONE_LINE: &str = "\u{1b}]0;t\u{7}\u{202e}\u{200b}\u{e0041}##[error]";

fn quoted(text: &str) -> String {
    // A key has at most 1,024 characters as it is written.
    let escaped = text.chars().map(|c| match c {
        ' '..='~' => c.to_string(),
        c => format!("\\U{:08x}", u32::from(c)),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// A plan in which every text is hostile.
fn plan() -> String {
    let [many, one] = [HOSTILE, ONE_LINE].map(|text| move |word: &str| quoted(&format!("{word}{text}")));
    format!(
        "lifecycle: 1
project: {project}
about: {about}
roles:
  {data}: \"@ada\"
  ml: {{ who: {who}, backup: {about} }}
stages:
  {stage}:
    lead: {data}
    does: {about}
    produces: {{ {artifact}: {path}, other: \"out/a.bin\" }}
    needs: [{about}]
  {other}: {{ lead: {about}, needs: [other], {field}: 1 }}
handoffs:
  {handoff}: {{ from: {stage}, to: {other}, receivers: [{data}], passes: [other], within: {about} }}
documents:
  card: {{ path: {document}, template: model-card, owner: {data} }}
waivers:
  - {{ rule: {about}, at: {about}, reason: {about}, until: 2030-01-01, by: {about} }}
",
        project = one("p"),
        about = many("about "),
        data = one("data"),
        who = many("@who"),
        stage = one("s"),
        other = many("t"),
        artifact = many("a"),
        path = many("models/x"),
        handoff = one("h"),
        document = one("docs/d"),
        field = many("fild"),
    )
}

fn world() -> World {
    let world = World::new();
    let folder = format!("f{HOSTILE}").replace('\n', " ");
    world.write(format!("{folder}/lifecycle.yaml"), plan());
    world.write("lifecycle.yaml", plan().replace(&quoted(&format!("p{ONE_LINE}")), "p"));
    world.write("out/a.bin", "x");
    world.write(format!("{folder}/out/a.bin"), "x");
    world.write(format!("models/x{HOSTILE}"), "x");
    world.write(format!("docs/d{ONE_LINE}"), "# T\n");
    world.write("CODEOWNERS", format!("* @a{ONE_LINE}\n/models/ @b{ONE_LINE}\n"));
    world.write("planlint.yaml", format!("exclude: [{}]\n", quoted(&HOSTILE.replace('[', ""))));
    world.git(&["config", "user.name", &format!("Ada{ONE_LINE}")]);
    world.git(&["config", "user.email", "ada@example.org"]);
    world.commit(&format!("First{HOSTILE}\n\nAccepted-by: @x{ONE_LINE}\n"));
    world
}

fn planlint(world: &World, arguments: &[&str]) -> Output {
    let mut command = world.command(env!("CARGO_BIN_EXE_planlint"));
    for name in ["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GITHUB_STEP_SUMMARY"] {
        command.env_remove(name);
    }
    command.args(arguments).output().unwrap()
}

/// Says nothing but what planlint says itself, and nothing that the log of a build server takes for a command.
fn is_honest(what: &str, bytes: &[u8]) {
    is_visible(what, bytes);
    let text = String::from_utf8_lossy(bytes);
    let is_command = |line: &&str| {
        let is_ours = what.contains("\"github\"") && line.contains(",title=");
        line.trim_start().starts_with("::") && !is_ours || line.contains("##[") || line.contains("##vso[")
    };
    assert_eq!(text.lines().find(is_command), None, "{what}: {text}");
}

/// Is text in which nothing is hidden, and no line that is not ours?
fn is_visible(what: &str, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{what}: no text: {bytes:?}"));
    let found: BTreeSet<char> =
        text.chars().filter(|c| is_deceptive(*c) && !matches!(c, '\n' | '\t')).collect();
    assert!(found.is_empty(), "{what}: {found:?} in {text}");
    let forged = text.lines().find(|line| line.trim_start().starts_with("FORGED"));
    assert_eq!(forged, None, "{what}: {text}");
}

#[test]
fn no_command_says_what_its_input_wants() {
    let world = world();
    let path = format!("models/x{HOSTILE}");
    let handoff = format!("h{ONE_LINE}");
    let project = format!("p/h{ONE_LINE}");
    let formats: Vec<Vec<&str>> =
        FORMATS.iter().map(|format| vec!["lint", "--format", format.name]).collect();
    let mut runs = formats;
    for words in [
        &["lint", "--staged"][..],
        &["lint", "--rev", "HEAD", "--history"],
        &["lint", "--fix=unsafe", "--diff"],
        &["lint", "--verbose"],
        &["lint", HOSTILE],
        &["lint", "--rev", HOSTILE],
        &["lint", "--format", HOSTILE],
        &["lint", "--against", "HEAD"],
        &["lint", HOSTILE, "--not-there", HOSTILE],
        &[HOSTILE],
        &["who", &path, "lifecycle.yaml", "out/a.bin", HOSTILE],
        &["who", "--format", "json", &path, "lifecycle.yaml", HOSTILE],
        &["codeowners"],
        &["codeowners", "--write"],
        &["codeowners", "--check"],
        &["config"],
        &["config", "--format", "json"],
        &["config", HOSTILE],
        &["explain", HOSTILE],
        &["baseline", "write"],
        &["baseline", "prune"],
        &["accept", HOSTILE],
        &["accept", &handoff],
        &["accept", &project],
        &["accept", &project, "--note", HOSTILE],
        &["accept", &project, "--by", HOSTILE, "--role", HOSTILE],
        &["diff", HOSTILE],
        &["init", HOSTILE],
        &["init", "new.lifecycle.yaml", "--project", HOSTILE],
        &["hook", "install"],
        &["hook", "status"],
        &["man", HOSTILE],
    ] {
        runs.push(words.to_vec());
    }
    for words in runs {
        let output = planlint(&world, &words);
        for stream in [&output.stdout, &output.stderr] {
            is_honest(&format!("{words:?}"), stream);
        }
        assert!(!output.stdout.is_empty() || !output.stderr.is_empty(), "{words:?} says something");
    }
}

#[test]
fn a_hostile_configuration_is_told_honestly() {
    let world = world();
    let (many, one) = (quoted(HOSTILE), quoted(ONE_LINE));
    let text = format!(
        "{many}: 1\nprofile: {many}\nprofiles: [{one}]\nforge: {many}\nbaseline: {many}\nlevels: {{ {many}: {many} }}\n\
         teams: {{ {many}: [{many}, {{ who: {many}, until: {many} }}] }}\noverrides: [{{ paths: [{many}], profile: {many} }}]\n"
    );
    world.write("planlint.yaml", text);
    for words in
        [&["lint"][..], &["lint", "--format", "json"], &["config"], &["who", "a"], &["baseline", "write"]]
    {
        let output = planlint(&world, words);
        is_honest(&format!("{words:?}"), &output.stdout);
        is_honest(&format!("{words:?}"), &output.stderr);
        assert_ne!(output.status.code(), Some(0), "{words:?}");
    }
}

#[test]
fn what_changed_is_told_honestly() {
    let world = world();
    let changed = plan()
        .replace("does: \"", "does: \"now ")
        .replace("@ada", "@eve")
        .replace("within: \"", "within: \"now ");
    world.write("lifecycle.yaml", changed);
    world.git(&["config", "core.hooksPath", &format!("hooks{ONE_LINE}")]);
    for format in ["human", "json", "markdown"] {
        let output = planlint(&world, &["diff", "--format", format]);
        is_honest(format, &output.stdout);
        is_honest(format, &output.stderr);
        assert!(String::from_utf8_lossy(&output.stdout).contains("@eve"), "{output:?}");
    }
    let output = planlint(&world, &["hook", "status"]);
    is_honest("hook status", &output.stdout);
    is_honest("hook status", &output.stderr);
}

#[test]
fn what_is_written_is_honest_too() {
    let world = world();
    for words in [
        &["codeowners", "--write"][..],
        &["baseline", "write"],
        &["accept", &format!("p/h{ONE_LINE}")],
        &["lint", "--fix=unsafe"],
    ] {
        let output = planlint(&world, words);
        assert!(output.status.code() < Some(2), "{words:?}: {output:?}");
    }
    let written = world.git(&["diff", "HEAD", "--no-ext-diff", "--unified=0"]);
    let added = written.lines().filter(|line| line.starts_with('+') && !line.starts_with("+++"));
    let mut count = 0;
    for line in added {
        is_visible("a line that was added", &line.as_bytes()[1..]);
        count += 1;
    }
    world.git(&["add", "--all"]);
    let new = world.git(&["diff", "--cached", "--name-only", "--diff-filter=A", "-z"]);
    for path in new.split('\0').filter(|path| !path.is_empty()) {
        is_visible(path, &fs::read(world.top().join(path)).unwrap());
        count += 1;
    }
    assert!(count > 8, "only {count} lines and files were looked at: {written} {new:?}");
}

#[test]
fn watching_says_nothing_else() {
    let world = world();
    let mut command = world.command(env!("CARGO_BIN_EXE_planlint"));
    let mut child = command.arg("watch").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut out, mut errors) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let read = |stream: &mut dyn Read| {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        bytes
    };
    let reading = thread::spawn(move || read(&mut out));
    let complaints = thread::spawn(move || {
        let mut bytes = Vec::new();
        errors.read_to_end(&mut bytes).unwrap();
        bytes
    });
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(4) {
        thread::sleep(Duration::from_millis(500));
        world.write(format!("n{ONE_LINE}.lifecycle.yaml"), format!("{}# {:?}\n", plan(), start.elapsed()));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let (out, errors) = (reading.join().unwrap(), complaints.join().unwrap());
    is_honest("watch", &out);
    is_honest("watch", &errors);
    assert!(out.len() + errors.len() > 500, "something was said");
}
