//! Who is in no required group is not let in, and is cut when it comes to that.

use keyfold_identity::{
    ConnectionSettings, Denial, DirectoryClient, Error, Group, GroupEdit, GroupPatterns, MemberEdit, SamlIdentity,
    Session, User,
};
use keyfold_model::Interface;

use crate::world::{World, over};

fn staff(settings: &mut ConnectionSettings) {
    settings.rules.provision_group_required = GroupPatterns(vec!["staff*".into()]);
}

async fn sign_in(world: &World, client: &DirectoryClient, login: &str) -> Result<Session, Denial> {
    let says = SamlIdentity { name_id: login.into(), ..SamlIdentity::default() };
    let signed_in = world.identity.authenticator.saml(client.connection(), says, over(Interface::Web)).await;
    signed_in.map(|round| round.into_signed_in().expect("signed in").0.session)
}

async fn remove(world: &World, client: &DirectoryClient, group: &Group, user: &User) {
    let member = user.scim_id.to_string();
    let edit = move |_: &Group| {
        Ok::<_, Error>(GroupEdit { members: vec![MemberEdit::Remove(member)], ..GroupEdit::default() })
    };
    world.identity.directory.update_group(client, group.scim_id, edit).await.expect("changed");
}

#[tokio::test]
async fn leaving_the_last_required_group_cuts_and_leaving_another_does_not() {
    let world = World::new().await;
    let (_, client) = world.directory_with("corp", staff).await;
    let ann = world.provisioned(&client, "ann").await;
    let eu = world.directory_group(&client, "Staff EU", &[&ann]).await;
    let us = world.directory_group(&client, "Staff US", &[&ann]).await;
    let other = world.directory_group(&client, "Finance", &[&ann]).await;
    let session = sign_in(&world, &client, "ann").await.expect("signed in");
    remove(&world, &client, &other, &ann).await;
    remove(&world, &client, &eu, &ann).await;
    assert!(session.is_alive(), "she is in one still");
    remove(&world, &client, &us, &ann).await;
    assert!(!session.is_alive(), "cut before the directory has its answer");
    assert!(matches!(sign_in(&world, &client, "ann").await, Err(Denial::GroupRequired)));
    assert!(world.user(ann.id).await.is_alive(), "the account stays as the directory says");
}

#[tokio::test]
async fn a_deleted_group_and_a_new_rule_cut_alike() {
    let world = World::new().await;
    let (corp, client) = world.directory_with("corp", staff).await;
    let (ann, bob) = (world.provisioned(&client, "ann").await, world.provisioned(&client, "bob").await);
    let eu = world.directory_group(&client, "Staff EU", &[&ann]).await;
    world.directory_group(&client, "Staff US", &[&bob]).await;
    let (first, second) = (sign_in(&world, &client, "ann").await, sign_in(&world, &client, "bob").await);
    let (first, second) = (first.expect("signed in"), second.expect("signed in"));
    let admit = |_: &Group| Ok::<_, Error>(());
    world.identity.directory.delete_group(&client, eu.scim_id, admit).await.expect("deleted");
    assert!(!first.is_alive() && second.is_alive());
    let board = |settings: &mut ConnectionSettings| {
        settings.rules.provision_group_required = GroupPatterns(vec!["board".into()]);
    };
    world.identity.connections.update(&world.admin(), corp.id, board).await.expect("changed");
    assert!(!second.is_alive());
}

#[tokio::test]
async fn a_group_of_the_same_name_that_was_made_here_does_not_count() {
    let world = World::new().await;
    let (_, client) = world.directory_with("corp", staff).await;
    let ann = world.provisioned(&client, "ann").await;
    let local = world.identity.groups.create(&world.admin(), "staff".into()).await.expect("a group");
    let power = keyfold_identity::GroupPower::Member;
    world.identity.memberships.add(&world.admin(), ann.id, local.id, power).await.expect("added");
    assert!(matches!(sign_in(&world, &client, "ann").await, Err(Denial::GroupRequired)));
}

#[tokio::test]
async fn a_required_group_that_the_other_rules_leave_out_is_refused_when_it_is_said() {
    let world = World::new().await;
    let (corp, _) = world.directory("corp").await;
    let edit = |settings: &mut ConnectionSettings| {
        settings.rules.provision_group_required = GroupPatterns(vec!["staff".into()]);
        settings.rules.provision_group_inclusion = GroupPatterns(vec!["kf-*".into()]);
    };
    let refused = world.identity.connections.update(&world.admin(), corp.id, edit).await;
    assert!(matches!(refused, Err(Error::Invalid { what: "provision_group_required", .. })));
}
