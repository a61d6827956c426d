//! Reading and writing the content of files.

use keyfold_authz::Operation;
use keyfold_db::entries::Kind;
use keyfold_model::{Capability, CapabilitySet, VPath};

use super::{
    Permit,
    asker::{Asker, Found, missing},
};
use crate::{
    Error, Refusal, WriteMode,
    tree::{Sight, Tree},
};

/// What content is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To have it.
    Download,
    /// To look at it in the web viewer.
    Preview,
}

impl Purpose {
    const fn operation(self) -> Operation {
        match self {
            Self::Download => Operation::Download,
            Self::Preview => Operation::Preview,
        }
    }
}

/// To read a file.
pub(crate) async fn read(asker: &Asker<'_>, tree: &Tree, path: &VPath, purpose: Purpose) -> Result<Permit, Error> {
    if path.is_root() {
        return Err(Refusal::IsAFolder.into());
    }
    let found = asker.find(&mut Sight::Committed, tree, path).await?;
    may_read(asker, found, purpose.operation().needs().source)
}

/// To copy from a file or a folder. A folder needs to be seen; what may be copied of it is decided file by file.
pub(crate) async fn copy_source(
    asker: &Asker<'_>,
    sight: &mut Sight<'_>,
    tree: &Tree,
    path: &VPath,
) -> Result<Permit, Error> {
    let found = asker.find(sight, tree, path).await?;
    if found.entry.as_ref().is_some_and(|entry| entry.kind == Kind::Folder) {
        found.seen(asker)?;
        return Ok(asker.permit(found, CapabilitySet::NONE));
    }
    may_read(asker, found, Operation::Copy.needs().source)
}

fn may_read(asker: &Asker<'_>, found: Found, needed: CapabilitySet) -> Result<Permit, Error> {
    if found.entry.as_ref().is_some_and(|entry| entry.kind == Kind::Folder) {
        found.seen(asker)?;
        return Err(Refusal::IsAFolder.into());
    }
    found.with(asker, needed)?;
    Ok(asker.permit(found, needed))
}

/// To write a file: a new one, or over one that is there.
pub(crate) async fn write(
    asker: &Asker<'_>,
    sight: &mut Sight<'_>,
    tree: &Tree,
    path: &VPath,
    mode: WriteMode,
) -> Result<Permit, Error> {
    if path.is_root() {
        return Err(Refusal::IsAFolder.into());
    }
    let found = asker.find(sight, tree, path).await?;
    let right = right_to_write(asker, &found, mode)?;
    Ok(asker.permit(found, right))
}

fn right_to_write(asker: &Asker<'_>, found: &Found, mode: WriteMode) -> Result<CapabilitySet, Refusal> {
    let create = Operation::Upload.needs().source;
    let may_create = missing(found.held, create).map_or(Ok(create), |missing| Err(Refusal::Lacks(missing)));
    let Some(entry) = &found.entry else { return may_create };
    let seen = asker.sees(&found.chain, found.held, entry);
    // Who may not know of the entry is answered as if the name were free, until it turns out that it is not.
    let hidden = || may_create.clone().and(Err(Refusal::NameHidden));
    match (entry.kind, mode) {
        (Kind::Folder, _) if seen => Err(Refusal::IsAFolder),
        (Kind::File, WriteMode::CreateNew) if seen => Err(Refusal::Exists),
        (Kind::Folder, _) | (Kind::File, WriteMode::CreateNew) => hidden(),
        (Kind::File, WriteMode::Replace | WriteMode::Update | WriteMode::UpdateExisting) => {
            match right_to_overwrite(asker, found, entry) {
                Some(right) => Ok(right),
                None if seen => Err(Refusal::Lacks(Capability::Overwrite)),
                None => hidden(),
            }
        }
    }
}

/// What of the held capabilities allows to change the file: `overwrite`, or `create` for one's own recent upload.
pub(super) fn right_to_overwrite(
    asker: &Asker<'_>,
    found: &Found,
    entry: &keyfold_db::entries::Row,
) -> Option<CapabilitySet> {
    let own = Operation::OverwriteOwnUpload.needs().source;
    let any = Operation::Overwrite.needs().source;
    if found.held.has_all(any) {
        Some(any)
    } else if asker.is_own_upload(entry) && found.held.has_all(own) {
        Some(own)
    } else {
        None
    }
}

/// To set the times of a file, or of a folder that one may add to.
pub(crate) async fn set_times(
    asker: &Asker<'_>,
    sight: &mut Sight<'_>,
    tree: &Tree,
    path: &VPath,
) -> Result<Permit, Error> {
    let found = asker.find(sight, tree, path).await?;
    let Some(entry) = &found.entry else { return Err(Refusal::NotFound.into()) };
    let right = match entry.kind {
        Kind::File => right_to_overwrite(asker, &found, entry),
        Kind::Folder => {
            let inside = found.chain.child(keyfold_model::FolderId(entry.id.0), &found.name)?;
            let create = Operation::MakeFolder.needs().source;
            asker.view.capabilities(inside.place()).has_all(create).then_some(create)
        }
    };
    match right {
        Some(right) => Ok(asker.permit(found, right)),
        None => {
            found.seen(asker)?;
            Err(Refusal::Lacks(Capability::Overwrite).into())
        }
    }
}
