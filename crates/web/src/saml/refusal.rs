//! Why an answer signs nobody in: for the record in full, for the person in plain words.

use http::StatusCode;
use keyfold_identity::{Denial, DirectoryConnection, Error, Origin, SamlRefusal};
use keyfold_saml::response::{Check, MAX_BYTES, Rejection};

use super::{ReturnPath, ServiceProvider, login, notice::Notice};

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
            ..notice(reason)
        }
    }
}

fn notice(reason: Reason) -> Notice {
    match reason {
        Reason::Failed(error) => error.into(),
        Reason::Denied(Denial::Unavailable(error)) => error.into(),
        Reason::Denied(denial) => denied(&denial),
        Reason::ConnectionOff => denied(&Denial::ConnectionDisabled),
        Reason::Form(_) => words(StatusCode::BAD_REQUEST, UNREADABLE),
        Reason::Rejected(rejection) => rejected(rejection.check),
        Reason::Expired => words(StatusCode::FORBIDDEN, TOO_LATE),
        Reason::OtherBrowser => words(StatusCode::FORBIDDEN, OTHER_BROWSER),
        Reason::Replay => words(StatusCode::FORBIDDEN, USED),
    }
}

/// What happened in a few words, in full, and what to do.
type Words = (&'static str, &'static str, &'static str);

const UNREADABLE: Words = (
    "Your directory's answer could not be read",
    "What your company directory sent is not an answer that this site understands.",
    "Try again. If it happens once more, tell the administrators of this site.",
);
const UNVERIFIED: Words = (
    "Your directory's answer could not be verified",
    "This site could not make sure that the answer comes from your company directory and is meant for here.",
    "Try again. If it happens once more, tell the administrators of this site: the audit log says what did not fit.",
);
const NOT_ASKED: Words = (
    "This sign-in is not waiting any more",
    "The answer of your company directory belongs to a sign-in that has ended, or that was not begun here.",
    "Try again, and do not use the browser's back button on the way.",
);
const USED: Words = (
    "This sign-in was used already",
    "Each answer of your company directory signs you in once.",
    "If you are not signed in, try again.",
);
const TOO_LATE: Words = (
    "Signing in took too long",
    "A sign-in has to be finished at your company directory within 15 minutes.",
    "Try again.",
);
const BAD_TIME: Words = (
    "Your directory's answer came at the wrong time",
    "Answers of your company directory are good for a few minutes, and this one is not good now.",
    "Try again. If it happens once more, tell the administrators: a clock, here or there, may be wrong.",
);
const OTHER_BROWSER: Words = (
    "This sign-in was begun in another browser",
    "A sign-in has to end in the browser in which it began, and that browser has to keep cookies.",
    "Try again in this browser, in one tab at a time. Allow cookies for this site if they are switched off.",
);
const NOT_SIGNED_IN: Words = (
    "Your directory did not sign you in",
    "Your company directory answered that signing in did not succeed.",
    "Try again. If it happens once more, ask the people who run your company directory whether you may use this site.",
);

fn words(status: StatusCode, (title, happened, remedy): Words) -> Notice {
    Notice { status, title, happened: happened.to_owned(), remedy, again: None, reference: None }
}

fn rejected(check: Check) -> Notice {
    match check {
        Check::Size => words(StatusCode::PAYLOAD_TOO_LARGE, UNREADABLE),
        Check::Base64 | Check::Dtd | Check::Crowded | Check::Depth | Check::Xml | Check::Structure => {
            words(StatusCode::BAD_REQUEST, UNREADABLE)
        }
        Check::Status => words(StatusCode::FORBIDDEN, NOT_SIGNED_IN),
        Check::InResponseTo => words(StatusCode::FORBIDDEN, NOT_ASKED),
        Check::NotBefore | Check::NotOnOrAfter | Check::SessionNotOnOrAfter => words(StatusCode::FORBIDDEN, BAD_TIME),
        _ => words(StatusCode::FORBIDDEN, UNVERIFIED),
    }
}

/// Who they are is clear, and they are not let in. The person is told why: they have proven themselves.
fn denied(denial: &Denial) -> Notice {
    let (title, remedy) = match denial {
        Denial::Disabled => ("Your account is switched off", "Ask the people who run your company directory."),
        Denial::NotProvisioned => ("You have no account here yet", "Ask the people who run your company directory."),
        Denial::GroupRequired => {
            ("You may not use this site", "Ask the people who run your company directory to add you to such a group.")
        }
        Denial::NameTaken(_) => ("Your user name is taken", "Ask the administrators of this site to sort it out."),
        Denial::ConnectionDisabled => {
            ("Sign-in is switched off", "Ask the administrators of this site how to sign in now.")
        }
        Denial::UnknownUser
        | Denial::PasswordMismatch
        | Denial::KeyMismatch
        | Denial::Expired
        | Denial::NotOver(_)
        | Denial::Unavailable(_) => ("You can't sign in here", "Ask the administrators of this site."),
    };
    let happened = match denial {
        Denial::Disabled => "You have proven who you are, but your account is switched off.".to_owned(),
        Denial::NotProvisioned => "Nobody has made an account for you, and signing in does not make one.".to_owned(),
        Denial::GroupRequired => "You are in none of the directory groups that may use this site.".to_owned(),
        Denial::NameTaken(name) => format!("Another account of this site has the user name {name}."),
        Denial::ConnectionDisabled => "Signing in through this company directory is switched off.".to_owned(),
        other => format!("The reason: {other}."),
    };
    Notice { status: StatusCode::FORBIDDEN, title, happened, remedy, again: None, reference: None }
}
