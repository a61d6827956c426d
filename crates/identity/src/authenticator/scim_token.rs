//! A directory's SCIM client, by its bearer token.

use std::{net::IpAddr, time::Duration};

use keyfold_db::{Durability, connections, scim_tokens};
use keyfold_model::Secret;

use super::Authenticator;
use crate::{Denial, DirectoryClient, Error, token};

/// How exactly a token's last use is kept.
const USED_EVERY: Duration = Duration::from_secs(60);

impl Authenticator {
    /// The directory whose token this is.
    ///
    /// # Errors
    /// The token is unknown, revoked or expired, or its connection's SCIM side is switched off. The refusal is for the
    /// caller's SCIM log.
    pub async fn scim_token(&self, bearer: &Secret<String>, remote_ip: IpAddr) -> Result<DirectoryClient, Denial> {
        let now = self.acts.clock.now();
        let mut connection = self.acts.db.read().await?;
        let token = scim_tokens::find_by_hash(&mut connection, &token::hash(bearer.expose())).await?;
        let token = token.filter(|token| token.revoked_at.is_none()).ok_or(Denial::KeyMismatch)?;
        if token.expires_at <= now {
            return Err(Denial::Expired);
        }
        let directory = connections::find(&mut connection, token.connection).await?;
        drop(connection);
        let directory = directory.filter(|row| row.enabled && row.scim_enabled).ok_or(Denial::ConnectionDisabled)?;
        let ip = remote_ip.to_canonical().to_string();
        let stale = token.last_used_at.is_none_or(|at| now.since(at) >= USED_EVERY);
        if stale || token.last_used_ip.as_deref() != Some(&ip) {
            let id = token.id;
            self.acts
                .db
                .write(Durability::Process, move |tx| {
                    Box::pin(async move { scim_tokens::used(tx, id, now, &ip).await })
                })
                .await
                .map_err(Error::from)?;
        }
        Ok(DirectoryClient::new(&directory, token.id, remote_ip))
    }
}
