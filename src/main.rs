//! Arguments in, exit code out.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    planlint::cli::run(std::env::args_os())
}
