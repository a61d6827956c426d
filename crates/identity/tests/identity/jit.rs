//! Accounts and groups that sign-ins make, and what SCIM does with them when it is switched on later.

use keyfold_identity::{
    Conflict, ConnectionSettings, Denial, DirectoryConnection, DirectoryGroup, Error, GroupPatterns, MatchBy,
    MembershipOrigin, SamlIdentity, User, WebSignIn,
};
use keyfold_model::{Interface, SiteRole, UserId};

use crate::world::{World, over, person};

fn scim_off(settings: &mut ConnectionSettings) {
    settings.scim_enabled = false;
}

fn says(name_id: &str, groups: &[&str]) -> SamlIdentity {
    SamlIdentity {
        name_id: name_id.to_owned(),
        groups: groups.iter().map(|&name| name.to_owned()).collect(),
        ..SamlIdentity::default()
    }
}

async fn sign_in(world: &World, corp: &DirectoryConnection, says: SamlIdentity) -> Result<WebSignIn, Denial> {
    let signed_in = world.identity.authenticator.saml(corp.id, says, over(Interface::Web)).await;
    signed_in.map(|round| round.into_signed_in().expect("signed in").0)
}

async fn switch_scim_on(world: &World, corp: &DirectoryConnection) {
    let on = |settings: &mut ConnectionSettings| settings.scim_enabled = true;
    world.identity.connections.update(&world.admin(), corp.id, on).await.expect("on");
}

async fn group_names(world: &World, user: UserId) -> Vec<String> {
    let mut names = Vec::new();
    for group in world.identity.policy.current().groups_of(user) {
        names.push(world.identity.groups.find(*group).await.expect("the database").expect("there").name);
    }
    names.sort();
    names
}

#[tokio::test]
async fn the_group_attribute_joins_the_groups_that_the_rules_take() {
    let world = World::new().await;
    world.identity.groups.create(&world.admin(), "Welcome".into()).await.expect("a group");
    let (corp, _) = world
        .directory_with("corp", |settings| {
            scim_off(settings);
            settings.rules.provision_group_inclusion = GroupPatterns(vec!["kf-*".into()]);
            settings.rules.provision_group_exclusion = GroupPatterns(vec!["*-test".into()]);
            settings.rules.provision_group_default = vec!["Welcome".into()];
        })
        .await;
    let web = sign_in(&world, &corp, says("ann", &["kf-finance", "kf-test", "other"])).await.expect("signed in");
    assert_eq!(group_names(&world, web.session.user()).await, ["Welcome", "kf-finance"]);
    for left_out in ["kf-test", "other"] {
        assert!(world.identity.groups.find_by_name(left_out).await.expect("the database").is_none());
    }
}

#[tokio::test]
async fn each_sign_in_says_anew_what_people_are_called_and_whether_they_may_be_here() {
    let world = World::new().await;
    let (corp, _) = world
        .directory_with("corp", |settings| {
            scim_off(settings);
            settings.rules.provision_group_required = GroupPatterns(vec!["staff".into()]);
        })
        .await;
    let named = |name: &str, groups: &[&str]| SamlIdentity { display_name: Some(name.into()), ..says("ann", groups) };
    let web = sign_in(&world, &corp, named("Ann", &["staff"])).await.expect("signed in");
    sign_in(&world, &corp, named("Ann Smith", &["staff"])).await.expect("signed in");
    assert_eq!(world.user(web.session.user()).await.display_name.as_deref(), Some("Ann Smith"));
    let left = sign_in(&world, &corp, says("ann", &["guests"])).await;
    assert!(matches!(left, Err(Denial::GroupRequired)), "the directory says now that she is in it no more");
}

#[tokio::test]
async fn a_required_group_that_becomes_no_group_here_still_lets_in() {
    let world = World::new().await;
    let (corp, _) = world.directory_with("corp", scim_off).await;
    let rules = |settings: &mut ConnectionSettings| {
        settings.rules.provision_groups = false;
        settings.rules.provision_group_required = GroupPatterns(vec!["staff".into()]);
    };
    world.identity.connections.update(&world.admin(), corp.id, rules).await.expect("changed");
    sign_in(&world, &corp, says("ann", &["staff"])).await.expect("signed in");
    assert!(matches!(sign_in(&world, &corp, says("bob", &["guests"])).await, Err(Denial::GroupRequired)));
}

#[tokio::test]
async fn scim_adopts_an_account_of_the_same_connection_and_its_word_alone_counts_from_then_on() {
    let world = World::new().await;
    let (corp, client) = world.directory_with("corp", scim_off).await;
    let ann = sign_in(&world, &corp, says("ann", &["Finance", "Board"])).await.expect("signed in").session.user();
    switch_scim_on(&world, &corp).await;
    let mut new = person("Ann");
    new.external_id = Some("5f".into());
    let adopted = world.identity.directory.create_user(&client, new.clone()).await.expect("adopted");
    assert_eq!((adopted.id, adopted.external_id.as_deref()), (ann, Some("5f")));
    assert!(group_names(&world, ann).await.is_empty(), "what sign-ins said ends");
    let again = world.identity.directory.create_user(&client, new).await;
    assert!(matches!(again, Err(Error::Conflict(Conflict::Login(_)))), "once");
    let finance = DirectoryGroup {
        name: "Finance".into(),
        external_id: Some("77".into()),
        members: vec![adopted.scim_id.to_string()],
    };
    let edited = world.identity.directory.create_group(&client, finance.clone()).await.expect("adopted");
    assert_eq!(edited.joined, ["Ann"]);
    assert_eq!(group_names(&world, ann).await, ["Finance"]);
    let again = world.identity.directory.create_group(&client, finance).await;
    assert!(matches!(again, Err(Error::Conflict(Conflict::GroupName(_)))), "once");
    sign_in(&world, &corp, says("ann", &["Board"])).await.expect("signed in");
    assert_eq!(group_names(&world, ann).await, ["Finance"], "an assertion joins nothing while SCIM is on");
    let words = world.identity.memberships.of_user(ann).await.expect("the database");
    assert!(words.iter().all(|word| word.origin == MembershipOrigin::Scim));
}

#[tokio::test]
async fn scim_that_finds_the_account_first_adopts_it_by_changing_it() {
    let world = World::new().await;
    let (corp, client) = world.directory_with("corp", scim_off).await;
    let ann = sign_in(&world, &corp, says("ann", &["Finance"])).await.expect("signed in").session.user();
    switch_scim_on(&world, &corp).await;
    let ann = world.user(ann).await;
    let off = |now: &User| Ok::<_, Error>(crate::world::as_before(now, |said| said.active = false));
    let changed = world.identity.directory.update_user(&client, ann.scim_id, off).await.expect("changed");
    assert!(!changed.is_alive() && changed.scim_resource.is_some());
    assert!(group_names(&world, ann.id).await.is_empty());
    assert!(world.identity.sign_ins.of(ann.id).is_empty(), "and switched off in the same act");
}

#[tokio::test]
async fn no_other_connection_adopts_an_account_nor_one_of_another_external_id() {
    let world = World::new().await;
    let by_external_id = |settings: &mut ConnectionSettings| {
        scim_off(settings);
        settings.saml.match_by = MatchBy::ExternalId;
    };
    let (corp, client) = world.directory_with("corp", by_external_id).await;
    let (_, other) = world.directory("other").await;
    let says = SamlIdentity { email: Some("ann@corp.example".into()), ..says("id-1", &[]) };
    let ann = sign_in(&world, &corp, says).await.expect("signed in").session.user();
    switch_scim_on(&world, &corp).await;
    let mut new = person("ann@corp.example");
    let taken = world.identity.directory.create_user(&other, new.clone()).await;
    assert!(matches!(taken, Err(Error::Conflict(Conflict::Login(_)))), "another connection");
    new.external_id = Some("id-2".into());
    let another = world.identity.directory.create_user(&client, new.clone()).await;
    assert!(matches!(another, Err(Error::Conflict(Conflict::Login(_)))), "the directory means somebody else");
    new.external_id = None;
    let adopted = world.identity.directory.create_user(&client, new).await.expect("adopted");
    assert_eq!((adopted.id, adopted.external_id.as_deref()), (ann, Some("id-1")), "what SAML matches by stays");
}

#[tokio::test]
async fn people_outside_the_directory_are_untouched() {
    let world = World::new().await;
    let root = world.local("root", SiteRole::Admin).await;
    let (_, client) = world.directory("corp").await;
    let taken = world.identity.directory.create_user(&client, person("ROOT")).await;
    assert!(matches!(taken, Err(Error::Conflict(Conflict::Login(_)))));
    assert!(world.identity.directory.user(&client, root.scim_id).await.expect("the database").is_none());
    let change = |now: &User| Ok::<_, Error>(crate::world::as_before(now, |said| said.active = false));
    let changed = world.identity.directory.update_user(&client, root.scim_id, change).await;
    assert!(matches!(changed, Err(Error::NotFound(_))));
    let deleted = world.identity.directory.delete_user(&client, root.scim_id, |_: &User| Ok::<_, Error>(())).await;
    assert!(matches!(deleted, Err(Error::NotFound(_))));
    let group = world.directory_group(&client, "Finance", &[&root]).await;
    assert!(!world.identity.policy.current().groups_of(root.id).contains(&group.id), "nor put into a group");
    assert_eq!(world.user(root.id).await, root);
}
