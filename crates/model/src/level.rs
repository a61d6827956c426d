//! The nine levels at which a folder is granted.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{Capability, CapabilitySet};

/// A named set of capabilities: what a grant gives. The API value is Files.com's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// All ten capabilities.
    Admin,
    /// Everything with content.
    Full,
    /// Read, and add.
    ReadWrite,
    /// Read.
    ReadOnly,
    /// Add only: a blind drop.
    WriteOnly,
    /// Look in the viewer, without download.
    PreviewOnly,
    /// See names only.
    List,
    /// Read, and share by link.
    Bundle,
    /// See names and history.
    History,
}

impl Level {
    /// All nine, in the order in which people are shown them.
    pub const ALL: [Self; 9] = [
        Self::Admin,
        Self::Full,
        Self::ReadWrite,
        Self::ReadOnly,
        Self::WriteOnly,
        Self::PreviewOnly,
        Self::List,
        Self::Bundle,
        Self::History,
    ];

    /// What the level gives.
    #[must_use]
    pub const fn capabilities(self) -> CapabilitySet {
        use Capability::{Create, Delete, History, List, Move, Overwrite, Preview, Read, Share};
        match self {
            Self::Admin => CapabilitySet::ALL,
            Self::Full => CapabilitySet::of(&[List, Preview, Read, Create, Overwrite, Move, Delete]),
            Self::ReadWrite => CapabilitySet::of(&[List, Preview, Read, Create]),
            Self::ReadOnly => CapabilitySet::of(&[List, Preview, Read]),
            Self::WriteOnly => CapabilitySet::of(&[Create]),
            Self::PreviewOnly => CapabilitySet::of(&[List, Preview]),
            Self::List => CapabilitySet::of(&[List]),
            Self::Bundle => CapabilitySet::of(&[List, Preview, Read, Share]),
            Self::History => CapabilitySet::of(&[List, History]),
        }
    }

    /// The name used in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Full => "full",
            Self::ReadWrite => "readwrite",
            Self::ReadOnly => "readonly",
            Self::WriteOnly => "writeonly",
            Self::PreviewOnly => "previewonly",
            Self::List => "list",
            Self::Bundle => "bundle",
            Self::History => "history",
        }
    }

    /// The name shown to people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::Full => "Full",
            Self::ReadWrite => "Read/Write",
            Self::ReadOnly => "Read",
            Self::WriteOnly => "Write",
            Self::PreviewOnly => "List/Preview",
            Self::List => "List",
            Self::Bundle => "Share",
            Self::History => "History",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text names no level.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is not a level; use one of admin, full, readwrite, readonly, writeonly, previewonly, list, bundle, history"
)]
pub struct LevelError(String);

impl FromStr for Level {
    type Err = LevelError;
    fn from_str(text: &str) -> Result<Self, LevelError> {
        Self::ALL.into_iter().find(|level| level.name() == text).ok_or_else(|| LevelError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn read_and_write_together_are_read_write() {
        let both = Level::ReadOnly.capabilities() | Level::WriteOnly.capabilities();
        assert_eq!(both, Level::ReadWrite.capabilities());
    }

    #[test]
    fn names_parse_back_and_agree_with_serde() {
        for level in Level::ALL {
            assert_eq!(level.name().parse(), Ok(level));
            assert_eq!(serde_json::to_value(level).expect("a unit variant"), level.name());
        }
        assert!("owner".parse::<Level>().is_err());
    }
}
