//! Searching the record.

use std::net::IpAddr;

use keyfold_db::{
    audit::{self as rows, Row, Target},
    keyset::{Page, Slice},
};
use keyfold_model::{Interface, Timestamp, UserId, VPath};

use crate::{Error, Log, Outcome};

/// Which rows: those that meet every condition that is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The person who answers for it: the actor, or for whom the actor acted.
    pub person: Option<UserId>,
    /// On this path or below, from it or to it.
    pub path: Option<VPath>,
    /// This action.
    pub action: Option<String>,
    /// Over this interface.
    pub interface: Option<Interface>,
    /// From this address.
    pub remote_ip: Option<IpAddr>,
    /// With this outcome.
    pub outcome: Option<Outcome>,
    /// On this target: its kind and its id.
    pub target: Option<(String, String)>,
    /// At this moment or later.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

impl Log {
    /// A page of the rows that a filter lets through, newest first, of all nodes.
    ///
    /// # Errors
    /// The cursor is not one of this list, or the database can't be read.
    pub async fn search(&self, filter: &Filter, page: &Page) -> Result<Slice<Row>, Error> {
        let mut connection = self.db().read().await?;
        Ok(rows::search(&mut connection, &filter.stored(), page).await?)
    }
}

impl Filter {
    fn stored(&self) -> rows::Filter {
        rows::Filter {
            person: self.person.map(|person| person.0),
            path: self.path.as_ref().map(|path| path.as_str().to_owned()),
            action: self.action.clone(),
            interface: self.interface.map(|interface| interface.name().to_owned()),
            remote_ip: self.remote_ip.map(|address| address.to_canonical().to_string()),
            outcome: self.outcome.map(|outcome| outcome.name().to_owned()),
            target: self.target.clone().map(|(kind, id)| Target { kind, id }),
            from: self.from.map(|from| from.0),
            until: self.until.map(|until| until.0),
        }
    }
}
