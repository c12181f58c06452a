//! What a run says of itself on standard error: how far it has come, and with `--verbose` what it looked at.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::check::{Listener, Moment, Request};
use crate::cli::lint::Arguments;
use crate::cli::lint::opened::Opened;
use crate::cli::progress::Progress;
use crate::config;
use crate::escape::visible;
use crate::model::Plan;
use crate::order;
use crate::report::Report;
use crate::rules;
use crate::rules::Evidence;

/// What is remembered of a run.
pub(super) struct Account {
    progress: RefCell<Option<Progress>>,
    phases: RefCell<Vec<(&'static str, Instant)>>,
    manifests: RefCell<Vec<String>>,
}

impl Account {
    /// Starts to count the time, and to show it to those who wait.
    pub(super) fn start(arguments: &Arguments) -> Rc<Self> {
        let progress = Progress::start("looking for files", arguments.quiet);
        Rc::new(Account {
            progress: RefCell::new(Some(progress)),
            phases: RefCell::new(vec![("finding files", Instant::now())]),
            manifests: RefCell::default(),
        })
    }

    /// Listens to a check.
    pub(super) fn listener(self: &Rc<Self>) -> Listener {
        let own = Rc::clone(self);
        Box::new(move |moment| own.hear(moment))
    }

    fn hear(&self, moment: &Moment<'_>) {
        let (phase, phrase) = match moment {
            Moment::Read => ("reading", "reading manifests"),
            Moment::Gather(plan) => {
                self.manifests.replace(described(plan));
                ("looking around", "looking at what the plan names")
            }
            Moment::History => ("reading history", "reading the history"),
            Moment::Judge => ("judging", "judging the plan"),
            Moment::Compare => ("comparing", "judging changes"),
            Moment::Filter => ("sorting", "sorting findings"),
        };
        self.phases.borrow_mut().push((phase, Instant::now()));
        self.progress.borrow().iter().for_each(|progress| progress.say(phrase));
    }

    /// The check is over, and something else may be written.
    pub(super) fn close(&self) {
        self.phases.borrow_mut().push(("", Instant::now()));
        self.progress.take();
    }

    /// What was looked at, in lines for people.
    pub(super) fn told(&self, opened: &Opened, request: &Request, report: &Report) -> String {
        let snapshot = &opened.snapshot;
        let folder = opened.repository.as_ref().map(|found| found.top().unwrap_or(found.git_folder()));
        let place = folder.map(|folder| format!(" of `{}`", visible(&folder.display().to_string())));
        let read: Vec<String> = report.sources.iter().map(|(_, source)| source.path().to_string()).collect();
        let mut text = format!(
            "looked at {}{}: {} files, {} of them read\n",
            visible(&snapshot.name()),
            place.unwrap_or_default(),
            snapshot.entries().len(),
            read.len()
        );
        text += match read.iter().any(|path| path == config::PATH) {
            true => "configuration: `planlint.yaml`\n",
            false => "configuration: there is no `planlint.yaml`, so the defaults hold\n",
        };
        let _ = writeln!(text, "manifests: {} checked, {} excluded", report.manifests, report.excluded);
        self.manifests.borrow().iter().for_each(|line| text += line);
        let _ = writeln!(text, "judged as on {}", report.today);
        for (why, names) in without(request, report) {
            let _ = writeln!(text, "{why}: {}", names.join(", "));
        }
        text + &self.times()
    }

    fn times(&self) -> String {
        let phases = self.phases.borrow();
        let mut sums: Vec<(&str, Duration)> = Vec::new();
        for ((name, start), (_, end)) in phases.iter().zip(phases.iter().skip(1)) {
            let took = end.duration_since(*start);
            match sums.iter_mut().find(|(known, _)| known == name) {
                Some((_, sum)) => *sum += took,
                None => sums.push((name, took)),
            }
        }
        let total: Duration = sums.iter().map(|(_, took)| *took).sum();
        let parts = sums.iter().map(|(name, took)| format!("{name} {} ms", took.as_millis()));
        format!("took {} ms: {}\n", total.as_millis(), parts.collect::<Vec<_>>().join(", "))
    }
}

fn described(plan: &Plan) -> Vec<String> {
    let line = |manifest: &crate::model::Manifest| {
        let written = manifest.profile_name.given().map(|name| visible(&name.value).into_owned());
        let profile = match (&manifest.profile, written) {
            (Some(profile), _) => format!("profile {}", profile.name),
            (None, Some(name)) => format!("unknown profile {name}"),
            (None, None) => "no profile".to_owned(),
        };
        format!("  {} ({profile})\n", manifest.path)
    };
    plan.manifests.iter().map(line).collect()
}

/// Rules that could not run, or that saw less than they might, by what was not there. Each rule is named once.
fn without(request: &Request, report: &Report) -> Vec<(String, Vec<&'static str>)> {
    let left_out = report.left_out.iter();
    let mut lines: Vec<_> =
        left_out.map(|one| (format!("left out, as {}", one.reason), one.rules.clone())).collect();
    let missing = [
        (
            Evidence::History,
            request.history.is_none(),
            "without history, which is looked at only with `--history`",
        ),
        (
            Evidence::Clock,
            !request.clock,
            "without the date, which decides only with `--today` or `--history`",
        ),
        (Evidence::Difference, request.steps.is_empty(), "without a change, which `--against` would name"),
    ];
    for (evidence, is_missing, why) in missing {
        let is_new = |rule: &&rules::Rule| {
            rule.evidence.contains(&evidence) && !lines.iter().any(|(_, names)| names.contains(&rule.name))
        };
        let mut names: Vec<&str> = rules::all().filter(is_new).map(|rule| rule.name).collect();
        order::ascending(&mut names);
        if is_missing && !names.is_empty() {
            lines.push((why.to_owned(), names));
        }
    }
    lines
}
