//! What a person can hold in a folder.

use std::{fmt, ops};

use serde::{Deserialize, Serialize, Serializer};

/// One thing a person may do in a folder, to that folder's own entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Capability {
    /// See names, sizes and times.
    List,
    /// Open in the web viewer; never a download.
    Preview,
    /// Download, copy from, checksum.
    Read,
    /// Upload a new file, make a folder, copy to.
    Create,
    /// Change, truncate or append to an existing file.
    Overwrite,
    /// Rename or move away.
    Move,
    /// Delete.
    Delete,
    /// Make a share link.
    Share,
    /// See the folder's history.
    History,
    /// Change the folder's grants, fence and settings.
    Admin,
}

impl Capability {
    /// All ten, in their order.
    pub const ALL: [Self; 10] = [
        Self::List,
        Self::Preview,
        Self::Read,
        Self::Create,
        Self::Overwrite,
        Self::Move,
        Self::Delete,
        Self::Share,
        Self::History,
        Self::Admin,
    ];

    /// The name used in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Preview => "preview",
            Self::Read => "read",
            Self::Create => "create",
            Self::Overwrite => "overwrite",
            Self::Move => "move",
            Self::Delete => "delete",
            Self::Share => "share",
            Self::History => "history",
            Self::Admin => "admin",
        }
    }
}

impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of capabilities, one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct CapabilitySet(u16);

impl CapabilitySet {
    /// No capability.
    pub const NONE: Self = Self(0);
    /// All ten.
    pub const ALL: Self = Self((1 << Capability::ALL.len()) - 1);

    /// The set of these capabilities.
    #[must_use]
    pub const fn of(capabilities: &[Capability]) -> Self {
        let mut bits = 0;
        let mut index = 0;
        while index < capabilities.len() {
            bits |= 1 << capabilities[index] as u8;
            index += 1;
        }
        Self(bits)
    }

    /// Whether the capability is in the set.
    #[must_use]
    pub const fn has(self, capability: Capability) -> bool {
        self.0 & (1 << capability as u8) != 0
    }

    /// Whether every capability of `other` is in the set.
    #[must_use]
    pub const fn has_all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the set has none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What is in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is in this set and not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The capabilities of the set, in their order.
    pub fn iter(self) -> impl Iterator<Item = Capability> {
        Capability::ALL.into_iter().filter(move |capability| self.has(*capability))
    }
}

impl ops::BitOr for CapabilitySet {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

impl ops::BitOrAssign for CapabilitySet {
    fn bitor_assign(&mut self, other: Self) {
        *self = self.union(other);
    }
}

impl FromIterator<Capability> for CapabilitySet {
    fn from_iter<T: IntoIterator<Item = Capability>>(capabilities: T) -> Self {
        capabilities.into_iter().fold(Self::NONE, |set, capability| set | Self::of(&[capability]))
    }
}

impl fmt::Debug for CapabilitySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Capability::name)).finish()
    }
}

/// As the list of its names, in their order.
impl Serialize for CapabilitySet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_full_set_holds_every_capability_and_nothing_else() {
        assert_eq!(CapabilitySet::ALL.iter().count(), 10);
        assert_eq!(Capability::ALL.into_iter().collect::<CapabilitySet>(), CapabilitySet::ALL);
        assert!(CapabilitySet::ALL.without(CapabilitySet::ALL).is_empty());
    }

    #[test]
    fn a_set_is_written_as_the_list_of_its_names() {
        let set = CapabilitySet::of(&[Capability::Create, Capability::List]);
        assert_eq!(serde_json::to_string(&set).expect("a list of words"), r#"["list","create"]"#);
    }
}
