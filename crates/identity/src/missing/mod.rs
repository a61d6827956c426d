//! Why an account or a group did not appear, or can't be used: the request, the rule or the refusal that explains it.

mod account;
mod request;
mod sign_in;

use keyfold_audit::Log;
use keyfold_db::connections;
use keyfold_model::{ConnectionId, GroupId, Timestamp, UserId};

use crate::{Error, act::Acts, connection::DirectoryConnection};

/// Looks for what explains that somebody is not here. Cheap to clone.
#[derive(Clone)]
pub struct Missing {
    pub(crate) acts: Acts,
}

/// One thing that explains it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is, for programs.
    pub kind: FindingKind,
    /// What happened, in words.
    pub says: String,
    /// What to do, in words.
    pub advice: String,
    /// When.
    pub at: Option<Timestamp>,
    /// By which connection.
    pub connection: Option<ConnectionId>,
    /// Which account it is about.
    pub user: Option<UserId>,
    /// Which group it is about.
    pub group: Option<GroupId>,
    /// The rows of the SCIM log that show it, newest first.
    pub scim_logs: Vec<i64>,
}

/// What explains it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FindingKind {
    /// It is here and works.
    Here,
    /// An administrator switched the account off here.
    DisabledHere,
    /// The directory says that the account is switched off.
    DisabledInDirectory,
    /// The directory deleted it.
    DeletedByDirectory,
    /// The account is in no group that may sign in.
    RequiredGroupMissing,
    /// What the directory sent is only a preview.
    InPreview,
    /// The name belongs to somebody else.
    NameTaken,
    /// A rule of the connection leaves the group out.
    LeftOutByRule,
    /// A request was refused for another reason.
    RequestRefused,
    /// A request came with a token that is none.
    TokenRefused,
    /// A sign-in was refused.
    SignInRefused,
    /// No request was about it.
    NeverSent,
    /// Requests from the address were answered.
    AddressKnown,
}

impl FindingKind {
    /// The name in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::DisabledHere => "disabled_here",
            Self::DisabledInDirectory => "disabled_in_directory",
            Self::DeletedByDirectory => "deleted_by_directory",
            Self::RequiredGroupMissing => "required_group_missing",
            Self::InPreview => "in_preview",
            Self::NameTaken => "name_taken",
            Self::LeftOutByRule => "left_out_by_rule",
            Self::RequestRefused => "request_refused",
            Self::TokenRefused => "token_refused",
            Self::SignInRefused => "sign_in_refused",
            Self::NeverSent => "never_sent",
            Self::AddressKnown => "address_known",
        }
    }
}

impl Finding {
    fn new(kind: FindingKind, says: impl Into<String>, advice: impl Into<String>) -> Self {
        let (says, advice) = (says.into(), advice.into());
        Self { kind, says, advice, at: None, connection: None, user: None, group: None, scim_logs: Vec::new() }
    }
}

impl Missing {
    /// What explains that a person or group of this name, or with this mail address, did not appear; or, where it is a
    /// network address, what came from there. What explains it best comes first; there is always something.
    ///
    /// # Errors
    /// The database fails.
    pub async fn explain(&self, name: &str) -> Result<Vec<Finding>, Error> {
        let name = name.trim();
        if let Ok(address) = name.parse() {
            return self.of_address(address).await;
        }
        let directories = self.directories().await?;
        let mut findings = self.of_accounts(name, &directories).await?;
        findings.extend(self.of_groups(name).await?);
        let requests = self.of_requests(name, &directories).await?;
        let sent = !requests.is_empty();
        findings.extend(requests);
        findings.extend(self.of_sign_ins(name).await?);
        if findings.is_empty() || !sent && findings.iter().all(|finding| finding.kind == FindingKind::SignInRefused) {
            findings.extend(self.never_sent(name, &directories).await?);
        }
        Ok(findings)
    }

    async fn directories(&self) -> Result<Vec<DirectoryConnection>, Error> {
        let rows = connections::all(&mut *self.acts.db.read().await?).await?;
        rows.into_iter().map(DirectoryConnection::from_row).collect()
    }

    const fn log(&self) -> &Log {
        &self.acts.log
    }
}

/// What people call a connection.
fn label(directories: &[DirectoryConnection], id: Option<ConnectionId>) -> String {
    let found = directories.iter().find(|directory| Some(directory.id) == id);
    found.map_or_else(|| "an administrator here".to_owned(), |directory| directory.settings.label.clone())
}
