//! By SSH key. A key that is only offered proves nothing.

use keyfold_db::{public_keys, public_keys::PublicKey, users::User};
use keyfold_model::PublicKeyId;

use super::{Authenticator, Claim, arrival::not_expired, candidate::FirstProof, round::Round};
use crate::{Denial, Origin, public_key::SshKey};

/// A key of this person that is worth a signature. No proof of anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Which key.
    pub key: PublicKeyId,
}

/// A key whose signature over this very connection has been verified (RFC 4252, section 7).
#[derive(Clone, Debug)]
pub struct ProvenKey(Vec<u8>);

impl ProvenKey {
    /// For the SSH transport alone, and only right after it verified the client's signature by this key over the session
    /// identifier: `blob` is the key that the signature was checked with.
    #[must_use]
    pub fn after_signature(blob: &[u8]) -> Self {
        Self(blob.to_vec())
    }
}

impl Authenticator {
    /// Whether a signature by this key would let the person in, so that the client may send it. Makes no session.
    ///
    /// # Errors
    /// It would not, for whatever reason. Nothing is recorded: clients offer every key that they have.
    pub async fn public_key_offered(&self, login: &str, blob: &[u8]) -> Result<Offered, Denial> {
        let (user, key) = self.key_of(login, blob).await?;
        match user {
            Some(user) if user.is_alive() => Ok(Offered { key: key.ok_or(Denial::KeyMismatch)?.id }),
            Some(_) => Err(Denial::Disabled),
            None => Err(Denial::UnknownUser),
        }
    }

    /// Signs in with a key that was proven, as far as that is enough. Which keys were offered before doesn't matter.
    ///
    /// # Errors
    /// Why not.
    pub async fn public_key_proven(&self, login: &str, key: &ProvenKey, origin: Origin) -> Result<Round, Denial> {
        let (user, key) = match self.key_of(login, &key.0).await {
            Ok((Some(user), Some(key))) => (user, key),
            Ok((Some(user), None)) => {
                return Err(self.refuse(Claim::User(&user), &origin, Denial::KeyMismatch).await);
            }
            Ok((None, _)) => return Err(self.refuse(Claim::Name(login), &origin, Denial::UnknownUser).await),
            Err(denial) => return Err(self.refuse(Claim::Name(login), &origin, denial).await),
        };
        let first = FirstProof::PublicKey { id: key.id, expires_at: key.expires_at };
        let candidate = self.candidate(user, first, origin);
        self.round(candidate).await
    }

    /// The user of that login name, and their key of that blob, unless it has expired.
    async fn key_of(&self, login: &str, blob: &[u8]) -> Result<(Option<User>, Option<PublicKey>), Denial> {
        let key = SshKey::from_blob(blob).map_err(|_| Denial::KeyMismatch)?;
        let Some(user) = self.user_of_login(login).await? else { return Ok((None, None)) };
        let mut connection = self.acts.db.read().await?;
        let stored = public_keys::find_by_fingerprint(&mut connection, user.id, &key.fingerprint()).await?;
        // The fingerprint finds the row; the whole key decides.
        let stored = stored.filter(|stored| stored.blob == key.to_base64());
        if let Some(stored) = &stored {
            not_expired(stored.expires_at, self.acts.clock.now())?;
        }
        Ok((Some(user), stored))
    }
}
