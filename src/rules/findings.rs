//! Where a running rule puts what it finds. It is bound to the rule, which so never repeats its own name.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Diagnostics, Edit, Fix, Label, Safety, Severity, Subject};
use crate::evidence::Search;
use crate::limits;
use crate::rules::Rule;
use crate::text::{Place, SourceId, Span};

/// Collects the findings of one rule in one source.
pub struct Findings<'a> {
    rule: &'static Rule,
    source: SourceId,
    found: &'a mut Diagnostics,
    /// How many there were before.
    before: usize,
    /// How far the rule looked for what is not there.
    pub search: Search,
    /// With how many words others were compared in search of what is meant.
    compared: usize,
    /// How much text the fixes of others write.
    written: usize,
    /// Are fixes written out that take some writing?
    drafts: bool,
    /// The last finding that is too much, which nobody will see.
    spare: Diagnostics,
}

impl<'a> Findings<'a> {
    /// A collector for `rule`, whose spans are of `source` unless it says otherwise.
    pub fn new(rule: &'static Rule, source: SourceId, found: &'a mut Diagnostics) -> Self {
        let before = found.len();
        Findings {
            rule,
            source,
            found,
            before,
            search: Search::default(),
            compared: 0,
            written: 0,
            drafts: true,
            spare: Vec::new(),
        }
    }

    /// The same; fixes that take some writing are left out where nobody will read them.
    pub fn with_drafts(self, drafts: bool) -> Self {
        Findings { drafts, ..self }
    }

    /// May these words be compared, too, in search of the one that is meant?
    pub fn may_compare<T>(&mut self, words: impl Iterator<Item = T>) -> bool {
        if self.compared <= limits::COMPARISONS.most {
            self.compared = self.compared.saturating_add(words.count());
        }
        self.compared <= limits::COMPARISONS.most
    }

    /// May a fix write so much text? Where many findings are of one file, each has a fix that writes all of it.
    pub fn may_write(&mut self, text: &str) -> bool {
        self.written = self.written.saturating_add(text.len());
        self.written <= limits::WRITTEN.most
    }

    /// A finding at `span` of the collector's source. Its severity and help are the rule's own until changed.
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> Finding<'_> {
        self.report_at(Place::new(self.source, span), message)
    }

    /// A finding anywhere. Where there are too many, one more says so, and the rest goes nowhere.
    pub fn report_at(&mut self, place: Place, message: impl Into<String>) -> Finding<'_> {
        self.put(place, message.into())
    }

    fn put(&mut self, place: Place, message: String) -> Finding<'_> {
        let told = self.found.len() - self.before;
        if told == limits::FINDINGS.most {
            let words = format!(
                "`{}` finds more than {told} things here, of which the rest is not told",
                self.rule.name
            );
            let help = Some("correct the others, then check again".into());
            self.found.push(Box::new(Diagnostic { help, ..*self.finding(place, words) }));
        }
        let finding = self.finding(place, message);
        self.spare.clear();
        let list = if told < limits::FINDINGS.most { &mut *self.found } else { &mut self.spare };
        list.push(finding);
        let found = list.last_mut().expect("a finding was just put in");
        Finding { rule: self.rule, found, drafts: self.drafts }
    }

    fn finding(&self, place: Place, message: String) -> Box<Diagnostic> {
        Box::new(Diagnostic {
            rule: self.rule.name,
            severity: self.rule.severity,
            message,
            primary: Label { place, text: String::new() },
            related: Vec::new(),
            subject: Subject::Node,
            help: Some(self.rule.help.into()),
            fix: None,
            explains: None,
        })
    }
}

/// The finding just reported, to be completed.
pub struct Finding<'a> {
    rule: &'static Rule,
    found: &'a mut Diagnostic,
    drafts: bool,
}

impl Finding<'_> {
    /// A few words at the place itself.
    pub fn says(self, text: impl Into<String>) -> Self {
        self.found.primary.text = text.into();
        self
    }

    /// Another place of the same source on which the finding depends.
    pub fn because(self, span: Span, text: impl Into<String>) -> Self {
        let place = Place::new(self.found.primary.place.source, span);
        self.because_at(place, text)
    }

    /// Another place, in any source, on which the finding depends.
    pub fn because_at(self, place: Place, text: impl Into<String>) -> Self {
        self.depends_on(Label { place, text: text.into() })
    }

    /// Which of several things about its node it is about: a name, not a sentence. Every rule that may have
    /// several findings at one node owes it.
    pub fn part(self, name: impl Into<String>) -> Self {
        self.about(Subject::Part(name.into()))
    }

    /// What in the file it is about, where it points at one of several places that show it: as the path of a node,
    /// which need not be there. Every rule that takes several places together owes it.
    pub fn named(self, name: impl Into<String>) -> Self {
        self.about(Subject::Named(name.into()))
    }

    /// A rule whose findings at any of the places named here have this cause: they are left out while this one
    /// counts.
    pub fn explains(self, rule: &'static str) -> Self {
        self.found.explains = Some(rule);
        self
    }

    /// What to do in this very case: one imperative sentence.
    pub fn help(self, help: impl Into<Cow<'static, str>>) -> Self {
        self.found.help = Some(help.into());
        self
    }

    /// A change that takes the finding away, and that says only what the plan already says.
    pub fn fix(self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fixed(title.into(), Safety::Safe, edits)
    }

    /// A change that takes the finding away, and that somebody should agree with first.
    pub fn unsafe_fix(self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fixed(title.into(), Safety::Unsafe, edits)
    }

    /// The same with edits that take some writing, and may be none: then there is no fix. They are made where somebody
    /// will read them.
    pub fn drafted_fix(self, title: impl Into<String>, edits: impl FnOnce() -> Vec<Edit>) -> Self {
        let edits = if self.drafts { edits() } else { Vec::new() };
        if edits.is_empty() { self } else { self.unsafe_fix(title, edits) }
    }

    // One function for all rules, which would have these lines built in some three hundred times.
    #[inline(never)]
    fn depends_on(self, label: Label) -> Self {
        self.found.related.push(label);
        self
    }

    #[inline(never)]
    fn about(self, subject: Subject) -> Self {
        self.found.subject = subject;
        self
    }

    #[inline(never)]
    fn fixed(self, title: String, safety: Safety, edits: Vec<Edit>) -> Self {
        debug_assert!(self.rule.fixes.contains(&safety), "`{}` announces no such fix", self.rule.name);
        self.found.fix = Some(Box::new(Fix { title, safety, edits }));
        self
    }

    /// Another severity than the rule's own.
    pub fn severity(self, severity: Severity) -> Self {
        self.found.severity = severity;
        self
    }
}
