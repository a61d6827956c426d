//! How fetching the metadata of connections goes.

use keyfold_db::{
    Durability,
    saml_metadata::{self, SamlMetadata},
};
use keyfold_model::ConnectionId;

use crate::{Error, act::Acts};

/// How fetching goes. Cheap to clone.
#[derive(Clone)]
pub struct SamlMetadataLog {
    pub(crate) acts: Acts,
}

impl SamlMetadataLog {
    /// How it goes for a connection; nothing where it was never tried.
    ///
    /// # Errors
    /// The database fails.
    pub async fn find(&self, connection: ConnectionId) -> Result<Option<SamlMetadata>, Error> {
        Ok(saml_metadata::find(&mut *self.acts.db.read().await?, connection).await?)
    }

    /// Notes how it went.
    ///
    /// # Errors
    /// The database fails, or the connection is gone.
    pub async fn put(&self, row: SamlMetadata) -> Result<(), Error> {
        self.acts
            .db
            .write(Durability::Process, move |tx| {
                Box::pin(async move { Ok::<_, Error>(saml_metadata::put(tx, &row).await?) })
            })
            .await
    }
}
