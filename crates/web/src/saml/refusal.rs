//! Why an answer signs nobody in, and what becomes of it: a row for administrators, a page for the person.

use keyfold_identity::{Denial, DirectoryConnection, Error, NewSamlAttempt, Origin, RequestOrigin, SamlRefusal};
use keyfold_model::UserId;
use keyfold_saml::response::{Check, MAX_BYTES, Rejection};

use super::{ReturnPath, ServiceProvider, explanation, login, masking, notice::Notice};

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
    /// The directory answers as if nobody had asked, again and again.
    AnswersNoQuestion,
    /// The person should have proven themselves afresh, and the directory does not say that they have.
    NotAfresh,
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
            Self::AnswersNoQuestion => "saml_unsolicited",
            Self::NotAfresh => "saml_not_afresh",
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
            Self::AnswersNoQuestion => {
                ("the ID of the request in InResponseTo", "none, though the directory was asked")
            }
            Self::NotAfresh => ("an AuthnInstant after the request", "an older one, or none: ForceAuthn was ignored"),
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
    /// What was posted, in base64.
    pub(super) response: Option<String>,
    /// Whom it is about, once that was verified.
    pub(super) name_id: Option<String>,
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
        if let Err(error) = self.keep_refusal(provider, &reason, origin).await {
            return error.into();
        }
        let again = self.connection.filter(|connection| connection.settings.enabled);
        Notice {
            again: again.map(|connection| login::path(connection.id, self.return_path.as_ref(), RequestOrigin::Page)),
            reference: Some(failure_type),
            ..explanation::of(reason)
        }
    }

    /// Records that a logout message was not taken.
    pub(super) async fn ignore_logout(
        &self,
        provider: &ServiceProvider,
        reason: &Reason,
        origin: &Origin,
    ) -> Result<(), Error> {
        let Some((expected, found)) = reason.particulars() else { return Ok(()) };
        let failure_type = reason.failure_type();
        let refusal = SamlRefusal { connection: self.connection.as_ref(), failure_type, expected, found };
        provider.authenticator.saml_logout_refused(refusal, origin).await
    }

    /// Keeps a sign-in for the page of its connection.
    pub(super) async fn keep_success(
        &self,
        provider: &ServiceProvider,
        user: UserId,
        origin: &Origin,
    ) -> Result<(), Error> {
        let Some(attempt) = self.kept() else { return Ok(()) };
        provider.attempts.keep(NewSamlAttempt { user: Some(user), ..attempt }, origin).await
    }

    /// Keeps a refusal for the page of its connection.
    async fn keep_refusal(&self, provider: &ServiceProvider, reason: &Reason, origin: &Origin) -> Result<(), Error> {
        let Some(attempt) = self.kept() else { return Ok(()) };
        let (expected, found) = if let Reason::Denied(denial) = reason {
            ("a person who may sign in here".to_owned(), denial.to_string())
        } else {
            reason.particulars().unwrap_or_else(|| (String::new(), "this site failed".to_owned()))
        };
        let refused = NewSamlAttempt {
            failure_type: Some(reason.failure_type().to_owned()),
            expected: Some(expected).filter(|text| !text.is_empty()),
            found: Some(found),
            ..attempt
        };
        provider.attempts.keep(refused, origin).await
    }

    /// What is kept in either case; nothing where not even the connection is known.
    fn kept(&self) -> Option<NewSamlAttempt> {
        let xml = self.response.as_deref().and_then(masking::readable);
        Some(NewSamlAttempt {
            connection: self.connection.as_ref()?.id,
            failure_type: None,
            expected: None,
            found: None,
            name_id: self.name_id.clone(),
            user: None,
            xml,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_a_failure_type_of_its_own() {
        let denials = [
            Denial::Disabled,
            Denial::NotProvisioned,
            Denial::GroupRequired,
            Denial::NameTaken(String::new()),
            Denial::SeatCap,
        ];
        let mut reasons = vec![
            Reason::Form(""),
            Reason::Expired,
            Reason::OtherBrowser,
            Reason::Replay,
            Reason::AnswersNoQuestion,
            Reason::NotAfresh,
            Reason::ConnectionOff,
        ];
        reasons.extend(denials.map(Reason::Denied));
        let mut names: Vec<_> = reasons.iter().map(Reason::failure_type).collect();
        names.extend(Check::ALL.iter().map(|check| check.failure_type()));
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
