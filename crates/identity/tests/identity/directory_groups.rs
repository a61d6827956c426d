//! What a directory may do to groups (S17).

use keyfold_identity::{
    Conflict, DirectoryGroup, Error, ExternalId, Group, GroupEdit, GroupPatterns, GroupPower, MemberEdit, User,
};
use keyfold_model::{SiteRole, UserId};

use crate::world::{World, person};

fn members(edits: Vec<MemberEdit>) -> impl FnOnce(&Group) -> Result<GroupEdit, Error> + Send + 'static {
    move |_| Ok(GroupEdit { members: edits, ..GroupEdit::default() })
}

fn add(user: &User) -> MemberEdit {
    MemberEdit::Add(user.scim_id.to_string())
}

fn remove(user: &User) -> MemberEdit {
    MemberEdit::Remove(user.scim_id.to_string())
}

#[tokio::test]
async fn adding_a_present_member_and_removing_an_absent_one_succeed_and_change_nothing() {
    let world = World::new().await;
    let (_, corp) = world.directory("corp").await;
    let (ann, bob) = (world.provisioned(&corp, "ann").await, world.provisioned(&corp, "bob").await);
    let group = world.directory_group(&corp, "Finance", &[&ann]).await;
    let directory = &world.identity.directory;
    let same =
        directory.update_group(&corp, group.scim_id, members(vec![add(&ann), remove(&bob)])).await.expect("done");
    assert_eq!((same.added, same.removed, same.group.version), (0, 0, group.version));
    let both =
        directory.update_group(&corp, group.scim_id, members(vec![add(&bob), remove(&ann)])).await.expect("done");
    assert_eq!((both.added, both.removed, both.group.version), (1, 1, group.version + 1));
    let now = directory.members(&corp, group.id, UserId(0), 10).await.expect("a page");
    assert_eq!(now.iter().map(|member| member.user).collect::<Vec<_>>(), [bob.id]);
}

#[tokio::test]
async fn an_unknown_member_is_passed_over_and_named() {
    let world = World::new().await;
    let local = world.local("root", SiteRole::Admin).await;
    let (_, corp) = world.directory("corp").await;
    let (_, other) = world.directory("other").await;
    let ann = world.provisioned(&corp, "ann").await;
    let foreign = world.provisioned(&other, "eve").await;
    let group = world.directory_group(&corp, "Finance", &[]).await;
    let edits = vec![add(&local), add(&foreign), MemberEdit::Add("7".into()), add(&ann)];
    let done = world.identity.directory.update_group(&corp, group.scim_id, members(edits)).await.expect("done");
    assert_eq!(done.added, 1);
    assert_eq!(done.unknown, [local.scim_id.to_string(), foreign.scim_id.to_string(), "7".into()]);
    assert!(world.identity.memberships.of_user(local.id).await.expect("the database").is_empty());
}

#[tokio::test]
async fn a_directory_takes_away_only_its_own_word() {
    let world = World::new().await;
    let (_, corp) = world.directory("corp").await;
    let ann = world.provisioned(&corp, "ann").await;
    let group = world.directory_group(&corp, "Finance", &[&ann]).await;
    let memberships = &world.identity.memberships;
    memberships.add(&world.admin(), ann.id, group.id, GroupPower::Member).await.expect("added");
    let directory = &world.identity.directory;
    let empty = vec![MemberEdit::ReplaceAll(Vec::new())];
    directory.update_group(&corp, group.scim_id, members(empty)).await.expect("emptied");
    assert!(directory.members(&corp, group.id, UserId(0), 10).await.expect("a page").is_empty());
    let left = memberships.of_user(ann.id).await.expect("the database");
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].origin, keyfold_identity::MembershipOrigin::Manual);
    assert_eq!(world.identity.policy.current().groups_of(ann.id), [group.id]);
    memberships.remove(&world.admin(), ann.id, group.id).await.expect("removed");
    assert!(world.identity.policy.current().groups_of(ann.id).is_empty());
}

#[tokio::test]
async fn replacing_all_members_touches_only_those_who_change() {
    let world = World::new().await;
    let (_, corp) = world.directory("corp").await;
    let mut people = Vec::new();
    for login in ["a", "b", "c"] {
        people.push(world.provisioned(&corp, login).await);
    }
    let group = world.directory_group(&corp, "Finance", &[&people[0], &people[1]]).await;
    let wanted = [&people[1], &people[2]].map(|user| user.scim_id.to_string()).to_vec();
    let edit = members(vec![MemberEdit::ReplaceAll(wanted)]);
    let done = world.identity.directory.update_group(&corp, group.scim_id, edit).await.expect("done");
    assert_eq!((done.added, done.removed), (1, 1));
    let policy = world.identity.policy.current();
    let inside: Vec<bool> = people.iter().map(|user| policy.groups_of(user.id) == [group.id]).collect();
    assert_eq!(inside, [false, true, true]);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_changes_at_once_lose_nothing() {
    let world = World::new().await;
    let (_, corp) = world.directory("corp").await;
    let group = world.directory_group(&corp, "Everyone", &[]).await;
    let mut people = Vec::new();
    for number in 0..50 {
        people.push(world.provisioned(&corp, &format!("person{number}")).await);
    }
    let directory = &world.identity.directory;
    let all = people.iter().map(|user| directory.update_group(&corp, group.scim_id, members(vec![add(user)])));
    for done in futures::future::join_all(all).await {
        assert_eq!(done.expect("done").added, 1);
    }
    assert_eq!(directory.members(&corp, group.id, UserId(0), 100).await.expect("a page").len(), 50);
    let policy = world.identity.policy.current();
    assert!(people.iter().all(|user| policy.groups_of(user.id) == [group.id]));
    let after = world.identity.groups.find(group.id).await.expect("the database").expect("the group");
    assert_eq!(after.version, group.version + 50);
}

#[tokio::test]
async fn a_group_name_is_unique_and_a_directory_takes_over_no_group() {
    let world = World::new().await;
    world.identity.groups.create(&world.admin(), "Board".into()).await.expect("a group");
    let (_, corp) = world.directory("corp").await;
    let new = DirectoryGroup { name: "BOARD".into(), external_id: None, members: Vec::new() };
    let made = world.identity.directory.create_group(&corp, new).await;
    assert!(matches!(made, Err(Error::Conflict(Conflict::GroupName(_)))));
}

#[tokio::test]
async fn a_rename_and_an_external_id_are_kept_and_the_same_again_is_no_version() {
    let world = World::new().await;
    let (_, corp) = world.directory("corp").await;
    let group = world.directory_group(&corp, "Finance", &[]).await;
    let edit = |_: &Group| {
        Ok::<_, Error>(GroupEdit {
            name: Some("Finance EU".into()),
            external_id: ExternalId::Set(Some("g7".into())),
            members: Vec::new(),
        })
    };
    let directory = &world.identity.directory;
    let first = directory.update_group(&corp, group.scim_id, edit).await.expect("changed").group;
    assert_eq!((first.name.as_str(), first.external_id.as_deref()), ("Finance EU", Some("g7")));
    let second = directory.update_group(&corp, group.scim_id, edit).await.expect("changed").group;
    assert_eq!(first, second);
}

#[tokio::test]
async fn rules_leave_groups_out_and_put_new_people_in() {
    let world = World::new().await;
    let welcome = world.identity.groups.create(&world.admin(), "Welcome".into()).await.expect("a group");
    let (_, corp) = world
        .directory_with("corp", |settings| {
            settings.rules.provision_group_inclusion = GroupPatterns(vec!["kf-*".into()]);
            settings.rules.provision_group_default = vec!["welcome".into()];
        })
        .await;
    let new = DirectoryGroup { name: "Secret".into(), external_id: None, members: Vec::new() };
    let made = world.identity.directory.create_group(&corp, new).await;
    assert!(matches!(made, Err(Error::GroupLeftOut(_))));
    let ann = world.identity.directory.create_user(&corp, person("ann")).await.expect("a user");
    assert_eq!(world.identity.policy.current().groups_of(ann.id), [welcome.id]);
}

#[tokio::test]
async fn a_rule_on_default_groups_reaches_those_who_are_here_and_names_groups_that_are_there() {
    let world = World::new().await;
    let welcome = world.identity.groups.create(&world.admin(), "Welcome".into()).await.expect("a group");
    let (corp, client) = world.directory("corp").await;
    let own = world.directory_group(&client, "Own", &[]).await;
    let (ann, bob) = (world.provisioned(&client, "ann").await, world.provisioned(&client, "bob").await);
    let power = keyfold_identity::GroupPower::Member;
    world.identity.memberships.add(&world.admin(), bob.id, welcome.id, power).await.expect("added");
    let admin = world.admin();
    let set = |names: &'static [&'static str]| {
        let names = names.iter().map(|&name| name.to_owned()).collect();
        let edit = move |settings: &mut keyfold_identity::ConnectionSettings| {
            settings.rules.provision_group_default = names;
        };
        world.identity.connections.update(&admin, corp.id, edit)
    };
    for bad in [&["not there"][..], &["own"][..]] {
        assert!(matches!(set(bad).await, Err(Error::Invalid { .. })), "{bad:?}");
    }
    set(&["WELCOME"]).await.expect("set");
    assert_eq!(world.identity.policy.current().groups_of(ann.id), [welcome.id]);
    set(&[]).await.expect("set");
    assert!(world.identity.policy.current().groups_of(ann.id).is_empty());
    assert_eq!(world.identity.policy.current().groups_of(bob.id), [welcome.id], "an administrator's word stays");
    assert_eq!(world.identity.groups.find(own.id).await.expect("the database").expect("there").name, "Own");
}

#[tokio::test]
async fn a_group_can_t_be_renamed_into_one_that_the_rules_leave_out() {
    let world = World::new().await;
    let exclude = |settings: &mut keyfold_identity::ConnectionSettings| {
        settings.rules.provision_group_exclusion = GroupPatterns(vec!["secret*".into()]);
    };
    let (_, client) = world.directory_with("corp", exclude).await;
    let group = world.directory_group(&client, "Open", &[]).await;
    let rename = |_: &keyfold_identity::Group| {
        Ok::<_, Error>(keyfold_identity::GroupEdit { name: Some("Secret Plans".into()), ..Default::default() })
    };
    let renamed = world.identity.directory.update_group(&client, group.scim_id, rename).await;
    assert!(matches!(renamed, Err(Error::GroupLeftOut(_))));
}
