//! Grants fall with their subjects, and the policy is what the database says, after a restart too.

use keyfold_authz::{Chain, Change, Place};
use keyfold_db::{Durability, grants, grants::GrantRow};
use keyfold_identity::GroupPower;
use keyfold_model::{FolderId, Grant, GrantId, Level, Reach, SiteRole, Subject, Timestamp};

use crate::world::World;

async fn grant(world: &World, id: i64, subject: Subject) {
    let grant = Grant { id: GrantId(id), folder: FolderId::ROOT, subject, level: Level::ReadOnly, reach: Reach::Tree };
    let row = GrantRow { grant: grant.clone(), created_at: Timestamp(0), created_by: "a test".into() };
    let policy = world.identity.policy.clone();
    let write = world.db.write(Durability::Disk, move |tx| {
        Box::pin(async move {
            grants::insert(tx, &row).await?;
            tx.on_commit(move || policy.apply([Change::GrantAdded { grant, chain: Chain::root() }]));
            Ok::<_, keyfold_db::Error>(())
        })
    });
    write.await.expect("a grant");
}

#[tokio::test]
async fn a_restarted_node_decides_as_before() {
    let world = World::new().await;
    let (_, corp) = world.directory("corp").await;
    let (ann, bob) = (world.provisioned(&corp, "ann").await, world.provisioned(&corp, "bob").await);
    let finance = world.directory_group(&corp, "Finance", &[&ann]).await;
    let board = world.directory_group(&corp, "Board", &[&ann, &bob]).await;
    grant(&world, 1, Subject::all_of(vec![finance.id, board.id]).expect("a list")).await;
    grant(&world, 2, Subject::User(bob.id)).await;
    let again = world.restarted().await;
    for policy in [world.identity.policy.current(), again.policy.current()] {
        for user in [&ann, &bob] {
            assert_eq!(policy.capabilities(user.id, Place::ROOT), Level::ReadOnly.capabilities());
        }
    }
}

#[tokio::test]
async fn a_deleted_group_takes_every_grant_that_names_it() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    let mut ids = Vec::new();
    for name in ["one", "two"] {
        let group = world.identity.groups.create(&world.admin(), name.into()).await.expect("a group");
        world.identity.memberships.add(&world.admin(), ann.id, group.id, GroupPower::Member).await.expect("added");
        ids.push(group.id);
    }
    grant(&world, 1, Subject::Group(ids[0])).await;
    grant(&world, 2, Subject::all_of(ids.clone()).expect("a list")).await;
    let epoch = world.identity.policy.epoch();
    world.identity.groups.delete(&world.admin(), ids[0]).await.expect("deleted");
    assert_ne!(world.identity.policy.epoch(), epoch);
    assert!(world.identity.policy.current().capabilities(ann.id, Place::ROOT).is_empty());
    let left = grants::all_by_folder(&mut world.db.read().await.expect("a connection")).await.expect("grants");
    assert!(left.is_empty());
}

#[tokio::test]
async fn a_deleted_person_takes_their_own_grants() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    grant(&world, 1, Subject::User(ann.id)).await;
    world.identity.users.delete(&world.admin(), ann.id).await.expect("deleted");
    let left = grants::all_by_folder(&mut world.db.read().await.expect("a connection")).await.expect("grants");
    assert!(left.is_empty());
    assert!(world.identity.policy.current().capabilities(ann.id, Place::ROOT).is_empty());
}

#[tokio::test]
async fn who_is_switched_off_has_nothing() {
    let world = World::new().await;
    world.local("root", SiteRole::Admin).await;
    let eve = world.local("eve", SiteRole::Admin).await;
    let off = keyfold_identity::UserEdit {
        admission: Some(keyfold_identity::Admission::Disabled),
        ..keyfold_identity::UserEdit::default()
    };
    world.identity.users.update(&world.admin(), eve.id, off).await.expect("disabled");
    assert!(world.identity.policy.current().capabilities(eve.id, Place::ROOT).is_empty());
}
