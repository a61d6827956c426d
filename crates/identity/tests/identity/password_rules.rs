//! What passwords have to be like, and how long they are good.

use keyfold_identity::{Denial, Error, SignInPolicy, WebRound};
use keyfold_model::{Interface, SiteRole};

use crate::world::{PASSWORD, World, over};

async fn site(world: &World, edit: impl FnOnce(&mut SignInPolicy) + Send + 'static) {
    world.identity.sign_in_policies.set_site(&world.admin(), edit).await.expect("set");
}

#[tokio::test]
async fn the_site_says_how_long_a_password_is_and_which_can_t_be_taken_again() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    site(&world, |site| (site.passwords.min_length, site.passwords.history) = (12, 2)).await;
    let users = &world.identity.users;
    let admin = world.admin();
    let set = |password: &'static str| users.set_password(&admin, ann.id, password.into());
    assert!(matches!(set("eleven chrs").await, Err(Error::Invalid { .. })));
    assert!(matches!(set(PASSWORD).await, Err(Error::Invalid { .. })), "the present one");
    set("another password").await.expect("set");
    world.pass(1);
    assert!(matches!(set(PASSWORD).await, Err(Error::Invalid { .. })), "the one before");
    set("a third password").await.expect("set");
    world.pass(1);
    set(PASSWORD).await.expect("two others were between");
    let bad = world.identity.sign_in_policies.set_site(&world.admin(), |site| site.passwords.min_length = 7).await;
    assert!(matches!(bad, Err(Error::Invalid { .. })));
}

#[tokio::test]
async fn a_password_whose_time_is_over_is_good_for_nothing_but_choosing_another_one() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    site(&world, |site| site.passwords.max_age_days = 90).await;
    let authenticator = &world.identity.authenticator;
    let sftp = |password: &'static str| authenticator.password("ann", password.into(), over(Interface::Sftp));
    world.pass(90 * 24 * 3600 - 1);
    sftp(PASSWORD).await.expect("in");
    world.pass(1);
    assert!(matches!(sftp(PASSWORD).await, Err(Denial::PasswordExpired)));
    assert_eq!(world.last_failure().await.as_deref(), Some("password_expired"));
    let web = || over(Interface::Web);
    let round = authenticator.web_password("ann", PASSWORD.into(), web()).await.expect("let on");
    let WebRound::NewPasswordWanted { ticket } = round else { panic!("no new password is wanted: {round:?}") };
    let short = authenticator.web_renew_password(&ticket, "short".into(), web()).await;
    assert!(matches!(short, Err(Denial::PasswordRefused(_))));
    let round = authenticator.web_renew_password(&ticket, "another password".into(), web()).await.expect("renewed");
    assert!(round.into_signed_in().is_some());
    let again = authenticator.web_renew_password(&ticket, "yet another password".into(), web()).await;
    assert!(matches!(again, Err(Denial::Expired)), "a ticket changes no password twice");
    sftp("another password").await.expect("in");
    world.identity.users.require_new_password(&world.admin(), ann.id).await.expect("required");
    assert!(matches!(sftp("another password").await, Err(Denial::PasswordExpired)));
}
