//! Of whom a second factor is wanted: the most specific word wins.

use keyfold_identity::{
    ConnectionSettings, Denial, Error, GroupPower, Mandate, NewApiKey, PermissionSet, SamlIdentity, Session, User,
    WebRound,
};
use keyfold_model::{Interface, SiteRole};

use crate::world::{PASSWORD, World, over};

async fn site_wants(world: &World, mandate: Mandate) {
    let admin = world.admin();
    let set = world.identity.sign_in_policies.set_site(&admin, move |site| site.two_factor = mandate);
    set.await.expect("set");
}

async fn account_says(world: &World, user: &User, word: &'static str) {
    let edit = move |account: &mut keyfold_identity::AccountSettings| account.two_factor = word.into();
    world.identity.users.set_settings(&world.admin(), user.id, edit).await.expect("set");
}

async fn sftp(world: &World, login: &str) -> Result<Session, Denial> {
    world.identity.authenticator.password(login, PASSWORD.into(), over(Interface::Sftp)).await
}

#[tokio::test]
async fn a_group_s_word_comes_before_the_site_s_and_the_account_s_before_both() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    site_wants(&world, Mandate::All).await;
    assert!(matches!(sftp(&world, "ann").await, Err(Denial::NotEnrolled)));
    for (name, word) in [("lenient", "never"), ("strict", "always")] {
        let group = world.identity.groups.create(&world.admin(), name.into()).await.expect("a group");
        world.identity.memberships.add(&world.admin(), ann.id, group.id, GroupPower::Member).await.expect("added");
        let policies = &world.identity.sign_in_policies;
        policies.set_group(&world.admin(), group.id, move |group| group.two_factor = word.into()).await.expect("set");
        assert_eq!(sftp(&world, "ann").await.is_ok(), word == "never", "of several groups the strictest counts");
    }
    account_says(&world, &ann, "never").await;
    sftp(&world, "ann").await.expect("in");
    site_wants(&world, Mandate::Off).await;
    account_says(&world, &ann, "always").await;
    assert!(matches!(sftp(&world, "ann").await, Err(Denial::NotEnrolled)));
    let unknown = move |account: &mut keyfold_identity::AccountSettings| account.two_factor = "sometimes".into();
    let refused = world.identity.users.set_settings(&world.admin(), ann.id, unknown).await;
    assert!(matches!(refused, Err(Error::Invalid { what: "two_factor", .. })));
}

#[tokio::test]
async fn the_site_may_want_one_of_admins_or_of_those_whom_no_directory_sent() {
    let world = World::new().await;
    world.local("ann", SiteRole::Member).await;
    world.local("root", SiteRole::ReadOnlyAdmin).await;
    for (mandate, ann, root) in
        [(Mandate::Off, true, true), (Mandate::Admins, true, false), (Mandate::NotDirectoryUsers, false, false)]
    {
        site_wants(&world, mandate).await;
        assert_eq!((sftp(&world, "ann").await.is_ok(), sftp(&world, "root").await.is_ok()), (ann, root), "{mandate:?}");
    }
}

#[tokio::test]
async fn a_directory_s_own_factor_is_enough_unless_its_connection_says_otherwise() {
    let world = World::new().await;
    let (corp, client) = world.directory("corp").await;
    let ann = world.provisioned(&client, "ann").await;
    site_wants(&world, Mandate::All).await;
    let enter = || {
        let says = SamlIdentity { name_id: "ann".into(), ..SamlIdentity::default() };
        world.identity.authenticator.saml(corp.id, says, over(Interface::Web))
    };
    let (web, _) = enter().await.expect("let in").into_signed_in().expect("signed in");
    assert_eq!(web.session.facts().second.map(|second| second.name()), Some("directory"));
    let also = |settings: &mut ConnectionSettings| settings.rules.provision_require_2fa = true;
    world.identity.connections.update(&world.admin(), corp.id, also).await.expect("changed");
    site_wants(&world, Mandate::Off).await;
    assert!(matches!(enter().await.expect("let on"), WebRound::EnrolmentWanted { .. }));
    account_says(&world, &ann, "never").await;
    assert!(enter().await.expect("let in").into_signed_in().is_some());
}

#[tokio::test]
async fn who_has_to_have_a_factor_makes_no_api_key_without_having_shown_it() {
    let world = World::new().await;
    world.local("ann", SiteRole::Member).await;
    let (web, _) = world.browser("ann").await;
    let new = || NewApiKey {
        name: "robot".into(),
        permission_set: PermissionSet::Full,
        path: None,
        interfaces: Vec::new(),
        expires_at: None,
    };
    let custody = web.session.custody().expect("one's own");
    world.identity.api_keys.create(&custody, new()).await.expect("nobody wants a factor");
    site_wants(&world, Mandate::All).await;
    let refused = world.identity.api_keys.create(&custody, new()).await;
    assert!(matches!(refused, Err(Error::NotAllowed(_))));
    site_wants(&world, Mandate::Off).await;
    let (.., session) = crate::factors::with_app(&world, "bob").await;
    site_wants(&world, Mandate::All).await;
    let custody = session.custody().expect("one's own");
    assert!(world.identity.api_keys.create(&custody, new()).await.is_err(), "enrolling later is not showing it");
}
