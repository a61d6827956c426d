//! The row of a request in the SCIM log, written in the transaction of what the request does: one write to the disk for both,
//! and neither without the other.

use std::{fmt, sync::Arc};

use keyfold_audit::scim_log::{self, Entry};
use keyfold_db::{memberships, memberships::GroupName, users::User};
use parking_lot::Mutex;

use super::GroupEdited;
use crate::{DirectoryClient, Error, act::Act};

/// What an act did, as far as the row tells.
#[derive(Clone, Copy, Debug)]
pub enum Outcome<'a> {
    /// A person was made or changed; with the groups of this directory that they are in by its word.
    User(&'a User, &'a [GroupName]),
    /// A group was made, which nobody was in before.
    GroupMade(&'a GroupEdited),
    /// A group was changed.
    Group(&'a GroupEdited),
}

/// Makes the row, or nothing where it can't be made before the commit.
type MakeEntry = Box<dyn FnOnce(Outcome<'_>) -> Option<Entry> + Send>;

/// A row to be: its id, and what makes it.
type Pending = (i64, MakeEntry);

/// The row that the next act of a client writes.
#[derive(Clone, Default)]
pub(crate) struct LogRow(Option<Arc<Mutex<Option<Pending>>>>);

impl fmt::Debug for LogRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LogRow").field(&self.0.is_some()).finish()
    }
}

impl LogRow {
    fn take(&self) -> Option<Pending> {
        self.0.as_ref()?.lock().take()
    }
}

impl DirectoryClient {
    /// The same client, whose next act that makes or changes a person or a group writes the row that `entry` makes of what it did,
    /// under this id, taken before. Other acts leave it.
    #[must_use]
    pub fn with_log_row(&self, id: i64, entry: impl FnOnce(Outcome<'_>) -> Option<Entry> + Send + 'static) -> Self {
        let mut client = self.clone();
        client.log_row = LogRow(Some(Arc::new(Mutex::new(Some((id, Box::new(entry)))))));
        client
    }

    /// Writes the row of an act on a person, where one was asked for.
    pub(super) async fn log_user(&self, act: &mut Act<'_>, user: &User) -> Result<(), Error> {
        let Some((id, make)) = self.log_row.take() else { return Ok(()) };
        let groups = memberships::groups_in_directory(act.tx.connection(), &[user.id], self.connection()).await?;
        let groups: Vec<GroupName> = groups.into_iter().map(|(_, group)| group).collect();
        write(act, id, make(Outcome::User(user, &groups))).await
    }

    /// Writes the row of an act on a group, where one was asked for.
    pub(super) async fn log_group(&self, act: &mut Act<'_>, outcome: Outcome<'_>) -> Result<(), Error> {
        let Some((id, make)) = self.log_row.take() else { return Ok(()) };
        write(act, id, make(outcome)).await
    }
}

async fn write(act: &mut Act<'_>, id: i64, entry: Option<Entry>) -> Result<(), Error> {
    if let Some(entry) = entry {
        scim_log::insert(act.tx, id, &entry).await?;
    }
    Ok(())
}
