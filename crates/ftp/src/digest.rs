//! Digests of files: `HASH` (draft-bryan-ftpext-hash) and its older relatives.

use aws_lc_rs::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA512};
use keyfold_identity::Session;
use keyfold_model::{Capability, VPath};
use keyfold_vfs::{Error, Filesystem, Kind, Refusal};

use crate::codec::{Digest, Range};

/// How much is read at once.
const PIECE: usize = 256 * 1024;

/// The name that `HASH` calls it by.
pub(crate) const fn name(digest: Digest) -> &'static str {
    match digest {
        Digest::Sha1 => "SHA-1",
        Digest::Chosen | Digest::Sha256 => "SHA-256",
        Digest::Sha512 => "SHA-512",
    }
}

/// What was computed, in hexadecimal, and of which bytes.
pub(crate) struct Computed {
    pub(crate) hex: String,
    pub(crate) range: Range,
}

/// The digest of a part of a file, for who may download it: a digest tells whether the content is a known one. That of the whole
/// by SHA-256 is known; for others the file is read, and the record says so.
pub(crate) async fn compute(
    filesystem: &Filesystem,
    session: &Session,
    path: &VPath,
    digest: Digest,
    range: Range,
) -> Result<Computed, Error> {
    if let (Digest::Chosen | Digest::Sha256, Range { from: 0, to: u64::MAX }) = (digest, range)
        && let Some(known) = known(filesystem, session, path).await?
    {
        return Ok(known);
    }
    let file = filesystem.open_read(session, path).await?;
    let to = range.to.min(file.entry().size);
    let mut context = Context::new(match digest {
        Digest::Sha1 => &SHA1_FOR_LEGACY_USE_ONLY,
        Digest::Chosen | Digest::Sha256 => &SHA256,
        Digest::Sha512 => &SHA512,
    });
    let mut at = range.from.min(to);
    while at < to {
        let length = usize::try_from(to - at).map_or(PIECE, |left| left.min(PIECE));
        let bytes = file.read_at(at, length).await?;
        if bytes.is_empty() {
            break;
        }
        context.update(&bytes);
        at += bytes.len() as u64;
        // Files that lie in memory are read without a pause: others have their turn.
        tokio::task::yield_now().await;
    }
    file.close().await?;
    Ok(Computed { hex: hex::encode(context.finish()), range: Range { from: range.from.min(to), to } })
}

async fn known(filesystem: &Filesystem, session: &Session, path: &VPath) -> Result<Option<Computed>, Error> {
    let entry = filesystem.stat(session, path).await?;
    if entry.kind == Kind::Folder {
        return Err(Refusal::IsAFolder.into());
    }
    let Some((folder, _)) = path.split_last() else { return Err(Refusal::IsAFolder.into()) };
    // Where it may not be downloaded, opening it says so, and records that it was tried.
    if !filesystem.capabilities(session, &folder).await?.has(Capability::Read) {
        return Ok(None);
    }
    Ok(entry.sha256.map(|hex| Computed { hex, range: Range { from: 0, to: entry.size } }))
}
