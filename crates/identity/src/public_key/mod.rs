//! SSH public keys: whose they are.

mod blob;

use keyfold_db::public_keys::{self, PublicKey};
use keyfold_model::{PublicKeyId, Timestamp};

pub use blob::{SshKey, SshKeyError};

use crate::{
    Conflict, Custody, Error,
    act::{Acts, Doomed},
    ssh_settings, target,
};

/// SSH public keys. Cheap to clone.
#[derive(Clone)]
pub struct PublicKeys {
    pub(crate) acts: Acts,
}

/// A key to be added.
#[derive(Clone, Debug)]
pub struct NewPublicKey {
    /// What people call it; the comment of its line where it is empty.
    pub title: String,
    /// The line as OpenSSH writes it: algorithm, base64, comment.
    pub openssh: String,
    /// From then on it is refused.
    pub expires_at: Option<Timestamp>,
    /// The only address ranges from which it is taken, in CIDR notation with commas between; any, where there is none.
    pub addresses: Option<String>,
}

impl PublicKeys {
    /// Adds a key for the person of the custody.
    ///
    /// # Errors
    /// It is no key that is let in, an address range is none, or the person has the key already.
    pub async fn create(&self, custody: &Custody, new: NewPublicKey) -> Result<PublicKey, Error> {
        let ranges = ssh_settings::addresses(new.addresses.as_deref())?;
        let ranges: Vec<String> = ranges.iter().map(ToString::to_string).collect();
        let addresses = (!ranges.is_empty()).then(|| ranges.join(","));
        let key = SshKey::from_openssh(&new.openssh).map_err(|error| Error::invalid("public_key", error))?;
        let comment = new.openssh.split_whitespace().skip(2).collect::<Vec<_>>().join(" ");
        let title = if new.title.trim().is_empty() { comment } else { new.title };
        let id = PublicKeyId(self.acts.db.next_id().await?);
        let owner = custody.user;
        self.acts
            .run(&custody.authority, move |mut act| {
                Box::pin(async move {
                    crate::user::ensure_living(&mut act, owner).await?;
                    let fingerprint = key.fingerprint();
                    let present = public_keys::find_by_fingerprint(act.tx.connection(), owner, &fingerprint).await?;
                    if present.is_some() {
                        return Err(Conflict::PublicKey.into());
                    }
                    let row = PublicKey {
                        id,
                        owner,
                        title,
                        algorithm: key.algorithm().to_owned(),
                        blob: key.to_base64(),
                        fingerprint,
                        expires_at: new.expires_at,
                        addresses,
                        last_used_at: None,
                        last_used_ip: None,
                        created_at: act.now,
                    };
                    public_keys::insert(act.tx, &row).await?;
                    let mut event = act.event("ssh_key_create");
                    event.target = Some(target::of("ssh_key", id, &row.title));
                    event.after = Some(serde_json::json!({
                        "owner": owner,
                        "fingerprint": row.fingerprint,
                        "addresses": row.addresses,
                        "expires_at": row.expires_at.map(|at| at.to_string()),
                    }));
                    act.record(event).await?;
                    Ok(row)
                })
            })
            .await
    }

    /// Renames a key of the person of the custody.
    ///
    /// # Errors
    /// They have no such key.
    pub async fn rename(&self, custody: &Custody, id: PublicKeyId, title: String) -> Result<(), Error> {
        let owner = custody.user;
        self.acts
            .run(&custody.authority, move |mut act| {
                Box::pin(async move {
                    let key = public_keys::find(act.tx.connection(), id).await?.filter(|key| key.owner == owner);
                    let key = key.ok_or(Error::NotFound("SSH key"))?;
                    public_keys::rename(act.tx, id, &title).await?;
                    let mut event = act.event("ssh_key_update");
                    event.target = Some(target::of("ssh_key", id, &title));
                    event.before = Some(serde_json::json!({ "title": key.title }));
                    event.after = Some(serde_json::json!({ "title": title }));
                    act.record(event).await
                })
            })
            .await
    }

    /// Revokes a key of the person of the custody: the sessions that it began end before this returns.
    ///
    /// # Errors
    /// They have no such key.
    pub async fn revoke(&self, custody: &Custody, id: PublicKeyId) -> Result<(), Error> {
        let owner = custody.user;
        self.acts
            .run(&custody.authority, move |mut act| {
                Box::pin(async move {
                    let key = public_keys::find(act.tx.connection(), id).await?.filter(|key| key.owner == owner);
                    let key = key.ok_or(Error::NotFound("SSH key"))?;
                    public_keys::delete(act.tx, id).await?;
                    let epoch = crate::user::epoch(&mut act, owner).await?;
                    act.cut(owner, epoch, Doomed::ByPublicKey(id)).await?;
                    let mut event = act.event("ssh_key_delete");
                    event.target = Some(target::of("ssh_key", id, &key.title));
                    event.before = Some(serde_json::json!({ "owner": owner, "fingerprint": key.fingerprint }));
                    act.record(event).await
                })
            })
            .await
    }

    /// A key, whosever.
    ///
    /// # Errors
    /// The database fails.
    pub async fn find(&self, id: PublicKeyId) -> Result<Option<PublicKey>, Error> {
        Ok(public_keys::find(&mut *self.acts.db.read().await?, id).await?)
    }

    /// The keys of a person, oldest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of_user(&self, owner: keyfold_model::UserId) -> Result<Vec<PublicKey>, Error> {
        Ok(public_keys::of_user(&mut *self.acts.db.read().await?, owner).await?)
    }
}

/// Whether it is an RSA key of 2,048 to 3,071 bits: good for now, and worth a warning.
#[must_use]
pub fn is_short(key: &PublicKey) -> bool {
    SshKey::from_openssh(&format!("{} {}", key.algorithm, key.blob)).is_ok_and(|key| key.is_short())
}
