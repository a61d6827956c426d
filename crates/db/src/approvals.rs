//! Rows of `approvals` and `approval_browsers`: sign-ins that wait for their person in a browser, and the browsers that may
//! approve.

use keyfold_model::{ApprovalId, SessionId, Timestamp, UserId};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as, query_scalar},
    statement::statements,
};

/// What has become of a sign-in that asked for approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApprovalState {
    /// Nobody has answered.
    Waiting,
    /// The person let it in; the connection has not come for it yet.
    Approved,
    /// It was let in.
    Used,
    /// The person refused.
    Refused,
    /// A newer one of the same person took its place.
    Replaced,
    /// Too many wrong codes were typed.
    WrongCode,
    /// Somebody else typed its code.
    WrongPerson,
    /// The browser was at another address.
    OtherAddress,
}

impl ApprovalState {
    const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Approved,
        Self::Used,
        Self::Refused,
        Self::Replaced,
        Self::WrongCode,
        Self::WrongPerson,
        Self::OtherAddress,
    ];

    /// The name in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Used => "used",
            Self::Refused => "refused",
            Self::Replaced => "replaced",
            Self::WrongCode => "wrong_code",
            Self::WrongPerson => "wrong_person",
            Self::OtherAddress => "other_address",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A sign-in that asked for approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Its id, which no person sees.
    pub id: ApprovalId,
    /// Who may approve it; nobody, where the name is not that of such a person.
    pub user: Option<UserId>,
    /// SHA-256 of the code that stands in the terminal, in hexadecimal.
    pub code_hash: String,
    /// What has become of it.
    pub state: ApprovalState,
    /// How many other codes the person has typed meanwhile.
    pub wrong_codes: i64,
    /// From where the connection comes.
    pub remote_ip: String,
    /// What its client calls itself.
    pub client: String,
    /// The login name that was given.
    pub login: String,
    /// The person's access epoch when it began.
    pub access_epoch: i64,
    /// When it began.
    pub created_at: Timestamp,
    /// From then on nobody is let in.
    pub expires_at: Timestamp,
}

impl FromRow for Approval {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        let user: Option<i64> = row.try_get("user_id")?;
        Ok(Self {
            id: decode::parsed(row, "id")?,
            user: user.map(UserId),
            code_hash: row.try_get("code_hash")?,
            state: decode::named(row, "state", ApprovalState::from_name)?,
            wrong_codes: row.try_get("wrong_codes")?,
            remote_ip: row.try_get("remote_ip")?,
            client: row.try_get("client")?,
            login: row.try_get("login")?,
            access_epoch: row.try_get("access_epoch")?,
            created_at: decode::time(row, "created_at")?,
            expires_at: decode::time(row, "expires_at")?,
        })
    }
}

statements! {
    INSERT = "INSERT INTO approvals (id, user_id, code_hash, state, wrong_codes, remote_ip, client, login, access_epoch, \
        created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    REPLACE = "UPDATE approvals SET state = 'replaced' WHERE user_id = $1 AND state = 'waiting'";
    BY_ID = "SELECT * FROM approvals WHERE id = $1";
    OF_USER = "SELECT * FROM approvals WHERE user_id = $1 AND state = 'waiting' AND expires_at > $2 \
        ORDER BY created_at DESC LIMIT 1";
    BY_CODE = "SELECT * FROM approvals WHERE code_hash = $1 AND state = 'waiting' AND expires_at > $2 LIMIT 1";
    MOVE = "UPDATE approvals SET state = $3 WHERE id = $1 AND state = $2 AND expires_at > $4";
    MISTYPED = "UPDATE approvals SET wrong_codes = wrong_codes + 1 WHERE id = $1";
    DELETE_EXPIRED = "DELETE FROM approvals WHERE expires_at <= $1";
    ADMIT_BROWSER = "INSERT INTO approval_browsers (session_id, wrong_codes, expires_at) VALUES ($1, 0, $2)";
    BROWSER = "SELECT wrong_codes FROM approval_browsers WHERE session_id = $1 AND expires_at > $2";
    BROWSER_MISTYPED = "UPDATE approval_browsers SET wrong_codes = wrong_codes + 1 WHERE session_id = $1";
    DELETE_BROWSER = "DELETE FROM approval_browsers WHERE session_id = $1";
    DELETE_EXPIRED_BROWSERS = "DELETE FROM approval_browsers WHERE expires_at <= $1";
}

/// Writes a new row.
///
/// # Errors
/// The database fails.
pub async fn insert(tx: &mut Tx, approval: &Approval) -> Result<(), Error> {
    query(INSERT)
        .bind(approval.id.to_string())
        .bind(approval.user.map(|user| user.0))
        .bind(&approval.code_hash)
        .bind(approval.state.name())
        .bind(approval.wrong_codes)
        .bind(&approval.remote_ip)
        .bind(&approval.client)
        .bind(&approval.login)
        .bind(approval.access_epoch)
        .bind(approval.created_at.0)
        .bind(approval.expires_at.0)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Ends what waits for a person, as a newer one takes its place.
///
/// # Errors
/// The database fails.
pub async fn replace(tx: &mut Tx, user: UserId) -> Result<(), Error> {
    query(REPLACE).bind(user.0).execute(tx.connection()).await?;
    Ok(())
}

/// An approval, expired or not.
///
/// # Errors
/// The database fails.
pub async fn find(connection: &mut Connection, id: ApprovalId) -> Result<Option<Approval>, Error> {
    Ok(query_as(BY_ID).bind(id.to_string()).fetch_optional(connection).await?)
}

/// What waits for a person.
///
/// # Errors
/// The database fails.
pub async fn of_user(connection: &mut Connection, user: UserId, now: Timestamp) -> Result<Option<Approval>, Error> {
    Ok(query_as(OF_USER).bind(user.0).bind(now.0).fetch_optional(connection).await?)
}

/// What waits with this code, whosever.
///
/// # Errors
/// The database fails.
pub async fn find_by_code(
    connection: &mut Connection,
    code_hash: &str,
    now: Timestamp,
) -> Result<Option<Approval>, Error> {
    Ok(query_as(BY_CODE).bind(code_hash).bind(now.0).fetch_optional(connection).await?)
}

/// Moves an approval on from one state to another, in time. True for exactly one caller.
///
/// # Errors
/// The database fails.
pub async fn step(
    tx: &mut Tx,
    id: ApprovalId,
    from: ApprovalState,
    to: ApprovalState,
    now: Timestamp,
) -> Result<bool, Error> {
    let done =
        query(MOVE).bind(id.to_string()).bind(from.name()).bind(to.name()).bind(now.0).execute(tx.connection()).await?;
    Ok(done == 1)
}

/// Counts a wrong code of the person.
///
/// # Errors
/// The database fails.
pub async fn mistyped(tx: &mut Tx, id: ApprovalId) -> Result<(), Error> {
    query(MISTYPED).bind(id.to_string()).execute(tx.connection()).await?;
    Ok(())
}

/// Lets a browser approve until then.
///
/// # Errors
/// The database fails.
pub async fn admit_browser(tx: &mut Tx, session: SessionId, until: Timestamp) -> Result<(), Error> {
    query(ADMIT_BROWSER).bind(session.to_string()).bind(until.0).execute(tx.connection()).await?;
    Ok(())
}

/// How many codes were mistyped in a browser that may approve; nothing for one that may not.
///
/// # Errors
/// The database fails.
pub async fn browser(connection: &mut Connection, session: SessionId, now: Timestamp) -> Result<Option<i64>, Error> {
    Ok(query_scalar(BROWSER).bind(session.to_string()).bind(now.0).fetch_optional(connection).await?)
}

/// Counts a wrong code in this browser.
///
/// # Errors
/// The database fails.
pub async fn browser_mistyped(tx: &mut Tx, session: SessionId) -> Result<(), Error> {
    query(BROWSER_MISTYPED).bind(session.to_string()).execute(tx.connection()).await?;
    Ok(())
}

/// Lets a browser approve no more.
///
/// # Errors
/// The database fails.
pub async fn delete_browser(tx: &mut Tx, session: SessionId) -> Result<(), Error> {
    query(DELETE_BROWSER).bind(session.to_string()).execute(tx.connection()).await?;
    Ok(())
}

/// Sweeps what expired before.
///
/// # Errors
/// The database fails.
pub async fn delete_expired(tx: &mut Tx, before: Timestamp) -> Result<(), Error> {
    query(DELETE_EXPIRED).bind(before.0).execute(tx.connection()).await?;
    query(DELETE_EXPIRED_BROWSERS).bind(before.0).execute(tx.connection()).await?;
    Ok(())
}
