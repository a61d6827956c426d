//! The ways in.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Over what a person or a program came in. The name is what the audit log shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Interface {
    /// The web application.
    Web,
    /// SFTP and scp.
    Sftp,
    /// FTP and FTPS.
    Ftp,
    /// WebDAV.
    Dav,
    /// The desktop app.
    Desktop,
    /// REST with an API key.
    RestApi,
    /// A directory's SCIM client.
    Scim,
    /// A named job of the server.
    Robot,
    /// The command line on the server's machine.
    Cli,
}

impl Interface {
    /// All of them.
    pub const ALL: [Self; 9] =
        [Self::Web, Self::Sftp, Self::Ftp, Self::Dav, Self::Desktop, Self::RestApi, Self::Scim, Self::Robot, Self::Cli];

    /// The name in the audit log and the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Sftp => "sftp",
            Self::Ftp => "ftp",
            Self::Dav => "dav",
            Self::Desktop => "desktop",
            Self::RestApi => "restapi",
            Self::Scim => "scim",
            Self::Robot => "robot",
            Self::Cli => "cli",
        }
    }

    /// The interface of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|interface| interface.name() == name)
    }
}

impl fmt::Display for Interface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
