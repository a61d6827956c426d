//! What can change what people reach.

use keyfold_model::{Fence, FolderId, Grant, GrantId, GroupId, PartnerId, UserId};

use crate::{Chain, Person};

/// One step from one [`Policy`](crate::Policy) to the next.
///
/// Every change is idempotent, and one that names something unknown does nothing. A chain that comes with a change is
/// the newest truth of where its folders lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A person is new, or their state, role or partner is another.
    PersonSet(Person),
    /// A person is gone: with them go their memberships and the grants to them.
    PersonRemoved(UserId),
    /// A person is in a group. May come before the person does.
    MemberAdded {
        /// Who.
        user: UserId,
        /// Of what.
        group: GroupId,
    },
    /// A person is no longer in a group.
    MemberRemoved {
        /// Who.
        user: UserId,
        /// Of what.
        group: GroupId,
    },
    /// A group is gone: with it go its memberships and every grant that names it, lists included.
    GroupRemoved(GroupId),
    /// A partner is new, or its root is another folder.
    PartnerSet {
        /// Which.
        partner: PartnerId,
        /// Down to its root folder.
        chain: Chain,
    },
    /// A partner is gone, and with it the grants to it. Its people have nothing until they are set anew.
    PartnerRemoved(PartnerId),
    /// A grant was made.
    GrantAdded {
        /// The grant. It stands where the chain ends.
        grant: Grant,
        /// Down to its folder.
        chain: Chain,
    },
    /// A grant is gone.
    GrantRemoved(GrantId),
    /// A folder's fence was set or taken away. On the root it stops nothing.
    FenceSet {
        /// Down to the folder.
        chain: Chain,
        /// The fence, or none.
        fence: Option<Fence>,
    },
    /// A folder lies elsewhere, and takes its grants and fences along, with those of everything below it. A renaming
    /// is no change.
    FolderMoved {
        /// Down to the folder, in its new place.
        chain: Chain,
    },
    /// A folder is gone, with everything below it, their grants and fences. When it is restored, add those again; and
    /// set again the partners whose root was in it.
    FolderRemoved(FolderId),
}
