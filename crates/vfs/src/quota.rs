//! Room: what people and folders may take, reserved while they write and settled at commit.
//!
//! Most sites set no limit, so limits are kept in memory and nothing is asked of the database where there is none.

use std::{collections::HashMap, sync::Arc};

use keyfold_db::{
    Connection, Db,
    quotas::{self, Owner},
    staging,
};
use keyfold_model::{FolderId, UserId};
use parking_lot::Mutex;

use crate::{Error, Refusal, tree::Chain};

/// The limits of this site, and what is reserved under them. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Quotas {
    db: Db,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    limits: HashMap<Owner, i64>,
    reserved: HashMap<Owner, i64>,
}

/// Room kept for an upload. Given back when dropped.
pub(crate) struct Reservation {
    quotas: Quotas,
    owners: Vec<Owner>,
    bytes: i64,
}

impl Quotas {
    /// Reads the limits.
    pub(crate) async fn load(db: &Db) -> Result<Self, Error> {
        let limits = quotas::limits(&mut *db.read().await?).await?.into_iter().collect();
        let state = State { limits, reserved: HashMap::new() };
        Ok(Self { db: db.clone(), state: Arc::new(Mutex::new(state)) })
    }

    /// Remembers a limit that was committed.
    pub(crate) fn set(&self, owner: Owner, most: Option<i64>) {
        let mut state = self.state.lock();
        match most {
            Some(most) => state.limits.insert(owner, most),
            None => state.limits.remove(&owner),
        };
    }

    /// An empty reservation for what a person writes into a folder.
    pub(crate) fn reservation(&self, user: UserId, chain: &Chain) -> Reservation {
        let state = self.state.lock();
        let owners = owners(user, chain).filter(|owner| state.limits.contains_key(owner)).collect();
        Reservation { quotas: self.clone(), owners, bytes: 0 }
    }

    /// The folders on the way that have a limit of their own, and are counted for that.
    fn limited<'a>(&'a self, folders: &'a [FolderId]) -> impl Iterator<Item = Owner> + 'a {
        let limits: Vec<Owner> = self.state.lock().limits.keys().copied().collect();
        folders.iter().map(|folder| Owner::Folder(*folder)).filter(move |owner| limits.contains(owner))
    }

    /// Settles what each person's files below a folder grew or shrank by, inside the transaction that changes them. Growth
    /// beyond a limit refuses it.
    pub(crate) async fn settle(
        &self,
        connection: &mut Connection,
        chain: &Chain,
        changes: &[(Option<UserId>, i64)],
    ) -> Result<(), Error> {
        for (user, bytes) in changes {
            if let (Some(user), true) = (user, *bytes != 0) {
                charge(connection, Owner::User(*user), *bytes).await?;
            }
        }
        let total = changes.iter().map(|(_, bytes)| bytes).sum();
        self.settle_folders(connection, chain.ids(), total).await
    }

    /// Settles what folders grew or shrank by, whoever's files it is.
    pub(crate) async fn settle_folders(
        &self,
        connection: &mut Connection,
        folders: &[FolderId],
        bytes: i64,
    ) -> Result<(), Error> {
        if bytes != 0 {
            for owner in self.limited(folders).collect::<Vec<_>>() {
                charge(connection, owner, bytes).await?;
            }
        }
        Ok(())
    }

    /// Whether any folder has a limit.
    pub(crate) fn has_limited_folders(&self) -> bool {
        self.state.lock().limits.keys().any(|owner| matches!(owner, Owner::Folder(_)))
    }

    /// What is left for a person in a folder, and of how much: the narrowest limit. Nothing where there is none.
    pub(crate) async fn room(&self, user: UserId, chain: &Chain) -> Result<Option<(i64, i64)>, Error> {
        let limits: Vec<(Owner, i64)> = {
            let state = self.state.lock();
            owners(user, chain).filter_map(|owner| Some((owner, *state.limits.get(&owner)?))).collect()
        };
        let mut narrowest: Option<(i64, i64)> = None;
        for (owner, most) in limits {
            let free = (most - self.taken(owner).await?).max(0);
            if narrowest.is_none_or(|(least, _)| free < least) {
                narrowest = Some((free, most));
            }
        }
        Ok(narrowest)
    }

    /// What counts against a limit: files, what is staged, what is reserved.
    async fn taken(&self, owner: Owner) -> Result<i64, Error> {
        let mut connection = self.db.read().await?;
        let used = quotas::usage(&mut connection, owner).await?.used;
        let staged = match owner {
            Owner::User(user) => staging::held_by(&mut connection, user).await?,
            Owner::Folder(_) => 0,
        };
        let reserved = self.state.lock().reserved.get(&owner).copied().unwrap_or(0);
        Ok(used + staged + reserved)
    }
}

fn owners(user: UserId, chain: &Chain) -> impl Iterator<Item = Owner> + '_ {
    [Owner::User(user)].into_iter().chain(chain.ids().iter().map(|folder| Owner::Folder(*folder)))
}

async fn charge(connection: &mut Connection, owner: Owner, bytes: i64) -> Result<(), Error> {
    let usage = quotas::charge(connection, owner, bytes).await?;
    if bytes > 0 && usage.is_over() { Err(Refusal::QuotaExceeded.into()) } else { Ok(()) }
}

impl Reservation {
    /// Sees to it that `bytes` are reserved in all.
    pub(crate) async fn cover(&mut self, bytes: u64) -> Result<(), Error> {
        let bytes = i64::try_from(bytes).map_err(|_| Refusal::Invalid("a file can't be that long"))?;
        if self.owners.is_empty() || bytes <= self.bytes {
            return Ok(());
        }
        let more = bytes - self.bytes;
        for owner in &self.owners {
            let limit = self.quotas.state.lock().limits.get(owner).copied();
            if let Some(most) = limit
                && self.quotas.taken(*owner).await? + more > most
            {
                return Err(Refusal::QuotaExceeded.into());
            }
        }
        self.change(more);
        Ok(())
    }

    fn change(&mut self, more: i64) {
        let mut state = self.quotas.state.lock();
        for owner in &self.owners {
            *state.reserved.entry(*owner).or_default() += more;
        }
        self.bytes += more;
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.change(-self.bytes);
    }
}
