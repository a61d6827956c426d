//! Which folders lead to one in which a person has something.

use keyfold_model::FolderId;

use crate::{
    decide::granted_by,
    ground::Shared,
    holder::Holder,
    place::{Place, Spot},
    skeleton::Skeleton,
    standing::{Bounds, Who},
};

/// The folders from which what a person has begins: whoever has something in a folder has a foothold on it or above it.
///
/// A grant is a foothold on its own folder, where no fence can stop it. Inside a partner's root, so is the root when
/// something reaches it from above.
///
/// `granted`: the [`granted_folders`] of the person, however often each.
pub(crate) fn footholds<'p>(
    skeleton: &'p Skeleton,
    who: Who<'p>,
    granted: impl Iterator<Item = FolderId> + 'p,
) -> impl Iterator<Item = FolderId> + 'p {
    let partner_root = who.partner.and_then(|bounds| bounds.root).filter(move |root| {
        let chain = skeleton.tree().chain(*root);
        let root = Spot::Here(Place(&chain));
        !granted_by(&Shared { skeleton, who }, who.ceiling(root), root).is_empty()
    });
    granted.filter(move |folder| can_hold_in(skeleton, &who, *folder)).chain(partner_root)
}

/// The folders on which a grant to the person stands: each as often as there are such grants.
pub(crate) fn granted_folders<'p>(skeleton: &'p Skeleton, who: Who<'p>) -> impl Iterator<Item = FolderId> + 'p {
    let named = who.holders().flat_map(move |holder| skeleton.held_by(holder).map(move |found| (holder, found)));
    let held = named.filter(move |(holder, (folder, id))| match holder {
        Holder::User(_) | Holder::Group(_) | Holder::Partner(_) => true,
        Holder::InList(_) => {
            let grant = skeleton.grants_on(*folder).and_then(|grants| grants.get(*id));
            grant.is_some_and(|grant| who.holds(&grant.subject))
        }
    });
    held.map(|(_, (folder, _))| folder)
}

/// Rule 5, for a folder below the partner's root: the root itself is a foothold of its own.
fn can_hold_in(skeleton: &Skeleton, who: &Who<'_>, folder: FolderId) -> bool {
    match who.partner {
        None => true,
        Some(Bounds { root: Some(root), .. }) => skeleton.tree().above(folder).any(|above| above == root),
        Some(Bounds { root: None, .. }) => false,
    }
}
