//! Making, moving and deleting entries. All of it is decided inside the transaction that does it.

use keyfold_authz::{Coverage, Operation};
use keyfold_db::{
    Connection,
    entries::{self, Kind, Row},
};
use keyfold_model::{Capability, FolderId, VPath};

use super::{
    Permit,
    asker::{Asker, Found, missing},
    content::right_to_overwrite,
};
use crate::{
    Error, Refusal, Replace,
    tree::{Chain, Sight, Tree},
};

/// To make a folder of this id.
pub(crate) async fn make_folder(
    asker: &Asker<'_>,
    sight: &mut Sight<'_>,
    tree: &Tree,
    path: &VPath,
    id: FolderId,
) -> Result<Permit, Error> {
    if path.is_root() {
        return Err(Refusal::Exists.into());
    }
    let found = asker.find(sight, tree, path).await?;
    let needed = Operation::MakeFolder.needs().source;
    may_take_name(asker, &found)?;
    if let Some(missing) = missing(found.held, needed) {
        return Err(Refusal::Lacks(missing).into());
    }
    if found.entry.is_some() {
        return Err(Refusal::NameHidden.into());
    }
    if !asker.view.child_visible(found.chain.place(), id) {
        return Err(Refusal::WouldBeInvisible.into());
    }
    Ok(asker.permit(found, needed))
}

/// A name that something has which the person knows of is taken.
fn may_take_name(asker: &Asker<'_>, found: &Found) -> Result<(), Refusal> {
    match &found.entry {
        Some(entry) if asker.sees(&found.chain, found.held, entry) => Err(Refusal::Exists),
        _ => Ok(()),
    }
}

/// What is to be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Removal {
    /// A file.
    File,
    /// A folder with nothing in it.
    EmptyFolder,
    /// A folder with everything in it.
    Tree,
}

/// To delete a file or a folder.
pub(crate) async fn remove(
    asker: &Asker<'_>,
    connection: &mut Connection,
    known: &[Chain],
    tree: &Tree,
    path: &VPath,
    removal: Removal,
) -> Result<Permit, Error> {
    let found = asker.find(&mut Sight::Inside(connection, known), tree, path).await?;
    let kind = found.entry.as_ref().map(|entry| entry.kind).ok_or(Refusal::NotFound)?;
    let operation = match (kind, removal) {
        (Kind::File, Removal::File) => Operation::Delete,
        (Kind::Folder, Removal::EmptyFolder | Removal::Tree) => Operation::DeleteFolder,
        (Kind::File, Removal::EmptyFolder | Removal::Tree) => {
            found.seen(asker)?;
            return Err(Refusal::NotAFolder.into());
        }
        (Kind::Folder, Removal::File) => {
            found.seen(asker)?;
            return Err(Refusal::IsAFolder.into());
        }
    };
    let needs = operation.needs();
    let entry = found.with(asker, needs.source)?;
    if let Some(capability) = needs.tree {
        cover(asker, connection, &found, entry, capability).await?;
    }
    if removal == Removal::EmptyFolder && !entries::is_empty(connection, FolderId(entry.id.0)).await? {
        return Err(Refusal::NotEmpty.into());
    }
    Ok(asker.permit(found, needs.source))
}

/// The capability is needed in the folder and in every folder below it: one that lacks it refuses the whole.
async fn cover(
    asker: &Asker<'_>,
    connection: &mut Connection,
    found: &Found,
    entry: &Row,
    capability: Capability,
) -> Result<(), Error> {
    let chain = found.chain.child(FolderId(entry.id.0), &found.name)?;
    let policy = asker.view.policy();
    match policy.coverage(asker.session.user(), chain.place(), capability) {
        Coverage::Everywhere => Ok(()),
        Coverage::MissingIn(_) => Err(Refusal::BlockedInside.into()),
        Coverage::MissingInPlainChildrenOf(folders) => {
            for folder in folders {
                let children = entries::child_folders(connection, folder).await?;
                if children.into_iter().any(|child| policy.is_plain(child)) {
                    return Err(Refusal::BlockedInside.into());
                }
            }
            Ok(())
        }
    }
}

/// The right to give an entry another place.
pub(crate) struct Arrangement {
    /// What moves.
    pub(crate) source: Permit,
    /// Where it goes; its entry is what it replaces.
    pub(crate) target: Permit,
}

/// To rename or move a file or folder.
pub(crate) async fn arrange_move(
    asker: &Asker<'_>,
    connection: &mut Connection,
    known: &[Chain],
    tree: &Tree,
    (from, to): (&VPath, &VPath),
    replace: Replace,
) -> Result<Arrangement, Error> {
    let source = asker.find(&mut Sight::Inside(connection, known), tree, from).await?;
    let entry = source.entry.clone().ok_or(Refusal::NotFound)?;
    if entry.kind == Kind::Folder && to != from && to.is_within(from) {
        source.seen(asker)?;
        return Err(Refusal::IntoItself.into());
    }
    let target = asker.find(&mut Sight::Inside(connection, known), tree, to).await?;
    let in_place = source.chain.folder() == target.chain.folder();
    let itself = target.entry.as_ref().is_some_and(|taken| taken.id == entry.id);

    // Renaming one's own recent upload in its folder, onto a free name, is how many clients end an upload.
    let own = Operation::RenameOwnUpload.needs().source;
    if in_place && target.entry.is_none() && asker.is_own_upload(&entry) && source.held.has_all(own) {
        return Ok(Arrangement { source: asker.permit(source, own), target: asker.permit(target, own) });
    }
    let needs = match entry.kind {
        Kind::File => Operation::Move.needs(),
        Kind::Folder => Operation::MoveFolder.needs(),
    };
    source.with(asker, needs.source)?;
    if let Some(capability) = needs.tree {
        cover(asker, connection, &source, &entry, capability).await?;
    }
    if !itself {
        may_place(asker, &target, entry.kind, replace)?;
    }
    let (source, target) = (asker.permit(source, needs.source), asker.permit(target, needs.target));
    Ok(Arrangement { source, target })
}

/// Whether something of that kind may be put under the name.
pub(super) fn may_place(asker: &Asker<'_>, target: &Found, kind: Kind, replace: Replace) -> Result<(), Refusal> {
    let create = Operation::Move.needs().target;
    let lacking = missing(target.held, create);
    let Some(taken) = &target.entry else { return lacking.map_or(Ok(()), |missing| Err(Refusal::Lacks(missing))) };
    if !asker.sees(&target.chain, target.held, taken) {
        return Err(lacking.map_or(Refusal::NameHidden, Refusal::Lacks));
    }
    match (kind, taken.kind, replace) {
        (_, _, Replace::No) | (Kind::Folder, _, Replace::Yes) => return Err(Refusal::Exists),
        (Kind::File, Kind::Folder, Replace::Yes) => return Err(Refusal::IsAFolder),
        (Kind::File, Kind::File, Replace::Yes) => {}
    }
    if let Some(missing) = lacking {
        return Err(Refusal::Lacks(missing));
    }
    match right_to_overwrite(asker, target, taken) {
        Some(_) => Ok(()),
        None => Err(Refusal::Lacks(Capability::Overwrite)),
    }
}

/// To put a copy of something of that kind under the name.
pub(crate) async fn place_copy(
    asker: &Asker<'_>,
    sight: &mut Sight<'_>,
    tree: &Tree,
    path: &VPath,
    kind: Kind,
    replace: Replace,
) -> Result<Permit, Error> {
    let found = asker.find(sight, tree, path).await?;
    may_place(asker, &found, kind, replace)?;
    Ok(asker.permit(found, Operation::Copy.needs().target))
}
