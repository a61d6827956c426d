//! The first administrator (S4).

use keyfold_identity::Error;
use keyfold_model::{Interface, SiteRole};

use crate::world::{PASSWORD, World, name, over};

#[tokio::test]
async fn a_fresh_site_has_nobody_and_the_link_makes_one_admin_once() {
    let world = World::new().await;
    let setup = &world.identity.setup;
    let guess = world.identity.authenticator.password("admin", "admin".into(), over(Interface::Web)).await;
    assert!(guess.is_err());
    let link = setup.open_link().await.expect("the database").expect("a link");
    assert!(setup.is_open(&link).await.expect("the database"));
    let first = setup.finish(&link, name("root"), PASSWORD.into()).await.expect("an admin");
    assert_eq!(first.role, SiteRole::Admin);
    assert!(!setup.is_open(&link).await.expect("the database"));
    let second = setup.finish(&link, name("eve"), PASSWORD.into()).await;
    assert!(matches!(second, Err(Error::NotFound(_))));
    assert!(setup.open_link().await.expect("the database").is_none(), "no further link is made");
    world.identity.authenticator.password("root", PASSWORD.into(), over(Interface::Web)).await.expect("a session");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_at_once_one_succeeds() {
    let world = World::new().await;
    let setup = &world.identity.setup;
    let link = setup.open_link().await.expect("the database").expect("a link");
    let all = (0..50).map(|number| {
        let link = link.clone();
        async move { setup.finish(&link, name(&format!("root{number}")), PASSWORD.into()).await.is_ok() }
    });
    let won = futures::future::join_all(all).await.into_iter().filter(|won| *won).count();
    assert_eq!(won, 1);
}

#[tokio::test]
async fn the_link_is_good_for_an_hour_and_a_new_one_closes_it() {
    let world = World::new().await;
    let setup = &world.identity.setup;
    let first = setup.open_link().await.expect("the database").expect("a link");
    let second = setup.open_link().await.expect("the database").expect("a link");
    assert!(!setup.is_open(&first).await.expect("the database"));
    assert!(setup.is_open(&second).await.expect("the database"));
    world.pass(3600);
    let late = setup.finish(&second, name("root"), PASSWORD.into()).await;
    assert!(matches!(late, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn a_weak_password_does_not_use_the_link_up() {
    let world = World::new().await;
    let setup = &world.identity.setup;
    let link = setup.open_link().await.expect("the database").expect("a link");
    assert!(matches!(setup.finish(&link, name("root"), "weak".into()).await, Err(Error::Invalid { .. })));
    setup.finish(&link, name("root"), PASSWORD.into()).await.expect("an admin");
}
