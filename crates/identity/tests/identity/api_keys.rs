//! API keys.

use std::time::Duration;

use keyfold_identity::{Denial, Error, IssuedApiKey, NewApiKey, PermissionSet, User};
use keyfold_model::{Clock as _, Interface, SiteRole, VPath};

use crate::world::{World, over};

fn new_key() -> NewApiKey {
    NewApiKey {
        name: "laptop".into(),
        permission_set: PermissionSet::Full,
        path: None,
        interfaces: Vec::new(),
        expires_at: None,
    }
}

async fn issue(world: &World, owner: &User, new: NewApiKey) -> IssuedApiKey {
    world.identity.api_keys.create(&world.admin().custody_of(owner.id), new).await.expect("a key")
}

#[tokio::test]
async fn a_key_lets_its_owner_in_by_its_id_its_name_or_alone() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    let issued = issue(&world, &ann, new_key()).await;
    assert!(issued.secret.expose().starts_with("kf_") && issued.key.hint.len() < 12);
    let authenticator = &world.identity.authenticator;
    let by_id = format!("@api-{}", issued.key.id);
    for user_name in [by_id.as_str(), "@api-laptop"] {
        let session = authenticator.password(user_name, issued.secret.clone(), over(Interface::Sftp)).await;
        assert_eq!(session.expect("a session").user(), ann.id);
    }
    let session = authenticator.api_key(None, &issued.secret, over(Interface::RestApi)).await.expect("a session");
    assert_eq!(session.event("read").on_behalf_of, Some(ann.id));
    for user_name in ["@api-other", "@api-1", "@laptop", "@"] {
        let refused = authenticator.password(user_name, issued.secret.clone(), over(Interface::Sftp)).await;
        assert!(matches!(refused, Err(Denial::KeyMismatch)), "{user_name}");
    }
    assert!(
        world
            .identity
            .api_keys
            .find(issued.key.id)
            .await
            .expect("the database")
            .expect("the key")
            .last_used_at
            .is_some()
    );
}

#[tokio::test]
async fn a_key_is_taken_for_the_password_of_its_owner_and_of_nobody_else() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    world.local("bob", SiteRole::Member).await;
    let issued = issue(&world, &ann, new_key()).await;
    let authenticator = &world.identity.authenticator;
    let session = authenticator.password("Ann", issued.secret.clone(), over(Interface::Sftp)).await.expect("a session");
    assert_eq!(session.event("read").on_behalf_of, Some(ann.id));
    for login in ["bob", "nobody"] {
        let refused = authenticator.password(login, issued.secret.clone(), over(Interface::Sftp)).await;
        assert!(matches!(refused, Err(Denial::KeyMismatch)), "{login}");
    }
}

#[tokio::test]
async fn the_key_is_kept_as_a_hash_and_is_nowhere_on_record() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    let issued = issue(&world, &ann, new_key()).await;
    assert!(!format!("{:?}", issued.key).contains(issued.secret.expose().as_str()));
    assert!(!format!("{:?}", world.record().await).contains(issued.secret.expose().as_str()));
}

#[tokio::test]
async fn a_revoked_key_ends_what_it_began_and_nothing_else() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    let (one, two) = (issue(&world, &ann, new_key()).await, issue(&world, &ann, new_key()).await);
    let authenticator = &world.identity.authenticator;
    let by_one = authenticator.api_key(None, &one.secret, over(Interface::RestApi)).await.expect("a session");
    let by_two = authenticator.api_key(None, &two.secret, over(Interface::RestApi)).await.expect("a session");
    world.identity.api_keys.revoke(&world.admin().custody_of(ann.id), one.key.id).await.expect("revoked");
    assert!(!by_one.is_alive() && by_two.is_alive());
    let refused = authenticator.api_key(None, &one.secret, over(Interface::RestApi)).await;
    assert!(matches!(refused, Err(Denial::KeyMismatch)));
}

#[tokio::test]
async fn an_expired_key_lets_nobody_in_and_its_sessions_end() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    let expires_at = Some(world.clock.now().after(Duration::from_secs(60)));
    let issued = issue(&world, &ann, NewApiKey { expires_at, ..new_key() }).await;
    let authenticator = &world.identity.authenticator;
    let session = authenticator.api_key(None, &issued.secret, over(Interface::Sftp)).await.expect("a session");
    world.pass(59);
    world.identity.sign_ins.sweep().await.expect("swept");
    assert!(session.is_alive());
    world.pass(1);
    world.identity.sign_ins.sweep().await.expect("swept");
    assert!(!session.is_alive());
    assert_eq!(world.rows("session_cut").await.len(), 1);
    let refused = authenticator.api_key(None, &issued.secret, over(Interface::Sftp)).await;
    assert!(matches!(refused, Err(Denial::Expired)));
    assert_eq!(world.last_failure().await.as_deref(), Some("expired_access"));
}

#[tokio::test]
async fn limits_of_a_key_hold() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    let path = VPath::parse(b"team/inbox").expect("a path");
    let limited =
        NewApiKey { path: Some(path.clone()), interfaces: vec![Interface::Sftp, Interface::Dav], ..new_key() };
    let limited = issue(&world, &ann, limited).await;
    let authenticator = &world.identity.authenticator;
    let session = authenticator.api_key(None, &limited.secret, over(Interface::Sftp)).await.expect("a session");
    assert_eq!(session.facts().top, path);
    let refused = authenticator.api_key(None, &limited.secret, over(Interface::Ftp)).await;
    assert!(matches!(refused, Err(Denial::NotOver(Interface::Ftp))));
    assert_eq!(world.last_failure().await.as_deref(), Some("no_ftp_permission"));
    let off = issue(&world, &ann, NewApiKey { permission_set: PermissionSet::None, ..new_key() }).await;
    assert!(authenticator.api_key(None, &off.secret, over(Interface::RestApi)).await.is_err());
}

#[tokio::test]
async fn a_name_that_is_a_number_is_refused() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    for name in ["7", " ", ""] {
        let new = NewApiKey { name: name.into(), ..new_key() };
        let made = world.identity.api_keys.create(&world.admin().custody_of(ann.id), new).await;
        assert!(matches!(made, Err(Error::Invalid { .. })), "{name:?}");
    }
}

#[tokio::test]
async fn requests_of_one_key_from_one_address_are_one_session() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    let issued = issue(&world, &ann, new_key()).await;
    let authenticator = &world.identity.authenticator;
    let first = authenticator.api_key(None, &issued.secret, over(Interface::RestApi)).await.expect("a session").id();
    let second = authenticator.api_key(None, &issued.secret, over(Interface::RestApi)).await.expect("a session");
    assert_eq!(first, second.id());
    assert_eq!(world.rows("login").await.len(), 1);
    drop(second);
    assert_eq!(world.identity.sign_ins.of(ann.id).len(), 1, "it is kept between requests");
    world.pass(601);
    world.identity.sign_ins.sweep().await.expect("swept");
    assert!(world.identity.sign_ins.of(ann.id).is_empty(), "and let go when they stop");
}

#[tokio::test]
async fn nobody_changes_the_keys_of_another() {
    let world = World::new().await;
    let (ann, bob) = (world.local("ann", SiteRole::Member).await, world.local("bob", SiteRole::Member).await);
    let issued = issue(&world, &ann, new_key()).await;
    let bobs = issue(&world, &bob, new_key()).await;
    let session =
        world.identity.authenticator.api_key(None, &bobs.secret, over(Interface::RestApi)).await.expect("a session");
    let custody = session.custody().expect("one's own");
    let revoked = world.identity.api_keys.revoke(&custody, issued.key.id).await;
    assert!(matches!(revoked, Err(Error::NotFound(_))));
}
