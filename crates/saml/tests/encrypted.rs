//! What was encrypted for this site is opened, and what is wrong with it can't be told from outside.

use std::sync::LazyLock;

use keyfold_saml::key::ServiceProviderKey;
use keyfold_saml::response::{Check, Encryption, Expectation, Rejection, SignedElement, Verified, verify};
use keyfold_testkit::idp::forgery::Scene;
use keyfold_testkit::idp::{Answer, DataAlgorithm, KeyTransport, Recipient, Signed, decode, encode};

/// Two keys of the site: making them takes a while.
static KEYS: LazyLock<[ServiceProviderKey; 2]> = LazyLock::new(|| {
    [(); 2].map(|()| {
        let made = ServiceProviderKey::generate("files.example.com", "2026-11-24T08:00:00Z".parse().unwrap()).unwrap();
        ServiceProviderKey::read(&made.pkcs8, &made.certificate_pem).unwrap()
    })
});

fn recipient() -> Recipient {
    Recipient::new(&KEYS[0].certificate().pem())
}

fn expectation(scene: &Scene) -> Expectation {
    Expectation { decryption_keys: KEYS.to_vec(), ..scene.expectation().unwrap() }
}

fn answered(scene: &Scene, answer: &Answer) -> Result<Verified, Rejection> {
    let response = scene.idp.respond(answer).unwrap();
    verify(response.as_bytes(), &expectation(scene), scene.now)
}

#[test]
fn every_algorithm_and_every_signed_element_is_opened() {
    let scene = Scene::new().unwrap();
    for data in DataAlgorithm::ALL {
        for transport in KeyTransport::ALL {
            for signed in [Signed::Response, Signed::Assertion, Signed::Both] {
                let answer =
                    scene.answer.clone().signed(signed).encrypted_for(Recipient { data, transport, ..recipient() });
                let verified = answered(&scene, &answer).unwrap();
                assert_eq!(verified.name_id.value, Scene::PERSON, "{data:?} {transport:?}");
                let element = match signed {
                    Signed::Assertion => SignedElement::Assertion,
                    Signed::Response | Signed::Both | Signed::Nothing => SignedElement::Response,
                };
                assert_eq!(verified.signed_element, element);
            }
        }
    }
}

#[test]
fn an_encrypted_name_is_opened_in_a_plain_and_in_an_encrypted_assertion() {
    let scene = Scene::new().unwrap();
    let mut answer = scene.answer.clone();
    answer.encrypt_name_id = Some(recipient());
    assert!(!scene.idp.respond_xml(&answer).unwrap().contains(&format!("{}</saml:NameID>", Scene::PERSON)));
    assert_eq!(answered(&scene, &answer).unwrap().name_id.value, Scene::PERSON);
    let both = answer.encrypted_for(recipient());
    assert_eq!(answered(&scene, &both).unwrap().name_id.value, Scene::PERSON);
}

#[test]
fn the_old_key_opens_until_it_is_retired() {
    let scene = Scene::new().unwrap();
    let response = scene.idp.respond(&scene.answer.clone().encrypted_for(recipient())).unwrap();
    let [old, new] = &*KEYS;
    for (keys, opened) in [(vec![new.clone(), old.clone()], true), (vec![new.clone()], false)] {
        let expect = Expectation { decryption_keys: keys, ..expectation(&scene) };
        assert_eq!(verify(response.as_bytes(), &expect, scene.now).is_ok(), opened);
    }
}

#[test]
fn namespaces_that_are_declared_outside_of_what_was_encrypted_are_known_inside() {
    let scene = Scene::new().unwrap();
    let xml = scene.idp.respond_xml(&scene.answer).unwrap();
    let declaration = r#" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion""#;
    let start = xml.find("<saml:Assertion ").unwrap();
    let end = xml.find("</samlp:Response>").unwrap();
    let bare = xml[start..end].replacen(declaration, "", 1);
    assert_ne!(bare, xml[start..end]);
    let encrypted = recipient().encrypt(&bare).unwrap();
    let xml = format!(
        "{}<saml:EncryptedAssertion{declaration}>{encrypted}</saml:EncryptedAssertion></samlp:Response>",
        &xml[..start]
    );
    let verified = verify(encode(&xml).as_bytes(), &expectation(&scene), scene.now).unwrap();
    assert_eq!(verified.name_id.value, Scene::PERSON);
}

#[test]
fn whatever_is_wrong_with_what_was_encrypted_is_one_failure() {
    let scene = Scene::new().unwrap();
    let with = |data| Recipient { data, ..recipient() };
    let encrypted = |answer: &Answer, data| scene.idp.respond_xml(&answer.clone().encrypted_for(with(data))).unwrap();
    let stranger = ServiceProviderKey::generate("x", scene.now).unwrap();
    let mut forged = vec![
        ("for another site", {
            let other = Recipient::new(&stranger.certificate_pem);
            scene.idp.respond_xml(&scene.answer.clone().encrypted_for(other)).unwrap()
        }),
        ("unsigned inside", encrypted(&scene.answer.clone().signed(Signed::Nothing), DataAlgorithm::Aes256Gcm)),
        ("signed by another", {
            scene.attacker.respond_xml(&scene.answer.clone().encrypted_for(recipient())).unwrap()
        }),
        ("nonsense inside", {
            let xml = encrypted(&scene.answer, DataAlgorithm::Aes256Gcm);
            with_data(&xml, &recipient().encrypt("<not xml").unwrap())
        }),
        ("two assertions inside", {
            let xml = encrypted(&scene.answer, DataAlgorithm::Aes256Gcm);
            let plain = scene.idp.respond_xml(&scene.answer).unwrap();
            let assertion = &plain[plain.find("<saml:Assertion").unwrap()..plain.find("</samlp:Response>").unwrap()];
            with_data(&xml, &recipient().encrypt(&assertion.repeat(2)).unwrap())
        }),
        ("another assertion after the right one inside", {
            let xml = encrypted(&scene.answer, DataAlgorithm::Aes256Gcm);
            let right = signed_assertion(&scene, "<saml:Subject>", "<saml:Subject>");
            let signature = right.find("<ds:Signature ").unwrap()..right.find("<saml:Subject>").unwrap();
            let mut other = right.clone();
            other.replace_range(signature, "");
            let other = other.replace(&scene.answer.assertion_id, "_other").replace(Scene::PERSON, Scene::TARGET);
            with_data(&xml, &recipient().encrypt(&(right + &other)).unwrap())
        }),
        ("an ID twice inside", {
            let xml = encrypted(&scene.answer, DataAlgorithm::Aes256Gcm);
            let twice = r#"<saml:Subject ID="_x"><saml:BaseID iD="_x"/>"#;
            with_data(&xml, &recipient().encrypt(&signed_assertion(&scene, "<saml:Subject>", twice)).unwrap())
        }),
        ("SAML 1.1 inside", {
            let xml = encrypted(&scene.answer, DataAlgorithm::Aes256Gcm);
            let (new, old) = (r#"Version="2.0" IssueInstant"#, r#"Version="1.1" IssueInstant"#);
            with_data(&xml, &recipient().encrypt(&signed_assertion(&scene, new, old)).unwrap())
        }),
        ("a key for each of five", {
            let xml = encrypted(&scene.answer, DataAlgorithm::Aes256Gcm);
            let start = xml.find("<xenc:EncryptedKey").unwrap();
            let end = xml.find("</xenc:EncryptedKey>").unwrap() + "</xenc:EncryptedKey>".len();
            format!("{}{}{}", &xml[..start], xml[start..end].repeat(5), &xml[end..])
        }),
        ("RSA1_5", {
            let xml = encrypted(&scene.answer, DataAlgorithm::Aes256Gcm);
            xml.replace("xmlenc#rsa-oaep-mgf1p", "xmlenc#rsa-1_5")
        }),
        ("3DES", encrypted(&scene.answer, DataAlgorithm::Aes128Cbc).replace("#aes128-cbc", "#tripledes-cbc")),
    ];
    // Each byte of the last block decides about the padding: none of it may show.
    for data in [DataAlgorithm::Aes128Cbc, DataAlgorithm::Aes128Gcm] {
        let xml = encrypted(&scene.answer, data);
        for from_end in [1, 16, 17, 32, 33, 64] {
            forged.push(("altered", altered(&xml, from_end)));
        }
    }
    for (name, xml) in forged {
        let rejection = verify(encode(&xml).as_bytes(), &expectation(&scene), scene.now).unwrap_err();
        assert_eq!(rejection.check, Check::Decryption, "{name}: {rejection}");
    }
}

#[test]
fn a_plain_name_beside_an_encrypted_one_is_refused() {
    let scene = Scene::new().unwrap();
    let mut answer = scene.answer.clone();
    answer.encrypt_name_id = Some(recipient());
    let xml = scene.idp.respond_xml(&answer.clone().signed(Signed::Nothing)).unwrap();
    let template = scene.idp.template(&scene.answer.assertion_id, &scene.answer).to_xml();
    let both = xml.replacen("</saml:EncryptedID>", "</saml:EncryptedID><saml:NameID>root@example.com</saml:NameID>", 1);
    assert_ne!(both, xml);
    let place = both.find("<saml:Assertion ").unwrap();
    let place = place + both[place..].find("</saml:Issuer>").unwrap() + "</saml:Issuer>".len();
    let signed = scene.idp.sign(format!("{}{template}{}", &both[..place], &both[place..])).unwrap();
    let rejection = verify(encode(&signed).as_bytes(), &expectation(&scene), scene.now).unwrap_err();
    assert_eq!(rejection.check, Check::Encrypted, "{rejection}");
}

/// A signature of the Response says whose bytes these are: before it holds, no key of ours is used.
#[test]
fn nothing_is_decrypted_before_the_signature_around_it_holds() {
    let scene = Scene::new().unwrap();
    let answer = scene.answer.clone().signed(Signed::Response).encrypted_for(recipient());
    let broken = altered(&scene.idp.respond_xml(&answer).unwrap(), 20);
    let rejection = verify(encode(&broken).as_bytes(), &expectation(&scene), scene.now).unwrap_err();
    assert_eq!(rejection.check, Check::Signature);
}

#[test]
fn a_site_without_a_key_opens_nothing_and_one_that_wants_encryption_takes_nothing_plain() {
    let scene = Scene::new().unwrap();
    let response = scene.idp.respond(&scene.answer.clone().encrypted_for(recipient())).unwrap();
    let rejection = verify(response.as_bytes(), &scene.expectation().unwrap(), scene.now).unwrap_err();
    assert_eq!(rejection.check, Check::Encrypted);
    let strict = Expectation { encryption: Encryption::Required, ..expectation(&scene) };
    verify(response.as_bytes(), &strict, scene.now).unwrap();
    let plain = scene.idp.respond(&scene.answer).unwrap();
    assert_eq!(verify(plain.as_bytes(), &strict, scene.now).unwrap_err().check, Check::Encrypted);
}

#[test]
fn what_is_checked_of_a_plain_assertion_is_checked_of_an_encrypted_one() {
    let scene = Scene::new().unwrap();
    let check = |change: fn(&mut Answer)| {
        let mut answer = scene.answer.clone().encrypted_for(recipient());
        change(&mut answer);
        answered(&scene, &answer).unwrap_err().check
    };
    assert_eq!(check(|answer| answer.audiences = vec!["https://other".to_owned()]), Check::Audience);
    assert_eq!(check(|answer| answer.recipient = None), Check::Recipient);
    assert_eq!(check(|answer| answer.destination = Some("https://other".to_owned())), Check::Destination);
    assert_eq!(check(|answer| answer.in_response_to = None), Check::InResponseTo);
}

/// The right assertion with a text in its outermost parts replaced, signed afterwards.
fn signed_assertion(scene: &Scene, from: &str, to: &str) -> String {
    let template = scene.idp.template(&scene.answer.assertion_id, &scene.answer).to_xml();
    let xml = scene.idp.unsigned_xml(&scene.answer, "", &template);
    let start = xml.find("<saml:Assertion ").unwrap();
    let (around, assertion) = xml.split_at(start);
    assert!(assertion.contains(from), "{from}");
    let signed = scene.idp.sign(format!("{around}{}", assertion.replacen(from, to, 1))).unwrap();
    signed[start..signed.find("</samlp:Response>").unwrap()].to_owned()
}

/// `xml` with other `EncryptedData`.
fn with_data(xml: &str, data: &str) -> String {
    let start = xml.find("<xenc:EncryptedData").unwrap();
    let end = xml.find("</xenc:EncryptedData>").unwrap() + "</xenc:EncryptedData>".len();
    format!("{}{data}{}", &xml[..start], &xml[end..])
}

/// `xml` with one bit changed in the data, so many bytes before its end.
fn altered(xml: &str, from_end: usize) -> String {
    let end = xml.rfind("</xenc:CipherValue>").unwrap();
    let start = xml[..end].rfind('>').unwrap() + 1;
    let mut bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, &xml[start..end]).unwrap();
    let place = bytes.len() - from_end;
    bytes[place] ^= 0x10;
    let data = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &bytes);
    assert!(decode(&encode(xml)).is_ok());
    format!("{}{data}{}", &xml[..start], &xml[end..])
}
