//! Guessing: what is counted, who has to wait, and who never does.

use keyfold_identity::{Denial, Limit, NewPublicKey, Origin, ProvenKey, SamlIdentity, SshKey};
use keyfold_model::{Interface, SiteRole};

use crate::world::{PASSWORD, World, over};

const LOCKOUT: Limit = Limit { failures: 3, within_seconds: 600, pause_seconds: 900 };
const OFF: Limit = Limit { failures: 0, within_seconds: 1, pause_seconds: 1 };

async fn strict(world: &World) {
    let edit = |site: &mut keyfold_identity::SignInPolicy| {
        site.lockout = LOCKOUT;
        site.throttle = OFF;
        site.address_throttle = OFF;
    };
    world.identity.sign_in_policies.set_site(&world.admin(), edit).await.expect("set");
}

async fn guess(world: &World, login: &str) -> Denial {
    let guessed = world.identity.authenticator.password(login, "a wrong password".into(), over(Interface::Sftp)).await;
    guessed.expect_err("refused")
}

async fn lockout_holds(world: &World) {
    strict(world).await;
    world.local("ann", SiteRole::Member).await;
    for name in ["ann", "nobody"] {
        for _ in 0..3 {
            guess(world, name).await;
        }
        assert!(matches!(guess(world, name).await, Denial::LockedOut), "{name}");
    }
    assert_eq!(world.last_failure().await.as_deref(), Some("locked_out"));
    let right = || async {
        let restarted = world.restarted().await;
        restarted.authenticator.password("ann", PASSWORD.into(), over(Interface::Ftp)).await
    };
    assert!(matches!(right().await, Err(Denial::LockedOut)), "on every protocol and node, and after a restart");
    world.pass(899);
    guess(world, "ann").await;
    assert!(matches!(right().await, Err(Denial::LockedOut)));
    world.pass(1);
    right().await.expect("what was tried during the lockout has not made it longer");
}

#[tokio::test]
async fn a_lockout_holds_for_known_and_unknown_names_alike_and_never_extends_itself() {
    lockout_holds(&World::new().await).await;
}

#[tokio::test]
async fn the_same_on_postgres() {
    lockout_holds(&World::on_postgres().await).await;
}

#[tokio::test]
async fn guesses_that_come_together_are_counted_one_after_the_other() {
    let world = World::new().await;
    strict(&world).await;
    world.local("ann", SiteRole::Member).await;
    let guesses = futures::future::join_all((0..20).map(|_| guess(&world, "ann"))).await;
    let checked = guesses.iter().filter(|denial| matches!(denial, Denial::PasswordMismatch)).count();
    assert_eq!(checked, 3);
}

#[tokio::test]
async fn failures_are_forgotten_after_a_while_and_by_a_sign_in_and_by_an_administrator() {
    let world = World::new().await;
    strict(&world).await;
    let ann = world.local("ann", SiteRole::Member).await;
    let authenticator = &world.identity.authenticator;
    let right = || authenticator.password("ann", PASSWORD.into(), over(Interface::Sftp));
    for _ in 0..3 {
        guess(&world, "ann").await;
        guess(&world, "ann").await;
        right().await.expect("in");
    }
    for _ in 0..3 {
        guess(&world, "ann").await;
        guess(&world, "ann").await;
        world.pass(600);
    }
    for _ in 0..3 {
        guess(&world, "ann").await;
    }
    assert!(right().await.is_err());
    world.identity.factors.unlock(&world.admin(), ann.id).await.expect("unlocked");
    right().await.expect("in");
    assert_eq!(world.rows("lockout_clear").await.len(), 1);
}

#[tokio::test]
async fn an_address_that_guesses_waits_and_others_don_t() {
    let world = World::new().await;
    strict(&world).await;
    let edit = |site: &mut keyfold_identity::SignInPolicy| {
        site.lockout = OFF;
        site.address_throttle = LOCKOUT;
    };
    world.identity.sign_in_policies.set_site(&world.admin(), edit).await.expect("set");
    world.local("ann", SiteRole::Member).await;
    for name in ["a", "b", "c"] {
        guess(&world, name).await;
    }
    let from = |address: &str| Origin { remote_ip: address.parse().expect("an address"), ..over(Interface::Sftp) };
    let authenticator = &world.identity.authenticator;
    let here = authenticator.password("ann", PASSWORD.into(), from("::ffff:127.0.0.1")).await;
    assert!(matches!(here, Err(Denial::Throttled)));
    authenticator.password("ann", PASSWORD.into(), from("203.0.113.7")).await.expect("in");
}

#[tokio::test]
async fn who_guesses_passwords_locks_out_neither_a_directory_nor_a_key() {
    let world = World::new().await;
    strict(&world).await;
    let (corp, client) = world.directory("corp").await;
    let ann = world.provisioned(&client, "ann").await;
    let custody = world.admin().custody_of(ann.id);
    let new = NewPublicKey {
        title: String::new(),
        openssh: crate::public_keys::ED25519.into(),
        expires_at: None,
        addresses: None,
    };
    world.identity.public_keys.create(&custody, new).await.expect("a key");
    for _ in 0..4 {
        guess(&world, "ann").await;
    }
    assert!(matches!(guess(&world, "ann").await, Denial::LockedOut));
    let says = SamlIdentity { name_id: "ann".into(), ..SamlIdentity::default() };
    let authenticator = &world.identity.authenticator;
    let round = authenticator.saml(corp.id, says, over(Interface::Web)).await.expect("let in");
    assert!(round.into_signed_in().is_some());
    let key = SshKey::from_openssh(crate::public_keys::ED25519).expect("a key");
    let blob = data_encoding::BASE64.decode(key.to_base64().as_bytes()).expect("base64");
    let proven = ProvenKey::after_signature(&blob);
    let round = authenticator.public_key_proven("ann", &proven, over(Interface::Sftp)).await.expect("let in");
    assert!(round.into_session().is_some());
}
