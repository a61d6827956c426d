//! Whether directory people are in a group that their connection lets in, and what ends when they no longer are.

use keyfold_db::{
    groups, memberships,
    users::{self, User},
};
use keyfold_model::{ConnectionId, UserId};

use crate::{Error, act::Act, connection::Rules};

/// Whether the person is in one of the groups that the rules require. Groups of the person's own connection count, whoever
/// put the person in; a group of the same name that was made here doesn't.
pub(crate) async fn is_let_in(act: &mut Act<'_>, user: &User, rules: &Rules) -> Result<bool, Error> {
    if rules.provision_group_required.is_empty() {
        return Ok(true);
    }
    let mut names = Vec::new();
    for membership in memberships::of_user(act.tx.connection(), user.id).await? {
        let group = groups::find(act.tx.connection(), membership.group).await?;
        names.extend(group.filter(|group| group.connection == user.connection).map(|group| group.name));
    }
    Ok(rules.lets_in(names.iter().map(String::as_str)))
}

/// After people left a group: ends the sessions of those who are in no required group any more.
pub(crate) async fn cut_left_out(
    act: &mut Act<'_>,
    rules: &Rules,
    left: impl IntoIterator<Item = &UserId>,
) -> Result<(), Error> {
    if rules.provision_group_required.is_empty() {
        return Ok(());
    }
    for id in left {
        let Some(mut user) = users::lock(act.tx, *id).await?.filter(User::is_alive) else { continue };
        if !is_let_in(act, &user, rules).await? {
            act.end_sessions(&mut user).await?;
            users::update(act.tx, &user).await?;
        }
    }
    Ok(())
}

/// After the rules have changed: the same for everyone of the connection who has ever signed in.
pub(crate) async fn cut_all_left_out(act: &mut Act<'_>, id: ConnectionId, rules: &Rules) -> Result<(), Error> {
    if rules.provision_group_required.is_empty() {
        return Ok(());
    }
    let signed_in = users::who_signed_in(act.tx.connection(), id).await?;
    cut_left_out(act, rules, &signed_in).await
}
