//! Responses that are to be accepted, and what is read out of them.

use jiff::SignedDuration;
use keyfold_saml::attributes::{AttributeMap, profile};
use keyfold_saml::certificate::Certificate;
use keyfold_saml::response::{InResponseTo, SignedElement, Verified, peek, verify};
use keyfold_testkit::idp::forgery::Scene;
use keyfold_testkit::idp::{Answer, Hash, IdentityProvider, KeyKind, Signed, encode};

fn accepted(scene: &Scene, answer: &Answer) -> Verified {
    let response = scene.idp.respond(answer).unwrap();
    verify(response.as_bytes(), &scene.expectation().unwrap(), scene.now).unwrap()
}

#[test]
fn every_signed_element_key_and_hash_is_accepted() {
    let mut scene = Scene::new().unwrap();
    for (kind, hash) in [
        (KeyKind::Rsa2048, Hash::Sha256),
        (KeyKind::Rsa2048, Hash::Sha384),
        (KeyKind::Rsa2048, Hash::Sha512),
        (KeyKind::P256, Hash::Sha256),
        (KeyKind::P384, Hash::Sha384),
    ] {
        scene.idp = IdentityProvider::generate_with(Scene::IDP, "https://idp/", kind).unwrap();
        for signed in [Signed::Response, Signed::Assertion, Signed::Both] {
            let mut answer = scene.answer.clone().signed(signed);
            answer.hash = hash;
            let verified = accepted(&scene, &answer);
            assert_eq!(verified.name_id.value, Scene::PERSON);
            let expected = match signed {
                Signed::Assertion => SignedElement::Assertion,
                Signed::Response | Signed::Both | Signed::Nothing => SignedElement::Response,
            };
            assert_eq!(verified.signed_element, expected, "{kind:?} {hash:?}");
        }
    }
}

#[test]
fn everything_that_was_said_is_read() {
    let scene = Scene::new().unwrap();
    let mut answer = scene.answer.clone();
    answer.session_not_on_or_after = Some(scene.now + SignedDuration::from_hours(8));
    let verified = accepted(&scene, &answer);
    assert_eq!(verified.assertion_id, answer.assertion_id);
    assert_eq!(verified.in_response_to.as_deref(), Some(Scene::REQUEST));
    assert_eq!(verified.session_index, Some(answer.assertion_id.clone()));
    assert_eq!(verified.session_not_on_or_after, answer.session_not_on_or_after);
    assert_eq!(
        verified.not_on_or_after,
        scene.now + SignedDuration::from_secs(360),
        "five minutes, and the clock skew"
    );
    assert_eq!(verified.name_id.format.as_deref(), Some(answer.name_id_format.as_str()));
    let person = profile(&verified.attributes, &AttributeMap::default());
    assert_eq!(person.email.as_deref(), Some(Scene::PERSON));
    assert_eq!(person.given_name.as_deref(), Some("Amy"));
    assert_eq!(person.family_name.as_deref(), Some("Pond"));
    assert_eq!(person.groups, ["Engineering", "Partners"]);
}

#[test]
fn times_are_accepted_up_to_the_clock_skew() {
    let scene = Scene::new().unwrap();
    let expect = scene.expectation().unwrap();
    let response = scene.idp.respond(&scene.answer).unwrap();
    let at = |seconds: i64| {
        let now = scene.now + SignedDuration::from_secs(seconds);
        verify(response.as_bytes(), &expect, now)
            .map(|verified| verified.not_on_or_after > now)
            .map_err(|rejection| rejection.failure_type())
    };
    // Valid from 30 s before to 300 s after, and 60 s of skew on either side.
    assert_eq!(at(-91), Err("saml_not_before"));
    assert_eq!(at(-90), Ok(true));
    assert_eq!(at(359), Ok(true), "remembered for as long as accepted");
    assert_eq!(at(360), Err("saml_not_on_or_after"));
}

#[test]
fn name_is_its_whole_text_with_comments_cdata_and_references() {
    let scene = Scene::new().unwrap();
    for name in [
        "root@example.com<!-- -->.evil.example",
        "root@example.com<!-- a --><!-- b -->.evil.example",
        "root@example.com<![CDATA[.evil]]>.example",
        "<![CDATA[root@example.com]]>.evil.example",
        "root@example.com<?x y?>.evil.example",
        "root@example.com&#46;evil.example",
    ] {
        for signed in [Signed::Response, Signed::Assertion] {
            let mut answer = scene.answer.clone().signed(signed);
            answer.name_id_xml = name.to_owned();
            let verified = accepted(&scene, &answer);
            assert_eq!(verified.name_id.value, "root@example.com.evil.example");
        }
    }
}

#[test]
fn comment_put_into_the_name_on_the_way_changes_nothing() {
    let scene = Scene::new().unwrap();
    let mut answer = scene.answer.clone();
    answer.name_id_xml = "root@example.com.evil.example".to_owned();
    let xml = scene.idp.respond_xml(&answer).unwrap();
    let commented = xml.replacen(".evil", "<!-- -->.evil", 1);
    assert_ne!(xml, commented);
    let verified = verify(encode(&commented).as_bytes(), &scene.expectation().unwrap(), scene.now).unwrap();
    assert_eq!(verified.name_id.value, "root@example.com.evil.example");
}

#[test]
fn either_of_two_pinned_certificates_may_sign() {
    let scene = Scene::new().unwrap();
    let mut expect = scene.expectation().unwrap();
    let new = Certificate::from_pem(scene.attacker.certificate_pem()).unwrap();
    expect.certificates.extend(new);
    for provider in [&scene.idp, &scene.attacker] {
        let response = provider.respond(&scene.answer).unwrap();
        verify(response.as_bytes(), &expect, scene.now).unwrap();
    }
}

#[test]
fn unsolicited_response_is_accepted_where_it_is_expected() {
    let scene = Scene::new().unwrap();
    let mut expect = scene.expectation().unwrap();
    expect.in_response_to = InResponseTo::Unsolicited;
    let mut answer = scene.answer.clone();
    answer.in_response_to = None;
    answer.confirmation_in_response_to = None;
    let response = scene.idp.respond(&answer).unwrap();
    let verified = verify(response.as_bytes(), &expect, scene.now).unwrap();
    assert_eq!(verified.in_response_to, None);
}

#[test]
fn base64_in_lines_is_accepted() {
    let scene = Scene::new().unwrap();
    let response = scene.idp.respond(&scene.answer).unwrap();
    let lines: Vec<_> = response.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    verify(lines.join("\r\n").as_bytes(), &scene.expectation().unwrap(), scene.now).unwrap();
}

#[test]
fn response_from_a_pretty_printer_is_accepted() {
    let scene = Scene::new().unwrap();
    let unsigned = scene.idp.unsigned_xml(
        &scene.answer,
        &scene.idp.template(&scene.answer.response_id, &scene.answer).to_xml(),
        "",
    );
    let spaced = unsigned.replace("><saml:", ">\n  <saml:").replace("><ds:", ">\n\t<ds:");
    let xml = scene.idp.sign(spaced).unwrap();
    verify(encode(&xml).as_bytes(), &scene.expectation().unwrap(), scene.now).unwrap();
}

#[test]
fn peek_names_issuer_and_request_without_any_proof() {
    let scene = Scene::new().unwrap();
    let response = scene.attacker.respond(&scene.answer.clone().signed(Signed::Nothing)).unwrap();
    let peek = peek(response.as_bytes()).unwrap();
    assert_eq!(peek.issuer.as_deref(), Some(Scene::IDP));
    assert_eq!(peek.in_response_to.as_deref(), Some(Scene::REQUEST));
}
