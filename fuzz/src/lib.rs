//! What has to hold whatever the bytes are: a property for each room that reads what others wrote.
//!
//! The fuzzer calls them with bytes of its own making; the test suite compiles the same files and calls them with
//! the seeds and with all that was ever found. So nothing here names `crate`.

mod baseline;
mod codeowners;
mod config;
mod difference;
mod fixer;
mod formats;
mod mailmap;
mod markdown;
mod measurements;
mod model;
mod pattern;
mod schema;
pub mod seeds;
mod trailers;
mod tree;
mod yaml;

/// What is fuzzed: a name and the property, which panics where it does not hold.
pub struct Target {
    /// As `cargo fuzz run` calls it.
    pub name: &'static str,
    /// Holds, or panics.
    pub holds: fn(&[u8]),
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target { name: "yaml", holds: yaml::holds },
    Target { name: "schema", holds: schema::holds },
    Target { name: "model", holds: model::holds },
    Target { name: "codeowners", holds: codeowners::holds },
    Target { name: "pattern", holds: pattern::holds },
    Target { name: "fixer", holds: fixer::holds },
    Target { name: "formats", holds: formats::holds },
    Target { name: "difference", holds: difference::holds },
    Target { name: "markdown", holds: markdown::holds },
    Target { name: "measurements", holds: measurements::holds },
    Target { name: "config", holds: config::holds },
    Target { name: "baseline", holds: baseline::holds },
    Target { name: "mailmap", holds: mailmap::holds },
    Target { name: "trailers", holds: trailers::holds },
];

/// Checks bytes as the target of that name does.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target of that name");
    (target.holds)(bytes);
}
