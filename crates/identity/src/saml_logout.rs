//! Single logout: what a directory is told when somebody signs out here, and what its word ends.

use std::{net::IpAddr, time::Duration};

use keyfold_audit::Actor;
use keyfold_db::{
    Durability,
    saml_sessions::{self, SamlSession},
    users, web_sessions,
};
use keyfold_model::{ConnectionId, Interface, SessionId};

use crate::{
    DirectoryConnection, Error,
    act::{Acts, Doomed},
    proof::Authority,
    target, token,
};

/// For how long the directory's answer is waited for.
const LIFETIME: Duration = Duration::from_secs(15 * 60);

/// Signing out here and at the directory. Cheap to clone.
#[derive(Clone)]
pub struct SamlLogouts {
    pub(crate) acts: Acts,
}

impl SamlLogouts {
    /// Whose answer began this session, if a directory's did: ask before it ends.
    ///
    /// # Errors
    /// The database fails.
    pub async fn began(&self, session: SessionId) -> Result<Option<SamlSession>, Error> {
        Ok(saml_sessions::find(&mut *self.acts.db.read().await?, session).await?)
    }

    /// A fresh ID for a logout message.
    ///
    /// # Errors
    /// The system has no randomness to give.
    pub fn new_id(&self) -> Result<String, Error> {
        Ok(format!("_{}", hex::encode(token::random_bytes()?)))
    }

    /// Begins a logout request to a directory. Returns its ID, which the answer repeats.
    ///
    /// # Errors
    /// The database fails.
    pub async fn begin(&self, connection: ConnectionId) -> Result<String, Error> {
        let id = self.new_id()?;
        let (row, expires_at) = (id.clone(), self.acts.clock.now().after(LIFETIME));
        self.acts
            .db
            .write(Durability::Process, move |tx| {
                Box::pin(async move {
                    Ok::<_, Error>(saml_sessions::insert_logout(tx, &row, connection, expires_at).await?)
                })
            })
            .await?;
        Ok(id)
    }

    /// Takes a logout request out that waits. Tells whose answer it waited for.
    ///
    /// # Errors
    /// The database fails.
    pub async fn take(&self, id: &str) -> Result<Option<ConnectionId>, Error> {
        let (id, now) = (id.to_owned(), self.acts.clock.now());
        self.acts
            .db
            .write(Durability::Process, move |tx| {
                Box::pin(async move { Ok::<_, Error>(saml_sessions::take_logout(tx, &id, now).await?) })
            })
            .await
    }

    /// Ends the web sessions that began by this directory's answers about this name: those of these of its sessions, or all
    /// where none is named. They carry no byte more when this returns. Returns how many there were.
    ///
    /// # Errors
    /// The database fails.
    pub async fn end(
        &self,
        directory: &DirectoryConnection,
        name_id: &str,
        session_indexes: &[String],
        remote_ip: IpAddr,
    ) -> Result<usize, Error> {
        let actor = Actor::Connection { id: directory.id, name: directory.settings.label.clone() };
        let authority = Authority::of_origin(actor, Interface::Web, remote_ip);
        let (connection, name_id) = (directory.id, name_id.to_owned());
        let indexes = session_indexes.to_vec();
        self.acts
            .run(&authority, move |mut act| {
                Box::pin(async move {
                    let mut ended = 0;
                    for ending in saml_sessions::of_name(act.tx.connection(), connection, &name_id).await? {
                        let named = ending.session_index.is_none_or(|index| indexes.contains(&index));
                        let Some(user) = users::find(act.tx.connection(), ending.user).await? else { continue };
                        if !indexes.is_empty() && !named {
                            continue;
                        }
                        web_sessions::delete(act.tx, ending.session).await?;
                        act.cut(user.id, user.access_epoch, Doomed::One(ending.session)).await?;
                        let mut event = act.event("logout");
                        event.on_behalf_of = Some(user.id);
                        event.target = Some(target::of("session", ending.session, &user.login));
                        act.record(event).await?;
                        ended += 1;
                    }
                    Ok(ended)
                })
            })
            .await
    }
}
