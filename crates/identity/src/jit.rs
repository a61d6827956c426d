//! Accounts and groups that sign-ins made (JIT), and how SCIM takes them over when it is switched on later: through the same
//! connection alone, and whole. From then on only SCIM says which groups a person is in.

use keyfold_db::{
    groups::{self, Group},
    jit_groups,
    memberships::{self, Origin},
    users::User,
};
use keyfold_model::{ConnectionId, GroupId, LoginName};

use crate::{
    Error,
    act::Act,
    admission,
    connection::{Rules, join_defaults},
    membership, user,
};

/// Whether a sign-in made the account and SCIM has not taken it over.
pub(crate) const fn is_own(user: &User) -> bool {
    user.name_id.is_some()
        && user.scim_resource.is_none()
        && user.deprovisioned_at.is_none()
        && user.deleted_at.is_none()
}

/// SCIM takes an account over: it is what the directory says now, and what sign-ins said of its groups ends. Who is in no
/// required group by the directory's word loses their sessions, and is let in again when the directory has sent the groups.
pub(crate) async fn adopt(act: &mut Act<'_>, rules: &Rules, before: &User, after: User) -> Result<User, Error> {
    let external_id = after.external_id.clone().or_else(|| before.external_id.clone());
    let adopted = user::write(act, before, User { external_id, ..after }).await?;
    for said in memberships::of_user(act.tx.connection(), adopted.id).await? {
        if said.origin == Origin::Jit
            && let Some(group) = groups::find(act.tx.connection(), said.group).await?
        {
            membership::remove(act, &adopted, &group, Origin::Jit).await?;
        }
    }
    join_defaults(act, rules, &adopted, Origin::Scim).await?;
    admission::cut_left_out(act, rules, [&adopted.id]).await?;
    Ok(adopted)
}

/// The group of this name that sign-ins through the connection made, taken over by SCIM from now on.
pub(crate) async fn own_group(act: &mut Act<'_>, connection: ConnectionId, name: &str) -> Result<Option<Group>, Error> {
    let group = groups::find_by_name(act.tx.connection(), &LoginName::fold(name)).await?;
    let Some(group) = group.filter(|group| group.connection == Some(connection)) else { return Ok(None) };
    if jit_groups::delete(act.tx, group.id).await? { Ok(groups::lock(act.tx, group.id).await?) } else { Ok(None) }
}

/// SCIM takes a group over, if a sign-in made it.
pub(crate) async fn take_over(act: &mut Act<'_>, group: GroupId) -> Result<(), Error> {
    jit_groups::delete(act.tx, group).await?;
    Ok(())
}
