//! The keys of this site as a SAML service provider. They are sealed before they come here; this module never sees a private
//! key, only which one signs and which ones still open what is encrypted.

use std::cmp::Reverse;

use keyfold_db::saml_keys::{self, SamlKey as Row};
use keyfold_model::{Interface, SamlKeyId, Timestamp};
use serde_json::json;

use crate::{
    Conflict, Error, SiteAdmin,
    act::{Act, Acts},
    proof::Authority,
    target,
};

/// The most keys that there may be: each is tried on what is encrypted.
const MAX_KEYS: usize = 4;

/// The keys of this site. Cheap to clone.
#[derive(Clone)]
pub struct SamlKeys {
    pub(crate) acts: Acts,
}

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SamlKeyState {
    /// It stands in the metadata, so that directories learn it, and opens what is encrypted; it signs nothing yet.
    Announced,
    /// It signs.
    Signing,
    /// It signed before. It stands in the metadata and opens what is encrypted until it is retired.
    Old,
}

/// A key of this site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamlKey {
    /// Its id.
    pub id: SamlKeyId,
    /// Its certificate, in PEM.
    pub certificate: String,
    /// The private key, encrypted with the site's secret.
    pub sealed_key: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// What it does.
    pub state: SamlKeyState,
}

/// A key that was just made and sealed.
#[derive(Clone, Debug)]
pub struct NewSamlKey {
    /// Its certificate, in PEM.
    pub certificate: String,
    /// The private key, encrypted with the site's secret.
    pub sealed_key: String,
}

impl SamlKeys {
    /// Every key: the one that signs first, then those that are announced, then old ones, newest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn list(&self) -> Result<Vec<SamlKey>, Error> {
        Ok(with_states(saml_keys::all(&mut *self.acts.db.read().await?).await?))
    }

    /// Adds the first key, which signs at once. Where another was quicker, or there was one already, nothing happens.
    ///
    /// # Errors
    /// The database fails.
    pub async fn add_first(&self, new: NewSamlKey) -> Result<(), Error> {
        let authority = Authority::of_job("saml keys", Interface::Robot);
        self.add_where(&authority, new, |keys, now| keys.is_empty().then_some(Some(now))).await?;
        Ok(())
    }

    /// Adds a key that signs at once and is the only one that can: those before it can't be opened with this site's secret.
    ///
    /// # Errors
    /// The database fails.
    pub async fn replace_unreadable(&self, new: NewSamlKey) -> Result<(), Error> {
        let authority = Authority::of_job("saml keys", Interface::Robot);
        self.add_where(&authority, new, |_, now| Some(Some(now))).await?;
        Ok(())
    }

    /// Announces a new key: from now on it stands in the metadata and opens what is encrypted. It signs once it is activated.
    ///
    /// # Errors
    /// There are too many.
    pub async fn announce(&self, admin: &SiteAdmin, new: NewSamlKey) -> Result<SamlKeyId, Error> {
        let id = self.add_where(&admin.0, new, |keys, _| (keys.len() < MAX_KEYS).then_some(None)).await?;
        id.ok_or_else(|| Error::invalid("SAML keys", "there are four already: retire an old one first"))
    }

    /// `activated` says whether the key is added to those that are there, and from when on it signs.
    async fn add_where(
        &self,
        authority: &Authority,
        new: NewSamlKey,
        activated: impl FnOnce(&[Row], Timestamp) -> Option<Option<Timestamp>> + Send + 'static,
    ) -> Result<Option<SamlKeyId>, Error> {
        let id = SamlKeyId(self.acts.db.next_id().await?);
        self.acts
            .run(authority, move |mut act| {
                Box::pin(async move {
                    let keys = saml_keys::all(act.tx.connection()).await?;
                    let Some(activated_at) = activated(&keys, act.now) else { return Ok(None) };
                    let NewSamlKey { certificate, sealed_key } = new;
                    let row = Row { id, certificate, sealed_key, created_at: act.now, activated_at };
                    saml_keys::insert(act.tx, &row).await?;
                    record(&mut act, "saml_key_create", &row).await?;
                    Ok(Some(id))
                })
            })
            .await
    }

    /// Has a key sign. The one that did before becomes an old one.
    ///
    /// # Errors
    /// There is no such key.
    pub async fn activate(&self, admin: &SiteAdmin, id: SamlKeyId) -> Result<(), Error> {
        self.change(admin, id, |mut act, key| {
            Box::pin(async move {
                if key.state == SamlKeyState::Signing {
                    return Ok(());
                }
                saml_keys::activate(act.tx, key.id, act.now).await?;
                record(&mut act, "saml_key_activate", &row(&key)).await
            })
        })
        .await
    }

    /// Destroys a key: it leaves the metadata, and what is encrypted for it can't be opened any more.
    ///
    /// # Errors
    /// There is no such key, or it is the one that signs.
    pub async fn retire(&self, admin: &SiteAdmin, id: SamlKeyId) -> Result<(), Error> {
        self.change(admin, id, |mut act, key| {
            Box::pin(async move {
                if key.state == SamlKeyState::Signing {
                    return Err(Conflict::SigningKey.into());
                }
                saml_keys::delete(act.tx, key.id).await?;
                record(&mut act, "saml_key_retire", &row(&key)).await
            })
        })
        .await
    }

    async fn change(
        &self,
        admin: &SiteAdmin,
        id: SamlKeyId,
        change: impl for<'t> FnOnce(Act<'t>, SamlKey) -> futures::future::BoxFuture<'t, Result<(), Error>> + Send + 'static,
    ) -> Result<(), Error> {
        self.acts
            .run(&admin.0, move |act| {
                Box::pin(async move {
                    let keys = with_states(saml_keys::all(act.tx.connection()).await?);
                    let key = keys.into_iter().find(|key| key.id == id).ok_or(Error::NotFound("SAML key"))?;
                    change(act, key).await
                })
            })
            .await
    }
}

fn with_states(rows: Vec<Row>) -> Vec<SamlKey> {
    let signing = rows.iter().max_by_key(|row| (row.activated_at, row.id)).map(|row| row.id);
    let mut keys: Vec<_> = rows
        .into_iter()
        .map(|row| SamlKey {
            state: match row.activated_at {
                Some(_) if Some(row.id) == signing => SamlKeyState::Signing,
                Some(_) => SamlKeyState::Old,
                None => SamlKeyState::Announced,
            },
            id: row.id,
            certificate: row.certificate,
            sealed_key: row.sealed_key,
            created_at: row.created_at,
        })
        .collect();
    let place = |state| match state {
        SamlKeyState::Signing => 0,
        SamlKeyState::Announced => 1,
        SamlKeyState::Old => 2,
    };
    keys.sort_by_key(|key| (place(key.state), Reverse(key.id)));
    keys
}

fn row(key: &SamlKey) -> Row {
    let SamlKey { id, certificate, sealed_key, created_at, .. } = key.clone();
    Row { id, certificate, sealed_key, created_at, activated_at: None }
}

async fn record(act: &mut Act<'_>, action: &'static str, key: &Row) -> Result<(), Error> {
    let mut event = act.event(action);
    event.target = Some(target::of("saml_key", key.id, "SAML key"));
    event.after = Some(json!({ "certificate": key.certificate }));
    act.record(event).await
}
