//! How output should look, by the usual conventions: NO_COLOR, CLICOLOR_FORCE, TERM, COLUMNS, the locale.

use std::env;
use std::io::IsTerminal;

use terminal_size::{Width, terminal_size};

use crate::cli::Color;
use crate::report::Look;

/// The width where there is no terminal, and where one claims to have none, as under some hook runners.
const WIDTH: usize = 100;

/// How output on `stream` should look.
pub(super) fn look(color: Color, stream: &impl IsTerminal) -> Look {
    let is_terminal = stream.is_terminal();
    Look {
        color: match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => automatic_color(is_terminal),
        },
        width: width(is_terminal),
        unicode: is_unicode(),
        links: is_terminal && (is_set("WT_SESSION") || is_set("VTE_VERSION")),
        ..Look::default()
    }
}

/// Has the user asked for no drawings, as with a screen reader?
pub(super) fn wants_no_graphics() -> bool {
    is_set("NO_GRAPHICS")
}

fn automatic_color(is_terminal: bool) -> bool {
    let forced = is_set("CLICOLOR_FORCE") || is_set("FORCE_COLOR");
    let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    !is_set("NO_COLOR") && (forced || is_terminal && !dumb)
}

/// A variable counts when it is neither empty nor `0`.
fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0")
}

fn width(is_terminal: bool) -> usize {
    let asked = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let found = || is_terminal.then(terminal_size).flatten().map(|(Width(columns), _)| usize::from(columns));
    asked.or_else(found).filter(|width| *width > 0).unwrap_or(WIDTH).clamp(40, 200)
}

/// Can the terminal show more than ASCII?
pub(super) fn is_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
    match locale {
        Some(locale) => locale.to_lowercase().replace('-', "").contains("utf8"),
        None => cfg!(any(windows, target_os = "macos")),
    }
}
