//! One test binary for everything that is seen from outside.

mod action;

mod adopting;

mod amend;

mod architecture;

mod changes;

mod against;

mod article;

mod baseline;

mod book;

mod cascades;

mod cli;

mod conformance;

mod commits;

mod configuration;

mod dependencies;

mod diff;

mod documents;

mod environment;

mod examples;

mod faults;

mod fingerprints;

mod fixes;

mod format_schemas;

mod formats;

mod fuzzed;

mod git;

mod grades;

mod habits;

mod history;

mod hooks;

mod hostile;

mod hostile_commands;

mod ignoring;
mod input;

mod limits;

mod mutations;

mod outputs;

mod owners;

mod packages;

mod pages;

mod profile_pages;

mod profiles;

mod properties;

mod pushes;

mod repository;

mod rules;

mod schema;

mod signoffs;

mod scripts;

mod security;

mod settings;

mod shown;

mod watch;

mod world;

mod yaml;

mod yaml_suite;
