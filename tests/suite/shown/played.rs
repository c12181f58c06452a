//! Commands that are run, one after the other, in a repository of their page.

use crate::examples::copy;
use crate::pages;
use crate::pages::{Example, Page};
use crate::shown::plans;
use crate::world::World;

/// Where a reader may have the repository, and the program.
const TOP: &str = "/home/ada/churn";
const BIN: &str = "/home/ada/.cargo/bin";

/// A repository in which the commands of a page are run.
pub struct Stage {
    world: World,
}

impl Stage {
    /// The repository of a page: what is there before its first command.
    pub fn of(page: &str) -> Stage {
        let world = World::new();
        match page {
            // A plan that a few hurried months have spoiled, as if it had been there for years.
            "docs/adopting.md" => {
                copy(&world, &pages::root().join("examples/broken"), ".");
                world.delete("README.md");
            }
            // A project that has code, and says who looks after it.
            "docs/start.md" => {
                world.write("README.md", "# Churn\n");
                world.write("CODEOWNERS", "/data/ @acme/data-eng\n/src/ @acme/ml\n");
                world.write("data/train.csv", "id,left\n1,0\n");
                world.write("src/train.py", "print(\"to come\")\n");
            }
            "docs/hooks.md" => {
                copy(&world, &pages::root().join("examples/churn"), ".");
                world.script(&world.top().join(".git/hooks/pre-commit"), "#!/bin/sh\necho formatted\n");
            }
            "docs/manifest.md" => copy(&world, &pages::root().join("examples/churn"), "."),
            "hooks/README.md" => copy(&world, &pages::root().join("hooks"), "hooks"),
            _ => copy(&world, &pages::root().join("examples"), "examples"),
        }
        world.git(&["add", "--all"]);
        world.git(&["commit", "--quiet", "--no-verify", "--message", "years of work"]);
        Stage { world }
    }

    /// The page with what its commands print.
    pub fn play(&self, page: &Page, played: &[&Example]) -> String {
        let mut filled = String::new();
        let mut done = 0;
        for example in played {
            filled += &page.text[done..example.range.start];
            done = example.range.end;
            match example.language.as_str() {
                "console" => filled += &self.console(&example.text, &page.path),
                "yaml" => {
                    let file = example.claims.iter().find_map(|claim| claim.strip_prefix("into=")).unwrap();
                    let old = std::fs::read_to_string(self.world.top().join(file)).unwrap();
                    self.world.write(file, plans::laid_over(&old, &example.text));
                    filled += &example.text;
                }
                _ => {
                    assert_eq!(self.run(&example.text, &page.path).0, 0, "{}", example.text);
                    filled += &example.text;
                }
            }
        }
        filled + &page.text[done..]
    }

    fn console(&self, text: &str, page: &str) -> String {
        assert!(text.starts_with("$ "), "{page}: a console starts with a command, not with {text}");
        let mut filled = String::new();
        let mut lines = text.lines().peekable();
        while let Some(command) = lines.next() {
            let typed = command.strip_prefix("$ ").unwrap();
            let mut shown = Vec::new();
            while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
                shown.push(line);
            }
            let (code, printed) = self.run(typed, page);
            // What is checked has found something, which is no failure of the page.
            assert!(matches!(code, 0 | 1), "{page}: {typed}: {printed}");
            filled += &format!("{command}\n");
            match shown.last() {
                Some(&"…") => {
                    printed.lines().take(shown.len() - 1).for_each(|line| filled += &format!("{line}\n"));
                    filled += "…\n";
                }
                _ => filled += &printed,
            }
        }
        filled
    }

    /// The exit code of a script, and what it prints.
    fn run(&self, script: &str, page: &str) -> (i32, String) {
        let bin = std::path::Path::new(env!("CARGO_BIN_EXE_planlint")).parent().unwrap();
        let path = std::env::var("PATH").unwrap();
        let mut shell = self.world.command("sh");
        shell.args(["-c", script]).env("PATH", format!("{}:{path}", bin.display()));
        shell.env("LC_ALL", "C.UTF-8").env("COLUMNS", "100").env("NO_COLOR", "1");
        shell.env_remove("GITHUB_STEP_SUMMARY");
        let output = shell.output().unwrap();
        let words = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        let words =
            words.replace(self.world.top().to_str().unwrap(), TOP).replace(bin.to_str().unwrap(), BIN);
        let code = output.status.code().unwrap_or_else(|| panic!("{page}: {script}: {words}"));
        let mut words: String = words.split_inclusive(' ').map(without_id).collect();
        if !words.is_empty() && !words.ends_with('\n') {
            words.push('\n');
        }
        (code, words)
    }
}

/// Every change of an example changes the ids of commits, so all are shown as one.
fn without_id(word: &str) -> String {
    let id = word.trim_end_matches([' ', ',']);
    let is_id = id.len() == 10 && id.chars().all(|c| c.is_ascii_hexdigit());
    if is_id { word.replace(id, "1f0c2d3e4f") } else { word.to_owned() }
}
