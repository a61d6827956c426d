//! Signing in with a password.

use keyfold_identity::{Denial, Error};
use keyfold_model::{Interface, Secret, SiteRole};

use crate::world::{PASSWORD, World, over};

#[tokio::test]
async fn the_right_password_lets_in_whatever_the_case_of_the_name() {
    let world = World::new().await;
    let ann = world.local("Ann", SiteRole::Member).await;
    let session =
        world.identity.authenticator.password("aNN", PASSWORD.into(), over(Interface::Sftp)).await.expect("a session");
    assert_eq!(session.user(), ann.id);
    assert!(world.user(ann.id).await.first_signed_in_at.is_some());
    let logins = world.rows("login").await;
    assert_eq!(logins.len(), 1);
    assert_eq!(logins[0].session_id, Some(session.id().to_string()));
    assert_eq!(logins[0].interface, "sftp");
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_differ_only_in_the_record() {
    let world = World::new().await;
    world.local("ann", SiteRole::Member).await;
    let authenticator = &world.identity.authenticator;
    let wrong =
        authenticator.password("ann", "wrong password".into(), over(Interface::Sftp)).await.expect_err("refused");
    assert_eq!(world.last_failure().await.as_deref(), Some("password_mismatch"));
    let unknown = authenticator.password("bob", PASSWORD.into(), over(Interface::Sftp)).await.expect_err("refused");
    assert_eq!(world.last_failure().await.as_deref(), Some("username_not_found"));
    assert_eq!(wrong.to_string(), unknown.to_string());
    assert!(world.identity.sign_ins.all().is_empty());
    assert!(!format!("{:?}", world.record().await).contains("wrong password"), "no password is on record");
}

#[tokio::test]
async fn a_person_of_a_directory_has_no_password_and_gets_none() {
    let world = World::new().await;
    let (_, client) = world.directory("corp").await;
    let ann = world.provisioned(&client, "ann").await;
    let set = world.identity.users.set_password(&world.admin(), ann.id, PASSWORD.into()).await;
    assert!(matches!(set, Err(Error::OwnedByDirectory(_))));
    let denied = world.identity.authenticator.password("ann", "".into(), over(Interface::Sftp)).await;
    assert!(matches!(denied, Err(Denial::PasswordMismatch)));
}

#[tokio::test]
async fn a_new_password_ends_every_session_and_the_old_one_is_good_no_longer() {
    let world = World::new().await;
    world.local("ann", SiteRole::Member).await;
    let authenticator = &world.identity.authenticator;
    let session = authenticator.password("ann", PASSWORD.into(), over(Interface::Sftp)).await.expect("a session");
    let users = &world.identity.users;
    let wrong = users.change_password(&session, "not the password".into(), "another password".into()).await;
    assert!(matches!(wrong, Err(Error::Invalid { .. })));
    assert!(session.is_alive());
    users.change_password(&session, PASSWORD.into(), "another password".into()).await.expect("changed");
    assert!(!session.is_alive());
    assert_eq!(world.rows("session_cut").await.len(), 1);
    assert!(authenticator.password("ann", PASSWORD.into(), over(Interface::Sftp)).await.is_err());
    authenticator.password("ann", "another password".into(), over(Interface::Sftp)).await.expect("a session");
}

#[tokio::test]
async fn a_short_password_is_refused() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    let set = world.identity.users.set_password(&world.admin(), ann.id, Secret::from("short")).await;
    assert!(matches!(set, Err(Error::Invalid { .. })));
}

#[tokio::test]
async fn a_session_of_a_deleted_person_is_cut_and_the_name_is_free() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    let session =
        world.identity.authenticator.password("ann", PASSWORD.into(), over(Interface::Ftp)).await.expect("a session");
    world.identity.users.delete(&world.admin(), ann.id).await.expect("deleted");
    assert!(!session.is_alive());
    assert!(world.identity.users.find(ann.id).await.expect("the database").is_none());
    assert_ne!(world.local("ANN", SiteRole::Member).await.id, ann.id);
}
