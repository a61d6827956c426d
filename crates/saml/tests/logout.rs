//! Signed questions, and signing out either way.

use std::sync::LazyLock;

use jiff::SignedDuration;
use keyfold_saml::authn_request::{AuthnRequest, Reauthentication};
use keyfold_saml::certificate::Certificate;
use keyfold_saml::key::ServiceProviderKey;
use keyfold_saml::logout::{Expectation, Incoming, LogoutRequest, LogoutResponse, NameId, Outcome};
use keyfold_saml::redirect::{Direction, Message};
use keyfold_saml::response::{Check, Rejection};
use keyfold_testkit::idp::forgery::Scene;
use keyfold_testkit::idp::{self, IdentityProvider, KeyKind, Logout, LogoutMessage, LogoutSignature, decode};

const SLO: &str = "https://files.example.com/saml/logout";
const IDP_SLO: &str = "https://sso.jumpcloud.example/slo?tenant=7";

static KEY: LazyLock<ServiceProviderKey> = LazyLock::new(|| {
    let made = ServiceProviderKey::generate("files.example.com", "2026-11-24T08:00:00Z".parse().unwrap()).unwrap();
    ServiceProviderKey::read(&made.pkcs8, &made.certificate_pem).unwrap()
});

fn expectation(scene: &Scene) -> Expectation {
    Expectation {
        idp_entity_id: Scene::IDP.to_owned(),
        certificates: Certificate::from_pem(scene.idp.certificate_pem()).unwrap(),
        slo_url: SLO.to_owned(),
        decryption_keys: vec![KEY.clone()],
        clock_skew: SignedDuration::from_secs(60),
    }
}

fn query(url: &str) -> &str {
    url.split_once('?').unwrap().1
}

fn by_redirect(url: &str) -> Incoming {
    Incoming::Redirect(Message::read(query(url)).unwrap())
}

fn by_post(form: &str) -> Incoming {
    Incoming::Post { direction: Direction::Request, xml: decode(form).unwrap().into_bytes(), relay_state: None }
}

fn refused(scene: &Scene, incoming: &Incoming) -> Check {
    let refused: Rejection = incoming.request(&expectation(scene), scene.now).unwrap_err();
    refused.check
}

#[test]
fn a_signed_question_is_verified_by_its_query() {
    let scene = Scene::new().unwrap();
    let request = AuthnRequest {
        id: Scene::REQUEST.to_owned(),
        issue_instant: scene.now,
        issuer: Scene::SP.to_owned(),
        destination: scene.idp.sso_url().to_owned(),
        acs_url: Scene::ACS.to_owned(),
        name_id_format: None,
        reauthentication: Reauthentication::Optional,
    };
    let url = request.redirect_url(Some("/files?x=1&y"), Some(&KEY)).unwrap();
    let pem = KEY.certificate().pem();
    let arrived = idp::AuthnRequest::from_signed_query(query(&url), &pem).unwrap();
    assert_eq!(arrived.id, Scene::REQUEST);
    assert_eq!(arrived.relay_state.as_deref(), Some("/files?x=1&y"));
    for (from, to) in
        [("RelayState=%2Ffiles", "RelayState=%2Fevil"), ("&Signature=", "&Sig="), ("rsa-sha256", "rsb-sha256")]
    {
        assert!(idp::AuthnRequest::from_signed_query(&query(&url).replacen(from, to, 1), &pem).is_err(), "{from}");
    }
    assert!(idp::AuthnRequest::from_signed_query(query(&url), scene.idp.certificate_pem()).is_err());
}

#[test]
fn our_word_that_somebody_signed_out_arrives() {
    let request = LogoutRequest {
        id: "_bye".to_owned(),
        issue_instant: "2026-11-24T08:00:00Z".parse().unwrap(),
        issuer: Scene::SP.to_owned(),
        destination: IDP_SLO.to_owned(),
        name_id: NameId { value: "amy&co@example.com".to_owned(), ..NameId::default() },
        session_index: Some("_s1".to_owned()),
    };
    let url = request.redirect_url(&KEY).unwrap();
    assert!(url.starts_with("https://sso.jumpcloud.example/slo?tenant=7&SAMLRequest="), "{url}");
    let arrived = LogoutMessage::from_signed_query(query(&url), &KEY.certificate().pem()).unwrap();
    assert_eq!((&*arrived.kind, &*arrived.id, &*arrived.issuer), ("LogoutRequest", "_bye", Scene::SP));
    assert_eq!(arrived.name_id.as_deref(), Some("amy&co@example.com"));
    assert_eq!(arrived.session_indexes, ["_s1"]);
    assert_eq!(arrived.destination.as_deref(), Some(IDP_SLO));
}

#[test]
fn the_answer_to_it_counts_only_signed_and_for_this_request() {
    let scene = Scene::new().unwrap();
    let request = LogoutMessage {
        kind: "LogoutRequest".to_owned(),
        id: "_bye".to_owned(),
        issuer: Scene::SP.to_owned(),
        destination: None,
        name_id: None,
        session_indexes: Vec::new(),
        in_response_to: None,
        status: None,
        relay_state: None,
    };
    let success = "urn:oasis:names:tc:SAML:2.0:status:Success";
    let answer = |provider: &IdentityProvider, status: &str, signature| {
        by_redirect(&provider.logout_answer_url(&request, SLO, status, scene.now, signature).unwrap())
    };
    let expect = expectation(&scene);
    let check = |incoming: Incoming, id| incoming.response(id, &expect).map_err(|rejection| rejection.check);
    assert_eq!(check(answer(&scene.idp, success, LogoutSignature::Signed), "_bye"), Ok(()));
    assert_eq!(check(answer(&scene.idp, success, LogoutSignature::Signed), "_other"), Err(Check::InResponseTo));
    assert_eq!(check(answer(&scene.idp, success, LogoutSignature::Unsigned), "_bye"), Err(Check::Unsigned));
    assert_eq!(check(answer(&scene.attacker, success, LogoutSignature::Signed), "_bye"), Err(Check::Signature));
    let partial = "urn:oasis:names:tc:SAML:2.0:status:Responder";
    assert_eq!(check(answer(&scene.idp, partial, LogoutSignature::Signed), "_bye"), Err(Check::Status));
}

#[test]
fn their_word_that_somebody_signed_out_is_taken_by_either_binding() {
    let scene = Scene::new().unwrap();
    let mut logout = Logout::new(Scene::PERSON, SLO, scene.now);
    logout.session_indexes = vec!["_a".to_owned(), "_b".to_owned()];
    let url = scene.idp.logout_url(&logout, Some("state"), LogoutSignature::Signed).unwrap();
    let form = scene.idp.logout_form(&logout, &scene.answer, LogoutSignature::Signed).unwrap();
    for incoming in [by_redirect(&url), by_post(&form)] {
        assert_eq!(incoming.claim().unwrap().issuer.as_deref(), Some(Scene::IDP));
        let said = incoming.request(&expectation(&scene), scene.now).unwrap();
        assert_eq!((&*said.id, &*said.name_id.value), (&*logout.id, Scene::PERSON));
        assert_eq!(said.session_indexes, ["_a", "_b"]);
    }
    assert_eq!(by_redirect(&url).relay_state(), Some("state"));
    let elliptic = IdentityProvider::generate_with(Scene::IDP, "https://idp/", KeyKind::P256).unwrap();
    let mut expect = expectation(&scene);
    expect.certificates = Certificate::from_pem(elliptic.certificate_pem()).unwrap();
    let form = elliptic.logout_form(&logout, &scene.answer, LogoutSignature::Signed).unwrap();
    by_post(&form).request(&expect, scene.now).unwrap();
}

#[test]
fn a_foreign_unsigned_old_or_misdirected_one_is_refused() {
    let scene = Scene::new().unwrap();
    let logout = Logout::new(Scene::PERSON, SLO, scene.now);
    for (provider, signature, check) in [
        (&scene.idp, LogoutSignature::Unsigned, Check::Unsigned),
        (&scene.attacker, LogoutSignature::Signed, Check::Signature),
    ] {
        let url = provider.logout_url(&logout, None, signature).unwrap();
        assert_eq!(refused(&scene, &by_redirect(&url)), check);
        let form = provider.logout_form(&logout, &scene.answer, signature).unwrap();
        assert_eq!(refused(&scene, &by_post(&form)), check);
    }
    let url = scene.idp.logout_url(&logout, None, LogoutSignature::Signed).unwrap();
    let weak = url.replace("sha256", "sha1");
    assert_eq!(refused(&scene, &by_redirect(&weak)), Check::Algorithm);
    let sent = |change: fn(&mut Logout)| {
        let mut logout = logout.clone();
        change(&mut logout);
        by_redirect(&scene.idp.logout_url(&logout, None, LogoutSignature::Signed).unwrap())
    };
    assert_eq!(refused(&scene, &sent(|logout| logout.issuer = Some("https://other".to_owned()))), Check::Issuer);
    assert_eq!(
        refused(&scene, &sent(|logout| logout.destination = "https://other/slo".to_owned())),
        Check::Destination
    );
    assert_eq!(refused(&scene, &sent(|logout| logout.name_id = " ".to_owned())), Check::NameId);
    assert_eq!(refused(&scene, &sent(|logout| logout.now -= SignedDuration::from_mins(12))), Check::NotOnOrAfter);
    assert_eq!(refused(&scene, &sent(|logout| logout.now += SignedDuration::from_mins(2))), Check::NotBefore);
    let answer = LogoutResponse {
        id: "_x".to_owned(),
        issue_instant: scene.now,
        issuer: Scene::IDP.to_owned(),
        destination: SLO.to_owned(),
        in_response_to: "_bye".to_owned(),
        outcome: Outcome::SignedOut,
    };
    assert_eq!(refused(&scene, &by_redirect(&answer.redirect_url(None, &KEY).unwrap())), Check::Structure);
}

#[test]
fn a_query_that_can_be_read_in_two_ways_or_is_a_bomb_is_refused() {
    let scene = Scene::new().unwrap();
    let logout = Logout::new(Scene::PERSON, SLO, scene.now);
    let url = scene.idp.logout_url(&logout, Some("a"), LogoutSignature::Signed).unwrap();
    let twice = format!("{}&RelayState=b", query(&url));
    assert_eq!(Message::read(&twice).unwrap_err().check, Check::Structure);
    assert_eq!(Message::read("RelayState=a").unwrap_err().check, Check::Structure);
    assert_eq!(Message::read("SAMLRequest=%ff").unwrap_err().check, Check::Base64);
    let mut bomb = logout.clone();
    bomb.name_id = "x".repeat(1024 * 1024);
    let url = scene.idp.logout_url(&bomb, None, LogoutSignature::Signed).unwrap();
    assert_eq!(Message::read(query(&url)).unwrap_err().check, Check::Size);
}
