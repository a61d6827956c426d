//! From `identity`'s errors to those of SCIM: one table.

use keyfold_identity::{Conflict, Error as IdentityError};
use keyfold_scim::{ResourceType, ScimError};

/// Why an act on a resource was not done.
#[derive(Debug)]
pub enum Failure {
    /// What the client sent can't be taken.
    Refused(ScimError),
    /// `identity` did not do it.
    Undone(IdentityError),
}

impl From<ScimError> for Failure {
    fn from(error: ScimError) -> Self {
        Self::Refused(error)
    }
}

impl From<IdentityError> for Failure {
    fn from(error: IdentityError) -> Self {
        Self::Undone(error)
    }
}

impl Failure {
    /// As the client is told, of this resource.
    pub fn about(self, resource_type: ResourceType, id: &str) -> ScimError {
        match self {
            Self::Refused(error) => error,
            Self::Undone(IdentityError::NotFound(_)) => ScimError::not_found(resource_type.name(), id),
            Self::Undone(error) => refusal(error),
        }
    }
}

/// As the client is told.
pub fn refusal(error: IdentityError) -> ScimError {
    let text = format!("{error}.");
    match error {
        IdentityError::NotFound(_) => ScimError::new(404, text),
        IdentityError::Conflict(Conflict::Login(name)) => ScimError::uniqueness("userName", &name),
        IdentityError::Conflict(Conflict::GroupName(name)) => ScimError::uniqueness("displayName", &name),
        IdentityError::Conflict(
            Conflict::PublicKey | Conflict::ConnectionInUse | Conflict::NamesClash(_) | Conflict::SigningKey,
        )
        | IdentityError::LastAdmin => ScimError::new(409, text),
        IdentityError::Invalid { .. } => ScimError::invalid_value(text),
        IdentityError::OwnedByDirectory(_) | IdentityError::GroupLeftOut(_) | IdentityError::NotAllowed(_) => {
            ScimError::new(403, text)
        }
        IdentityError::Ended => ScimError::unauthorized(),
        IdentityError::Interrupted => ScimError::new(503, "The server is shutting down. Send it again."),
        IdentityError::Mail(_) | IdentityError::Database(_) | IdentityError::Audit(_) => internal(&error),
    }
}

/// The machinery failed: the cause goes to the server's log and not to the client.
pub fn internal(cause: &(dyn std::error::Error + 'static)) -> ScimError {
    let mut chain = cause.to_string();
    let mut source = cause.source();
    while let Some(error) = source {
        chain = format!("{chain}: {error}");
        source = error.source();
    }
    tracing::error!(error = chain, "a SCIM request failed");
    ScimError::new(500, "The server could not do this. Its log says why; send it again later.")
}
