//! A whole repository in one text, so that a fuzzer can change any file of it: a line `=== path` begins a file, and
//! what stands before the first such line is `lifecycle.yaml`.

/// How the line before a file begins.
const MARK: &[u8] = b"=== ";

/// The paths and bytes of a text.
pub fn files(text: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut files = vec![(b"lifecycle.yaml".to_vec(), Vec::new())];
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_prefix(MARK) {
            Some(path) => files.push((path.trim_ascii().to_vec(), Vec::new())),
            None => files.last_mut().expect("the first is there").1.extend(line),
        }
    }
    // A path like none that git has would only end the run early.
    files.retain(|(path, _)| is_path(path));
    files
}

fn is_path(path: &[u8]) -> bool {
    let is_part = |part: &[u8]| !matches!(part, b"" | b"." | b".." | b".git");
    path.len() < 256 && !path.contains(&0) && path.split(|byte| *byte == b'/').all(is_part)
}

/// The text of these files, the opposite of [`files`].
pub fn text(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let mut text = Vec::new();
    for (path, bytes) in files {
        text.extend(MARK);
        text.extend(path.bytes());
        text.push(b'\n');
        text.extend(&bytes);
        if !bytes.ends_with(b"\n") {
            text.push(b'\n');
        }
    }
    text
}
