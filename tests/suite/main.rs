//! One test binary for everything that is seen from outside.

mod architecture;

mod environment;

mod formats;

mod git;

mod hooks;

mod repository;

mod world;
