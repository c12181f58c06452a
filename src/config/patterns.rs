//! Globs as the configuration and the command line write them.

use crate::config::origin::{Origin, Setting};
use crate::glob::Globs;
use crate::limits;
use crate::path::{RepoPath, Tail};

/// Globs with where each was written.
#[derive(Clone, Debug)]
pub struct Patterns {
    /// As they are written.
    pub written: Vec<Setting<String>>,
    globs: Globs,
}

/// What a glob stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The files that it matches.
    Files,
    /// Those, and all that lies in a folder that it matches.
    Below,
}

/// Why some text is no glob, in words for the one who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternProblem {
    /// The sentence.
    pub message: String,
    /// What to do.
    pub help: String,
}

const EXAMPLE: &str = "write a pattern such as `plans/**/lifecycle.yaml`";

/// Can a glob be used?
///
/// # Errors
/// What is wrong with it.
pub fn check(written: &str) -> Result<(), PatternProblem> {
    let problem = |message: String, help: &str| Err(PatternProblem { message, help: help.to_owned() });
    if written.starts_with('!') {
        let help = "write the globs that count, and leave this one out; `!` takes nothing back";
        return problem(format!("`{written}` starts with `!`"), help);
    }
    if written.split('/').any(|part| part == "..") {
        let help = "write the glob from the top of the repository";
        return problem(format!("`{written}` climbs with `..`"), help);
    }
    let shown: String = written.chars().take(60).collect();
    match Globs::new([plain(written)]) {
        Ok(_) => Ok(()),
        Err((_, reason)) => problem(format!("`{shown}` is no glob: {reason}"), EXAMPLE),
    }
}

impl Patterns {
    /// Compiles the globs; what is wrong with those that are left out is told with where they stand.
    pub fn new(written: Vec<Setting<String>>, reach: Reach) -> (Self, Vec<(Origin, PatternProblem)>) {
        let mut problems = Vec::new();
        let mut kept: Vec<Setting<String>> = Vec::new();
        let mut bytes = 0;
        for one in written {
            bytes += one.value.len();
            let (most, most_bytes) = (limits::GLOBS.most, limits::GLOBS_TEXT.most);
            if kept.len() == most || bytes > most_bytes {
                let message = format!("there are more than {most} globs here, or {most_bytes} bytes of them");
                let help = "write fewer, with `*`, `**` or `{a,b}` for what they have in common".to_owned();
                problems.push((one.origin, PatternProblem { message, help }));
                break;
            }
            match check(&one.value) {
                Ok(()) => kept.push(one),
                Err(problem) => problems.push((one.origin, problem)),
            }
        }
        let compiled: Vec<String> = kept.iter().flat_map(|one| spelt_out(&one.value, reach)).collect();
        match Globs::new(compiled.iter().map(String::as_str)) {
            Ok(globs) => (Patterns { written: kept, globs }, problems),
            Err((_, reason)) => {
                let origin = kept.first().map_or(Origin::Default, |one| one.origin);
                let message = format!("these globs are too much together: {reason}");
                problems.push((origin, PatternProblem { message, help: EXAMPLE.to_owned() }));
                let globs = Globs::new([]).expect("no glob at all compiles");
                (Patterns { written: Vec::new(), globs }, problems)
            }
        }
    }

    /// May any of them match a path that ends so? Where not, none does.
    pub fn may_match(&self, tail: Tail) -> bool {
        self.globs.may_match(tail)
    }

    /// Does any of them match the path?
    pub fn matches(&self, path: &RepoPath) -> bool {
        self.globs.matches(path)
    }
}

/// A leading `/` or `./` says only that the glob starts at the top.
fn plain(written: &str) -> &str {
    let rest = written.strip_prefix("./").unwrap_or(written);
    rest.strip_prefix('/').unwrap_or(rest)
}

fn spelt_out(written: &str, reach: Reach) -> Vec<String> {
    let glob = plain(written);
    let folder = glob.trim_end_matches('/');
    match reach {
        Reach::Files => vec![glob.to_owned()],
        Reach::Below if glob.ends_with("**") => vec![glob.to_owned()],
        Reach::Below if folder != glob => vec![format!("{folder}/**")],
        Reach::Below => vec![glob.to_owned(), format!("{glob}/**")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(written: &[&str], reach: Reach) -> Patterns {
        let written = written.iter().map(|glob| Setting::new((*glob).to_owned(), Origin::Default));
        let (patterns, problems) = Patterns::new(written.collect(), reach);
        assert_eq!(problems, []);
        patterns
    }

    #[test]
    fn a_folder_stands_for_what_is_in_it_where_it_can_be_meant() {
        let below = patterns(&["templates", "/old/", "./x/*.yaml"], Reach::Below);
        for path in ["templates/a/b.yaml", "templates", "old/a.yaml", "x/a.yaml"] {
            assert!(below.matches(&path.into()), "{path}");
        }
        for path in ["a/templates/b.yaml", "old", "templates2/a", "x/a/b.yaml"] {
            assert!(!below.matches(&path.into()), "{path}");
        }
        assert!(!patterns(&["plans"], Reach::Files).matches(&"plans/a.yaml".into()));
    }

    #[test]
    fn what_is_no_glob_is_told_and_left_out() {
        for wrong in ["!a", "../a", "a/../b", "[", "{a", "a\\", &"x".repeat(5000)] {
            assert!(check(wrong).is_err(), "{wrong}");
        }
        let many = |glob: &str, count| vec![Setting::new(glob.to_owned(), Origin::Default); count];
        for list in [many("a", limits::GLOBS.most + 1), many(&"{a,b}".repeat(400), 40)] {
            let (_, problems) = Patterns::new(list, Reach::Files);
            assert!(problems[0].1.message.contains("more than"), "{problems:?}");
        }
    }
}
