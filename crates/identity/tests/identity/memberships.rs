//! Memberships by an administrator's word.

use keyfold_identity::{Error, GroupPower};
use keyfold_model::SiteRole;

use crate::world::World;

#[tokio::test]
async fn an_administrator_adds_promotes_and_removes_on_record() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    let group = world.identity.groups.create(&world.admin(), "Finance".into()).await.expect("a group");
    let memberships = &world.identity.memberships;
    memberships.add(&world.admin(), ann.id, group.id, GroupPower::Member).await.expect("added");
    memberships.add(&world.admin(), ann.id, group.id, GroupPower::Admin).await.expect("promoted");
    memberships.add(&world.admin(), ann.id, group.id, GroupPower::Admin).await.expect("no change");
    assert!(memberships.of_user(ann.id).await.expect("the database")[0].admin);
    memberships.remove(&world.admin(), ann.id, group.id).await.expect("removed");
    let actions: Vec<String> = world.record().await.into_iter().map(|row| row.action).collect();
    let about: Vec<&String> = actions.iter().filter(|action| action.starts_with("membership")).collect();
    assert_eq!(about, ["membership_create", "membership_update", "membership_delete"]);
}

#[tokio::test]
async fn an_administrator_does_not_take_back_the_directorys_word() {
    let world = World::new().await;
    let (_, corp) = world.directory("corp").await;
    let ann = world.provisioned(&corp, "ann").await;
    let group = world.directory_group(&corp, "Finance", &[&ann]).await;
    let removed = world.identity.memberships.remove(&world.admin(), ann.id, group.id).await;
    assert!(matches!(removed, Err(Error::OwnedByDirectory(_))));
    assert_eq!(world.identity.policy.current().groups_of(ann.id), [group.id]);
}

#[tokio::test]
async fn a_directory_group_is_not_renamed_here() {
    let world = World::new().await;
    let (_, corp) = world.directory("corp").await;
    let group = world.directory_group(&corp, "Finance", &[]).await;
    let renamed = world.identity.groups.rename(&world.admin(), group.id, "Mine".into()).await;
    assert!(matches!(renamed, Err(Error::OwnedByDirectory(_))));
}
