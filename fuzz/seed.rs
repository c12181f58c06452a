//! Writes the seeds of a target into a folder, and its words beside it. It stands alone, so that `fuzz/run` can have
//! `rustc` compile it.

use std::fs;
use std::path::Path;

#[path = "src/seeds.rs"]
mod seeds;
#[path = "src/tree.rs"]
#[allow(dead_code, reason = "seeds are only written")]
mod tree;

use seeds::seeds;

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [root, target, folder] = arguments.as_slice() else { panic!("name a repository, a target and a folder") };
    let root = Path::new(root);
    fs::create_dir_all(folder)?;
    for (seed, number) in seeds(target, root).iter().zip(1..) {
        fs::write(Path::new(folder).join(format!("seed-{number:04}")), seed)?;
    }
    let quoted = |word: &String| {
        let bytes: String = word.bytes().map(|byte| format!("\\x{byte:02x}")).collect();
        format!("\"{bytes}\"\n")
    };
    fs::write(format!("{folder}.dict"), words(target, root).iter().map(quoted).collect::<String>())
}

/// What YAML is made of.
const PIECES: &[&str] = &[
    "- ",
    ": ",
    "? ",
    "\n  ",
    "\r\n",
    "&a ",
    "*a",
    "<<: *a",
    "!!str ",
    "!!int ",
    "!x ",
    "|+2\n",
    ">-\n",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\"\\u00e9\"",
    "''",
    "{a: [b, c]}",
    " # c",
    "：",
    "<<<<<<< ",
    ".inf",
    "0x1F",
    "@a/b",
    "=== CODEOWNERS\n",
    "=== signoffs/p/h.yaml\n",
    "=== planlint.yaml\n",
];

/// Words worth trying in the place of others: the pieces of YAML, and all that the schemas of a target name.
fn words(target: &str, root: &Path) -> Vec<String> {
    let schemas: &[&str] = match target {
        "schema" => &["lifecycle.v1", "config.v1", "signoff.v1", "profile.v1", "baseline.v1"],
        "model" | "fixer" | "difference" => &["lifecycle.v1", "signoff.v1"],
        "config" => &["config.v1", "profile.v1"],
        "baseline" => &["baseline.v1"],
        _ => &[],
    };
    let mut words: Vec<String> = PIECES.iter().map(|piece| (*piece).to_owned()).collect();
    for schema in schemas {
        let path = root.join(format!("schemas/{schema}.json"));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let is_word =
            |piece: &&str| !piece.is_empty() && piece.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        words.extend(text.split('"').filter(is_word).map(str::to_owned));
    }
    words.sort();
    words.dedup();
    words
}
