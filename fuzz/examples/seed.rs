//! Writes the seeds of a target into a folder: `cargo run --example seed -- TARGET FOLDER`.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [target, folder] = arguments.as_slice() else { panic!("name a target and a folder") };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    std::fs::create_dir_all(folder)?;
    for (seed, number) in planlint_fuzz::seeds::seeds(target, &root).iter().zip(1..) {
        std::fs::write(Path::new(folder).join(format!("seed-{number:04}")), seed)?;
    }
    Ok(())
}
