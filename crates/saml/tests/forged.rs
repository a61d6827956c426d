//! Every forged Response is refused, by the check that it is named after.

use keyfold_saml::response::{Check, InResponseTo, verify};
use keyfold_testkit::idp::Signed;
use keyfold_testkit::idp::forgery::{self, Scene};

#[test]
fn every_forgery_is_refused_by_the_check_it_is_meant_for() {
    let scene = Scene::new().unwrap();
    let expect = scene.expectation().unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for forgery in forgery::all() {
        count += 1;
        let response = match (forgery.forge)(&scene) {
            Ok(response) => response,
            Err(cause) => {
                wrong.push(format!("{}: not forged: {cause:#}", forgery.name));
                continue;
            }
        };
        match verify(response.as_bytes(), &expect, scene.now) {
            Err(rejection) if rejection.failure_type() == forgery.refused_by => {}
            Err(rejection) => wrong.push(format!("{}: refused by {rejection}", forgery.name)),
            Ok(verified) => wrong.push(format!("{}: ACCEPTED as {verified:?}", forgery.name)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 60, "only {count} forgeries");
}

#[test]
fn forgeries_have_names_of_their_own() {
    let mut names: Vec<_> = forgery::all().map(|forgery| forgery.name).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

#[test]
fn every_check_has_a_forgery() {
    let forged: Vec<_> = forgery::all().map(|forgery| forgery.refused_by).collect();
    let names = Check::ALL.iter().map(|check| check.failure_type());
    let missing: Vec<_> = names.filter(|name| !forged.contains(name)).collect();
    // These depend on what the site has, no certificate or a key of its own: below, and in `encrypted.rs`.
    assert_eq!(missing, ["saml_certificate", "saml_decryption"]);
    assert!(forged.iter().all(|name| Check::ALL.iter().any(|check| check.failure_type() == *name)));
}

#[test]
fn answer_to_a_request_is_refused_where_none_was_asked() {
    let scene = Scene::new().unwrap();
    let mut expect = scene.expectation().unwrap();
    expect.in_response_to = InResponseTo::Unsolicited;
    let response = scene.idp.respond(&scene.answer).unwrap();
    let rejection = verify(response.as_bytes(), &expect, scene.now).unwrap_err();
    assert_eq!(rejection.failure_type(), "saml_in_response_to");
    assert_eq!(rejection.found, Scene::REQUEST);
}

#[test]
fn connection_without_a_certificate_accepts_nothing() {
    let scene = Scene::new().unwrap();
    let mut expect = scene.expectation().unwrap();
    expect.certificates.clear();
    for signed in [Signed::Response, Signed::Assertion, Signed::Nothing] {
        let response = scene.idp.respond(&scene.answer.clone().signed(signed));
        let rejection = verify(response.unwrap().as_bytes(), &expect, scene.now).unwrap_err();
        assert_eq!(rejection.failure_type(), "saml_certificate");
    }
}

#[test]
fn rejection_tells_what_was_expected_and_found() {
    let scene = Scene::new().unwrap();
    let mut answer = scene.answer.clone();
    answer.audiences = vec!["https://other.example.com".to_owned()];
    let response = scene.idp.respond(&answer).unwrap();
    let expect = scene.expectation().unwrap();
    let rejection = verify(response.as_bytes(), &expect, scene.now).unwrap_err();
    assert_eq!(rejection.expected, Scene::SP);
    assert_eq!(rejection.found, "https://other.example.com");
}
