//! What a person or a group says about second factors.

use crate::Error;

/// Whether a second factor is wanted of a person or of a group's members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stance {
    /// Whatever the site says.
    Always,
    /// Whatever the site says.
    Never,
    /// As the next wider word says: the group's, then the site's.
    #[default]
    Site,
}

impl Stance {
    const ALL: [Self; 3] = [Self::Always, Self::Never, Self::Site];

    /// The name in the database and the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Never => "never",
            Self::Site => "site",
        }
    }

    /// The stance of that name.
    ///
    /// # Errors
    /// There is none.
    pub fn from_name(name: &str) -> Result<Self, Error> {
        let named = Self::ALL.into_iter().find(|stance| stance.name() == name);
        named.ok_or_else(|| Error::invalid("two_factor", format!("'{name}' is none of always, never, site")))
    }
}
