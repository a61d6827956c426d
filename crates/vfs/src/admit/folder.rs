//! Looking: one entry, a folder, its grants.

use std::sync::Arc;

use keyfold_authz::{Children, Operation, View};
use keyfold_db::entries::{Kind, Row};
use keyfold_identity::Session;
use keyfold_model::{Capability, CapabilitySet, FolderId, Name, SiteRole, VPath};

use super::asker::{Asker, Bounds, missing};
use crate::{
    Error, Refusal,
    tree::{Chain, Sight, Tree},
};

/// What stands under a name, for this person.
pub(crate) enum Shown {
    /// An entry that they may know of.
    Entry(Row),
    /// Nothing that was committed: perhaps something that they staged themselves.
    Free(Chain, Name),
}

/// To see one entry.
pub(crate) async fn stat(asker: &Asker<'_>, tree: &Tree, path: &VPath) -> Result<Shown, Error> {
    let bounds = asker.bounds(path)?;
    let Some((parent, name)) = path.split_last() else {
        return Ok(Shown::Entry(tree.row(FolderId::ROOT).await?.ok_or(Refusal::NotFound)?));
    };
    let chain = tree.folder(&parent).await?.ok_or(Refusal::NotFound)?;
    let Some(entry) = Sight::Committed.entry(tree, chain.folder(), &name).await? else {
        return match asker.sees_folder(&chain) && bounds == Bounds::Inside {
            true => Ok(Shown::Free(chain, name)),
            false => Err(Refusal::NotFound.into()),
        };
    };
    let held = asker.view.capabilities(chain.place());
    let walked_through = bounds == Bounds::Above && entry.kind == Kind::Folder;
    if walked_through || asker.sees(&chain, held, &entry) {
        Ok(Shown::Entry(entry))
    } else {
        Err(Refusal::NotFound.into())
    }
}

/// The right to see what is in a folder, as far as it is visible.
pub(crate) struct FolderPermit {
    session: Session,
    chain: Chain,
    view: Arc<View>,
    epoch: u64,
    files: Files,
    only: Option<Name>,
}

/// Whether a folder's files are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Files {
    Shown,
    Hidden,
}

impl FolderPermit {
    /// Who looks.
    pub(crate) const fn session(&self) -> &Session {
        &self.session
    }

    /// The folder.
    pub(crate) const fn chain(&self) -> &Chain {
        &self.chain
    }

    /// The epoch of the policy that decided.
    pub(crate) const fn epoch(&self) -> u64 {
        self.epoch
    }

    /// What the person has in it.
    pub(crate) fn held(&self) -> CapabilitySet {
        match self.only {
            Some(_) => CapabilitySet::NONE,
            None => self.view.capabilities(self.chain.place()),
        }
    }

    /// Ready to say of each entry whether it is shown.
    pub(crate) fn eyes(&self) -> Eyes<'_> {
        Eyes { children: self.view.children(self.chain.place()), files: self.files, only: self.only.as_ref() }
    }
}

/// What decides entry by entry.
pub(crate) struct Eyes<'a> {
    children: Children<'a>,
    files: Files,
    only: Option<&'a Name>,
}

impl Eyes<'_> {
    /// Whether the entry of this folder is shown.
    pub(crate) fn see(&self, entry: &Row) -> bool {
        match self.only {
            Some(name) => entry.kind == Kind::Folder && entry.name == name.as_str(),
            None => match entry.kind {
                Kind::File => self.files == Files::Shown,
                Kind::Folder => self.children.visible(FolderId(entry.id.0)),
            },
        }
    }
}

/// To see what is in a folder.
pub(crate) async fn open_folder(asker: &Asker<'_>, tree: &Tree, path: &VPath) -> Result<FolderPermit, Error> {
    let bounds = asker.bounds(path)?;
    let Some(chain) = tree.folder(path).await? else { return Err(no_folder(asker, tree, path).await?.into()) };
    let only = match bounds {
        Bounds::Inside if !asker.sees_folder(&chain) => return Err(Refusal::NotFound.into()),
        Bounds::Inside => None,
        // Above its top folder a session sees the way there and nothing else.
        Bounds::Above => asker.session.facts().top.names().nth(path.names().count()),
    };
    let listed = asker.view.capabilities(chain.place()).has(Capability::List);
    let files = if listed { Files::Shown } else { Files::Hidden };
    let (view, epoch) = (Arc::clone(&asker.view), asker.epoch);
    Ok(FolderPermit { session: asker.session.clone(), chain, view, epoch, files, only })
}

async fn no_folder(asker: &Asker<'_>, tree: &Tree, path: &VPath) -> Result<Refusal, Error> {
    match stat(asker, tree, path).await {
        Ok(Shown::Entry(_)) => Ok(Refusal::NotAFolder),
        Ok(Shown::Free(..)) | Err(Error::Refused(_)) => Ok(Refusal::NotFound),
        Err(failure) => Err(failure),
    }
}

/// What an administrator wants with a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Administer {
    /// See grants and reasons: read-only site admins may, too.
    See,
    /// Change them.
    Change,
}

/// To see or change the grants and the fence of a folder.
pub(crate) async fn administer(
    asker: &Asker<'_>,
    sight: &mut Sight<'_>,
    tree: &Tree,
    path: &VPath,
    what: Administer,
) -> Result<Chain, Error> {
    if asker.bounds(path)? == Bounds::Above {
        return Err(Refusal::NotFound.into());
    }
    let chain = sight.folder(tree, path).await?.ok_or(Refusal::NotFound)?;
    may_administer(asker, &chain, what)?;
    Ok(chain)
}

/// The same for a folder that is known already.
pub(crate) fn may_administer(asker: &Asker<'_>, chain: &Chain, what: Administer) -> Result<(), Refusal> {
    asker.bounds(chain.path())?;
    if asker.is_limited() {
        return Err(Refusal::Lacks(Capability::Admin));
    }
    let sees_all = asker.session.facts().role == SiteRole::ReadOnlyAdmin && !asker.view.is_disabled();
    if what == Administer::See && sees_all {
        return Ok(());
    }
    let held = asker.view.capabilities(chain.place());
    match missing(held, Operation::Administer.needs().source) {
        None => Ok(()),
        Some(missing) if sees_all || asker.sees_folder(chain) => Err(Refusal::Lacks(missing)),
        Some(_) => Err(Refusal::NotFound),
    }
}
