//! Whether a person may still act, asked inside the transaction of what they do.

use keyfold_model::UserId;

use crate::{Connection, Error, sql::query, statement::statements};

statements! {
    MAY_ACT = "SELECT id FROM users WHERE id = $1 AND access_epoch = $2 AND active_in_directory <> 0
        AND disabled_here = 0 AND deprovisioned_at IS NULL AND deleted_at IS NULL";
}

/// Whether the person is active and nothing has ended their access since this epoch.
///
/// # Errors
/// The database can't be read.
pub async fn may_act(connection: &mut Connection, user: UserId, access_epoch: i64) -> Result<bool, Error> {
    Ok(query(MAY_ACT).bind(user.0).bind(access_epoch).fetch_optional(connection).await?.is_some())
}
