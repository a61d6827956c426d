//! What a request did here, in words for the administrator who reads the SCIM log.

/// How many names one sentence holds.
const MOST_NAMES: usize = 20;

/// What a request did, and whom and what it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effects {
    /// One sentence for each thing that was made, changed or removed.
    pub sentences: Vec<String>,
    /// The login names of the people whom it is about.
    pub users: Vec<String>,
    /// The names of the groups that it is about.
    pub groups: Vec<String>,
}

impl Effects {
    /// About this person.
    pub fn on_user(login: &str) -> Self {
        Self { users: vec![login.to_owned()], ..Self::default() }
    }

    /// About this group.
    pub fn on_group(name: &str) -> Self {
        Self { groups: vec![name.to_owned()], ..Self::default() }
    }

    /// Adds a sentence.
    pub fn say(&mut self, sentence: impl Into<String>) {
        self.sentences.push(sentence.into());
    }

    /// Adds that these were left out, because they mean nothing here.
    pub fn say_skipped(&mut self, what: &str, skipped: &[String]) {
        if !skipped.is_empty() {
            self.say(format!("skipped unknown {what} {}", names(skipped)));
        }
    }

    /// Says so where the request changed nothing.
    pub fn or_nothing_changed(mut self) -> Self {
        if self.sentences.is_empty() {
            self.say("nothing changed");
        }
        self
    }

    /// Adds those of another operation of the same request.
    pub fn extend(&mut self, other: Self) {
        self.sentences.extend(other.sentences);
        self.users.extend(other.users);
        self.groups.extend(other.groups);
    }
}

/// Names in a sentence; the rest of a long list is counted.
pub fn names(names: &[String]) -> String {
    let shown = names.iter().take(MOST_NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST_NAMES) {
        0 => shown,
        rest => format!("{shown} and {rest} others"),
    }
}

/// `1 session`, `3 sessions`.
pub fn sessions(count: usize) -> String {
    format!("{count} session{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_of_names_ends_in_a_count() {
        let many: Vec<String> = (0..23).map(|index| format!("u{index}")).collect();
        assert_eq!(names(&many[..2]), "u0, u1");
        assert!(names(&many).ends_with("u19 and 3 others"));
    }

    #[test]
    fn what_did_nothing_says_so() {
        assert_eq!(Effects::on_user("ann").or_nothing_changed().sentences, ["nothing changed"]);
    }
}
