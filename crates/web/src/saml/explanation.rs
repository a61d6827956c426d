//! Why nobody is signed in, in plain words for the person. What a stranger wrote is for the audit log and never repeated here.

use http::StatusCode;
use keyfold_identity::Denial;
use keyfold_saml::response::Check;

use super::{notice::Notice, refusal::Reason};

/// What happened in a few words, in full, and what to do.
type Words = (&'static str, &'static str, &'static str);

/// The page for a refusal.
pub(super) fn of(reason: Reason) -> Notice {
    let (status, words) = match reason {
        Reason::Failed(error) | Reason::Denied(Denial::Unavailable(error)) => return error.into(),
        Reason::Denied(denial) => (StatusCode::FORBIDDEN, denied(&denial)),
        Reason::ConnectionOff => (StatusCode::FORBIDDEN, DIRECTORY_OFF),
        Reason::Form(_) => (StatusCode::BAD_REQUEST, UNREADABLE),
        Reason::Rejected(rejection) => rejected(rejection.check),
        Reason::AnswersNoQuestion => (StatusCode::FORBIDDEN, ANSWERS_NO_QUESTION),
        Reason::NotAfresh => (StatusCode::FORBIDDEN, NOT_AFRESH),
        Reason::Expired => (StatusCode::FORBIDDEN, TOO_LATE),
        Reason::OtherBrowser => (StatusCode::FORBIDDEN, OTHER_BROWSER),
        Reason::Replay => (StatusCode::FORBIDDEN, USED),
    };
    let (title, happened, remedy) = words;
    Notice::new(status, title, happened, remedy)
}

fn rejected(check: Check) -> (StatusCode, Words) {
    const UNREAD: &[Check] = &[Check::Base64, Check::Dtd, Check::Crowded, Check::Depth, Check::Xml, Check::Structure];
    const UNTIMELY: &[Check] = &[Check::NotBefore, Check::NotOnOrAfter, Check::SessionNotOnOrAfter];
    if check == Check::Size {
        (StatusCode::PAYLOAD_TOO_LARGE, UNREADABLE)
    } else if UNREAD.contains(&check) {
        (StatusCode::BAD_REQUEST, UNREADABLE)
    } else if UNTIMELY.contains(&check) {
        (StatusCode::FORBIDDEN, BAD_TIME)
    } else if check == Check::Status {
        (StatusCode::FORBIDDEN, NOT_SIGNED_IN)
    } else if check == Check::InResponseTo {
        (StatusCode::FORBIDDEN, NOT_ASKED)
    } else {
        (StatusCode::FORBIDDEN, UNVERIFIED)
    }
}

/// Who they are is clear, and they are not let in. The person is told why: they have proven themselves.
fn denied(denial: &Denial) -> Words {
    match denial {
        Denial::Disabled => SWITCHED_OFF,
        Denial::NotProvisioned => NO_ACCOUNT,
        Denial::GroupRequired => NO_GROUP,
        Denial::NameTaken(_) => NAME_TAKEN,
        Denial::ConnectionDisabled => DIRECTORY_OFF,
        Denial::SeatCap => NO_SEAT,
        Denial::UnknownUser
        | Denial::PasswordMismatch
        | Denial::CodeMismatch
        | Denial::CodeMissing
        | Denial::NotEnrolled
        | Denial::LockedOut
        | Denial::Throttled
        | Denial::AddressNotAllowed
        | Denial::PasswordExpired
        | Denial::CertificateRevoked
        | Denial::NotApproved(_)
        | Denial::PasswordRefused(_)
        | Denial::KeyMismatch
        | Denial::Expired
        | Denial::NotOver(_)
        | Denial::Unavailable(_) => NOT_HERE,
    }
}

const NO_SEAT: Words = (
    "All seats of this site are taken",
    "Your company directory knows you, and this site has as many people as it may have.",
    "Ask the administrators of this site: they have been written to, and can make room for you.",
);
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
const NOT_SIGNED_IN: Words = (
    "Your directory did not sign you in",
    "Your company directory answered that signing in did not succeed.",
    "Try again. If it happens once more, ask the people who run your company directory whether you may use this site.",
);
const NOT_ASKED: Words = (
    "This sign-in is not waiting any more",
    "The answer of your company directory belongs to a sign-in that has ended, or that was not begun here.",
    "Try again, and do not use the browser's back button on the way.",
);
const ANSWERS_NO_QUESTION: Words = (
    "Your directory does not say which sign-in it answers",
    "This site asked your company directory who you are. It answered, but not to that question.",
    "Go back to the sign-in page and sign in from there. If that fails too, tell the administrators of this site: the \
     directory has to put InResponseTo into its answers, or the connection has to take answers that nobody asked for.",
);
const NOT_AFRESH: Words = (
    "Your directory did not ask you who you are",
    "To let a sign-in in, you have to prove yourself anew. Your company directory answered from an earlier sign-in.",
    "Sign out at your directory and try again. If that fails too, tell the administrators of this site: the directory has to \
     follow ForceAuthn and state the AuthnInstant.",
);
const BAD_TIME: Words = (
    "Your directory's answer came at the wrong time",
    "Answers of your company directory are good for a few minutes, and this one is not good now.",
    "Try again. If it happens once more, tell the administrators: a clock, here or there, may be wrong.",
);
const TOO_LATE: Words = (
    "Signing in took too long",
    "A sign-in has to be finished at your company directory within 15 minutes.",
    "Try again.",
);
const OTHER_BROWSER: Words = (
    "This sign-in was begun in another browser",
    "A sign-in has to end in the browser in which it began, and that browser has to keep cookies.",
    "Try again in this browser, in one tab at a time. Allow cookies for this site if they are switched off.",
);
const USED: Words = (
    "This sign-in was used already",
    "Each answer of your company directory signs you in once.",
    "If you are not signed in, try again.",
);
const SWITCHED_OFF: Words = (
    "Your account is switched off",
    "You have proven who you are, but your account here is switched off.",
    "Ask the people who run your company directory.",
);
const NO_ACCOUNT: Words = (
    "You have no account here yet",
    "Nobody has made an account for you, and signing in does not make one.",
    "Ask the people who run your company directory.",
);
const NO_GROUP: Words = (
    "You may not use this site",
    "You are in none of the directory groups that may use it.",
    "Ask the people who run your company directory to add you to one.",
);
const NAME_TAKEN: Words = (
    "Your user name is taken",
    "Another account of this site, which your company directory did not make, has your user name.",
    "Ask the administrators of this site to sort it out.",
);
const DIRECTORY_OFF: Words = (
    "Sign-in is switched off",
    "Signing in through this company directory is switched off.",
    "Ask the administrators of this site how to sign in now.",
);
const NOT_HERE: Words = (
    "You can't sign in here",
    "You have proven who you are, but your account can't be used in a browser.",
    "Ask the administrators of this site.",
);
