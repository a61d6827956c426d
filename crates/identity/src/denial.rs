//! Why a sign-in was refused.

use keyfold_model::Interface;

use crate::{ApprovalEnd, Error};

/// A sign-in that was refused. Only the record tells all reasons apart: what a stranger is told must not say whether a
/// user name exists.
#[derive(Debug, thiserror::Error)]
pub enum Denial {
    /// Nobody has this login name, key or cookie.
    #[error("the user name or password is wrong")]
    UnknownUser,
    /// The password is another one, or there is none.
    #[error("the user name or password is wrong")]
    PasswordMismatch,
    /// The code of the second factor is another one, or was used before.
    #[error("the user name or password is wrong")]
    CodeMismatch,
    /// A second factor is wanted, and the client gave none.
    #[error("the user name or password is wrong")]
    CodeMissing,
    /// A second factor is wanted, and the person has none that works over this protocol.
    #[error("this account needs a second factor first: sign in on the web site and set one up")]
    NotEnrolled,
    /// Too many failures for this user name within a while.
    #[error("too many failed attempts for this user name: try again in a few minutes")]
    LockedOut,
    /// Too many failures within a while.
    #[error("too many failed attempts: try again in a few minutes")]
    Throttled,
    /// The client's address is not among those that are allowed.
    #[error("this account can't be used from this address")]
    AddressNotAllowed,
    /// The password has to be changed first, and this protocol can't.
    #[error("the password has expired: sign in on the web site and choose a new one")]
    PasswordExpired,
    /// The rules for passwords refuse the new one.
    #[error("{0}")]
    PasswordRefused(String),
    /// The key is unknown, revoked, or another user's.
    #[error("the key is not accepted")]
    KeyMismatch,
    /// An administrator has revoked the certificate.
    #[error("the certificate is not accepted")]
    CertificateRevoked,
    /// Nobody let it in from a browser.
    #[error(transparent)]
    NotApproved(ApprovalEnd),
    /// The key's or session's time is over.
    #[error("the key or session has expired")]
    Expired,
    /// Switched off here or in the directory.
    #[error("this account is switched off: ask the people who run your company directory")]
    Disabled,
    /// Nobody has made an account for this person, and signing in doesn't make one.
    #[error("there is no account for you here yet: ask the people who run your company directory")]
    NotProvisioned,
    /// In none of the groups that are let in.
    #[error("your account is in none of the directory groups that may use this site")]
    GroupRequired,
    /// Another account has the login name.
    #[error("another account here has the user name '{0}': ask the administrators of this site")]
    NameTaken(String),
    /// Every seat is taken, and the person has none.
    #[error("all seats of this site are taken: ask its administrators")]
    SeatCap,
    /// The credential isn't for this way in.
    #[error("this account or key can't be used here")]
    NotOver(Interface),
    /// The connection is switched off or gone.
    #[error("signing in through this directory is switched off")]
    ConnectionDisabled,
    /// It could not be decided: nobody is let in.
    #[error("signing in is not possible just now")]
    Unavailable(#[source] Error),
}

impl Denial {
    /// The name of the reason in the audit log.
    #[must_use]
    pub const fn failure_type(&self) -> &'static str {
        match self {
            Self::UnknownUser => "username_not_found",
            Self::PasswordMismatch => "password_mismatch",
            Self::CodeMismatch => "one_time_password_incorrect",
            Self::CodeMissing => "one_time_password_missing",
            Self::NotEnrolled => "two_factor_not_enrolled",
            Self::LockedOut => "locked_out",
            Self::Throttled => "rate_limited",
            Self::AddressNotAllowed => "ip_mismatch",
            Self::PasswordExpired => "password_expired",
            Self::PasswordRefused(_) => "password_refused",
            Self::KeyMismatch => "key_mismatch",
            Self::CertificateRevoked => "certificate_revoked",
            Self::NotApproved(end) => end.failure_type(),
            Self::Expired => "expired_access",
            Self::Disabled => "disabled",
            Self::ConnectionDisabled => "connection_disabled",
            Self::NotProvisioned => "not_provisioned",
            Self::GroupRequired => "group_required",
            Self::NameTaken(_) => "username_taken",
            Self::SeatCap => "seat_cap",
            Self::NotOver(interface) => no_permission(*interface),
            Self::Unavailable(_) => "unavailable",
        }
    }
}

const fn no_permission(interface: Interface) -> &'static str {
    match interface {
        Interface::Sftp => "no_sftp_permission",
        Interface::Ftp => "no_ftp_permission",
        Interface::Dav => "no_dav_permission",
        Interface::Desktop => "no_desktop_permission",
        Interface::RestApi => "no_restapi_permission",
        Interface::Web | Interface::Scim | Interface::Robot | Interface::Cli => "no_web_permission",
    }
}

impl From<Error> for Denial {
    fn from(error: Error) -> Self {
        Self::Unavailable(error)
    }
}

impl From<keyfold_db::Error> for Denial {
    fn from(error: keyfold_db::Error) -> Self {
        Self::Unavailable(error.into())
    }
}

impl From<keyfold_mail::Error> for Denial {
    fn from(error: keyfold_mail::Error) -> Self {
        Self::Unavailable(error.into())
    }
}
