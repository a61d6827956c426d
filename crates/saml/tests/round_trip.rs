//! The two ends talk to each other: request, metadata, Response.

use keyfold_saml::Error;
use keyfold_saml::authn_request::{AuthnRequest, Reauthentication, name_id_format};
use keyfold_saml::certificate::Certificate;
use keyfold_saml::metadata;
use keyfold_testkit::idp::forgery::Scene;
use keyfold_testkit::idp::{IdentityProvider, KeyKind};

#[test]
fn request_arrives_as_it_was_sent() {
    let scene = Scene::new().unwrap();
    let request = AuthnRequest {
        id: Scene::REQUEST.to_owned(),
        issue_instant: scene.now,
        issuer: "https://files.example.com/saml/metadata?a&b".to_owned(),
        destination: scene.idp.sso_url().to_owned(),
        acs_url: Scene::ACS.to_owned(),
        name_id_format: Some(name_id_format::EMAIL_ADDRESS.to_owned()),
        reauthentication: Reauthentication::Forced,
    };
    let url = request.redirect_url(Some("/files/Zürich & more?x=1"), None).unwrap();
    let (address, query) = url.split_once('?').unwrap();
    assert_eq!(address, scene.idp.sso_url());
    let arrived = scene.idp.parse_authn_request(query).unwrap();
    assert_eq!(arrived.id, request.id);
    assert_eq!(arrived.acs_url, request.acs_url);
    assert_eq!(arrived.issuer, request.issuer);
    assert_eq!(arrived.name_id_format, request.name_id_format);
    assert_eq!(arrived.relay_state.as_deref(), Some("/files/Zürich & more?x=1"));
    assert!(arrived.force_authn);
}

#[test]
fn metadata_of_a_provider_is_read() {
    let scene = Scene::new().unwrap();
    let read = metadata::parse(scene.idp.metadata_xml().as_bytes()).unwrap();
    assert_eq!(read.entity_id, Scene::IDP);
    assert_eq!(read.sso_redirect_url.as_deref(), Some(scene.idp.sso_url()));
    assert_eq!(read.sso_post_url.as_deref(), Some(scene.idp.sso_url()));
    assert_eq!(read.certificates[0].der(), scene.idp.certificate_der());
    assert!(!read.wants_signed_requests);
}

#[test]
fn every_signing_certificate_in_metadata_is_read_once_and_no_other() {
    let scene = Scene::new().unwrap();
    let encryption = IdentityProvider::generate_with(Scene::IDP, "https://idp/", KeyKind::P256).unwrap();
    let xml = scene.idp.metadata_xml();
    let descriptor = |provider: &IdentityProvider, usage: &str| {
        let key_info = format!(
            r#"<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">{}</ds:KeyInfo>"#,
            provider.key_info().replace("MI", "\n  MI")
        );
        format!("<md:KeyDescriptor{usage}>{key_info}</md:KeyDescriptor>")
    };
    let more = descriptor(&scene.attacker, "")
        + &descriptor(&scene.idp, r#" use="signing""#)
        + &descriptor(&encryption, r#" use="encryption""#);
    let xml = xml.replacen("<md:NameIDFormat>", &format!("{more}<md:NameIDFormat>"), 1);
    let read = metadata::parse(xml.as_bytes()).unwrap();
    let found: Vec<_> = read.certificates.iter().map(Certificate::der).collect();
    assert_eq!(found, [scene.idp.certificate_der(), scene.attacker.certificate_der()]);
}

#[test]
fn metadata_that_is_not_that_of_one_provider_is_refused() {
    let scene = Scene::new().unwrap();
    let xml = scene.idp.metadata_xml();
    let body = xml.split_once("?>").unwrap().1;
    let entities = |content: &str| {
        format!(
            r#"<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">{content}</md:EntitiesDescriptor>"#
        )
    };
    metadata::parse(entities(body).as_bytes()).unwrap();
    for wrong in [
        entities(&body.repeat(2)),
        entities(""),
        xml.replace("IDPSSODescriptor", "SPSSODescriptor"),
        xml.replace("entityID=", "name="),
        xml.replace("SingleSignOnService", "ArtifactResolutionService"),
        xml.replace(r#"use="signing""#, r#"use="encryption""#),
        "<html/>".to_owned(),
    ] {
        let error = metadata::parse(wrong.as_bytes()).unwrap_err();
        assert!(matches!(error, Error::Metadata(_)), "{error}");
    }
}

#[test]
fn metadata_that_is_dangerous_to_read_is_refused() {
    let scene = Scene::new().unwrap();
    let xml = scene.idp.metadata_xml();
    let body = xml.split_once("?>").unwrap().1;
    for (wrong, expected) in [
        (format!("<!DOCTYPE x>{body}"), "document type"),
        (format!("{body}<!--{}-->", "x".repeat(metadata::MAX_BYTES)), "bytes"),
        ("<a>".repeat(500) + &"</a>".repeat(500), "nested"),
        (format!("{body}{body}"), ""),
    ] {
        let error = metadata::parse(wrong.as_bytes()).unwrap_err();
        assert!(matches!(error, Error::Xml(_)), "{error}");
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[test]
fn certificates_are_read_from_pem_base64_and_bundles() {
    let scene = Scene::new().unwrap();
    let pem = scene.idp.certificate_pem();
    let read = Certificate::from_pem(pem).unwrap();
    assert_eq!(read[0].der(), scene.idp.certificate_der());
    assert_eq!(read[0].pem(), pem.replace("\r\n", "\n"));
    assert_eq!(read[0].fingerprint().len(), 64);
    let bundle = format!("subject=CN\n{pem}\n{}", scene.attacker.certificate_pem());
    assert_eq!(Certificate::from_pem(&bundle).unwrap().len(), 2);
    for wrong in ["", "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA"] {
        let error = Certificate::from_pem(wrong).unwrap_err();
        assert!(matches!(error, Error::Certificate(_)), "{error}");
    }
}

#[test]
fn certificates_with_weak_or_unknown_keys_are_refused() {
    for pem in [include_str!("data/rsa1024.pem"), include_str!("data/p521.pem")] {
        let error = Certificate::from_pem(pem).unwrap_err();
        assert!(matches!(error, Error::Key { .. }), "{error}");
    }
}
