//! One walk through everything that writes, on PostgreSQL: what SQLite forgives, it does not.

use keyfold_authz::Place;
use keyfold_identity::{
    Answer, Answered, AssertionUse, ConnectionSettings, Denial, Error, GroupPower, MemberEdit, NewApiKey, NewPublicKey,
    PermissionSet, RequestOrigin, SamlIdentity, User,
};
use keyfold_model::{Interface, SiteRole, UserId};

use crate::world::{PASSWORD, World, as_before, name, over};

#[tokio::test]
async fn a_person_comes_works_and_goes() {
    let world = World::on_postgres().await;
    let link = world.identity.setup.open_link().await.expect("the database").expect("a link");
    let root = world.identity.setup.finish(&link, name("root"), PASSWORD.into()).await.expect("an admin");
    let (corp, client) = world.directory("corp").await;
    let ann = world.provisioned(&client, "ann").await;
    let finance = world.directory_group(&client, "Finance", &[&ann]).await;
    world.identity.memberships.add(&world.admin(), ann.id, finance.id, GroupPower::Admin).await.expect("added");
    let custody = world.admin().custody_of(ann.id);
    let key = NewApiKey {
        name: "laptop".into(),
        permission_set: PermissionSet::Full,
        path: None,
        interfaces: vec![Interface::Sftp],
        expires_at: None,
    };
    let key = world.identity.api_keys.create(&custody, key).await.expect("a key");
    let ssh = NewPublicKey {
        title: "laptop".into(),
        openssh: crate::public_keys::ED25519.into(),
        expires_at: Some(keyfold_model::Timestamp::from_seconds(4_000_000_000)),
        addresses: None,
    };
    let ssh = world.identity.public_keys.create(&custody, ssh).await.expect("a key");
    let authenticator = &world.identity.authenticator;
    let by_key = authenticator.api_key(None, &key.secret, over(Interface::Sftp)).await.expect("a session");
    let says = SamlIdentity { name_id: "ANN".into(), ..SamlIdentity::default() };
    let (web, cookie) = authenticator
        .saml(corp.id, says, over(Interface::Web))
        .await
        .expect("let in")
        .into_signed_in()
        .expect("signed in");
    authenticator.web_cookie(&cookie, over(Interface::Web)).await.expect("signed in");
    let off = |now: &User| Ok::<_, Error>(as_before(now, |said| said.active = false));
    world.identity.directory.update_user(&client, ann.scim_id, off).await.expect("off");
    assert!(!by_key.is_alive() && !web.session.is_alive());
    let refused = authenticator.api_key(None, &key.secret, over(Interface::Sftp)).await;
    assert!(matches!(refused, Err(Denial::Disabled)));
    assert_eq!(world.rows("session_cut").await.len(), 2);
    world.identity.public_keys.revoke(&custody, ssh.id).await.expect("revoked");
    world.identity.directory.delete_user(&client, ann.scim_id, |_| Ok::<_, Error>(())).await.expect("deleted");
    assert_eq!(world.provisioned(&client, "Ann").await.id, ann.id);
    assert!(matches!(world.identity.users.delete(&world.admin(), root.id).await, Err(Error::LastAdmin)));
    let policy = world.restarted().await.policy.current();
    assert!(policy.groups_of(ann.id).is_empty());
    assert!(!policy.capabilities(root.id, Place::ROOT).is_empty());
}

#[tokio::test]
async fn groups_answers_and_settings_work_too() {
    let world = World::on_postgres().await;
    let (corp, client) = world.directory("corp").await;
    let (ann, bob) = (world.provisioned(&client, "ann").await, world.provisioned(&client, "bob").await);
    let group = world.directory_group(&client, "Finance", &[&ann]).await;
    let directory = &world.identity.directory;
    let swap = keyfold_identity::GroupEdit {
        name: Some("Finance EU".into()),
        members: vec![MemberEdit::ReplaceAll(vec![bob.scim_id.to_string()])],
        ..keyfold_identity::GroupEdit::default()
    };
    let done = directory.update_group(&client, group.scim_id, move |_| Ok::<_, Error>(swap)).await.expect("changed");
    assert_eq!((done.added, done.removed), (1, 1));
    assert_eq!(directory.members(&client, group.id, UserId(0), 10).await.expect("a page").len(), 1);
    assert_eq!(directory.groups_of(&client, &[bob.id]).await.expect("the database")[&bob.id].len(), 1);
    directory.delete_group(&client, group.scim_id, |_| Ok::<_, Error>(())).await.expect("deleted");
    let requests = &world.identity.saml_requests;
    let begun = requests.begin(corp.id, None, None, RequestOrigin::Page).await.expect("begun");
    let answer = Answer {
        request_id: &begun.id,
        cookie: Some(&begun.cookie),
        connection: corp.id,
        assertion_id: "_b",
        expires_at: begun.expires_at,
    };
    assert!(matches!(requests.answer(answer).await.expect("the database"), Answered::Taken(_)));
    for expected in [AssertionUse::First, AssertionUse::Replay] {
        assert_eq!(requests.use_assertion(corp.id, "_a", begun.expires_at).await.expect("the database"), expected);
    }
    world.local("eve", SiteRole::Member).await;
    let rename = |settings: &mut ConnectionSettings| settings.label = "Corp".into();
    let renamed = world.identity.connections.update(&world.admin(), corp.id, rename).await.expect("changed");
    assert_eq!(renamed.version, corp.version + 1);
    world.pass(3600);
    world.identity.sign_ins.sweep().await.expect("swept");
}

#[tokio::test]
async fn the_rules_of_a_connection_seats_and_reminders_hold_here_too() {
    let world = World::on_postgres().await;
    world.mailed_admin("root").await;
    let rules = |settings: &mut ConnectionSettings| {
        let patterns = |of: &str| keyfold_identity::GroupPatterns(vec![of.to_owned()]);
        settings.rules.provision_site_admin_groups = patterns("admins");
        settings.rules.provision_group_required = patterns("staff");
        settings.rules.provision_company = Some("Corp".into());
    };
    let (corp, client) = world.directory_with("corp", rules).await;
    let ann = world.provisioned(&client, "ann").await;
    let admins = world.directory_group(&client, "admins", &[&ann]).await;
    let staff = world.directory_group(&client, "staff", &[&ann]).await;
    world
        .identity
        .powers
        .confirm(&world.admin(), admins.id, keyfold_identity::Power::SiteAdmin)
        .await
        .expect("confirmed");
    assert_eq!(world.user(ann.id).await.role, SiteRole::Admin);
    let says = || SamlIdentity { name_id: "ann".into(), ..SamlIdentity::default() };
    let enter = || world.identity.authenticator.saml(corp.id, says(), over(Interface::Web));
    let session = enter().await.expect("let in").into_signed_in().expect("signed in").0.session;
    assert_eq!(world.identity.seats.tally().await.expect("counted").now, 1);
    let admit = |_: &keyfold_identity::Group| Ok::<_, Error>(());
    world.identity.directory.delete_group(&client, staff.scim_id, admit).await.expect("deleted");
    assert!(!session.is_alive() && matches!(enter().await, Err(Denial::GroupRequired)));
    world.identity.directory.delete_group(&client, admins.scim_id, admit).await.expect("deleted");
    assert_eq!(world.user(ann.id).await.role, SiteRole::Member);
    world.identity.seats.set_cap(&world.admin(), Some(1)).await.expect("set");
    let root = world.identity.authenticator.password("root", PASSWORD.into(), over(Interface::Sftp)).await;
    assert!(matches!(root, Err(Denial::SeatCap)));
    world.pass(351 * 24 * 3600);
    for _ in 0..2 {
        world.identity.scim_tokens.remind().await.expect("the database");
        world.identity.seats.note_days().await.expect("noted");
    }
    let subjects: Vec<_> = world.mails().await.into_iter().map(|(_, subject)| subject).collect();
    assert_eq!(subjects.len(), 3, "a promotion, the cap, one reminder: {subjects:?}");
    assert!(subjects[2].ends_with("expires in 14 days"), "{subjects:?}");
    assert_eq!(world.identity.missing.explain("ann").await.expect("told")[0].user, Some(ann.id));
}
