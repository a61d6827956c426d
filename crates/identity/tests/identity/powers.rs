//! Power that directory groups give.

use keyfold_identity::{
    ConnectionSettings, DirectoryClient, Error, Group, GroupEdit, GroupPatterns, MemberEdit, NamedPower, Power, User,
    UserEdit,
};
use keyfold_model::{ConnectionId, Interface, Secret, SiteRole};

use crate::world::{PASSWORD, World, over};

fn admins_rule(settings: &mut ConnectionSettings) {
    settings.rules.provision_site_admin_groups = GroupPatterns(vec!["*-admins".into()]);
    settings.rules.provision_readonly_site_admin_groups = GroupPatterns(vec!["auditors".into()]);
    settings.rules.provision_group_admin_groups = GroupPatterns(vec!["finance".into()]);
}

async fn site() -> (World, ConnectionId, DirectoryClient) {
    let world = World::new().await;
    world.mailed_admin("root").await;
    let (corp, client) = world.directory_with("corp", admins_rule).await;
    (world, corp.id, client)
}

async fn edit(world: &World, client: &DirectoryClient, group: &Group, members: Vec<MemberEdit>) {
    let edit = move |_: &Group| Ok::<_, Error>(GroupEdit { members, ..GroupEdit::default() });
    world.identity.directory.update_group(client, group.scim_id, edit).await.expect("changed");
}

async fn role(world: &World, user: &User) -> SiteRole {
    world.user(user.id).await.role
}

async fn named(world: &World, corp: ConnectionId) -> Vec<NamedPower> {
    world.identity.powers.of_connection(corp).await.expect("the database")
}

#[tokio::test]
async fn a_group_gives_nothing_until_a_site_admin_confirms_it_and_leaving_demotes() {
    let (world, corp, client) = site().await;
    let ann = world.provisioned(&client, "ann").await;
    let group = world.directory_group(&client, "KF-Admins", &[&ann]).await;
    assert_eq!(role(&world, &ann).await, SiteRole::Member);
    assert!(world.mails().await.is_empty());
    assert!(
        matches!(&named(&world, corp).await[..], [one] if one.confirmed.is_none() && one.power == Power::SiteAdmin)
    );

    world.identity.powers.confirm(&world.admin(), group.id, Power::SiteAdmin).await.expect("confirmed");
    assert_eq!(role(&world, &ann).await, SiteRole::Admin);
    assert_eq!(world.mails().await, [("root@corp.example".into(), "ann is site admin now".into())]);

    let bob = world.provisioned(&client, "bob").await;
    edit(&world, &client, &group, vec![MemberEdit::Add(bob.scim_id.to_string())]).await;
    assert_eq!(role(&world, &bob).await, SiteRole::Admin, "who joins later is promoted");
    assert_eq!(world.mails().await.len(), 2, "and mailed");

    edit(&world, &client, &group, vec![MemberEdit::Remove(ann.scim_id.to_string())]).await;
    assert_eq!(role(&world, &ann).await, SiteRole::Member, "who leaves is demoted");
    edit(&world, &client, &group, vec![MemberEdit::ReplaceAll(Vec::new())]).await;
    assert_eq!(role(&world, &bob).await, SiteRole::Member);
    assert_eq!(world.mails().await.len(), 2, "demotions are not mailed");
    assert_eq!(world.rows("directory_power_create").await.len(), 1);
}

#[tokio::test]
async fn a_promotion_and_a_demotion_end_the_sessions_that_had_the_other_role() {
    let (world, _, client) = site().await;
    let ann = world.provisioned(&client, "ann").await;
    let group = world.directory_group(&client, "kf-admins", &[&ann]).await;
    let saml = || {
        let says = keyfold_identity::SamlIdentity { name_id: "ann".into(), ..Default::default() };
        world.identity.authenticator.saml(client.connection(), says, over(Interface::Web))
    };
    let before = saml().await.expect("let in").into_signed_in().expect("signed in").0.session;
    world.identity.powers.confirm(&world.admin(), group.id, Power::SiteAdmin).await.expect("confirmed");
    assert!(!before.is_alive());
    let admin = saml().await.expect("let in").into_signed_in().expect("signed in").0.session;
    admin.site_admin().expect("a site admin");
    edit(&world, &client, &group, vec![MemberEdit::Remove(ann.scim_id.to_string())]).await;
    assert!(!admin.is_alive());
    saml().await.expect("let in").into_signed_in().expect("signed in").0.session.site_admin().expect_err("a member");
}

#[tokio::test]
async fn another_group_of_the_same_name_has_no_power() {
    let (world, _, client) = site().await;
    let ann = world.provisioned(&client, "ann").await;
    let group = world.directory_group(&client, "kf-admins", &[&ann]).await;
    world.identity.powers.confirm(&world.admin(), group.id, Power::SiteAdmin).await.expect("confirmed");
    let admit = |_: &Group| Ok::<_, Error>(());
    world.identity.directory.delete_group(&client, group.scim_id, admit).await.expect("deleted");
    assert_eq!(role(&world, &ann).await, SiteRole::Member, "it went with the group");
    world.directory_group(&client, "kf-admins", &[&ann]).await;
    assert_eq!(role(&world, &ann).await, SiteRole::Member);
}

#[tokio::test]
async fn a_renamed_group_keeps_its_power_and_a_rule_that_no_longer_names_it_takes_it() {
    let (world, corp, client) = site().await;
    let ann = world.provisioned(&client, "ann").await;
    let group = world.directory_group(&client, "kf-admins", &[&ann]).await;
    world.identity.powers.confirm(&world.admin(), group.id, Power::SiteAdmin).await.expect("confirmed");
    let rename = |_: &Group| Ok::<_, Error>(GroupEdit { name: Some("Leads".into()), ..GroupEdit::default() });
    world.identity.directory.update_group(&client, group.scim_id, rename).await.expect("renamed");
    assert_eq!(role(&world, &ann).await, SiteRole::Admin, "it is bound to the group, not to its name");
    let drop_rule = |settings: &mut ConnectionSettings| {
        settings.rules.provision_site_admin_groups = GroupPatterns::default();
    };
    world.identity.connections.update(&world.admin(), corp, drop_rule).await.expect("changed");
    assert_eq!(role(&world, &ann).await, SiteRole::Member);
    assert_eq!(world.rows("directory_power_delete").await.len(), 1);
}

#[tokio::test]
async fn only_what_a_rule_names_can_be_confirmed_and_it_can_be_taken_back() {
    let (world, _, client) = site().await;
    let ann = world.provisioned(&client, "ann").await;
    let group = world.directory_group(&client, "auditors", &[&ann]).await;
    let powers = &world.identity.powers;
    let wrong = powers.confirm(&world.admin(), group.id, Power::SiteAdmin).await;
    assert!(matches!(wrong, Err(Error::Invalid { .. })));
    powers.confirm(&world.admin(), group.id, Power::ReadOnlySiteAdmin).await.expect("confirmed");
    assert_eq!(role(&world, &ann).await, SiteRole::ReadOnlyAdmin);
    powers.withdraw(&world.admin(), group.id, Power::ReadOnlySiteAdmin).await.expect("withdrawn");
    assert_eq!(role(&world, &ann).await, SiteRole::Member);
    let local = world.identity.groups.create(&world.admin(), "local-admins".into()).await.expect("a group");
    let local = powers.confirm(&world.admin(), local.id, Power::SiteAdmin).await;
    assert!(matches!(local, Err(Error::NotFound(_))), "a group that was made here gives nothing");
}

#[tokio::test]
async fn what_administrators_gave_stays_and_what_the_directory_gave_is_its_own() {
    let (world, _, client) = site().await;
    let ann = world.provisioned(&client, "ann").await;
    let to = |role| UserEdit { role: Some(role), ..UserEdit::default() };
    world.identity.users.update(&world.admin(), ann.id, to(SiteRole::ReadOnlyAdmin)).await.expect("changed");
    let group = world.directory_group(&client, "kf-admins", &[&ann]).await;
    world.identity.powers.confirm(&world.admin(), group.id, Power::SiteAdmin).await.expect("confirmed");
    let refused = world.identity.users.update(&world.admin(), ann.id, to(SiteRole::Member)).await;
    assert!(matches!(refused, Err(Error::OwnedByDirectory("role"))));
    edit(&world, &client, &group, vec![MemberEdit::Remove(ann.scim_id.to_string())]).await;
    assert_eq!(role(&world, &ann).await, SiteRole::ReadOnlyAdmin, "as before the directory promoted her");
}

#[tokio::test]
async fn members_of_a_group_admin_group_administer_that_group_alone() {
    let (world, _, client) = site().await;
    let (ann, bob) = (world.provisioned(&client, "ann").await, world.provisioned(&client, "bob").await);
    let group = world.directory_group(&client, "Finance", &[&ann]).await;
    world.identity.powers.confirm(&world.admin(), group.id, Power::GroupAdmin).await.expect("confirmed");
    edit(&world, &client, &group, vec![MemberEdit::Add(bob.scim_id.to_string())]).await;
    for user in [&ann, &bob] {
        let memberships = world.identity.memberships.of_user(user.id).await.expect("the database");
        assert!(matches!(&memberships[..], [one] if one.group == group.id && one.admin), "{}", user.login);
        assert_eq!(role(&world, user).await, SiteRole::Member);
    }
    assert_eq!(world.mails().await.len(), 2, "each promotion is mailed");
    world.identity.powers.withdraw(&world.admin(), group.id, Power::GroupAdmin).await.expect("withdrawn");
    let memberships = world.identity.memberships.of_user(ann.id).await.expect("the database");
    assert!(memberships.iter().all(|membership| !membership.admin));
}

#[tokio::test]
async fn the_last_local_admin_stays_however_many_the_directory_has() {
    let (world, _, client) = site().await;
    let ann = world.provisioned(&client, "ann").await;
    let group = world.directory_group(&client, "kf-admins", &[&ann]).await;
    world.identity.powers.confirm(&world.admin(), group.id, Power::SiteAdmin).await.expect("confirmed");
    let root = world.identity.users.find_by_login("root").await.expect("the database").expect("there");
    let demoted = UserEdit { role: Some(SiteRole::Member), ..UserEdit::default() };
    let lost = world.identity.users.update(&world.admin(), root.id, demoted).await;
    assert!(matches!(lost, Err(Error::LastAdmin)));
    // The directory's own admins can always be switched off by it.
    let off = |now: &User| Ok::<_, Error>(crate::world::as_before(now, |said| said.active = false));
    world.identity.directory.update_user(&client, ann.scim_id, off).await.expect("off");
    let root = world.identity.authenticator.password("root", Secret::from(PASSWORD), over(Interface::Sftp)).await;
    root.expect("signed in").site_admin().expect("still a site admin");
}

#[tokio::test]
async fn a_deleted_person_comes_back_without_power() {
    let (world, _, client) = site().await;
    let ann = world.provisioned(&client, "ann").await;
    let group = world.directory_group(&client, "kf-admins", &[&ann]).await;
    world.identity.powers.confirm(&world.admin(), group.id, Power::SiteAdmin).await.expect("confirmed");
    let admit = |_: &User| Ok::<_, Error>(());
    world.identity.directory.delete_user(&client, ann.scim_id, admit).await.expect("deleted");
    let again = world.provisioned(&client, "ann").await;
    assert_eq!((again.id, again.role), (ann.id, SiteRole::Member));
}
