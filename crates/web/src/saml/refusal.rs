//! Why an answer signs nobody in, and what becomes of it: a row for administrators, a page for the person.

use keyfold_identity::{Denial, DirectoryConnection, Error, Origin, SamlRefusal};
use keyfold_saml::response::{Check, MAX_BYTES, Rejection};

use super::{ReturnPath, ServiceProvider, explanation, login, notice::Notice};

/// Why an answer was refused.
#[derive(Debug)]
pub(super) enum Reason {
    /// What was posted is not the form of an answer; this would have been.
    Form(&'static str),
    /// A check of the answer itself failed.
    Rejected(Rejection),
    /// The request's time was over.
    Expired,
    /// Another browser began the request, or this one keeps no cookies.
    OtherBrowser,
    /// The assertion was taken before.
    Replay,
    /// The connection is switched off.
    ConnectionOff,
    /// The answer is right, but the person is not let in. `identity` has recorded it.
    Denied(Denial),
    /// The machinery failed.
    Failed(Error),
}

impl Reason {
    /// The check failed on what a stranger wrote.
    pub(super) fn rejected(check: Check, expected: &str, found: Option<&str>) -> Self {
        let found = found.unwrap_or("nothing").chars().take(Rejection::MAX_FOUND).collect();
        Self::Rejected(Rejection { check, expected: expected.to_owned(), found })
    }

    /// The whole form is larger than any Response may be.
    pub(super) fn too_large() -> Self {
        Self::rejected(Check::Size, &format!("at most {MAX_BYTES} bytes"), Some("a form that is too large to be read"))
    }

    /// The word for it in the audit log.
    pub(super) fn failure_type(&self) -> &'static str {
        match self {
            Self::Form(_) => "saml_form",
            Self::Rejected(rejection) => rejection.failure_type(),
            Self::Expired => "saml_request_expired",
            Self::OtherBrowser => "saml_other_browser",
            Self::Replay => "saml_replay",
            Self::ConnectionOff => Denial::ConnectionDisabled.failure_type(),
            Self::Denied(denial) => denial.failure_type(),
            Self::Failed(_) => "unavailable",
        }
    }

    /// What would have passed and what was there instead, for administrators; nothing where the row stands already.
    fn particulars(&self) -> Option<(String, String)> {
        let (expected, found) = match self {
            Self::Rejected(rejection) => return Some((rejection.expected.clone(), rejection.found.clone())),
            Self::Denied(_) | Self::Failed(_) => return None,
            Self::Form(expected) => (*expected, "another form"),
            Self::Expired => ("an answer in time", "an answer after the request had expired"),
            Self::OtherBrowser => ("the cookie of the browser that began the sign-in", "no cookie, or another one"),
            Self::Replay => ("an assertion that was not used before", "a used one"),
            Self::ConnectionOff => ("a connection that is switched on", "one that is off"),
        };
        Some((expected.to_owned(), found.to_owned()))
    }
}

impl From<Error> for Reason {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// What is known of a sign-in so far, for the record and the way back.
#[derive(Default)]
pub(super) struct Attempt {
    /// Through which connection.
    pub(super) connection: Option<DirectoryConnection>,
    /// Where the person wants to go.
    pub(super) return_path: Option<ReturnPath>,
}

impl Attempt {
    /// Records the refusal and tells the person.
    pub(super) async fn refuse(self, provider: &ServiceProvider, reason: Reason, origin: &Origin) -> Notice {
        let failure_type = reason.failure_type();
        if let Some((expected, found)) = reason.particulars() {
            let refusal = SamlRefusal { connection: self.connection.as_ref(), failure_type, expected, found };
            if let Err(error) = provider.authenticator.saml_refused(refusal, origin).await {
                return error.into();
            }
        }
        let again = self.connection.filter(|connection| connection.settings.enabled);
        Notice {
            again: again.map(|connection| login::path(connection.id, self.return_path.as_ref())),
            reference: Some(failure_type),
            ..explanation::of(reason)
        }
    }
}
