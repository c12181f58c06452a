//! Who signs, and in which role: what was asked for, else what git knows of its user.

use crate::error::{Error, Result};
use crate::escape::visible;
use crate::model::{Holding, Manifest, Plan};
use crate::placeholder::is_placeholder;
use crate::snapshot::{Person, Repository};
use crate::suggest::closest;

/// Who signs.
pub(super) struct Signer<'a> {
    pub(super) role: &'a str,
    pub(super) handle: String,
    /// The user as git knows them, where nothing tells that they are the one who signs.
    pub(super) unknown: Option<String>,
}

/// What was asked for.
pub(super) struct Asked<'a> {
    pub(super) role: Option<&'a str>,
    pub(super) handle: Option<&'a str>,
}

/// The role and the handle; `roles` are the receivers.
pub(super) fn signer<'a>(
    repository: &Repository,
    plan: &Plan,
    manifest: &Manifest,
    roles: &[&'a str],
    asked: &Asked<'_>,
) -> Result<Signer<'a>> {
    let asking = Asking { plan, manifest, user: user(repository), asked_handle: asked.handle };
    let role: &'a str = match (asked.role, roles) {
        (Some(asked), _) => {
            roles.iter().find(|role| **role == asked).ok_or_else(|| no_receiver(asked, roles))?
        }
        (None, [only]) => only,
        (None, _) => {
            let mine: Vec<&str> = roles.iter().copied().filter(|role| asking.is_mine(role)).collect();
            match mine.as_slice() {
                [only] => only,
                _ => return Err(several(roles)),
            }
        }
    };
    let handle = asking.handle(role)?;
    let user = format!("{} <{}>", asking.user.name, asking.user.mail);
    let unknown = (!asking.is_me(&handle)).then(|| visible(&user).into_owned());
    Ok(Signer { role, handle, unknown })
}

fn no_receiver(asked: &str, roles: &[&str]) -> Error {
    let help = match (closest(asked, roles.iter().copied()), roles) {
        (Some(meant), _) | (None, &[meant]) => format!("sign with `--as {meant}`"),
        _ => format!("sign with `--as` and one of {}", roles.join(", ")),
    };
    Error::new(format!("`{}` does not receive this handoff", visible(asked))).help(help)
}

fn several(roles: &[&str]) -> Error {
    Error::new(format!("{} receive this handoff, each for itself", roles.join(" and ")))
        .help(format!("say which one you are, as in `--as {}`", roles[0]))
}

/// The user as git knows them. The environment rules over the configuration, as it does when git commits.
fn user(repository: &Repository) -> Person {
    let value = |variable: &str, key: &str| {
        std::env::var(variable).ok().or_else(|| repository.config_text(key)).unwrap_or_default()
    };
    Person { name: value("GIT_AUTHOR_NAME", "user.name"), mail: value("GIT_AUTHOR_EMAIL", "user.email") }
}

struct Asking<'a> {
    plan: &'a Plan,
    manifest: &'a Manifest,
    user: Person,
    asked_handle: Option<&'a str>,
}

impl Asking<'_> {
    /// Is a handle that of the user, as far as that can be told?
    fn is_me(&self, handle: &str) -> bool {
        self.plan.people.is_by(&self.user, handle)
    }

    /// Does the one who signs hold this role, as far as that can be told?
    fn is_mine(&self, role: &str) -> bool {
        match self.asked_handle {
            Some(handle) => {
                self.manifest.holds(role, handle, Some(self.plan.today), self.plan) == Holding::Yes
            }
            None => self.people(role).iter().any(|handle| self.is_me(handle)),
        }
    }

    /// Everybody who is known to hold a role or to stand in, the holder first.
    fn people(&self, role: &str) -> Vec<String> {
        let Some(role) = self.manifest.roles.get(role).map(|role| &role.value) else { return Vec::new() };
        let named =
            [&role.who, &role.backup, &role.replaced_by].into_iter().filter_map(|field| field.given());
        let people = named.filter(|handle| !is_placeholder(&handle.value)).flat_map(|handle| {
            match self.plan.people.teams.get(handle.as_str()) {
                Some(members) => members.iter().map(|member| member.handle.clone()).collect(),
                None if self.plan.people.is_team(&handle.value) => Vec::new(),
                None => vec![handle.value.to_string()],
            }
        });
        people.collect()
    }

    fn handle(&self, role: &str) -> Result<String> {
        if let Some(handle) = self.asked_handle {
            return self.checked(role, handle);
        }
        let people = self.people(role);
        if let Some(handle) = people.iter().find(|handle| self.is_me(handle)) {
            return Ok(handle.clone());
        }
        let who = self.manifest.who(role).map(|who| who.value.as_str());
        let holder = who.and_then(|who| self.plan.people.person(who)).filter(|who| !is_placeholder(who));
        let everybody = self.manifest.roles.names().flat_map(|role| self.people(role));
        let myself = everybody.into_iter().find(|handle| self.is_me(handle));
        match (holder, myself) {
            (Some(holder), None) => Ok(holder.to_owned()),
            (Some(holder), Some(me)) => {
                Err(Error::new(format!("git knows you as `{me}`, and `{role}` is held by `{holder}`"))
                    .help(format!("let `{holder}` sign, or sign for them with `--by {holder}`")))
            }
            (None, _) => Err(self.nobody(role, who)),
        }
    }

    fn checked(&self, role: &str, handle: &str) -> Result<String> {
        let people = &self.plan.people;
        if !people.any_handle && !people.is_handle(handle) {
            return Err(Error::new(format!("`{}` is no handle", visible(handle)))
                .help(format!("write it as in the plan, as in `--by @{}`", visible(handle))));
        }
        match (self.manifest.holds(role, handle, Some(self.plan.today), self.plan), self.manifest.who(role)) {
            (Holding::No, Some(who)) => Err(Error::new(format!("`{handle}` does not hold `{role}`"))
                .help(format!("let `{}` sign, or name `{handle}` as `backup` of `{role}` first", who.value))),
            _ => Ok(handle.to_owned()),
        }
    }

    fn nobody(&self, role: &str, who: Option<&str>) -> Error {
        let help = "say who you are, as in `--by @you`";
        match who.filter(|who| !is_placeholder(who)) {
            Some(team) if self.user.mail.is_empty() => {
                Error::new(format!("`{role}` is held by `{team}`, and git does not know who you are"))
                    .help(help)
            }
            Some(team) => Error::new(format!(
                "`{role}` is held by `{team}`, and nothing says that `{}` is one of them",
                visible(&self.user.mail)
            ))
            .help(help),
            None => Error::new(format!("nobody holds `{role}` yet"))
                .help(format!("write who does under `roles.{role}`")),
        }
    }
}
