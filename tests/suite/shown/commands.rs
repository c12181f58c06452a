//! Command lines in scripts and sentences, held against what the program understands.

use std::ffi::OsString;
use std::process::Command;

/// A script in which at least one command is planlint's.
pub fn of_script(script: &str) -> Result<(), String> {
    let shell = Command::new("sh").args(["-n", "-c", script]).output().unwrap();
    if !shell.status.success() {
        return Err(format!("syntax: {}", String::from_utf8_lossy(&shell.stderr)));
    }
    match understood(script)? {
        0 => Err("no command of planlint is in this script".to_owned()),
        _ => Ok(()),
    }
}

/// The lines of a block that start with `$ `.
pub fn of_console(text: &str) -> Result<(), String> {
    let lines: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
    of_script(&lines.join("\n"))
}

/// Words in a sentence, which are a command only where they start like one.
pub fn of_sentence(code: &str) -> Result<(), String> {
    match code.strip_prefix("planlint ").map(|rest| rest.split(' ').count()) {
        // The name of a command, without what it takes.
        Some(1) => understood(&format!("{code} --help")).map(drop),
        Some(_) => understood(code).map(drop),
        None => Ok(()),
    }
}

/// How many commands of planlint a text has, all of which are understood.
pub fn understood(script: &str) -> Result<usize, String> {
    let mut count = 0;
    for command in split(script) {
        for word in command.iter().filter(|word| word.contains("planlint ") && word.as_str() != script) {
            count += understood(word)?;
        }
        if let Some(arguments) = own(&command) {
            count += 1;
            let arguments = std::iter::once("planlint").chain(arguments).map(OsString::from);
            if let Some(words) = planlint::cli::refusal(arguments) {
                return Err(format!("`{}`: {words}", command.join(" ")));
            }
        }
    }
    Ok(count)
}

/// The arguments of a command that starts planlint, by whatever way.
fn own(command: &[String]) -> Option<impl Iterator<Item = &str>> {
    let is_own = |word: &str| word == "planlint" || word.ends_with("/planlint");
    let is_set = |word: &&String| {
        word.split_once('=').is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
    };
    let start = command.iter().take_while(is_set).count();
    let rest = match command.get(start).map(String::as_str)? {
        first if is_own(first) => &command[start + 1..],
        "cargo" if command.get(start + 1).is_some_and(|word| word == "run") => {
            &command[command.iter().position(|word| word == "--")? + 1..]
        }
        _ => return None,
    };
    Some(rest.iter().map(String::as_str))
}

/// The simple commands of a script as words, without what goes to files and what is a comment.
fn split(script: &str) -> Vec<Vec<String>> {
    let mut commands = vec![Vec::new()];
    let mut word: Option<String> = None;
    let mut is_target = false;
    let mut characters = script.chars().peekable();
    let finish = |commands: &mut Vec<Vec<String>>, word: &mut Option<String>, is_target: &mut bool| {
        if let Some(word) = word.take().filter(|_| !std::mem::take(is_target)) {
            commands.last_mut().unwrap().push(word);
        }
    };
    while let Some(c) = characters.next() {
        match c {
            '\'' | '"' => {
                let word = word.get_or_insert_default();
                word.extend(characters.by_ref().take_while(|next| *next != c));
            }
            '\\' if characters.peek() == Some(&'\n') => drop(characters.next()),
            '\\' => word.get_or_insert_default().extend(characters.next()),
            '#' if word.is_none() => while characters.next_if(|next| *next != '\n').is_some() {},
            '>' | '<' => {
                // The digit before it is that of a stream.
                word = word.filter(|word| word.parse::<u8>().is_err());
                finish(&mut commands, &mut word, &mut is_target);
                is_target = true;
            }
            '\n' | ';' | '|' | '&' | '(' | ')' => {
                finish(&mut commands, &mut word, &mut is_target);
                is_target = false;
                commands.push(Vec::new());
            }
            ' ' => finish(&mut commands, &mut word, &mut is_target),
            other => word.get_or_insert_default().push(other),
        }
    }
    finish(&mut commands, &mut word, &mut is_target);
    commands
}

#[test]
fn commands_are_found_in_scripts() {
    let words = |script: &str| -> Vec<String> {
        split(script)
            .into_iter()
            .map(|command| command.join(" "))
            .filter(|command| !command.is_empty())
            .collect()
    };
    assert_eq!(
        words("a b # c\nd 2>e <f | g 'h | i' && j \"k;\"l > m\nn \\\n o"),
        ["a b", "d", "g h | i", "j k;l", "n o"]
    );
    assert_eq!(
        understood("echo 'planlint lint' > x; cargo run --locked -- lint; PATH=a b/planlint lint a").unwrap(),
        3
    );
    assert!(understood("echo 'planlint lnt' > x").is_err());
}
