//! What can go wrong with the directory here.

/// An error of an act on the directory. What was begun has been undone.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database.
    #[error("the directory's database failed")]
    Database(#[from] keyfold_db::Error),
    /// The audit log: what can't be recorded is not done.
    #[error("the act can't be recorded, so it was not done")]
    Audit(#[from] keyfold_audit::Error),
    /// Mail that belongs to the act can't be written.
    #[error("the mail that goes with it can't be written, so it was not done")]
    Mail(#[from] keyfold_mail::Error),
    /// There is no such thing, or not for the one who asks.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// Something else has what was asked for.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// The act would leave the site without an active local site admin.
    #[error(
        "this is the last active site admin with a password here: make another one first, so that the site can always be administered"
    )]
    LastAdmin,
    /// A value can't be taken.
    #[error("{what}: {why}")]
    Invalid {
        /// Which value.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// The directory owns this account: it is changed there.
    #[error("this {0} comes from the company directory: change it there")]
    OwnedByDirectory(&'static str),
    /// The connection's rules leave this group out.
    #[error("the rules of this connection leave the group '{0}' out")]
    GroupLeftOut(String),
    /// The proof with which the act came is good no longer: its session was cut, its token revoked.
    #[error("the session or token has ended: sign in again")]
    Ended,
    /// The session's role or its key's permission set doesn't reach so far.
    #[error("this needs {0}")]
    NotAllowed(&'static str),
    /// Work was broken off: the server is shutting down.
    #[error("the act was broken off")]
    Interrupted,
}

/// What was asked for is taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// Another person has the login name.
    #[error("the user name '{0}' is taken by another account")]
    Login(String),
    /// Another group has the name.
    #[error("the name '{0}' is taken by another group")]
    GroupName(String),
    /// The person has this key.
    #[error("this SSH key is there already")]
    PublicKey,
    /// The key that signs can't be retired.
    #[error("this SAML key signs: activate another one first")]
    SigningKey,
    /// People or groups of a preview have names that others have here.
    #[error("{0} names of the preview are taken here: rename or delete those who have them, or start without these")]
    NamesClash(usize),
    /// People or groups still come from the connection.
    #[error("people or groups still come from this connection: delete them first")]
    ConnectionInUse,
}

impl Error {
    /// That value, and what is wrong with it.
    pub(crate) fn invalid(what: &'static str, why: impl ToString) -> Self {
        Self::Invalid { what, why: why.to_string() }
    }
}
