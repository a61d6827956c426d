//! Rows of `sign_in_failures`: how often sign-ins have failed of late, and who has to wait.

use keyfold_model::Timestamp;

use crate::{
    Connection, Error, Tx,
    sql::{query, query_scalar},
    statement::statements,
};

statements! {
    IS_PAUSED = "SELECT COUNT(*) FROM sign_in_failures WHERE subject = $1 AND paused_until > $2";
    COUNT = "INSERT INTO sign_in_failures (subject, failures, since, paused_until, expires_at) \
        VALUES ($1, 1, $2, NULL, $3) ON CONFLICT (subject) DO UPDATE SET \
        failures = CASE WHEN sign_in_failures.expires_at <= $2 THEN 1 ELSE sign_in_failures.failures + 1 END, \
        since = CASE WHEN sign_in_failures.expires_at <= $2 THEN $2 ELSE sign_in_failures.since END, \
        paused_until = CASE WHEN sign_in_failures.expires_at <= $2 THEN NULL ELSE sign_in_failures.paused_until END, \
        expires_at = CASE WHEN sign_in_failures.expires_at <= $2 THEN $3 ELSE sign_in_failures.expires_at END \
        RETURNING failures";
    PAUSE = "UPDATE sign_in_failures SET paused_until = $2, expires_at = $2 WHERE subject = $1 AND paused_until IS NULL";
    DELETE = "DELETE FROM sign_in_failures WHERE subject = $1";
    DELETE_EXPIRED = "DELETE FROM sign_in_failures WHERE expires_at <= $1";
    SUBJECTS = "SELECT COUNT(*) FROM sign_in_failures";
}

/// Whether nothing of the subject is let in now.
///
/// # Errors
/// The database fails.
pub async fn is_paused(connection: &mut Connection, subject: &str, now: Timestamp) -> Result<bool, Error> {
    let count: i64 = query_scalar(IS_PAUSED).bind(subject).bind(now.0).fetch_one(connection).await?;
    Ok(count > 0)
}

/// Counts a failure, and says how many there were since the count began. It begins anew once the time of the one before is
/// over; the new one's is over at `until`.
///
/// # Errors
/// The database fails.
pub async fn count(tx: &mut Tx, subject: &str, now: Timestamp, until: Timestamp) -> Result<i64, Error> {
    Ok(query_scalar(COUNT).bind(subject).bind(now.0).bind(until.0).fetch_one(tx.connection()).await?)
}

/// Lets nothing of the subject in until then. A pause that is there is not made longer.
///
/// # Errors
/// The database fails.
pub async fn pause(tx: &mut Tx, subject: &str, until: Timestamp) -> Result<(), Error> {
    query(PAUSE).bind(subject).bind(until.0).execute(tx.connection()).await?;
    Ok(())
}

/// Forgets the failures of a subject. Whether there were any.
///
/// # Errors
/// The database fails.
pub async fn delete(tx: &mut Tx, subject: &str) -> Result<bool, Error> {
    Ok(query(DELETE).bind(subject).execute(tx.connection()).await? > 0)
}

/// Sweeps rows that say nothing any more.
///
/// # Errors
/// The database fails.
pub async fn delete_expired(tx: &mut Tx, now: Timestamp) -> Result<(), Error> {
    query(DELETE_EXPIRED).bind(now.0).execute(tx.connection()).await?;
    Ok(())
}

/// For how many subjects failures are counted.
///
/// # Errors
/// The database fails.
pub async fn subjects(connection: &mut Connection) -> Result<i64, Error> {
    Ok(query_scalar(SUBJECTS).fetch_one(connection).await?)
}
