//! One test binary for everything that is seen from outside.

mod architecture;
mod environment;
mod git;
mod repository;
mod world;
