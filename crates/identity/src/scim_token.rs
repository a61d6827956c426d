//! Bearer tokens of SCIM clients: shown once, rotated without a gap, revoked at once.

use std::time::Duration;

use keyfold_db::{
    connections,
    scim_tokens::{self, ScimToken},
};
use keyfold_model::{ConnectionId, ScimTokenId, Secret, Timestamp};
use serde_json::json;

use crate::{
    Error, SiteAdmin,
    act::{Act, Acts},
    target,
    token::Token,
};

/// How a token begins, so that secret scanners know it.
const PREFIX: &str = "kfscim_";
/// How long a token is good, where nothing else is said.
const LIFETIME: Duration = Duration::from_secs(365 * 24 * 3600);

/// Tokens of SCIM clients. Cheap to clone.
#[derive(Clone)]
pub struct ScimTokens {
    pub(crate) acts: Acts,
}

/// A token that was just made: the only time that it is shown.
#[derive(Clone, Debug)]
pub struct IssuedScimToken {
    /// What is kept of it.
    pub token: ScimToken,
    /// The token itself.
    pub secret: Secret<String>,
}

impl ScimTokens {
    /// Makes a token for a connection, good for a year where `expires_at` says nothing else. Those that it has stay good,
    /// so this is also how tokens are rotated.
    ///
    /// # Errors
    /// No such connection.
    pub async fn create(
        &self,
        admin: &SiteAdmin,
        connection: ConnectionId,
        label: String,
        expires_at: Option<Timestamp>,
    ) -> Result<IssuedScimToken, Error> {
        let issued = Token::generate(PREFIX)?;
        let id = ScimTokenId(self.acts.db.next_id().await?);
        let secret = issued.secret.clone();
        let token = self
            .acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let row = connections::find(act.tx.connection(), connection).await?;
                    row.ok_or(Error::NotFound("connection"))?;
                    let token = ScimToken {
                        id,
                        connection,
                        label,
                        token_hash: issued.hash,
                        hint: issued.hint,
                        expires_at: expires_at.unwrap_or_else(|| act.now.after(LIFETIME)),
                        expiry_set_at: act.now,
                        revoked_at: None,
                        last_used_at: None,
                        last_used_ip: None,
                        created_at: act.now,
                    };
                    scim_tokens::insert(act.tx, &token).await?;
                    record(&mut act, "scim_token_create", &token).await?;
                    Ok::<_, Error>(token)
                })
            })
            .await?;
        Ok(IssuedScimToken { token, secret })
    }

    /// Moves the expiry of a token: what ends an old one on a chosen day after a rotation.
    ///
    /// # Errors
    /// No such token.
    pub async fn set_expiry(&self, admin: &SiteAdmin, id: ScimTokenId, at: Timestamp) -> Result<ScimToken, Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let token = scim_tokens::find(act.tx.connection(), id).await?;
                    let mut token = token.ok_or(Error::NotFound("SCIM token"))?;
                    scim_tokens::set_expiry(act.tx, id, at, act.now).await?;
                    token.expires_at = at;
                    record(&mut act, "scim_token_update", &token).await?;
                    Ok(token)
                })
            })
            .await
    }

    /// Calls a token something else.
    ///
    /// # Errors
    /// No such token.
    pub async fn relabel(&self, admin: &SiteAdmin, id: ScimTokenId, label: String) -> Result<(), Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let token = scim_tokens::find(act.tx.connection(), id).await?;
                    let token = token.ok_or(Error::NotFound("SCIM token"))?;
                    scim_tokens::relabel(act.tx, id, &label).await?;
                    record(&mut act, "scim_token_update", &ScimToken { label, ..token }).await
                })
            })
            .await
    }

    /// Revokes a token: the next request with it is refused.
    ///
    /// # Errors
    /// No such token.
    pub async fn revoke(&self, admin: &SiteAdmin, id: ScimTokenId) -> Result<(), Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let token = scim_tokens::find(act.tx.connection(), id).await?;
                    let token = token.ok_or(Error::NotFound("SCIM token"))?;
                    if scim_tokens::revoke(act.tx, id, act.now).await? {
                        record(&mut act, "scim_token_delete", &token).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// A token.
    ///
    /// # Errors
    /// The database fails.
    pub async fn find(&self, id: ScimTokenId) -> Result<Option<ScimToken>, Error> {
        Ok(scim_tokens::find(&mut *self.acts.db.read().await?, id).await?)
    }

    /// The tokens of a connection, oldest first, revoked ones too.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of_connection(&self, connection: ConnectionId) -> Result<Vec<ScimToken>, Error> {
        Ok(scim_tokens::of_connection(&mut *self.acts.db.read().await?, connection).await?)
    }
}

async fn record(act: &mut Act<'_>, action: &'static str, token: &ScimToken) -> Result<(), Error> {
    let mut event = act.event(action);
    event.target = Some(target::of("scim_token", token.id, &token.label));
    event.after = Some(json!({
        "connection": token.connection,
        "hint": token.hint,
        "expires_at": token.expires_at.to_string(),
    }));
    act.record(event).await
}
