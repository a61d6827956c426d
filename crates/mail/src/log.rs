//! The mail log: to whom, what, and what the server said.

use std::time::Duration;

use keyfold_db::{
    Durability,
    keyset::{Page, Slice},
    mails::{self, Mail, State},
};

use crate::{Error, Kind, Mailer};

/// How long mails are kept that are not to be sent any more.
const RETENTION: Duration = Duration::from_secs(180 * 24 * 3600);

impl Mailer {
    /// A page of the mails in a state, or of all, newest first.
    ///
    /// # Errors
    /// The cursor is not one of this list, or the database fails.
    pub async fn list(&self, state: Option<State>, page: &Page) -> Result<Slice<Mail>, Error> {
        let mut slice = mails::list(&mut *self.db.read().await?, state, page).await?;
        slice.rows.iter_mut().for_each(mask);
        Ok(slice)
    }

    /// A mail.
    ///
    /// # Errors
    /// The database fails.
    pub async fn find(&self, id: i64) -> Result<Option<Mail>, Error> {
        let mut mail = mails::find(&mut *self.db.read().await?, id).await?;
        mail.iter_mut().for_each(mask);
        Ok(mail)
    }

    /// Makes a mail that failed or waits be tried at the next chance.
    ///
    /// # Errors
    /// There is no such mail, or it was sent.
    pub async fn try_again(&self, id: i64) -> Result<(), Error> {
        let now = self.clock.now();
        let waits = self
            .db
            .write(Durability::Disk, move |tx| Box::pin(async move { mails::try_again(tx, id, now).await }))
            .await?;
        if waits { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Deletes mails that are older than 180 days and not to be sent any more, and says how many there were.
    ///
    /// # Errors
    /// The database fails.
    pub async fn expire(&self) -> Result<u64, Error> {
        let before = self.clock.now().before(RETENTION);
        Ok(self
            .db
            .write(Durability::Process, move |tx| Box::pin(async move { mails::delete_before(tx, before).await }))
            .await?)
    }
}

/// A code is its owner's alone: who looks through the log could sign in with it.
fn mask(mail: &mut Mail) {
    if mail.kind == Kind::SignInCode.name() {
        mail.body = "A code for signing in, which is not shown.".to_owned();
    }
}
