//! Browsers.

use keyfold_identity::{Admission, Denial, UserEdit};
use keyfold_model::{Interface, Secret, SiteRole};

use crate::world::{World, over};

#[tokio::test]
async fn a_cookie_is_one_session_for_all_requests_and_after_a_restart() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    let authenticator = &world.identity.authenticator;
    let (sign_in, cookie) = world.browser("ann").await;
    let again = authenticator.web_cookie(&cookie, over(Interface::Web)).await.expect("signed in");
    assert_eq!(again.session.id(), sign_in.session.id());
    assert!(again.csrf_matches(sign_in.csrf_token()) && !again.csrf_matches(""));
    assert_eq!(world.identity.sign_ins.of(ann.id).len(), 1);
    let restarted = world.restarted().await;
    let elsewhere = restarted.authenticator.web_cookie(&cookie, over(Interface::Web)).await.expect("signed in");
    assert_eq!(elsewhere.session.id(), sign_in.session.id());
}

#[tokio::test]
async fn a_cookie_ends_when_idle_and_after_a_day() {
    let world = World::new().await;
    world.local("ann", SiteRole::Member).await;
    let authenticator = &world.identity.authenticator;
    let (_, cookie) = world.browser("ann").await;
    for _ in 0..13 {
        world.pass(6600);
        authenticator.web_cookie(&cookie, over(Interface::Web)).await.expect("used often enough");
    }
    world.pass(6600);
    let over_a_day = authenticator.web_cookie(&cookie, over(Interface::Web)).await;
    assert!(matches!(over_a_day, Err(Denial::Expired)));
    let (_, cookie) = world.browser("ann").await;
    world.pass(7200);
    assert!(matches!(authenticator.web_cookie(&cookie, over(Interface::Web)).await, Err(Denial::Expired)));
}

#[tokio::test]
async fn an_administrator_cuts_one_session_and_its_cookie_is_dead() {
    let world = World::new().await;
    world.local("ann", SiteRole::Member).await;
    let authenticator = &world.identity.authenticator;
    let (one, first) = world.browser("ann").await;
    let (two, second) = world.browser("ann").await;
    world.identity.sign_ins.cut(&world.admin(), one.session.id()).await.expect("cut");
    assert!(!one.session.is_alive() && two.session.is_alive());
    assert!(authenticator.web_cookie(&first, over(Interface::Web)).await.is_err());
    authenticator.web_cookie(&second, over(Interface::Web)).await.expect("still in");
    world.identity.sign_ins.sign_out(&two.session).await.expect("out");
    assert!(authenticator.web_cookie(&second, over(Interface::Web)).await.is_err());
    assert_eq!(world.rows("logout").await.len(), 1);
    assert_eq!(world.rows("session_cut").await.len(), 2);
}

#[tokio::test]
async fn who_is_switched_off_and_on_again_has_no_cookie_left() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    let authenticator = &world.identity.authenticator;
    let (_, cookie) = world.browser("ann").await;
    for admission in [Admission::Disabled, Admission::Enabled] {
        let edit = UserEdit { admission: Some(admission), ..UserEdit::default() };
        world.identity.users.update(&world.admin(), ann.id, edit).await.expect("changed");
        assert!(authenticator.web_cookie(&cookie, over(Interface::Web)).await.is_err());
    }
}

#[tokio::test]
async fn a_made_up_cookie_is_nobody() {
    let world = World::new().await;
    for cookie in ["", "x"] {
        let refused = world.identity.authenticator.web_cookie(&Secret::from(cookie), over(Interface::Web)).await;
        assert!(matches!(refused, Err(Denial::UnknownUser)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_come_together_after_a_restart_are_one_session_that_can_be_cut() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    let (_, cookie) = world.browser("ann").await;
    let restarted = world.restarted().await;
    let all = (0..20).map(|_| restarted.authenticator.web_cookie(&cookie, over(Interface::Web)));
    let sign_ins: Vec<_> =
        futures::future::join_all(all).await.into_iter().map(|done| done.expect("signed in")).collect();
    let off = UserEdit { admission: Some(Admission::Disabled), ..UserEdit::default() };
    restarted.users.update(&world.admin(), ann.id, off).await.expect("disabled");
    assert!(sign_ins.iter().all(|sign_in| !sign_in.session.is_alive()));
}
