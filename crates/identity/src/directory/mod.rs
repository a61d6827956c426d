//! What a directory's SCIM client does here. It sees and touches only what its own connection made.

mod groups;
mod users;
mod values;

pub use groups::{DirectoryGroup, ExternalId, GroupEdit, GroupEdited, MemberEdit};
pub use users::DirectoryUser;
pub use values::AttributeValues;

use keyfold_db::connections;

use crate::{
    Error,
    act::{Act, Acts},
    connection::{DirectoryConnection, Rules},
};

/// The people and groups of one directory, as its SCIM client changes them. Cheap to clone.
#[derive(Clone)]
pub struct Directory {
    pub(crate) acts: Acts,
}

/// The rules of the client's connection, as they are in this transaction. The client is let in no more where SCIM was
/// switched off meanwhile.
async fn rules(act: &mut Act<'_>, connection: keyfold_model::ConnectionId) -> Result<Rules, Error> {
    let row = connections::find(act.tx.connection(), connection).await?.ok_or(Error::Ended)?;
    let directory = DirectoryConnection::from_row(row)?;
    if directory.settings.enabled && directory.settings.scim_enabled {
        Ok(directory.settings.rules)
    } else {
        Err(Error::Ended)
    }
}
