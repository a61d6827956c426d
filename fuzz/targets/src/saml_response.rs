use std::sync::LazyLock;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use keyfold_saml::{
    certificate::Certificate,
    response::{Encryption, Expectation, InResponseTo, Verified, peek, verify},
};

/// The certificate with which the corpus is signed; nobody has its key any more.
const CERTIFICATE: &str = include_str!("../../corpus/saml_response.pem");

/// The site and the request that the corpus answers: those of the test kit's scene.
static EXPECTED: LazyLock<Expectation> = LazyLock::new(|| Expectation {
    idp_entity_id: "https://sso.jumpcloud.example/saml2/keyfold".to_owned(),
    certificates: Certificate::from_pem(CERTIFICATE).expect("a certificate"),
    sp_entity_id: "https://files.example.com/saml/metadata".to_owned(),
    acs_url: "https://files.example.com/saml/consume".to_owned(),
    in_response_to: InResponseTo::Solicited { request_id: "_request-7f3a".to_owned() },
    decryption_keys: Vec::new(),
    encryption: Encryption::Optional,
    clock_skew: Expectation::CLOCK_SKEW,
});

/// Whoever sends XML is refused, or is the one person about whom something was signed.
pub fn saml_response(xml: &[u8]) {
    if let Some(verified) = accepted(xml) {
        assert_eq!(verified.name_id.value, "amy@example.com");
        assert_eq!(verified.attributes["memberOf"], ["Engineering", "Partners"]);
    }
}

/// What is read of this XML, where it is accepted.
pub fn accepted(xml: &[u8]) -> Option<Verified> {
    let posted = STANDARD.encode(xml);
    let now = "2026-11-24T08:00:00Z".parse().ok()?;
    let claimed = peek(posted.as_bytes());
    let verified = verify(posted.as_bytes(), &EXPECTED, now).ok()?;
    assert!(claimed.is_ok());
    Some(verified)
}
