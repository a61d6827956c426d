//! Second factors: enrolling, answering, losing.

use keyfold_identity::{
    CodeBehind, Denial, Error, FactorKind, Mandate, NewFactor, Reauthentication, RecoveryCodes, Round, Session, User,
    WebRound,
};
use keyfold_model::{Interface, Secret, SiteRole};

use crate::{
    app::App,
    world::{PASSWORD, World, over},
};

fn password() -> Reauthentication {
    Reauthentication::Password(PASSWORD.into())
}

fn code_of(app: &App, world: &World) -> Reauthentication {
    Reauthentication::Code(Secret::new(app.code(world)))
}

/// A person with an authenticator app, the app, the recovery codes, and the browser in which it was set up.
pub async fn with_app(world: &World, login: &str) -> (User, App, RecoveryCodes, Session) {
    let user = world.local(login, SiteRole::Member).await;
    let (web, _) = world.browser(login).await;
    let factors = &world.identity.factors;
    let new = NewFactor::Totp { label: "Phone".into(), site: "Files".into() };
    let begun = factors.begin(&web.session, password(), new).await.expect("begun");
    let app = App::scan(&begun.app.expect("an app's secret"));
    let confirmed = factors.confirm(&web.session, begun.id, &app.code(world)).await.expect("confirmed");
    world.pass(30);
    (user, app, confirmed.recovery_codes.expect("with the first factor"), web.session)
}

async fn pending(world: &World, login: &str) -> keyfold_identity::Pending {
    let authenticator = &world.identity.authenticator;
    match authenticator.password_round(login, PASSWORD.into(), CodeBehind::Never, over(Interface::Sftp)).await {
        Ok(Round::FactorWanted(pending)) => pending,
        other => panic!("no code is wanted: {other:?}"),
    }
}

async fn enrolled_person_signs_in(world: &World) {
    let (ann, app, codes, _) = with_app(world, "ann").await;
    let authenticator = &world.identity.authenticator;
    let round = pending(world, "ann").await;
    assert_eq!(round.methods(), [FactorKind::Totp, FactorKind::RecoveryCode]);
    let code = app.code(world);
    let session = authenticator.answer(round, &code).await.expect("in").into_session().expect("a session");
    assert_eq!(session.user(), ann.id);
    let again = authenticator.answer(pending(world, "ann").await, &code).await;
    assert!(matches!(again, Err(Denial::CodeMismatch)), "a code is good once");
    assert_eq!(world.last_failure().await.as_deref(), Some("one_time_password_incorrect"));
    let recovery = codes.iter().next().expect("a code").to_uppercase();
    authenticator.answer(pending(world, "ann").await, &recovery).await.expect("in");
    assert!(authenticator.answer(pending(world, "ann").await, &recovery).await.is_err(), "so is a recovery code");
    assert_eq!(world.identity.factors.recovery_codes_left(ann.id).await.expect("counted"), 9);
    world.pass(90);
    let glued = |code: &str| Secret::new(format!("{PASSWORD}{code}"));
    let sftp = authenticator.password("ann", glued(&app.code(world)), over(Interface::Sftp)).await;
    assert_eq!(sftp.expect("password and code glued").user(), ann.id);
    let wrong = authenticator.password("ann", glued("000000"), over(Interface::Sftp)).await.expect_err("refused");
    let unknown = authenticator.password("bob", glued("000000"), over(Interface::Sftp)).await.expect_err("refused");
    assert_eq!(wrong.to_string(), unknown.to_string());
    let missing = authenticator.password("ann", PASSWORD.into(), over(Interface::Sftp)).await.expect_err("refused");
    assert_eq!(missing.to_string(), unknown.to_string());
    assert_eq!(world.last_failure().await.as_deref(), Some("one_time_password_missing"));
}

#[tokio::test]
async fn a_code_is_good_once_and_looks_like_a_wrong_password_otherwise() {
    enrolled_person_signs_in(&World::new().await).await;
}

#[tokio::test]
async fn the_same_on_postgres() {
    enrolled_person_signs_in(&World::on_postgres().await).await;
}

/// One use of a code, in the round that one of the ways in is in.
async fn use_once(node: keyfold_identity::Authenticator, way: usize, code: String) -> bool {
    let web = || over(Interface::Web);
    match way % 3 {
        0 => {
            let origin = over(Interface::Sftp);
            let round = node.password_round("ann", PASSWORD.into(), CodeBehind::Never, origin).await;
            let Ok(Round::FactorWanted(round)) = round else { panic!("a code is wanted") };
            node.answer(round, &code).await.is_ok()
        }
        1 => {
            let round = node.web_password("ann", PASSWORD.into(), web()).await;
            let Ok(WebRound::FactorWanted { ticket, .. }) = round else { panic!("a code is wanted") };
            node.web_answer(&ticket, &code, web()).await.is_ok()
        }
        _ => node.password("ann", Secret::new(format!("{PASSWORD}{code}")), over(Interface::Ftp)).await.is_ok(),
    }
}

async fn fifty_at_once(world: &World) {
    let (_, app, codes, _) = with_app(world, "ann").await;
    let second = world.restarted().await.sealed_with(world.secret.clone());
    let recovery = codes.iter().next().expect("a code").to_owned();
    for code in [app.code(world), recovery] {
        let nodes = [&world.identity, &second].map(|node| node.authenticator.clone());
        let uses = (0..50).map(|place| tokio::spawn(use_once(nodes[place % 2].clone(), place / 2, code.clone())));
        let taken = futures::future::join_all(uses).await;
        assert_eq!(taken.into_iter().filter(|taken| *taken.as_ref().expect("no panic")).count(), 1);
        world.pass(120);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_one_code_used_fifty_times_at_once_over_all_ways_in_and_two_nodes_one_is_taken() {
    let world = World::new().await;
    world.without_throttle().await;
    fifty_at_once(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_one_code_used_fifty_times_at_once_on_postgres_one_is_taken() {
    let world = World::on_postgres().await;
    world.without_throttle().await;
    fifty_at_once(&world).await;
}

#[tokio::test]
async fn a_code_by_mail_is_good_for_five_minutes_and_once() {
    let world = World::new().await;
    world.local("ann", SiteRole::Member).await;
    let (web, _) = world.browser("ann").await;
    let factors = &world.identity.factors;
    let new = || NewFactor::Email { address: "ann@corp.example".into() };
    let begun = factors.begin(&web.session, password(), new()).await.expect("begun");
    let code = world.mailed_code().await;
    assert!(matches!(factors.confirm(&web.session, begun.id, "12345").await, Err(Error::Invalid { .. })));
    factors.confirm(&web.session, begun.id, &code).await.expect("confirmed");
    let authenticator = &world.identity.authenticator;
    let round = pending(&world, "ann").await;
    authenticator.send_code(&round).await.expect("sent");
    authenticator.send_code(&round).await.expect("passed over");
    let mails = world.mails().await;
    assert_eq!(mails.len(), 2, "one when it was set up, and one in half a minute");
    assert!(!world.mail_log().await.contains(&code), "no administrator reads a code");
    world.pass(31);
    authenticator.send_code(&round).await.expect("sent");
    let code = world.mailed_code().await;
    authenticator.answer(round, &code).await.expect("in");
    assert!(authenticator.answer(pending(&world, "ann").await, &code).await.is_err());
    world.pass(31);
    let round = pending(&world, "ann").await;
    authenticator.send_code(&round).await.expect("sent");
    let late = world.mailed_code().await;
    world.pass(299);
    let young = pending(&world, "ann").await;
    world.pass(1);
    assert!(matches!(authenticator.answer(young, &late).await, Err(Denial::CodeMismatch)), "five minutes are over");
    assert!(matches!(authenticator.answer(round, "1").await, Err(Denial::Expired)), "so is the round");
}

#[tokio::test]
async fn adding_and_removing_a_factor_wants_one_that_is_there() {
    let world = World::new().await;
    let (ann, app, _, session) = with_app(&world, "ann").await;
    let factors = &world.identity.factors;
    let new = || NewFactor::Totp { label: String::new(), site: "Files".into() };
    assert!(factors.begin(&session, password(), new()).await.is_err(), "the password is not enough any more");
    let begun = factors.begin(&session, code_of(&app, &world), new()).await.expect("begun");
    let second = App::scan(&begun.app.expect("a secret"));
    let confirmed = factors.confirm(&session, begun.id, &second.code(&world)).await.expect("confirmed");
    assert!(confirmed.recovery_codes.is_none(), "those of before are still good");
    world.pass(30);
    let listed = factors.of_user(ann.id).await.expect("listed");
    assert_eq!(listed.iter().map(|factor| factor.label.as_str()).collect::<Vec<_>>(), ["Phone", "Authenticator app"]);
    factors.remove(&session, listed[0].id, code_of(&second, &world)).await.expect("removed");
    world.pass(30);
    let policies = &world.identity.sign_in_policies;
    policies.set_site(&world.admin(), |site| site.two_factor = Mandate::All).await.expect("set");
    let last = factors.remove(&session, listed[1].id, code_of(&second, &world)).await;
    assert!(matches!(last, Err(Error::Invalid { what: "second factor", .. })));
    world.pass(30);
    policies.set_site(&world.admin(), |site| site.two_factor = Mandate::Off).await.expect("set");
    factors.remove(&session, listed[1].id, code_of(&second, &world)).await.expect("removed");
    assert_eq!(factors.recovery_codes_left(ann.id).await.expect("counted"), 0);
    assert_eq!(world.rows("two_factor_create").await.len(), 2);
    assert_eq!(world.rows("two_factor_delete").await.len(), 2);
    let record = format!("{:?}", world.record().await);
    assert!(!record.contains(app.key()), "no secret is on record");
}

#[tokio::test]
async fn an_administrator_takes_factors_away_and_never_reads_them() {
    let world = World::new().await;
    let (ann, _, _, session) = with_app(&world, "ann").await;
    world.identity.factors.reset(&world.admin(), ann.id).await.expect("reset");
    assert!(!session.is_alive());
    assert!(world.identity.factors.of_user(ann.id).await.expect("listed").is_empty());
    world.identity.authenticator.password("ann", PASSWORD.into(), over(Interface::Sftp)).await.expect("in");
    assert_eq!(world.rows("two_factor_reset").await.len(), 1);
}

#[tokio::test]
async fn whom_the_site_wants_a_factor_of_enrols_in_the_browser_and_is_refused_elsewhere_until_then() {
    let world = World::new().await;
    world.local("ann", SiteRole::Member).await;
    let policies = &world.identity.sign_in_policies;
    policies.set_site(&world.admin(), |site| site.two_factor = Mandate::NotDirectoryUsers).await.expect("set");
    let authenticator = &world.identity.authenticator;
    let sftp = authenticator.password("ann", PASSWORD.into(), over(Interface::Sftp)).await;
    assert!(matches!(sftp, Err(Denial::NotEnrolled)));
    assert_eq!(world.last_failure().await.as_deref(), Some("two_factor_not_enrolled"));
    let web = || over(Interface::Web);
    let round = authenticator.web_password("ann", PASSWORD.into(), web()).await.expect("let on");
    let WebRound::EnrolmentWanted { ticket } = round else { panic!("not led to enrol: {round:?}") };
    assert!(authenticator.web_answer(&ticket, "000000", web()).await.is_err(), "there is nothing to answer with");
    let new = NewFactor::Totp { label: "Phone".into(), site: "Files".into() };
    let begun = authenticator.web_enrol(&ticket, new.clone(), web()).await.expect("begun");
    let app = App::scan(&begun.app.expect("a secret"));
    let code = app.code(&world);
    let (round, codes) = authenticator.web_confirm(&ticket, begun.id, &code, web()).await.expect("confirmed");
    let (signed_in, _) = round.into_signed_in().expect("signed in");
    assert_eq!(codes.expect("recovery codes").iter().count(), 10);
    assert!(signed_in.session.facts().second.is_some());
    let replayed = authenticator.web_enrol(&ticket, new, web()).await;
    assert!(matches!(replayed, Err(Denial::Expired)), "the ticket adds no second factor to an account that has one");
    world.pass(30);
    let glued = Secret::new(format!("{PASSWORD}{}", app.code(&world)));
    authenticator.password("ann", glued, over(Interface::Sftp)).await.expect("in");
}

#[tokio::test]
async fn a_browser_s_ticket_is_good_for_five_minutes_at_one_address_and_can_t_be_made_up() {
    let world = World::new().await;
    let (_, app, ..) = with_app(&world, "ann").await;
    let authenticator = &world.identity.authenticator;
    let web = || over(Interface::Web);
    let round = authenticator.web_password("ann", PASSWORD.into(), web()).await.expect("let on");
    let WebRound::FactorWanted { ticket, methods } = round else { panic!("no code is wanted: {round:?}") };
    assert_eq!(methods, [FactorKind::Totp, FactorKind::RecoveryCode]);
    let elsewhere = keyfold_identity::Origin { remote_ip: "203.0.113.1".parse().expect("an address"), ..web() };
    assert!(matches!(authenticator.web_answer(&ticket, &app.code(&world), elsewhere).await, Err(Denial::Expired)));
    let made_up = Secret::new(ticket.expose().replacen(|_| true, "A", 9));
    assert!(matches!(authenticator.web_answer(&made_up, &app.code(&world), web()).await, Err(Denial::Expired)));
    assert!(matches!(authenticator.web_answer(&ticket, "000000", web()).await, Err(Denial::CodeMismatch)));
    let round = authenticator.web_answer(&ticket, &app.code(&world), web()).await.expect("in");
    assert!(round.into_signed_in().is_some());
    world.pass(300);
    assert!(matches!(authenticator.web_answer(&ticket, &app.code(&world), web()).await, Err(Denial::Expired)));
}
