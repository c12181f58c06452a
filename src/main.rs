//! Arguments in, exit code out.

fn main() -> std::process::ExitCode {
    planlint::cli::run(std::env::args_os())
}
