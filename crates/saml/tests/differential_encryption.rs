//! Encryption both ways with Debian's `xmlsec1`: what it seals is opened here, what the test kit seals it opens too.

use std::{fs, process::Command, sync::LazyLock};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use keyfold_saml::{
    key::ServiceProviderKey,
    response::{Check, Expectation, verify},
};
use keyfold_testkit::idp::{DataAlgorithm, KeyTransport, Recipient, Signed, encode, forgery::Scene};
use tempfile::TempDir;

const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";

/// A key of the site, for both sides.
struct Site {
    key: ServiceProviderKey,
    certificate_pem: String,
    folder: TempDir,
}

static SITE: LazyLock<Site> = LazyLock::new(|| {
    let made = ServiceProviderKey::generate("files.example.com", "2026-11-24T08:00:00Z".parse().unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(&made.pkcs8));
    fs::write(folder.path().join("key.pem"), pem).unwrap();
    fs::write(folder.path().join("certificate.pem"), &made.certificate_pem).unwrap();
    let key = ServiceProviderKey::read(&made.pkcs8, &made.certificate_pem).unwrap();
    Site { key, certificate_pem: made.certificate_pem, folder }
});

fn expectation(scene: &Scene) -> Expectation {
    Expectation { decryption_keys: vec![SITE.key.clone()], ..scene.expectation().unwrap() }
}

/// What `xmlsec1` prints, where it reports success. `files` are written first, and can be named in `arguments`.
fn xmlsec1(arguments: &[&str], files: &[(&str, &str)]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    for name in ["key.pem", "certificate.pem"] {
        fs::copy(SITE.folder.path().join(name), folder.path().join(name)).unwrap();
    }
    let output = Command::new("xmlsec1").args(arguments).current_dir(folder.path()).output();
    let output = output.expect("xmlsec1 can't be started: install the Debian package xmlsec1");
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

fn decrypted_by_xmlsec1(xml: &str) -> Option<String> {
    xmlsec1(&["--decrypt", "--privkey-pem", "key.pem", "sealed.xml"], &[("sealed.xml", xml)])
}

#[test]
fn what_xmlsec1_encrypts_is_opened_here() {
    let scene = Scene::new().unwrap();
    let open = format!(r#"<saml:EncryptedAssertion xmlns:saml="{ASSERTION}">"#);
    let plain = scene.xml(Signed::Assertion).unwrap();
    let wrapped = plain.replacen("<saml:Assertion ", &format!("{open}<saml:Assertion "), 1).replacen(
        "</saml:Assertion>",
        "</saml:Assertion></saml:EncryptedAssertion>",
        1,
    );
    for (algorithm, session_key) in [
        ("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "aes-128"),
        ("http://www.w3.org/2001/04/xmlenc#aes256-cbc", "aes-256"),
        ("http://www.w3.org/2009/xmlenc11#aes128-gcm", "aes-128"),
        ("http://www.w3.org/2009/xmlenc11#aes256-gcm", "aes-256"),
    ] {
        let template = format!(
            r#"<EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element"><EncryptionMethod Algorithm="{algorithm}"/><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><EncryptedKey xmlns="http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"/><CipherData><CipherValue/></CipherData></EncryptedKey></KeyInfo><CipherData><CipherValue/></CipherData></EncryptedData>"#
        );
        let arguments = ["--encrypt", "--pubkey-cert-pem", "certificate.pem", "--session-key", session_key];
        let place = ["--xml-data", "plain.xml", "--node-xpath", "//*[local-name()='Assertion']", "template.xml"];
        let files = [("plain.xml", &*wrapped), ("template.xml", &*template)];
        let sealed = xmlsec1(&[&arguments[..], &place[..]].concat(), &files).expect(algorithm);
        assert!(!sealed.contains(Scene::PERSON));
        let verified = verify(encode(&sealed).as_bytes(), &expectation(&scene), scene.now).expect(algorithm);
        assert_eq!(verified.name_id.value, Scene::PERSON);
    }
}

#[test]
fn what_the_stand_in_encrypts_xmlsec1_opens() {
    let scene = Scene::new().unwrap();
    for data in DataAlgorithm::ALL {
        let transport = KeyTransport::OaepSha1;
        let recipient = Recipient { data, transport, ..Recipient::new(&SITE.certificate_pem) };
        let sealed = scene.idp.respond_xml(&scene.answer.clone().encrypted_for(recipient)).unwrap();
        let opened = decrypted_by_xmlsec1(&sealed).expect("it opens");
        assert!(!sealed.contains(Scene::PERSON) && opened.contains(Scene::PERSON), "{data:?}");
    }
}

#[test]
fn what_was_tampered_with_neither_opens() {
    let scene = Scene::new().unwrap();
    let recipient = Recipient { data: DataAlgorithm::Aes256Gcm, ..Recipient::new(&SITE.certificate_pem) };
    let sealed = scene.idp.respond_xml(&scene.answer.clone().encrypted_for(recipient)).unwrap();
    // The transported key is the first value, the data the second: in each a character in the middle becomes another.
    for value in sealed.match_indices("<xenc:CipherValue>").map(|(start, _)| start) {
        let mut tampered = sealed.clone();
        let place = value + 200;
        let other = if sealed.as_bytes()[place] == b'A' { "B" } else { "A" };
        tampered.replace_range(place..=place, other);
        assert_eq!(decrypted_by_xmlsec1(&tampered), None);
        let rejection = verify(encode(&tampered).as_bytes(), &expectation(&scene), scene.now).unwrap_err();
        assert_eq!(rejection.check, Check::Decryption);
    }
}
