//! Rows of `email_codes` and `recovery_codes`: codes that are good once, as keyed hashes.

use keyfold_model::{FactorId, Timestamp, UserId};

use crate::{
    Connection, Error, Tx,
    sql::{query, query_scalar},
    statement::statements,
};

statements! {
    SEND = "INSERT INTO email_codes (factor_id, code_hash, sent_at, expires_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (factor_id) DO UPDATE SET code_hash = excluded.code_hash, sent_at = excluded.sent_at, \
        expires_at = excluded.expires_at WHERE email_codes.sent_at <= $5";
    TAKE_SENT = "DELETE FROM email_codes WHERE factor_id = $1 AND code_hash = $2 AND expires_at > $3";
    DELETE_EXPIRED = "DELETE FROM email_codes WHERE expires_at <= $1";
    ADD_RECOVERY = "INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, $2)";
    TAKE_RECOVERY = "DELETE FROM recovery_codes WHERE user_id = $1 AND code_hash = $2";
    COUNT_RECOVERY = "SELECT COUNT(*) FROM recovery_codes WHERE user_id = $1";
    DELETE_RECOVERY = "DELETE FROM recovery_codes WHERE user_id = $1";
}

/// Writes the code that is sent now, in the place of the one before. False, and nothing happens, where one was sent after
/// `not_after`.
///
/// # Errors
/// The database fails.
pub async fn send(
    tx: &mut Tx,
    factor: FactorId,
    code_hash: &str,
    sent_at: Timestamp,
    expires_at: Timestamp,
    not_after: Timestamp,
) -> Result<bool, Error> {
    let query = query(SEND).bind(factor.0).bind(code_hash).bind(sent_at.0).bind(expires_at.0).bind(not_after.0);
    Ok(query.execute(tx.connection()).await? == 1)
}

/// Takes a code that was sent. True for exactly one caller, who comes in time.
///
/// # Errors
/// The database fails.
pub async fn take_sent(tx: &mut Tx, factor: FactorId, code_hash: &str, now: Timestamp) -> Result<bool, Error> {
    Ok(query(TAKE_SENT).bind(factor.0).bind(code_hash).bind(now.0).execute(tx.connection()).await? == 1)
}

/// Sweeps codes whose time is over.
///
/// # Errors
/// The database fails.
pub async fn delete_expired(tx: &mut Tx, now: Timestamp) -> Result<(), Error> {
    query(DELETE_EXPIRED).bind(now.0).execute(tx.connection()).await?;
    Ok(())
}

/// Gives a person recovery codes, in the place of those before.
///
/// # Errors
/// The database fails.
pub async fn replace_recovery(tx: &mut Tx, user: UserId, code_hashes: &[String]) -> Result<(), Error> {
    delete_recovery(tx, user).await?;
    for hash in code_hashes {
        query(ADD_RECOVERY).bind(user.0).bind(hash).execute(tx.connection()).await?;
    }
    Ok(())
}

/// Uses a recovery code up. True for exactly one caller.
///
/// # Errors
/// The database fails.
pub async fn take_recovery(tx: &mut Tx, user: UserId, code_hash: &str) -> Result<bool, Error> {
    Ok(query(TAKE_RECOVERY).bind(user.0).bind(code_hash).execute(tx.connection()).await? == 1)
}

/// How many recovery codes a person has left.
///
/// # Errors
/// The database fails.
pub async fn count_recovery(connection: &mut Connection, user: UserId) -> Result<i64, Error> {
    Ok(query_scalar(COUNT_RECOVERY).bind(user.0).fetch_one(connection).await?)
}

/// Takes a person's recovery codes away.
///
/// # Errors
/// The database fails.
pub async fn delete_recovery(tx: &mut Tx, user: UserId) -> Result<(), Error> {
    query(DELETE_RECOVERY).bind(user.0).execute(tx.connection()).await?;
    Ok(())
}
