//! The first administrator, by a link that works once.

use std::time::Duration;

use keyfold_db::{
    Durability, setup_links,
    users::{self, User},
};
use keyfold_model::{Interface, LoginName, Secret, SiteRole, UserId};

use crate::{
    Error, Passwords,
    act::Acts,
    proof::Authority,
    token::{self, Token},
    user,
};

/// How long a link can be used.
const LIFETIME: Duration = Duration::from_secs(3600);

/// Setting up a site that has nobody. Cheap to clone.
#[derive(Clone)]
pub struct Setup {
    pub(crate) acts: Acts,
    pub(crate) passwords: Passwords,
}

impl Setup {
    /// Makes a link's secret, good for an hour and once, and closes those made before. None where the site has, or ever
    /// had, anybody.
    ///
    /// # Errors
    /// The database fails.
    pub async fn open_link(&self) -> Result<Option<Secret<String>>, Error> {
        let link = Token::generate("")?;
        let (hash, now) = (link.hash, self.acts.clock.now());
        let opened = self
            .acts
            .db
            .write(Durability::Disk, move |tx| {
                Box::pin(async move {
                    if users::count(tx.connection()).await? > 0 {
                        return Ok(false);
                    }
                    setup_links::close_all(tx, now).await?;
                    setup_links::insert(tx, &hash, now, now.after(LIFETIME)).await?;
                    Ok::<_, Error>(true)
                })
            })
            .await?;
        Ok(opened.then_some(link.secret))
    }

    /// Whether the site waits for its first administrator: nobody is there, nor ever was.
    ///
    /// # Errors
    /// The database fails.
    pub async fn is_waiting(&self) -> Result<bool, Error> {
        Ok(users::count(&mut *self.acts.db.read().await?).await? == 0)
    }

    /// Whether the link could be used now. Once anybody is there, none can: its routes answer as if they weren't there.
    ///
    /// # Errors
    /// The database fails.
    pub async fn is_open(&self, link: &Secret<String>) -> Result<bool, Error> {
        let connection = &mut *self.acts.db.read().await?;
        Ok(users::count(connection).await? == 0
            && setup_links::is_open(connection, &token::hash(link.expose()), self.acts.clock.now()).await?)
    }

    /// Uses the link up and makes the first site admin.
    ///
    /// # Errors
    /// The link is unknown, used or too old, somebody is there already, or the password is too weak.
    pub async fn finish(
        &self,
        link: &Secret<String>,
        login: LoginName,
        password: Secret<String>,
    ) -> Result<User, Error> {
        if !self.is_open(link).await? {
            return Err(Error::NotFound("set-up link"));
        }
        let hash = self.passwords.hash_new(&self.acts, None, password).await?;
        let id = UserId(self.acts.db.next_id().await?);
        let link = token::hash(link.expose());
        self.acts
            .run(&Authority::of_job("setup", Interface::Web), move |mut act| {
                Box::pin(async move {
                    let now = act.now;
                    if users::count(act.tx.connection()).await? > 0 || !setup_links::use_up(act.tx, &link, now).await? {
                        return Err(Error::NotFound("set-up link"));
                    }
                    let first =
                        User { role: SiteRole::Admin, password_hash: Some(hash), ..user::blank(id, &login, &act) };
                    user::insert(&mut act, &first).await?;
                    Ok(first)
                })
            })
            .await
    }
}
