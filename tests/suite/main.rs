//! One test binary for everything that is seen from outside.

mod architecture;
mod schema;
mod yaml;
