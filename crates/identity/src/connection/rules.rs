//! The rules of a connection: what becomes of the directory's people and groups here.

use keyfold_model::LoginName;
use serde::{Deserialize, Serialize};

/// What a directory's DELETE does here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Deprovision {
    /// The account is kept, switched off, and unseen by SCIM.
    #[default]
    Disable,
    /// The account becomes a tombstone.
    Delete,
}

/// Group names with wildcards: `*` stands for any characters. Case does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct GroupPatterns(pub Vec<String>);

impl GroupPatterns {
    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them fits the name.
    #[must_use]
    pub fn fit(&self, name: &str) -> bool {
        let name = LoginName::fold(name);
        self.0.iter().any(|pattern| fits(&LoginName::fold(pattern), &name))
    }
}

/// Matches from the left, each part at its first place: which is right, as `*` takes any characters.
fn fits(pattern: &str, name: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut name) = name.strip_prefix(head) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let tail = parts.pop().unwrap_or_default();
    for part in parts {
        match name.find(part) {
            Some(at) => name = &name[at + part.len()..],
            None => return false,
        }
    }
    name.ends_with(tail)
}

/// The rules of a connection. Names are those of Files.com's `sso_strategy`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Whether the directory makes accounts here: by SCIM, or at the first sign-in where SCIM is off.
    pub provision_users: bool,
    /// Whether the directory makes groups here.
    pub provision_groups: bool,
    /// What a DELETE of the directory does.
    pub deprovision_behavior: Deprovision,
    /// Groups here that everyone of the directory joins.
    pub provision_group_default: Vec<String>,
    /// Which directory groups become groups here; all, where there is none.
    pub provision_group_inclusion: GroupPatterns,
    /// Which directory groups don't.
    pub provision_group_exclusion: GroupPatterns,
    /// A person must be in any of these to be let in; everyone is, where there is none.
    pub provision_group_required: GroupPatterns,
    /// Groups whose members become site admins. In force once a site admin has bound them to a group.
    pub provision_site_admin_groups: GroupPatterns,
    /// Groups whose members become read-only site admins. In force once a site admin has bound them to a group.
    pub provision_readonly_site_admin_groups: GroupPatterns,
    /// Groups whose members administer that same group.
    pub provision_group_admin_groups: GroupPatterns,
    /// The company that new people get.
    pub provision_company: Option<String>,
    /// The time zone that new people get.
    pub provision_time_zone: Option<String>,
    /// The folder that is the top for new people.
    pub provision_user_root: Option<String>,
    /// Whether new people may use SFTP.
    pub provision_sftp_permission: bool,
    /// Whether new people may use FTP.
    pub provision_ftp_permission: bool,
    /// Whether new people may use WebDAV.
    pub provision_dav_permission: bool,
    /// Whether the people of the directory need our second factor besides the directory's, unless their account says otherwise.
    pub provision_require_2fa: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            provision_users: true,
            provision_groups: true,
            deprovision_behavior: Deprovision::Disable,
            provision_group_default: Vec::new(),
            provision_group_inclusion: GroupPatterns::default(),
            provision_group_exclusion: GroupPatterns::default(),
            provision_group_required: GroupPatterns::default(),
            provision_site_admin_groups: GroupPatterns::default(),
            provision_readonly_site_admin_groups: GroupPatterns::default(),
            provision_group_admin_groups: GroupPatterns::default(),
            provision_company: None,
            provision_time_zone: None,
            provision_user_root: None,
            provision_sftp_permission: true,
            provision_ftp_permission: true,
            provision_dav_permission: true,
            provision_require_2fa: false,
        }
    }
}

impl Rules {
    /// Whether a directory group of this name becomes a group here.
    #[must_use]
    pub fn takes_group(&self, name: &str) -> bool {
        self.provision_groups
            && (self.provision_group_inclusion.is_empty() || self.provision_group_inclusion.fit(name))
            && !self.provision_group_exclusion.fit(name)
    }

    /// Whether a person in groups of these names is let in.
    #[must_use]
    pub fn lets_in<'n>(&self, mut groups: impl Iterator<Item = &'n str>) -> bool {
        self.provision_group_required.is_empty() || groups.any(|name| self.provision_group_required.fit(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(of: &[&str]) -> GroupPatterns {
        GroupPatterns(of.iter().map(|&pattern| pattern.to_owned()).collect())
    }

    #[test]
    fn wildcards_take_any_characters_and_case_does_not_count() {
        for (pattern, name, fit) in [
            ("Finance", "finance", true),
            ("Finance", "Finance EU", false),
            ("kf-*", "KF-Finance", true),
            ("*-admins", "site-admins", true),
            ("kf-*-eu-*", "kf-sales-eu-west", true),
            ("kf-*-eu", "kf-eu", false),
            ("a*a", "a", false),
            ("*", "", true),
            ("*ab*ab", "ab", false),
        ] {
            assert_eq!(patterns(&[pattern]).fit(name), fit, "{pattern} on {name}");
        }
    }

    #[test]
    fn an_excluded_group_stays_out_even_where_it_is_included() {
        let rules = Rules {
            provision_group_inclusion: patterns(&["kf-*"]),
            provision_group_exclusion: patterns(&["*-test"]),
            ..Rules::default()
        };
        assert!(rules.takes_group("kf-finance"));
        assert!(!rules.takes_group("kf-test"));
        assert!(!rules.takes_group("finance"));
    }

    #[test]
    fn without_a_required_group_everyone_is_let_in() {
        assert!(Rules::default().lets_in(std::iter::empty()));
        let rules = Rules { provision_group_required: patterns(&["staff", "board"]), ..Rules::default() };
        assert!(rules.lets_in(["Board"].into_iter()));
        assert!(!rules.lets_in(["guests"].into_iter()));
    }
}
