//! What a directory's SCIM client does here. It sees and touches only what its own connection made.

mod fate;
mod groups;
mod log_row;
mod users;
mod values;

pub(crate) use fate::{Fate, fate, group_fate};
pub use groups::{DirectoryGroup, ExternalId, GroupEdit, GroupEdited, MemberEdit};
pub(crate) use log_row::LogRow;
pub use log_row::Outcome;
pub use users::DirectoryUser;
pub(crate) use users::admit;
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
    let directory = connection_of(act, connection).await?;
    if directory.settings.enabled && directory.settings.scim_enabled {
        Ok(directory.settings.rules)
    } else {
        Err(Error::Ended)
    }
}

/// The rules of a connection, whether its client is let in or not.
pub(crate) async fn rules_of(act: &mut Act<'_>, connection: keyfold_model::ConnectionId) -> Result<Rules, Error> {
    Ok(connection_of(act, connection).await?.settings.rules)
}

async fn connection_of(
    act: &mut Act<'_>,
    connection: keyfold_model::ConnectionId,
) -> Result<DirectoryConnection, Error> {
    let row = connections::find(act.tx.connection(), connection).await?.ok_or(Error::Ended)?;
    DirectoryConnection::from_row(row)
}
