//! Reminders that a token expires, read from a mail server that keeps them.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use keyfold_identity::Identity;
use keyfold_mail::{Encryption, Mailer, Sender, Smtp};
use keyfold_model::{Clock, ConnectionId, ManualClock, Timestamp};
use keyfold_testkit::smtp_sink::SmtpSink;

use crate::world::{World, ip};

const DAY: u64 = 24 * 3600;

fn mailer(world: &World, db: keyfold_db::Db, sink: &SmtpSink) -> Mailer {
    let smtp = Smtp {
        host: "127.0.0.1".into(),
        port: sink.address().port(),
        encryption: Encryption::None,
        login: None,
        authority: None,
        from: "keyfold@corp.example".into(),
    };
    let clock: Arc<dyn Clock> = Arc::<ManualClock>::clone(&world.clock);
    Mailer::new(db, clock, Some(Sender { smtp, site: "https://files.corp.example".into() }))
}

/// How many mails came on which day, from this day on.
async fn live(world: &World, days: std::ops::RangeInclusive<u64>, restart_every: u64) -> BTreeMap<u64, usize> {
    let sink = SmtpSink::start().await.expect("a port");
    let (mut db, mut identity) = world.reopened().await;
    let mut came = BTreeMap::new();
    for day in days {
        if day % restart_every == 0 {
            db.close().await;
            (db, identity) = world.reopened().await;
        }
        let before = sink.received().len();
        // The job runs often; what was said once is not said again.
        for _ in 0..3 {
            identity.scim_tokens.remind().await.expect("the database");
            mailer(world, db.clone(), &sink).send_due().await.expect("the database");
        }
        let count = sink.received().len() - before;
        if count > 0 {
            came.insert(day, count);
        }
        world.pass(DAY);
    }
    db.close().await;
    came
}

async fn token(identity: &Identity, world: &World, connection: ConnectionId) -> keyfold_identity::IssuedScimToken {
    identity.scim_tokens.create(&world.admin(), connection, "SCIM".into(), None).await.expect("a token")
}

/// A site with two administrators who get mail, and a directory whose one token is good for a year from day 0.
async fn site() -> (World, ConnectionId, keyfold_identity::IssuedScimToken) {
    let world = World::new().await;
    world.mailed_admin("root").await;
    world.mailed_admin("second").await;
    let (corp, client) = world.directory("corp").await;
    world.identity.scim_tokens.revoke(&world.admin(), client.token()).await.expect("revoked");
    let issued = token(&world.identity, &world, corp.id).await;
    (world, corp.id, issued)
}

#[tokio::test]
async fn reminders_come_30_14_7_and_1_days_ahead_and_at_expiry_once_each_over_restarts() {
    let (world, _, _) = site().await;
    // Restarts on the very days of the reminders (335, 358, 364), and between them.
    let came = live(&world, 0..=400, 7).await;
    assert_eq!(came, [(335, 2), (351, 2), (358, 2), (364, 2), (365, 2)].into());
}

#[tokio::test]
async fn they_end_when_the_directory_uses_a_newer_token_and_not_before() {
    let (world, corp, _) = site().await;
    assert_eq!(live(&world, 0..=339, 100).await, [(335, 2)].into());
    let newer = token(&world.identity, &world, corp).await;
    assert_eq!(live(&world, 340..=352, 100).await, [(351, 2)].into(), "a token that nobody uses changes nothing");
    world.identity.authenticator.scim_token(&newer.secret, ip()).await.expect("used");
    assert_eq!(live(&world, 353..=400, 100).await, BTreeMap::new());
}

#[tokio::test]
async fn a_revoked_token_and_one_whose_directory_is_off_are_silent() {
    let (world, corp, issued) = site().await;
    let second = token(&world.identity, &world, corp).await;
    world.identity.scim_tokens.revoke(&world.admin(), issued.token.id).await.expect("revoked");
    assert_eq!(live(&world, 0..=335, 100).await, [(335, 2)].into(), "the second token's alone");
    let off = |settings: &mut keyfold_identity::ConnectionSettings| settings.scim_enabled = false;
    world.identity.connections.update(&world.admin(), corp, off).await.expect("off");
    assert_eq!(live(&world, 336..=400, 100).await, BTreeMap::new());
    assert!(second.token.revoked_at.is_none());
}

#[tokio::test]
async fn a_moved_expiry_moves_what_is_to_come_and_repeats_nothing_that_is_late() {
    let (world, _, issued) = site().await;
    assert_eq!(live(&world, 0..=339, 100).await, [(335, 2)].into());
    let in_five_days = world.clock.now().after(Duration::from_secs(5 * DAY));
    world.identity.scim_tokens.set_expiry(&world.admin(), issued.token.id, in_five_days).await.expect("moved");
    assert_eq!(live(&world, 340..=400, 100).await, [(344, 2), (345, 2)].into());
}

#[tokio::test]
async fn after_a_long_outage_only_the_latest_reminder_comes() {
    let (world, _, _) = site().await;
    assert_eq!(live(&world, 0..=330, 100).await, BTreeMap::new());
    world.pass(29 * DAY);
    assert_eq!(live(&world, 360..=366, 100).await, [(360, 2), (364, 2), (365, 2)].into());
}

#[tokio::test]
async fn the_letter_names_the_token_and_the_day() {
    let (world, corp, issued) = site().await;
    let sink = SmtpSink::start().await.expect("a port");
    world.pass(351 * DAY);
    world.identity.scim_tokens.remind().await.expect("the database");
    mailer(&world, world.db.clone(), &sink).send_due().await.expect("sent");
    // Long lines are broken on the way (RFC 2045, section 6.7).
    let message = sink.received()[0].message.replace("=\r\n", "");
    assert!(message.contains(&issued.token.hint), "{message}");
    assert!(message.contains("expires in 14 days"), "{message}");
    assert!(message.contains(&format!("https://files.corp.example/admin/directory/{corp}")), "{message}");
    let expiry = Timestamp::from_seconds(1_795_507_200 + 365 * 24 * 3600).to_string();
    assert!(message.contains(&expiry[..10]), "{message}");
    assert!(!message.contains(issued.secret.expose()), "never the token itself");
}
