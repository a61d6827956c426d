//! The end that decides: a browser whose person has just proven themselves to their directory.

use keyfold_db::approvals::{self, Approval, ApprovalState};
use serde_json::json;

use super::{APPROVAL_LIFETIME, ApprovalCode, Approvals, Asking, Decision, Mistake, WRONG_CODES, address};
use crate::{Error, Session, act::Act, proof::Authority, ssh_settings, target};

/// What the person of a browser is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Looks,
    Decides(Decision),
}

impl Approvals {
    /// Lets a browser approve for a while. For the sign-in page alone, right after the person's directory answered that they
    /// have proven themselves for this very purpose.
    ///
    /// # Errors
    /// The session was cut, or the database fails.
    pub async fn admit_browser(&self, session: &Session) -> Result<(), Error> {
        let id = session.id();
        self.acts
            .run(&Authority::of_session(session), move |act| {
                Box::pin(
                    async move { Ok(approvals::admit_browser(act.tx, id, act.now.after(APPROVAL_LIFETIME)).await?) },
                )
            })
            .await
    }

    /// Whether the session's browser may approve now.
    ///
    /// # Errors
    /// The database fails.
    pub async fn may_approve(&self, session: &Session) -> Result<bool, Error> {
        let now = self.acts.clock.now();
        let mistyped = approvals::browser(&mut *self.acts.db.read().await?, session.id(), now).await?;
        Ok(mistyped.is_some_and(|mistyped| mistyped < WRONG_CODES))
    }

    /// What asks to be let in with this code.
    ///
    /// # Errors
    /// The session was cut, or the database fails.
    pub async fn look(&self, session: &Session, typed: &str) -> Result<Result<Asking, Mistake>, Error> {
        self.take_step(session, typed, Step::Looks).await
    }

    /// Lets it in, or refuses it.
    ///
    /// # Errors
    /// The session was cut, or the database fails.
    pub async fn decide(
        &self,
        session: &Session,
        typed: &str,
        decision: Decision,
    ) -> Result<Result<Asking, Mistake>, Error> {
        self.take_step(session, typed, Step::Decides(decision)).await
    }

    async fn take_step(&self, session: &Session, typed: &str, step: Step) -> Result<Result<Asking, Mistake>, Error> {
        let (mine, code) = (session.clone(), ApprovalCode::parse(typed));
        let taken = self
            .acts
            .run(&Authority::of_session(session), move |mut act| {
                Box::pin(async move {
                    let found = find(&mut act, &mine, code).await?;
                    match (found, step) {
                        (Ok(approval), Step::Looks) => Ok(Ok(Asking::of(approval))),
                        (Ok(approval), Step::Decides(decision)) => decide(&mut act, approval, decision).await,
                        (Err(mistake), _) => {
                            let event = act.event("approval_confirm");
                            act.record(event.denied(mistake.failure_type())).await?;
                            Ok(Err(mistake))
                        }
                    }
                })
            })
            .await?;
        self.decided.notify_waiters();
        Ok(taken)
    }
}

/// The approval of this code, if the session may decide it. What it finds to be wrong ends what waits, where there is
/// something.
async fn find(
    act: &mut Act<'_>,
    session: &Session,
    code: Option<ApprovalCode>,
) -> Result<Result<Approval, Mistake>, Error> {
    let now = act.now;
    match approvals::browser(act.tx.connection(), session.id(), now).await? {
        None => return Ok(Err(Mistake::SignInAfresh)),
        Some(mistyped) if mistyped >= WRONG_CODES => return Ok(Err(Mistake::TooManyCodes)),
        Some(_) => {}
    }
    let hash = code.map(|code| code.hash()).unwrap_or_default();
    let waiting = approvals::of_user(act.tx.connection(), session.user(), now).await?;
    match waiting {
        Some(approval) if approval.code_hash == hash => check_address(act, session, approval).await,
        waiting => match approvals::find_by_code(act.tx.connection(), &hash, now).await? {
            Some(others) => {
                approvals::step(act.tx, others.id, ApprovalState::Waiting, ApprovalState::WrongPerson, now).await?;
                Ok(Err(Mistake::WrongPerson))
            }
            None => Ok(Err(mistyped(act, session, waiting).await?)),
        },
    }
}

async fn check_address(
    act: &mut Act<'_>,
    session: &Session,
    approval: Approval,
) -> Result<Result<Approval, Mistake>, Error> {
    let anywhere = ssh_settings::read(act.tx.connection()).await?.approval_from_any_address;
    if anywhere || approval.remote_ip == address(session.facts().origin.remote_ip) {
        return Ok(Ok(approval));
    }
    approvals::step(act.tx, approval.id, ApprovalState::Waiting, ApprovalState::OtherAddress, act.now).await?;
    Ok(Err(Mistake::OtherAddress(approval.remote_ip)))
}

/// Counts a wrong code against the browser, and against what waits for its person.
async fn mistyped(act: &mut Act<'_>, session: &Session, waiting: Option<Approval>) -> Result<Mistake, Error> {
    approvals::browser_mistyped(act.tx, session.id()).await?;
    if let Some(approval) = waiting {
        approvals::mistyped(act.tx, approval.id).await?;
        if approval.wrong_codes + 1 >= WRONG_CODES {
            approvals::step(act.tx, approval.id, ApprovalState::Waiting, ApprovalState::WrongCode, act.now).await?;
        }
    }
    let mistyped = approvals::browser(act.tx.connection(), session.id(), act.now).await?.unwrap_or(WRONG_CODES);
    Ok(if mistyped >= WRONG_CODES { Mistake::TooManyCodes } else { Mistake::WrongCode(WRONG_CODES - mistyped) })
}

async fn decide(act: &mut Act<'_>, approval: Approval, decision: Decision) -> Result<Result<Asking, Mistake>, Error> {
    let (state, action) = match decision {
        Decision::LetIn => (ApprovalState::Approved, "approval_confirm"),
        Decision::Refuse => (ApprovalState::Refused, "approval_refuse"),
    };
    if !approvals::step(act.tx, approval.id, ApprovalState::Waiting, state, act.now).await? {
        return Ok(Err(Mistake::WrongCode(WRONG_CODES)));
    }
    let mut event = act.event(action);
    event.target = Some(target::of("approval", approval.id, &approval.login));
    event.after = Some(json!({ "address": approval.remote_ip, "client": approval.client }));
    act.record(event).await?;
    Ok(Ok(Asking::of(approval)))
}
