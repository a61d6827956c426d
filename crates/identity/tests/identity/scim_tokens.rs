//! Bearer tokens of SCIM clients (S16).

use std::time::Duration;

use keyfold_identity::{Denial, Error};
use keyfold_model::{Clock as _, Secret};

use crate::world::{World, ip, person};

#[tokio::test]
async fn a_rotation_has_no_gap_and_ends_on_the_chosen_day() {
    let world = World::new().await;
    let (corp, _) = world.directory("corp").await;
    let (tokens, admin) = (&world.identity.scim_tokens, world.admin());
    let old = tokens.create(&admin, corp.id, "old".into(), None).await.expect("a token");
    assert!(old.secret.expose().starts_with("kfscim_"));
    let new = tokens.create(&admin, corp.id, "new".into(), None).await.expect("a token");
    let authenticator = &world.identity.authenticator;
    for issued in [&old, &new] {
        authenticator.scim_token(&issued.secret, ip()).await.expect("let in");
    }
    let at = world.clock.now().after(Duration::from_secs(3600));
    tokens.set_expiry(&admin, old.token.id, at).await.expect("moved");
    world.pass(3600);
    assert!(matches!(authenticator.scim_token(&old.secret, ip()).await, Err(Denial::Expired)));
    authenticator.scim_token(&new.secret, ip()).await.expect("let in");
    let listed = tokens.of_connection(corp.id).await.expect("the database");
    let new = listed.iter().find(|token| token.id == new.token.id).expect("the token");
    assert_eq!((new.last_used_at, new.last_used_ip.as_deref()), (Some(world.clock.now()), Some("127.0.0.1")));
}

#[tokio::test]
async fn a_revoked_token_stops_the_client_that_came_in_before() {
    let world = World::new().await;
    let (corp, _) = world.directory("corp").await;
    let (tokens, admin) = (&world.identity.scim_tokens, world.admin());
    let issued = tokens.create(&admin, corp.id, "one".into(), None).await.expect("a token");
    let client = world.identity.authenticator.scim_token(&issued.secret, ip()).await.expect("let in");
    tokens.revoke(&admin, issued.token.id).await.expect("revoked");
    let refused = world.identity.authenticator.scim_token(&issued.secret, ip()).await;
    assert!(matches!(refused, Err(Denial::KeyMismatch)));
    let late = world.identity.directory.create_user(&client, person("ann")).await;
    assert!(matches!(late, Err(Error::Ended)), "a request that was on its way loses");
}

#[tokio::test]
async fn a_token_of_a_switched_off_connection_lets_nobody_in() {
    let world = World::new().await;
    let (corp, client) = world.directory("corp").await;
    let issued = world.identity.scim_tokens.create(&world.admin(), corp.id, "one".into(), None).await.expect("a token");
    let off = |settings: &mut keyfold_identity::ConnectionSettings| settings.scim_enabled = false;
    world.identity.connections.update(&world.admin(), corp.id, off).await.expect("off");
    let refused = world.identity.authenticator.scim_token(&issued.secret, ip()).await;
    assert!(matches!(refused, Err(Denial::ConnectionDisabled)));
    assert!(matches!(world.identity.directory.create_user(&client, person("ann")).await, Err(Error::Ended)));
}

#[tokio::test]
async fn a_made_up_token_is_refused() {
    let world = World::new().await;
    for token in ["", "kfscim_", "kfscim_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        let refused = world.identity.authenticator.scim_token(&Secret::from(token), ip()).await;
        assert!(matches!(refused, Err(Denial::KeyMismatch)));
    }
}
