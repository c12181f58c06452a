//! What reading plans costs at least: one thread reads the manifests of HEAD with libgit2, and the fastest YAML parser
//! in Rust turns them into events, of which nothing is made.
//!
//!     planlint-floor FOLDER

use std::mem::MaybeUninit;

use git2::{ObjectType, Repository, TreeWalkMode, TreeWalkResult};
use unsafe_libyaml::{
    YAML_STREAM_END_EVENT, yaml_event_delete, yaml_event_t, yaml_parser_delete, yaml_parser_initialize,
    yaml_parser_parse, yaml_parser_set_input_string, yaml_parser_t,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("name the folder of a repository")?;
    let repository = Repository::open(folder)?;
    let (mut files, mut bytes, mut events) = (0, 0, 0);
    let mut wrong = None;
    repository.head()?.peel_to_tree()?.walk(TreeWalkMode::PreOrder, |_, entry| {
        if entry.kind() != Some(ObjectType::Blob) || !entry.name_bytes().ends_with(b"lifecycle.yaml") {
            return TreeWalkResult::Ok;
        }
        let counted = repository.find_blob(entry.id()).map(|blob| (blob.size(), parse(blob.content())));
        match counted {
            Ok((size, Some(count))) => {
                files += 1;
                bytes += size;
                events += count;
                TreeWalkResult::Ok
            }
            Ok((_, None)) => {
                wrong = Some("a manifest is no YAML".to_owned());
                TreeWalkResult::Abort
            }
            Err(error) => {
                wrong = Some(error.to_string());
                TreeWalkResult::Abort
            }
        }
    })?;
    match wrong {
        Some(wrong) => Err(wrong.into()),
        None => {
            println!("{files} manifests, {bytes} bytes, {events} events");
            Ok(())
        }
    }
}

/// How many events a text has; `None` where it is no YAML.
fn parse(text: &[u8]) -> Option<usize> {
    let mut parser = MaybeUninit::<yaml_parser_t>::uninit();
    let parser = parser.as_mut_ptr();
    let mut event = MaybeUninit::<yaml_event_t>::uninit();
    let event = event.as_mut_ptr();
    let mut count = 0;
    // SAFETY: the parser is initialized before any other call, outlives all of them as the text does, and is deleted
    // once; an event is read and deleted only where the call that fills it succeeded.
    unsafe {
        if yaml_parser_initialize(parser).fail {
            return None;
        }
        yaml_parser_set_input_string(parser, text.as_ptr(), text.len() as u64);
        let complete = loop {
            if yaml_parser_parse(parser, event).fail {
                break false;
            }
            count += 1;
            let is_last = (*event).type_ == YAML_STREAM_END_EVENT;
            yaml_event_delete(event);
            if is_last {
                break true;
            }
        };
        yaml_parser_delete(parser);
        complete.then_some(count)
    }
}
