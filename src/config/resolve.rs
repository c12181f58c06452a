//! From what was typed to what the program relies on: defaults, then the file, then the command line.

use std::sync::Mutex;

use crate::codeowners::ForgeChoice;
use crate::config::level::{Layer, Level};
use crate::config::options::Options;
use crate::config::origin::{Origin, Setting};
use crate::config::patterns::{Patterns, Reach};
use crate::config::profiles;
use crate::config::raw::{Raw, RawOverride, place};
use crate::config::{BASELINE, Config, MANIFESTS, wrong};
use crate::error::Result;
use crate::limits;
use crate::model::{DEFAULT_PROFILE, Field, File, People, Profiles, Text, Thresholds};
use crate::order::Sorted;
use crate::path::RepoPath;
use crate::text::{Place, SourceId, Span, Spanned};

/// What is in force. What is wrong with names and globs of the file goes to the violations of that file.
///
/// # Errors
/// An option names an unknown profile.
pub(super) fn resolve(
    raw: &Raw,
    options: &Options,
    profiles: Profiles,
    files: &mut [File],
) -> Result<Config> {
    let source = files.first().map_or_else(SourceId::default, |file| file.source);
    let resolving = Resolving { raw, options, source };
    let manifests = compiled(resolving.manifests(), Reach::Files, files);
    let exclude = compiled(resolving.exclude(), Reach::Below, files);
    let baseline = resolving.baseline(files);
    let layers = resolving.layers(files);
    profiles::check(raw, options, &profiles, files)?;
    let mut config = Config {
        manifests,
        exclude,
        profiles,
        own_profiles: resolving.settings(&raw.profiles),
        baseline,
        people: People {
            teams: raw.teams.iter().map(|(name, team)| (name.value.to_string(), team.clone())).collect(),
            any_handle: raw.handles.given().is_some_and(|word| word.value == "any"),
        },
        people_from: resolving.people_from(),
        forge: resolving.forge(),
        thresholds: Thresholds::default(),
        thresholds_from: Sorted::default(),
        layers,
        known: Mutex::default(),
    };
    resolving.set_thresholds(&mut config);
    Ok(config)
}

struct Resolving<'a> {
    raw: &'a Raw,
    options: &'a Options,
    source: SourceId,
}

impl Resolving<'_> {
    fn there(&self, span: Span) -> Origin {
        Origin::File(Place::new(self.source, span))
    }

    fn settings(&self, list: &Field<Vec<Text>>) -> Vec<Setting<String>> {
        list.items().iter().map(|one| Setting::new(one.value.to_string(), self.there(one.span))).collect()
    }

    fn manifests(&self) -> Vec<Setting<String>> {
        if !self.options.manifests.is_empty() {
            return optional(&self.options.manifests, "--manifest");
        }
        match &self.raw.manifests {
            Field::Given(_) => self.settings(&self.raw.manifests),
            _ => MANIFESTS.iter().map(|glob| Setting::new((*glob).to_owned(), Origin::Default)).collect(),
        }
    }

    fn exclude(&self) -> Vec<Setting<String>> {
        let mut all = self.settings(&self.raw.exclude);
        all.extend(optional(&self.options.exclude, "--exclude"));
        all
    }

    /// A path out of the repository is a violation.
    fn baseline(&self, files: &mut [File]) -> Setting<RepoPath> {
        let default = Setting::new(RepoPath::from(BASELINE), Origin::Default);
        let Some(written) = self.raw.baseline.given() else { return default };
        let path = RepoPath::default().resolve(&written.value);
        match path.filter(|path| !path.as_bstr().is_empty()) {
            Some(path) => Setting::new(path, self.there(written.span)),
            None => {
                let message = format!("`{}` is no file inside the repository", written.value);
                wrong(files, written.span, message, "write a path from the top of the repository");
                default
            }
        }
    }

    fn forge(&self) -> Setting<ForgeChoice> {
        if let Some(forge) = self.options.forge {
            return Setting::new(forge, Origin::Option("--forge"));
        }
        let written = self.raw.forge.given();
        match written.and_then(|word| Some((ForgeChoice::called(&word.value)?, word.span))) {
            Some((forge, span)) => Setting::new(forge, self.there(span)),
            None => Setting::new(ForgeChoice::default(), Origin::Default),
        }
    }

    fn people_from(&self) -> Sorted<String, Origin> {
        let handles = place(&self.raw.handles).map_or(Origin::Default, |span| self.there(span));
        let teams = self.raw.teams.iter().map(|(name, _)| (name.value.to_string(), self.there(name.span)));
        teams.chain([("handles".to_owned(), handles)]).collect()
    }

    fn layers(&self, files: &mut [File]) -> Vec<Layer> {
        let profile = self.profile(&self.raw.profile);
        let default = || Setting::new(DEFAULT_PROFILE.to_owned(), Origin::Default);
        let mut layers = vec![Layer {
            paths: None,
            levels: self.levels(&self.raw.levels),
            profile: Some(profile.unwrap_or_else(default)),
        }];
        for one in self.overrides(files) {
            layers.push(Layer {
                paths: Some(compiled(self.settings(&one.paths), Reach::Below, files)),
                levels: self.levels(&one.levels),
                profile: self.profile(&one.profile),
            });
        }
        let option =
            |(name, level): &(String, Level)| (name.clone(), Setting::new(*level, Origin::Option("--level")));
        let profile = self.options.profile.clone();
        layers.push(Layer {
            paths: None,
            levels: self.options.levels.iter().map(option).collect(),
            profile: profile.map(|name| Setting::new(name, Origin::Option("--profile"))),
        });
        layers
    }

    /// As many overrides as are held against manifests; the first too many is a violation.
    fn overrides(&self, files: &mut [File]) -> &[RawOverride] {
        let (most, most_bytes) = (limits::OVERRIDES.most, limits::OVERRIDES_TEXT.most);
        let mut bytes = 0;
        let is_too_many = |(at, one): &(usize, &RawOverride)| {
            bytes += one.paths.items().iter().map(|path| path.value.len()).sum::<usize>();
            *at == most || bytes > most_bytes
        };
        let Some((at, one)) = self.raw.overrides.iter().enumerate().find(is_too_many) else {
            return &self.raw.overrides;
        };
        let span = one.paths.items().first().map_or_else(Span::default, |path| path.span);
        let message =
            format!("there are more than {most} overrides here, or {most_bytes} bytes of their globs");
        wrong(files, span, message, "write fewer, with all paths of a kind in one");
        &self.raw.overrides[..at]
    }

    fn profile(&self, written: &Field<Text>) -> Option<Setting<String>> {
        let name = written.given()?;
        Some(Setting::new(name.value.to_string(), self.there(name.span)))
    }

    fn levels(&self, written: &[(String, Spanned<Level>)]) -> Sorted<String, Setting<Level>> {
        let setting = |(name, level): &(String, Spanned<Level>)| {
            (name.clone(), Setting::new(level.value, self.there(level.span)))
        };
        written.iter().map(setting).collect()
    }

    fn set_thresholds(&self, config: &mut Config) {
        let file = self.raw.thresholds.iter();
        let file = file.map(|(one, text)| (*one, text.as_str(), self.there(text.span)));
        let options = self.options.thresholds.iter();
        let options = options.map(|(one, text)| (*one, text.as_str(), Origin::Option("--threshold")));
        let mut from = Vec::new();
        for (one, text, origin) in file.chain(options) {
            if let Ok(number) = one.read(text) {
                config.thresholds.set(one, number);
                from.push((one, Setting::new(text.to_owned(), origin)));
            }
        }
        config.thresholds_from = from.into_iter().collect();
    }
}

fn optional(written: &[String], option: &'static str) -> Vec<Setting<String>> {
    written.iter().map(|glob| Setting::new(glob.clone(), Origin::Option(option))).collect()
}

/// The globs that can be used; the others are violations of the file.
fn compiled(written: Vec<Setting<String>>, reach: Reach, files: &mut [File]) -> Patterns {
    let (patterns, problems) = Patterns::new(written, reach);
    for (origin, problem) in problems {
        // The command line was checked where it was read.
        if let Origin::File(place) = origin {
            wrong(files, place.span, problem.message, &problem.help);
        }
    }
    patterns
}
