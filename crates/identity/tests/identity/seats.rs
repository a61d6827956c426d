//! Seats: who counts, since when and until when.

use keyfold_identity::{
    Admission, Denial, Error, NewApiKey, PermissionSet, SamlIdentity, SeatTally, Session, User, UserEdit,
};
use keyfold_model::{Interface, Secret, SiteRole, UserId};

use crate::world::{PASSWORD, World, as_before, over};

const DAY: u64 = 24 * 3600;

async fn tally(world: &World) -> SeatTally {
    world.identity.seats.tally().await.expect("the database")
}

async fn sign_in(world: &World, login: &str) -> Result<Session, Denial> {
    world.identity.authenticator.password(login, Secret::from(PASSWORD), over(Interface::Sftp)).await
}

async fn switch(world: &World, user: &User, admission: Admission) {
    let edit = UserEdit { admission: Some(admission), ..UserEdit::default() };
    world.identity.users.update(&world.admin(), user.id, edit).await.expect("changed");
}

#[tokio::test]
async fn a_seat_counts_from_the_first_sign_in_on_any_protocol() {
    let world = World::new().await;
    let (corp, client) = world.directory("corp").await;
    for login in ["ann", "bob", "eve"] {
        world.provisioned(&client, login).await;
    }
    let machine = world.local("machine", SiteRole::Member).await;
    world.local("never", SiteRole::Member).await;
    assert_eq!(tally(&world).await.now, 0, "who never signed in costs nothing");
    sign_in(&world, "never").await.expect("signed in");
    let says = SamlIdentity { name_id: "ann".into(), ..SamlIdentity::default() };
    world.identity.authenticator.saml(corp.id, says, over(Interface::Web)).await.expect("signed in");
    let new = NewApiKey {
        name: "robot".into(),
        permission_set: PermissionSet::Full,
        path: None,
        interfaces: Vec::new(),
        expires_at: None,
    };
    let custody = world.admin().custody_of(machine.id);
    let key = world.identity.api_keys.create(&custody, new).await.expect("a key");
    world.identity.authenticator.api_key(None, &key.secret, over(Interface::RestApi)).await.expect("signed in");
    assert_eq!(tally(&world).await.now, 3, "an API key counts, too");
    sign_in(&world, "never").await.expect("signed in");
    assert_eq!(tally(&world).await.now, 3, "once");
    assert!(matches!(sign_in(&world, "eve").await, Err(Denial::PasswordMismatch)));
    assert_eq!(tally(&world).await.now, 3, "a refused sign-in takes none");
}

#[tokio::test]
async fn a_first_disabling_frees_the_seat_at_once_and_a_second_after_90_days() {
    let world = World::new().await;
    let ann = world.local("ann", SiteRole::Member).await;
    sign_in(&world, "ann").await.expect("signed in");
    switch(&world, &ann, Admission::Disabled).await;
    assert_eq!(tally(&world).await.now, 0);
    switch(&world, &ann, Admission::Enabled).await;
    assert_eq!(tally(&world).await.now, 1, "she is back");
    switch(&world, &ann, Admission::Disabled).await;
    assert_eq!(tally(&world).await.now, 1);
    let people = world.identity.seats.people(UserId(0), 10).await.expect("the database");
    assert!(people[0].seat.freed_at.is_some() && !people[0].alive, "held");
    world.pass(90 * DAY - 1);
    assert_eq!(tally(&world).await.now, 1);
    world.pass(1);
    assert_eq!(tally(&world).await.now, 0);
    assert!(world.identity.seats.people(UserId(0), 10).await.expect("the database").is_empty());
}

#[tokio::test]
async fn a_directory_s_deactivation_deletion_and_revival_count_alike() {
    let world = World::new().await;
    let (corp, client) = world.directory("corp").await;
    let ann = world.provisioned(&client, "ann").await;
    let says = || SamlIdentity { name_id: "ann".into(), ..SamlIdentity::default() };
    let enter = || world.identity.authenticator.saml(corp.id, says(), over(Interface::Web));
    enter().await.expect("signed in");
    let set = |active| move |now: &User| Ok::<_, Error>(as_before(now, |said| said.active = active));
    world.identity.directory.update_user(&client, ann.scim_id, set(false)).await.expect("off");
    assert_eq!(tally(&world).await.now, 0);
    world.identity.directory.update_user(&client, ann.scim_id, set(true)).await.expect("on");
    assert_eq!(tally(&world).await.now, 1);
    let admit = |_: &User| Ok::<_, Error>(());
    world.identity.directory.delete_user(&client, ann.scim_id, admit).await.expect("deleted");
    assert_eq!(tally(&world).await.now, 1, "a second one: held for 90 days");
    world.pass(90 * DAY);
    assert_eq!(tally(&world).await.now, 0);
    world.provisioned(&client, "ann").await;
    assert_eq!(tally(&world).await.now, 1, "revived, with the history");
}

#[tokio::test]
async fn the_cap_refuses_new_first_sign_ins_alone_and_mails_the_admins_once_a_day() {
    let world = World::new().await;
    let root = world.mailed_admin("root").await;
    for login in ["ann", "bob", "eve"] {
        world.local(login, SiteRole::Member).await;
    }
    sign_in(&world, "root").await.expect("signed in");
    sign_in(&world, "ann").await.expect("signed in");
    world.identity.seats.set_cap(&world.admin(), Some(2)).await.expect("set");
    for login in ["bob", "eve", "bob"] {
        assert!(matches!(sign_in(&world, login).await, Err(Denial::SeatCap)), "{login}");
    }
    assert_eq!(world.last_failure().await.as_deref(), Some("seat_cap"));
    let mails = world.mails().await;
    assert_eq!(mails, [("root@corp.example".into(), "All 2 seats are taken: bob could not sign in".into())]);
    world.identity.seats.set_cap(&world.admin(), Some(1)).await.expect("set");
    sign_in(&world, "ann").await.expect("who has a seat is never refused");
    sign_in(&world, "root").await.expect("nor the admin");
    world.pass(DAY);
    assert!(matches!(sign_in(&world, "bob").await, Err(Denial::SeatCap)));
    assert_eq!(world.mails().await.len(), 2, "once a day");
    world.identity.seats.set_cap(&world.admin(), None).await.expect("set");
    sign_in(&world, "bob").await.expect("signed in");
    assert_eq!(tally(&world).await.now, 3);
    assert!(world.identity.seats.set_cap(&world.admin(), Some(-1)).await.is_err());
    let _ = root;
}

#[tokio::test]
async fn first_sign_ins_that_come_together_never_pass_the_cap() {
    let world = World::new().await;
    world.identity.seats.set_cap(&world.admin(), Some(3)).await.expect("set");
    let mut logins = Vec::new();
    for number in 0..8 {
        let login = format!("u{number}");
        world.local(&login, SiteRole::Member).await;
        logins.push(login);
    }
    let all = futures::future::join_all(logins.iter().map(|login| sign_in(&world, login))).await;
    assert_eq!(all.iter().filter(|done| done.is_ok()).count(), 3);
    assert_eq!(tally(&world).await.now, 3);
}

#[tokio::test]
async fn the_highest_of_30_days_and_each_day_are_kept() {
    let world = World::new().await;
    let mut people = Vec::new();
    for number in 0..3 {
        people.push(world.local(&format!("u{number}"), SiteRole::Member).await);
        sign_in(&world, &format!("u{number}")).await.expect("signed in");
    }
    for user in &people[..2] {
        switch(&world, user, Admission::Disabled).await;
    }
    let today = tally(&world).await;
    assert_eq!((today.now, today.highest), (1, 3));
    world.pass(3 * DAY);
    // Nobody noted the days in between: they are filled in.
    world.identity.seats.note_days().await.expect("noted");
    let days: Vec<i64> = world.identity.seats.history(30).await.expect("days").iter().map(|day| day.highest).collect();
    assert_eq!(days, [3, 1, 1, 1]);
    world.pass(26 * DAY);
    assert_eq!(tally(&world).await.highest, 3, "29 days ago is within the last 30");
    world.pass(DAY);
    assert_eq!(tally(&world).await.highest, 1);
}
