//! Switching people off: at once, on record, and however close a sign-in comes.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use keyfold_identity::{Admission, Denial, NewApiKey, PermissionSet, Session, User, UserEdit};
use keyfold_model::{Interface, Secret, SiteRole};

use crate::world::{PASSWORD, World, as_before, over};

/// A person of a directory with an API key, who signs in with it.
async fn person_with_key(world: &World) -> (keyfold_identity::DirectoryClient, User, Secret<String>) {
    let (_, client) = world.directory("corp").await;
    let ann = world.provisioned(&client, "ann").await;
    let key = NewApiKey {
        name: "laptop".into(),
        permission_set: PermissionSet::Full,
        path: None,
        interfaces: Vec::new(),
        expires_at: None,
    };
    let custody = world.admin().custody_of(ann.id);
    let issued = world.identity.api_keys.create(&custody, key).await.expect("a key");
    (client, ann, issued.secret)
}

async fn sign_in(world: &World, key: &Secret<String>) -> Result<Session, Denial> {
    world.identity.authenticator.api_key(None, key, over(Interface::Sftp)).await
}

async fn set_active(world: &World, client: &keyfold_identity::DirectoryClient, user: &User, active: bool) {
    let change = move |now: &User| Ok::<_, keyfold_identity::Error>(as_before(now, |said| said.active = active));
    world.identity.directory.update_user(client, user.scim_id, change).await.expect("changed");
}

#[tokio::test]
async fn the_directory_switches_off_and_everything_open_is_cut_before_it_hears() {
    let world = World::new().await;
    let (client, ann, key) = person_with_key(&world).await;
    let sessions = [sign_in(&world, &key).await.expect("a session"), sign_in(&world, &key).await.expect("a session")];
    let reset = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&reset);
    let _closer = sessions[0].close_with(Box::new(move || flag.store(true, Ordering::SeqCst)));
    set_active(&world, &client, &ann, false).await;
    assert!(sessions.iter().all(|session| !session.is_alive()));
    assert!(reset.load(Ordering::SeqCst), "its socket was reset");
    assert!(sessions[0].gate().pass().is_none(), "no payload follows");
    let record = world.record().await;
    let at = |action: &str| record.iter().position(|row| row.action == action).expect("a row");
    assert!(at("user_disable") < at("session_cut"));
    assert_eq!(record.iter().filter(|row| row.action == "session_cut").count(), 2);
    let off = record.iter().find(|row| row.action == "session_cut").expect("a row");
    assert_eq!((off.actor_type.as_str(), off.interface.as_str()), ("connection", "sftp"));
    assert!(matches!(sign_in(&world, &key).await, Err(Denial::Disabled)));
    assert_eq!(world.last_failure().await.as_deref(), Some("disabled"));
}

#[tokio::test]
async fn switched_on_again_the_keys_work_and_no_session_comes_back() {
    let world = World::new().await;
    let (client, ann, key) = person_with_key(&world).await;
    let before = sign_in(&world, &key).await.expect("a session");
    set_active(&world, &client, &ann, false).await;
    set_active(&world, &client, &ann, true).await;
    assert!(!before.is_alive());
    assert!(world.identity.sign_ins.of(ann.id).is_empty());
    sign_in(&world, &key).await.expect("the key is as it was");
}

#[tokio::test]
async fn who_was_disabled_here_stays_so_whatever_the_directory_sends() {
    let world = World::new().await;
    let (client, ann, key) = person_with_key(&world).await;
    let edit = UserEdit { admission: Some(Admission::Disabled), ..UserEdit::default() };
    world.identity.users.update(&world.admin(), ann.id, edit).await.expect("disabled");
    set_active(&world, &client, &ann, false).await;
    set_active(&world, &client, &ann, true).await;
    assert!(!world.user(ann.id).await.is_alive());
    assert!(matches!(sign_in(&world, &key).await, Err(Denial::Disabled)));
}

#[tokio::test]
async fn the_revocation_feed_is_ordered_and_carries_the_epoch() {
    let world = World::new().await;
    let (client, ann, _) = person_with_key(&world).await;
    for active in [false, true, false] {
        set_active(&world, &client, &ann, active).await;
    }
    let connection = &mut *world.db.read().await.expect("a connection");
    let feed = keyfold_db::revocations::after(connection, 0, 100).await.expect("the feed");
    assert_eq!(feed.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [1, 2]);
    assert!(feed[0].epoch < feed[1].epoch);
    assert_eq!(feed[1].epoch, world.user(ann.id).await.access_epoch);
}

/// Sign-ins that begin before, while and after the directory switches the person off, from many tasks at once: whichever
/// order they fall in, none is alive once the directory has its answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_sign_in_that_races_a_deactivation_always_loses() {
    let world = Arc::new(World::new().await);
    let (client, ann, key) = person_with_key(&world).await;
    for round in 0..20 {
        let racers: Vec<_> = (0..12)
            .map(|_| {
                let (world, key) = (Arc::clone(&world), key.clone());
                tokio::spawn(async move { sign_in(&world, &key).await.ok() })
            })
            .collect();
        set_active(&world, &client, &ann, false).await;
        assert!(sign_in(&world, &key).await.is_err());
        for racer in racers {
            let outlived = racer.await.expect("a task").filter(Session::is_alive);
            assert!(outlived.is_none(), "round {round}: a session outlived the deactivation");
        }
        set_active(&world, &client, &ann, true).await;
        sign_in(&world, &key).await.expect("on again");
    }
}

#[tokio::test]
async fn an_admins_own_proof_ends_with_their_session() {
    let world = World::new().await;
    world.local("root", SiteRole::Admin).await;
    let eve = world.local("eve", SiteRole::Admin).await;
    let authenticator = &world.identity.authenticator;
    let session = authenticator.password("eve", PASSWORD.into(), over(Interface::RestApi)).await.expect("a session");
    let proof = session.site_admin().expect("an admin");
    let demote = UserEdit { role: Some(SiteRole::Member), ..UserEdit::default() };
    world.identity.users.update(&world.admin(), eve.id, demote).await.expect("demoted");
    assert!(!session.is_alive());
    let late = world.identity.groups.create(&proof, "too late".into()).await;
    assert!(matches!(late, Err(keyfold_identity::Error::Ended)));
    assert!(world.rows("group_create").await.is_empty());
}
