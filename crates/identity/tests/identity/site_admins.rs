//! One active local site admin always remains.

use keyfold_identity::{Admission, Error, UserEdit};
use keyfold_model::{Interface, SiteRole};

use crate::world::{PASSWORD, World, as_before, over};

fn demoted() -> UserEdit {
    UserEdit { role: Some(SiteRole::Member), ..UserEdit::default() }
}

fn disabled() -> UserEdit {
    UserEdit { admission: Some(Admission::Disabled), ..UserEdit::default() }
}

#[tokio::test]
async fn no_act_takes_the_last_one() {
    let world = World::new().await;
    let root = world.local("root", SiteRole::Admin).await;
    let (users, admin) = (&world.identity.users, world.admin());
    assert!(matches!(users.update(&admin, root.id, demoted()).await, Err(Error::LastAdmin)));
    assert!(matches!(users.update(&admin, root.id, disabled()).await, Err(Error::LastAdmin)));
    assert!(matches!(users.delete(&admin, root.id).await, Err(Error::LastAdmin)));
    assert!(world.user(root.id).await.is_alive());
    world.identity.authenticator.password("root", PASSWORD.into(), over(Interface::Web)).await.expect("a session");
}

#[tokio::test]
async fn a_directory_admin_or_a_disabled_one_does_not_count() {
    let world = World::new().await;
    let root = world.local("root", SiteRole::Admin).await;
    let (users, admin) = (&world.identity.users, world.admin());
    let (_, client) = world.directory("corp").await;
    let ann = world.provisioned(&client, "ann").await;
    let promote = UserEdit { role: Some(SiteRole::Admin), ..UserEdit::default() };
    users.update(&admin, ann.id, promote).await.expect("promoted");
    let second = world.local("second", SiteRole::Admin).await;
    users.update(&admin, second.id, disabled()).await.expect("disabled");
    assert!(matches!(users.delete(&admin, root.id).await, Err(Error::LastAdmin)));
}

#[tokio::test]
async fn the_directory_switches_off_its_own_admin_in_any_case() {
    let world = World::new().await;
    let (_, client) = world.directory("corp").await;
    let ann = world.provisioned(&client, "ann").await;
    let promote = UserEdit { role: Some(SiteRole::Admin), ..UserEdit::default() };
    world.identity.users.update(&world.admin(), ann.id, promote).await.expect("promoted");
    let off = |now: &keyfold_identity::User| Ok::<_, Error>(as_before(now, |said| said.active = false));
    world.identity.directory.update_user(&client, ann.scim_id, off).await.expect("switched off");
    assert!(!world.user(ann.id).await.is_alive());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_that_go_at_the_same_time_do_not_rely_on_each_other() {
    let world = World::new().await;
    let (one, two) = (world.local("one", SiteRole::Admin).await, world.local("two", SiteRole::Admin).await);
    let (users, admin) = (&world.identity.users, world.admin());
    let (first, second) = tokio::join!(users.delete(&admin, one.id), users.delete(&admin, two.id));
    assert_eq!([first.is_ok(), second.is_ok()].iter().filter(|done| **done).count(), 1);
}

#[tokio::test]
async fn a_limited_key_of_an_admin_has_no_admin_power() {
    let world = World::new().await;
    let root = world.local("root", SiteRole::Admin).await;
    let new = keyfold_identity::NewApiKey {
        name: "files".into(),
        permission_set: keyfold_identity::PermissionSet::FilesOnly,
        path: None,
        interfaces: Vec::new(),
        expires_at: None,
    };
    let custody = world.admin().custody_of(root.id);
    let key = world.identity.api_keys.create(&custody, new).await.expect("a key");
    let session =
        world.identity.authenticator.api_key(None, &key.secret, over(Interface::RestApi)).await.expect("a session");
    assert!(matches!(session.site_admin(), Err(Error::NotAllowed(_))));
    assert!(matches!(session.custody(), Err(Error::NotAllowed(_))));
}
