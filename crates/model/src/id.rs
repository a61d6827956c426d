//! Typed ids. Integers below 2^53 for what REST shows (Go and JavaScript clients hold them exactly), UUIDs for the rest.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! integer_ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id of version 7: it sorts by the time at which it was made.
            #[must_use]
            pub fn generate() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

integer_ids! {
    /// A person or a machine account.
    UserId
    /// A group of users.
    GroupId
    /// An outside organisation.
    PartnerId
    /// A folder or a file: a row of the tree.
    EntryId
    /// A folder: the [`EntryId`] of an entry that is known to be one.
    FolderId
    /// A grant on a folder.
    GrantId
    /// A directory connection (Files.com: `sso_strategy`).
    ConnectionId
    /// A kept answer of a SAML identity provider.
    SamlAttemptId
    /// A key of this site as a SAML service provider.
    SamlKeyId
    /// A second factor of a person.
    FactorId
    /// A bearer token of a directory's SCIM client.
    ScimTokenId
    /// An API key.
    ApiKeyId
    /// An SSH public key of a user.
    PublicKeyId
}

impl FolderId {
    /// The root folder, made by the first migration. It is its own mount's top and has no parent.
    pub const ROOT: Self = Self(1);

    /// The same row, as an entry.
    #[must_use]
    pub const fn entry(self) -> EntryId {
        EntryId(self.0)
    }
}

uuid_ids! {
    /// A proof of authentication on one protocol.
    SessionId
    /// A sign-in that asks for approval in a browser.
    ApprovalId
    /// The immutable bytes of one version of a file.
    BlobId
    /// One row of the audit log.
    AuditId
    /// The `id` of a SCIM resource: never taken for one of our integers.
    ScimId
}
