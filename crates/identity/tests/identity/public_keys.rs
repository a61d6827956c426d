//! SSH keys (S5).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use keyfold_identity::{Conflict, Denial, Error, NewPublicKey, ProvenKey, PublicKey, User};
use keyfold_model::{Interface, SiteRole};

use crate::world::{World, over};

/// Made by OpenSSH's `ssh-keygen`, as the files stood.
pub const ED25519: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIWOE0PuK3mCp9vbnUBHT+LHjJ2kFzCRgPDC/Tr5HhfT ann@laptop";
const OTHER: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMIHKjaq+y8NaVk1ESvztyjjKkHTGBoL0ajpY9tsDXql other";

fn blob(line: &str) -> Vec<u8> {
    STANDARD.decode(line.split(' ').nth(1).expect("a key")).expect("base64")
}

async fn add(world: &World, owner: &User, line: &str) -> PublicKey {
    let new = NewPublicKey { title: String::new(), openssh: line.to_owned(), expires_at: None, addresses: None };
    world.identity.public_keys.create(&world.admin().custody_of(owner.id), new).await.expect("a key")
}

#[tokio::test]
async fn an_offered_key_is_no_proof_and_the_proven_one_decides() {
    let world = World::new().await;
    let (ann, bob) = (world.local("ann", SiteRole::Member).await, world.local("bob", SiteRole::Member).await);
    let anns = add(&world, &ann, ED25519).await;
    assert_eq!(anns.title, "ann@laptop");
    add(&world, &bob, OTHER).await;
    let authenticator = &world.identity.authenticator;
    let offered = authenticator.public_key_offered("bob", &blob(OTHER)).await.expect("worth a signature");
    assert_ne!(offered.key, anns.id);
    assert!(world.identity.sign_ins.all().is_empty(), "no session comes of an offer");
    // Offering Bob's key and proving Ann's is Ann's session, or nobody's.
    let proven = ProvenKey::after_signature(&blob(ED25519));
    let as_bob = authenticator.public_key_proven("bob", &proven, over(Interface::Sftp)).await;
    assert!(matches!(as_bob, Err(Denial::KeyMismatch)));
    let as_ann = authenticator.public_key_proven("ann", &proven, over(Interface::Sftp)).await.expect("let in");
    assert_eq!(as_ann.into_session().map(|session| session.user()), Some(ann.id));
}

#[tokio::test]
async fn damaged_empty_and_path_like_blobs_fail() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    add(&world, &ann, ED25519).await;
    let good = blob(ED25519);
    let mut longer = good.clone();
    longer.push(0);
    let bad: [&[u8]; 8] = [
        b"",
        b"/etc/passwd",
        b"../../authorized_keys",
        &good[..good.len() - 1],
        &longer,
        &[0xff; 64],
        b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x00",
        &[0; 4],
    ];
    for blob in bad {
        let proven = ProvenKey::after_signature(blob);
        let refused = world.identity.authenticator.public_key_proven("ann", &proven, over(Interface::Sftp)).await;
        assert!(matches!(refused, Err(Denial::KeyMismatch)), "{blob:?}");
        assert!(world.identity.authenticator.public_key_offered("ann", blob).await.is_err());
    }
}

#[tokio::test]
async fn a_revoked_key_ends_what_it_began() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    let key = add(&world, &ann, ED25519).await;
    let proven = ProvenKey::after_signature(&blob(ED25519));
    let authenticator = &world.identity.authenticator;
    let round = authenticator.public_key_proven("ann", &proven, over(Interface::Sftp)).await.expect("let in");
    let session = round.into_session().expect("no second factor is wanted");
    world.identity.public_keys.revoke(&world.admin().custody_of(ann.id), key.id).await.expect("revoked");
    assert!(!session.is_alive());
    assert!(authenticator.public_key_proven("ann", &proven, over(Interface::Sftp)).await.is_err());
    assert_eq!(world.last_failure().await.as_deref(), Some("key_mismatch"));
}

#[tokio::test]
async fn a_key_is_there_once_for_each_person() {
    let world = World::new().await;
    let (ann, bob) = (world.local("ann", SiteRole::Member).await, world.local("bob", SiteRole::Member).await);
    add(&world, &ann, ED25519).await;
    let new = NewPublicKey { title: "again".into(), openssh: ED25519.into(), expires_at: None, addresses: None };
    let again = world.identity.public_keys.create(&world.admin().custody_of(ann.id), new).await;
    assert!(matches!(again, Err(Error::Conflict(Conflict::PublicKey))));
    add(&world, &bob, ED25519).await;
}
