//! Handles and teams: who a handle stands for, as far as the configuration says.

use crate::order::Sorted;
use crate::time::Date;

/// Somebody in a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The handle.
    pub handle: String,
    /// The last day in the team, where one is known.
    pub until: Option<Date>,
    /// The addresses they commit with, as far as they are written.
    pub mail: Vec<String>,
}

/// Teams by handle, and whether handles must be spelt as in CODEOWNERS.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// The members of each team.
    pub teams: Sorted<String, Vec<Member>>,
    /// Any text names somebody: the forge has no `@user` handles.
    pub any_handle: bool,
}

impl People {
    /// Is `handle` spelt as a person or team: `@user`, `@org/team`, an e-mail address?
    pub fn is_handle(&self, handle: &str) -> bool {
        let address = || handle.split_once('@').is_some_and(|(user, host)| is_user(user) && is_host(host));
        handle.strip_prefix('@').is_some_and(|name| name.split('/').all(is_name)) || address()
    }

    /// Is it a team: `@org/team`, or one that the configuration lists?
    pub fn is_team(&self, handle: &str) -> bool {
        self.teams.has(handle) || handle.strip_prefix('@').is_some_and(|name| name.contains('/'))
    }

    /// The one person a handle stands for: a user, or a team that is known to have just one member.
    /// `None` for a team otherwise.
    pub fn person<'a>(&'a self, handle: &'a str) -> Option<&'a str> {
        self.only_member(handle).or_else(|| (!self.is_team(handle)).then_some(handle))
    }

    /// The one member of a team that is known to have just one.
    pub fn only_member(&self, team: &str) -> Option<&str> {
        match self.teams.get(team).map(Vec::as_slice) {
            Some([only]) => Some(&only.handle),
            _ => None,
        }
    }

    /// Does the configuration list `handle` in a team?
    pub fn is_member(&self, handle: &str, team: &str) -> bool {
        let members = self.teams.get(team).map(Vec::as_slice).unwrap_or_default();
        members.iter().any(|member| same_handle(&member.handle, handle))
    }

    /// The last day of a person, where every entry for them in the teams is over on some day.
    pub fn left(&self, handle: &str) -> Option<Date> {
        let mut entries = self.teams.values().flatten().filter(|member| same_handle(&member.handle, handle));
        let first = entries.next()?.until?;
        entries.try_fold(first, |last, member| Some(last.max(member.until?)))
    }
}

/// A user, an organisation, a group or a team as forges name them.
fn is_name(part: &str) -> bool {
    part.starts_with(char::is_alphanumeric)
        && part.ends_with(|last: char| last.is_alphanumeric() || last == '_')
        && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// What may stand before the `@` of an e-mail address.
fn is_user(part: &str) -> bool {
    let is_special = |c: char| ".!#$%&'*+/=?^_`{|}~-".contains(c);
    part.starts_with(char::is_alphanumeric) && part.chars().all(|c| c.is_alphanumeric() || is_special(c))
}

fn is_host(part: &str) -> bool {
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    part.contains('.') && part.split('.').all(is_label)
}

/// Are two spellings the same handle? Forges ignore case.
pub fn same_handle(one: &str, other: &str) -> bool {
    match one.is_ascii() && other.is_ascii() {
        true => one.eq_ignore_ascii_case(other),
        false => one.to_lowercase() == other.to_lowercase(),
    }
}

/// Does somebody whom git knows by this name and address go by a handle? By the address itself, by its part
/// before the `@` (a forge's address that hides the true one has a number before it), or by the name.
pub fn answers_to(handle: &str, name: &str, mail: &str) -> bool {
    let Some(user) = handle.strip_prefix('@') else { return same_handle(handle, mail) };
    let local = mail.split_once('@').map_or("", |(local, _)| local);
    let hidden = local.split_once('+').filter(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit()));
    let known = [local, hidden.map_or("", |(_, user)| user), name];
    !user.is_empty() && known.iter().any(|word| same_handle(word, user))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn git_knows_people_by_address_and_by_name() {
        assert!(answers_to("@wei", "Wei Zhang", "wei@acme.example"));
        assert!(answers_to("@wei", "x", "49699333+Wei@users.noreply.github.com"));
        assert!(answers_to("@wei", "wei", "mail@example.org"));
        assert!(answers_to("wei@acme.example", "Wei", "Wei@acme.example"));
        assert!(!answers_to("@wei", "Wei Zhang", "zhang@acme.example"));
        assert!(!answers_to("@", "", ""));
    }
}
