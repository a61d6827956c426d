//! Signing in by a verified assertion (S13, S14).

use keyfold_identity::{
    Answer, Answered, AssertionUse, Conflict, ConnectionSettings, Denial, Deprovision, DirectoryConnection, Error,
    GroupPatterns, MatchBy, RequestOrigin, SamlIdentity, User, WebSignIn,
};
use keyfold_model::{Interface, Secret, SiteRole};

use crate::world::{World, as_before, over, person};

fn says(name_id: &str, groups: &[&str]) -> SamlIdentity {
    SamlIdentity {
        name_id: name_id.to_owned(),
        email: Some("root@corp.example".into()),
        groups: groups.iter().map(|&name| name.to_owned()).collect(),
        ..SamlIdentity::default()
    }
}

async fn sign_in(
    world: &World,
    connection: &DirectoryConnection,
    identity: SamlIdentity,
) -> Result<(WebSignIn, Secret<String>), Denial> {
    let round = world.identity.authenticator.saml(connection.id, identity, over(Interface::Web)).await?;
    Ok(round.into_signed_in().expect("signed in"))
}

fn scim_off(settings: &mut ConnectionSettings) {
    settings.scim_enabled = false;
}

#[tokio::test]
async fn the_person_that_scim_made_is_let_in_by_their_user_name() {
    let world = World::new().await;
    let (corp, client) = world.directory("corp").await;
    let ann = world.provisioned(&client, "ann@corp.example").await;
    let (signed_in, cookie) = sign_in(&world, &corp, says("Ann@Corp.EXAMPLE", &[])).await.expect("signed in");
    assert_eq!(signed_in.session.user(), ann.id);
    world.identity.authenticator.web_cookie(&cookie, over(Interface::Web)).await.expect("signed in");
}

#[tokio::test]
async fn while_scim_is_on_nobody_is_made_and_no_group_is_joined() {
    let world = World::new().await;
    let (corp, client) = world.directory("corp").await;
    let ann = world.provisioned(&client, "ann").await;
    world.directory_group(&client, "Finance", &[]).await;
    assert!(matches!(sign_in(&world, &corp, says("bob", &[])).await, Err(Denial::NotProvisioned)));
    assert_eq!(world.last_failure().await.as_deref(), Some("not_provisioned"));
    sign_in(&world, &corp, says("ann", &["Finance"])).await.expect("signed in");
    assert!(world.identity.memberships.of_user(ann.id).await.expect("the database").is_empty());
}

#[tokio::test]
async fn a_valid_assertion_after_active_false_gets_nothing() {
    for scim in [true, false] {
        let world = World::new().await;
        let (corp, client) = world.directory("corp").await;
        let ann = world.provisioned(&client, "ann@corp.example").await;
        let off = |now: &User| Ok::<_, Error>(as_before(now, |said| said.active = false));
        world.identity.directory.update_user(&client, ann.scim_id, off).await.expect("off");
        let set = move |settings: &mut ConnectionSettings| settings.scim_enabled = scim;
        world.identity.connections.update(&world.admin(), corp.id, set).await.expect("set");
        for name_id in ["ann@corp.example", "ANN@corp.example"] {
            assert!(matches!(sign_in(&world, &corp, says(name_id, &[])).await, Err(Denial::Disabled)));
        }
        assert_eq!(world.last_failure().await.as_deref(), Some("disabled"));
        assert!(world.identity.sign_ins.all().is_empty());
        let users = world.identity.users.list(keyfold_identity::list::Query::default()).await.expect("a page");
        assert_eq!(users.total, 1);
    }
}

#[tokio::test]
async fn jit_never_revives_whom_scim_deleted() {
    for behavior in [Deprovision::Disable, Deprovision::Delete] {
        let world = World::new().await;
        let (corp, client) =
            world.directory_with("corp", move |settings| settings.rules.deprovision_behavior = behavior).await;
        let ann = world.provisioned(&client, "ann").await;
        world.identity.directory.delete_user(&client, ann.scim_id, |_| Ok::<_, Error>(())).await.expect("deleted");
        world.identity.connections.update(&world.admin(), corp.id, scim_off).await.expect("off");
        assert!(matches!(sign_in(&world, &corp, says("ANN", &[])).await, Err(Denial::Disabled)), "{behavior:?}");
    }
}

#[tokio::test]
async fn without_scim_the_first_sign_in_makes_the_account_and_joins_its_groups() {
    let world = World::new().await;
    let (corp, _) = world.directory_with("corp", scim_off).await;
    let (first, _) = sign_in(&world, &corp, says("ann", &["Finance", "Board"])).await.expect("signed in");
    let ann = first.session.user();
    assert_eq!(world.identity.policy.current().groups_of(ann).len(), 2);
    let (second, _) = sign_in(&world, &corp, says("Ann", &["Board", "New"])).await.expect("signed in");
    assert_eq!(second.session.user(), ann);
    assert_eq!(world.identity.policy.current().groups_of(ann).len(), 3, "a sign-in adds, and removes nobody");
    let origins = world.identity.memberships.of_user(ann).await.expect("the database");
    assert!(origins.iter().all(|membership| membership.origin == keyfold_identity::MembershipOrigin::Jit));
}

#[tokio::test]
async fn an_assertion_never_takes_over_an_account_or_a_group_of_others() {
    let world = World::new().await;
    let root = world.local("root@corp.example", SiteRole::Admin).await;
    let board = world.identity.groups.create(&world.admin(), "Board".into()).await.expect("a group");
    let (other, _) = world.directory_with("other", scim_off).await;
    let (corp, _) = world.directory_with("corp", scim_off).await;
    sign_in(&world, &other, says("ann", &[])).await.expect("signed in");
    for taken in ["root@corp.example", "ann"] {
        let refused = sign_in(&world, &corp, says(taken, &[])).await;
        assert!(matches!(refused, Err(Denial::NameTaken(_))), "{taken}");
    }
    let (eve, _) = sign_in(&world, &corp, says("eve", &["board"])).await.expect("signed in");
    assert!(!world.identity.policy.current().groups_of(eve.session.user()).contains(&board.id));
    assert_eq!(world.user(root.id).await, root);
}

#[tokio::test]
async fn matching_by_external_id_is_exact() {
    let world = World::new().await;
    let (corp, client) = world.directory_with("corp", |settings| settings.saml.match_by = MatchBy::ExternalId).await;
    let mut new = person("ann");
    new.external_id = Some("aBc".into());
    let ann = world.identity.directory.create_user(&client, new).await.expect("a user");
    for wrong in ["abc", "ann", &ann.id.to_string(), &ann.scim_id.to_string()] {
        assert!(matches!(sign_in(&world, &corp, says(wrong, &[])).await, Err(Denial::NotProvisioned)), "{wrong}");
    }
    let (signed_in, _) = sign_in(&world, &corp, says("aBc", &[])).await.expect("signed in");
    assert_eq!(signed_in.session.user(), ann.id);
}

#[tokio::test]
async fn who_is_in_no_required_group_is_not_let_in_and_not_made() {
    let world = World::new().await;
    let staff = |settings: &mut ConnectionSettings| {
        settings.rules.provision_group_required = GroupPatterns(vec!["staff*".into()]);
    };
    let (corp, client) = world.directory_with("corp", staff).await;
    let ann = world.provisioned(&client, "ann").await;
    assert!(matches!(sign_in(&world, &corp, says("ann", &["staff"])).await, Err(Denial::GroupRequired)));
    assert_eq!(world.last_failure().await.as_deref(), Some("group_required"));
    world.directory_group(&client, "Staff EU", &[&ann]).await;
    sign_in(&world, &corp, says("ann", &[])).await.expect("signed in");
    let (jit, _) = world
        .directory_with("jit", |settings| {
            staff(settings);
            scim_off(settings);
        })
        .await;
    assert!(matches!(sign_in(&world, &jit, says("bob", &["guests"])).await, Err(Denial::GroupRequired)));
    assert!(world.identity.users.find_by_login("bob").await.expect("the database").is_none());
}

#[tokio::test]
async fn a_switched_off_connection_lets_nobody_in_and_is_not_deleted_while_people_come_from_it() {
    let world = World::new().await;
    let (corp, client) = world.directory("corp").await;
    world.provisioned(&client, "ann").await;
    let off = |settings: &mut ConnectionSettings| settings.enabled = false;
    world.identity.connections.update(&world.admin(), corp.id, off).await.expect("off");
    assert!(matches!(sign_in(&world, &corp, says("ann", &[])).await, Err(Denial::ConnectionDisabled)));
    let deleted = world.identity.connections.delete(&world.admin(), corp.id).await;
    assert!(matches!(deleted, Err(Error::Conflict(Conflict::ConnectionInUse))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_answered_once_in_its_own_browser_and_in_time() {
    let world = World::new().await;
    let (corp, _) = world.directory("corp").await;
    let requests = &world.identity.saml_requests;
    let begun = requests.begin(corp.id, Some("/files".into()), None, RequestOrigin::Page).await.expect("begun");
    let answer = |id, cookie, assertion| Answer {
        request_id: id,
        cookie,
        connection: corp.id,
        assertion_id: assertion,
        expires_at: keyfold_model::Timestamp::from_seconds(4_000_000_000),
    };
    let stranger = Secret::from("another browser's cookie");
    for cookie in [None, Some(&stranger)] {
        let elsewhere = requests.answer(answer(&begun.id, cookie, "_a1")).await.expect("the database");
        assert_eq!(elsewhere, Answered::OtherBrowser);
    }
    let unknown = requests.answer(answer("_unknown", Some(&begun.cookie), "_a1")).await.expect("the database");
    assert_eq!(unknown, Answered::NotAsked);
    let all = (0..50).map(|_| requests.answer(answer(&begun.id, Some(&begun.cookie), "_a1")));
    let (taken, others): (Vec<_>, Vec<_>) = futures::future::join_all(all)
        .await
        .into_iter()
        .map(|done| done.expect("the database"))
        .partition(|answered| matches!(answered, Answered::Taken(_)));
    assert!(matches!(&taken[..], [Answered::Taken(request)] if request.relay_state.as_deref() == Some("/files")));
    assert!(others.iter().all(|answered| *answered == Answered::Replay));
    let late = requests.begin(corp.id, None, None, RequestOrigin::Page).await.expect("begun");
    world.pass(15 * 60);
    assert!(requests.find(&late.id).await.expect("the database").is_none());
    let answered = requests.answer(answer(&late.id, Some(&late.cookie), "_a2")).await.expect("the database");
    assert_eq!(answered, Answered::Expired);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assertion_is_good_once_on_every_node() {
    let world = World::new().await;
    let (corp, _) = world.directory("corp").await;
    let (here, there) = (world.identity.saml_requests.clone(), world.restarted().await.saml_requests);
    let until = keyfold_model::Timestamp::from_seconds(4_000_000_000);
    let all = (0..50).map(|number| {
        let node = if number % 2 == 0 { &here } else { &there };
        node.use_assertion(corp.id, "_a1", until)
    });
    let uses = futures::future::join_all(all).await;
    let first = uses.into_iter().filter(|done| matches!(done, Ok(AssertionUse::First))).count();
    assert_eq!(first, 1);
    assert_eq!(here.use_assertion(corp.id, "_a2", until).await.expect("the database"), AssertionUse::First);
}
