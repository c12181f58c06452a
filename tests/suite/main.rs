//! One test binary for everything that is seen from outside.

mod adopting;

mod architecture;

mod changes;

mod article;

mod cascades;

mod cli;

mod commits;

mod diff;

mod documents;

mod environment;

mod examples;

mod fixes;

mod formats;

mod git;

mod habits;

mod history;

mod hooks;

mod input;

mod owners;

mod profiles;

mod readme;

mod repository;

mod rules;

mod schema;

mod signoffs;

mod scripts;

mod watch;

mod world;

mod yaml;
