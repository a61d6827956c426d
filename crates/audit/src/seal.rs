//! Seals: a place in a chain, signed with a key that is not in the database (Ed25519, RFC 8032). Whoever can write the
//! database can compute a new chain of hashes; without the key they can't make it agree with the seals.

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use keyfold_db::{
    Db, Durability,
    audit::{self as rows, Head, Seal, SealKind},
};
use keyfold_model::Timestamp;

use crate::{Error, Log};

const FORMAT: &[u8] = b"keyfold audit seal 1";

/// The key that signs this node's seals.
#[derive(Debug)]
pub struct SealKey(Ed25519KeyPair);

impl SealKey {
    /// The key that comes of this seed: 32 random bytes, kept outside of the database.
    ///
    /// # Errors
    /// The seed doesn't have 32 bytes.
    pub fn from_seed(seed: &[u8]) -> Result<Self, Error> {
        Ed25519KeyPair::from_seed_unchecked(seed).map(Self).map_err(|_| Error::SealKey)
    }

    /// The public half, in hexadecimal: what [`crate::verify`] trusts.
    #[must_use]
    pub fn public(&self) -> String {
        hex::encode(self.0.public_key())
    }

    pub(crate) fn sign(&self, node: &str, kind: SealKind, place: &Head, now: Timestamp) -> Seal {
        let mut seal = Seal {
            node: node.to_owned(),
            seq: place.seq,
            kind,
            hash: place.hash.clone(),
            sealed_at: now.0,
            key: self.public(),
            signature: String::new(),
        };
        seal.signature = hex::encode(self.0.sign(&message(&seal)));
        seal
    }
}

impl Log {
    /// Signs the head of this node's chain: every hour, and when the server stops. A head that was signed before is left
    /// as it is; a node that never wrote a row has none.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn seal_head(&self, key: &SealKey) -> Result<Option<Seal>, Error> {
        let Some(head) = rows::head(&mut *self.db().read().await?, self.node()).await? else { return Ok(None) };
        let seal = key.sign(self.node(), SealKind::Head, &head, self.now());
        write(self.db(), seal.clone()).await?;
        Ok(Some(seal))
    }
}

async fn write(db: &Db, seal: Seal) -> Result<(), Error> {
    db.write(Durability::Disk, move |tx| Box::pin(async move { Ok(rows::insert_seal(tx.connection(), &seal).await?) }))
        .await
}

/// Whether the seal was made with the key that it names.
pub(crate) fn is_genuine(seal: &Seal) -> bool {
    let (Ok(key), Ok(signature)) = (hex::decode(&seal.key), hex::decode(&seal.signature)) else { return false };
    UnparsedPublicKey::new(&ED25519, key).verify(&message(seal), &signature).is_ok()
}

/// What is signed: texts with their lengths before them, integers in eight bytes, big end first.
fn message(seal: &Seal) -> Vec<u8> {
    let mut message = FORMAT.to_vec();
    for text in [&seal.node, seal.kind.name(), &seal.hash] {
        message.extend((text.len() as u64).to_be_bytes());
        message.extend(text.as_bytes());
    }
    message.extend(seal.seq.to_be_bytes());
    message.extend(seal.sealed_at.to_be_bytes());
    message
}
