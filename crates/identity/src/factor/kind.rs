//! The kinds of second factors.

/// What answers when a second factor is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactorKind {
    /// A code of an authenticator app (TOTP, RFC 6238).
    Totp,
    /// A code that was sent by mail.
    Email,
    /// A recovery code, good once.
    RecoveryCode,
    /// A passkey (WebAuthn). Only browsers can ask for one.
    Passkey,
}

impl FactorKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Totp, Self::Email, Self::RecoveryCode, Self::Passkey];

    /// The name in the database, the audit log and the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Email => "email",
            Self::RecoveryCode => "recovery_code",
            Self::Passkey => "passkey",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it is a text that can be typed over any protocol.
    #[must_use]
    pub const fn is_code(self) -> bool {
        !matches!(self, Self::Passkey)
    }
}
