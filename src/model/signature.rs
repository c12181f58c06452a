//! Whose hand it is: commit authors and trailers, held against handles, roles and teams.

use crate::model::manifest::Manifest;
use crate::model::people::{People, answers_to, same_handle};
use crate::snapshot::Person;

/// Addresses that a forge gives to those who hide their own: `7+user@` of such a host is `@user`.
const HIDDEN: &[(&str, char)] = &[("users.noreply.github.com", '+'), ("users.noreply.gitlab.com", '-')];

impl People {
    /// The handle of somebody who commits: by the addresses of the teams, by the forge's own addresses, or
    /// where the mailmap spells the name as a handle. `None` where nothing tells.
    pub fn handle_of(&self, person: &Person) -> Option<String> {
        let members = self.teams.values().flatten();
        let mut known =
            members.filter(|member| member.mail.iter().any(|mail| same_handle(mail, &person.mail)));
        if let Some(member) = known.next() {
            return Some(member.handle.clone());
        }
        if let Some((user, host)) = person.mail.split_once('@')
            && let Some((_, sign)) = HIDDEN.iter().find(|(name, _)| same_handle(name, host))
        {
            return Some(format!("@{}", user.split_once(*sign).map_or(user, |(_, user)| user)));
        }
        let named = person.name.starts_with('@') && self.is_handle(&person.name);
        let listed = self.teams.values().flatten().any(|member| same_handle(&member.handle, &person.mail));
        match named {
            true => Some(person.name.clone()),
            false => listed.then(|| person.mail.clone()),
        }
    }

    /// Is somebody who commits `who`, or in that team, as far as that can be told?
    pub fn is_by(&self, person: &Person, who: &str) -> bool {
        let team = self.teams.iter().find(|(name, _)| same_handle(name, who));
        let mut names = team.into_iter().flat_map(|(_, team)| team).map(|member| member.handle.as_str());
        names.any(|handle| answers_to(handle, &person.name, &person.mail))
            || answers_to(who, &person.name, &person.mail)
            || self.handle_of(person).is_some_and(|handle| self.is_or_is_in(&handle, who))
    }

    /// Is it known that somebody who commits is `who`, or in that team? Whoever only has a name or an address that looks
    /// like the handle may be somebody else, and approves nothing.
    pub fn is_known_as(&self, person: &Person, who: &str) -> bool {
        self.handle_of(person).is_some_and(|handle| self.is_or_is_in(&handle, who))
    }

    /// Is a handle the same as `who`, or a member of that team?
    pub fn is_or_is_in(&self, handle: &str, who: &str) -> bool {
        let member_of = |team: &str| {
            let members = self.teams.iter().find(|(name, _)| same_handle(name, team)).map(|(_, list)| list);
            members.is_some_and(|list| list.iter().any(|member| same_handle(&member.handle, handle)))
        };
        same_handle(handle, who) || member_of(who)
    }

    /// Does the value of a trailer, such as `@wei` or `Wei Chen <wei@acme.example>`, name `who`? Anybody may
    /// speak for a team whose members the configuration does not list.
    pub fn is_signed_by(&self, signature: &str, who: &str) -> bool {
        let is_unknown_team = self.is_team(who) && !self.teams.keys().any(|team| same_handle(team, who));
        if is_unknown_team {
            return !signature.trim().is_empty();
        }
        let (name, mail) = match signature.split_once('<') {
            Some((name, rest)) => (name.trim(), rest.split('>').next().unwrap_or_default().trim()),
            None => (signature.trim(), ""),
        };
        let words = signature.split(|c: char| c.is_whitespace() || "()<>,;".contains(c));
        let mut handles = words.filter(|word| word.contains('@')).chain([name]);
        let person = Person { name: name.to_owned(), mail: mail.to_owned() };
        handles.any(|handle| self.is_or_is_in(handle, who)) || self.is_known_as(&person, who)
    }
}

impl Manifest {
    /// Does the value of a trailer name a role, by its id, or by the one who holds it?
    pub fn is_signed_by_role(&self, signature: &str, role: &str, people: &People) -> bool {
        let who = self.who(role).map(|who| who.value.as_str());
        let backup = self.roles.get(role).and_then(|role| role.value.backup.given());
        let mut holders = who.into_iter().chain(backup.map(|backup| backup.value.as_str()));
        same_handle(signature.trim(), role) || holders.any(|who| people.is_signed_by(signature, who))
    }

    /// Does somebody who commits hold a role, or stand in for its holder?
    pub fn is_held_by(&self, person: &Person, role: &str, people: &People) -> bool {
        let who = self.who(role).map(|who| who.value.as_str());
        let backup = self.roles.get(role).and_then(|role| role.value.backup.given());
        let mut holders = who.into_iter().chain(backup.map(|backup| backup.value.as_str()));
        holders.any(|who| people.is_known_as(person, who))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Member;

    fn people() -> People {
        let member = |handle: &str, mail: &str| Member {
            handle: handle.to_owned(),
            until: None,
            mail: vec![mail.to_owned()],
        };
        let team = vec![member("@wei", "wei@acme.example"), member("@lena", "lena@acme.example")];
        People { teams: [("@acme/ml".to_owned(), team)].into_iter().collect(), any_handle: false }
    }

    fn person(name: &str, mail: &str) -> Person {
        Person { name: name.to_owned(), mail: mail.to_owned() }
    }

    #[test]
    fn a_commit_is_by_whom_its_address_says() {
        let people = people();
        let handle = |name: &str, mail: &str| people.handle_of(&person(name, mail));
        assert_eq!(handle("Wei", "WEI@acme.example").as_deref(), Some("@wei"));
        assert_eq!(handle("O", "77+okafor@users.noreply.github.com").as_deref(), Some("@okafor"));
        assert_eq!(handle("O", "okafor@users.noreply.github.com").as_deref(), Some("@okafor"));
        assert_eq!(handle("O", "77-o-k@users.noreply.gitlab.com").as_deref(), Some("@o-k"));
        assert_eq!(handle("@maria", "m@x.example").as_deref(), Some("@maria"));
        assert_eq!(handle("Maria", "m@x.example"), None);
        assert!(people.is_by(&person("Wei", "wei@acme.example"), "@acme/ML"));
        assert!(
            people.is_by(&person("Wei Chen", "wei@home.example"), "@acme/ml"),
            "by the part before the @"
        );
        assert!(!people.is_by(&person("Wei", "wei@acme.example"), "@acme/sre"));
    }

    #[test]
    fn a_trailer_names_a_person_a_member_or_anybody_of_an_unknown_team() {
        let people = people();
        for signature in ["@maria", "Maria (@maria)", "@Maria <m@x.example>"] {
            assert!(people.is_signed_by(signature, "@maria"), "{signature}");
        }
        assert!(people.is_signed_by("M <maria@acme.example>", "maria@acme.example"));
        assert!(people.is_signed_by("Wei Chen <wei@acme.example>", "@acme/ml"));
        assert!(people.is_signed_by("@lena", "@acme/ml"));
        assert!(!people.is_signed_by("@okafor", "@acme/ml"));
        assert!(people.is_signed_by("@okafor", "@acme/sre"));
        assert!(!people.is_signed_by("@jon", "@maria"));
        assert!(!people.is_signed_by("", "@maria"));
    }
}
