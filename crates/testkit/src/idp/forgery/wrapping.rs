//! Signature wrapping: the signed element is kept somewhere, for the signature to fit, and
//! another one stands where the reader looks. The eight shapes are those that the literature
//! numbers XSW 1 to 8 (Somorovsky et al., "On Breaking SAML", USENIX Security 2012).

use anyhow::Result;

use super::scene::{element, replaced};
use super::{Forgery, Scene};
use crate::idp::{Signed, encode};

pub(super) const FORGERIES: &[Forgery] = &[
    Forgery {
        name: "xsw1_signed_response_inside_the_signature_of_an_evil_one",
        refused_by: "saml_assertion_count",
        forge: |scene| {
            let signed = scene.xml(Signed::Response)?;
            let signature = element(&signed, "ds:Signature")?;
            let original = signed.replacen(signature, "", 1);
            let holder =
                replaced(signature, "</ds:Signature>", &format!("<ds:Object>{original}</ds:Object></ds:Signature>"))?;
            let evil = evil_response(scene, &original)?;
            wrapped(&evil, "<samlp:Status>", &format!("{holder}<samlp:Status>"))
        },
    },
    Forgery {
        name: "xsw2_signed_response_beside_its_signature_in_an_evil_one",
        refused_by: "saml_assertion_count",
        forge: |scene| {
            let signed = scene.xml(Signed::Response)?;
            let signature = element(&signed, "ds:Signature")?;
            let original = signed.replacen(signature, "", 1);
            let evil = evil_response(scene, &original)?;
            wrapped(&evil, "<samlp:Status>", &format!("{original}{signature}<samlp:Status>"))
        },
    },
    Forgery {
        name: "xsw3_evil_assertion_before_the_signed_one",
        refused_by: "saml_assertion_count",
        forge: |scene| {
            let parts = Parts::new(scene)?;
            let both = format!("{}{}", parts.evil, parts.signed);
            wrapped(&parts.response, &parts.signed, &both)
        },
    },
    Forgery {
        name: "xsw4_signed_assertion_inside_an_evil_one",
        refused_by: "saml_assertion_count",
        forge: |scene| {
            let parts = Parts::new(scene)?;
            let evil = replaced(&parts.evil, "</saml:Assertion>", &format!("{}</saml:Assertion>", parts.signed))?;
            wrapped(&parts.response, &parts.signed, &evil)
        },
    },
    Forgery {
        name: "xsw5_evil_assertion_with_the_signature_and_the_original_after_it",
        refused_by: "saml_assertion_count",
        forge: |scene| {
            let parts = Parts::new(scene)?;
            let evil = parts.evil_with(&parts.signature)?;
            let both = format!("{evil}{}", parts.original);
            wrapped(&parts.response, &parts.signed, &both)
        },
    },
    Forgery {
        name: "xsw6_original_inside_the_signature_of_the_evil_assertion",
        refused_by: "saml_assertion_count",
        forge: |scene| {
            let parts = Parts::new(scene)?;
            let holder = replaced(&parts.signature, "</ds:Signature>", &format!("{}</ds:Signature>", parts.original))?;
            wrapped(&parts.response, &parts.signed, &parts.evil_with(&holder)?)
        },
    },
    Forgery {
        name: "xsw7_evil_assertion_in_extensions",
        refused_by: "saml_assertion_count",
        forge: |scene| {
            let parts = Parts::new(scene)?;
            let extensions = format!("<samlp:Extensions>{}</samlp:Extensions><samlp:Status>", parts.evil);
            wrapped(&parts.response, "<samlp:Status>", &extensions)
        },
    },
    Forgery {
        name: "xsw8_original_in_an_object_of_the_signature",
        refused_by: "saml_assertion_count",
        forge: |scene| {
            let parts = Parts::new(scene)?;
            let holder = replaced(
                &parts.signature,
                "</ds:Signature>",
                &format!("<ds:Object>{}</ds:Object></ds:Signature>", parts.original),
            )?;
            wrapped(&parts.response, &parts.signed, &parts.evil_with(&holder)?)
        },
    },
    Forgery {
        name: "evil_assertion_after_the_signed_one",
        refused_by: "saml_assertion_count",
        forge: |scene| {
            let parts = Parts::new(scene)?;
            let both = format!("{}{}", parts.signed, parts.evil);
            wrapped(&parts.response, &parts.signed, &both)
        },
    },
    Forgery {
        name: "two_assertions_both_signed",
        refused_by: "saml_assertion_count",
        forge: |scene| {
            let first = Parts::new(scene)?;
            let mut other = scene.answer.clone();
            other.assertion_id = "_other".to_owned();
            let other = scene.idp.respond_xml(&other.signed(Signed::Assertion))?;
            let both = format!("{}{}", first.signed, element(&other, "saml:Assertion")?);
            wrapped(&first.response, &first.signed, &both)
        },
    },
    Forgery {
        name: "no_assertion_at_all",
        refused_by: "saml_assertion_count",
        forge: |scene| {
            let parts = Parts::new(scene)?;
            wrapped(&parts.response, &parts.signed, "")
        },
    },
    Forgery {
        name: "only_assertion_deeper_in_the_response",
        refused_by: "saml_assertion_count",
        forge: |scene| {
            let parts = Parts::new(scene)?;
            let extensions = format!("<samlp:Extensions>{}</samlp:Extensions>", parts.signed);
            wrapped(&parts.response, &parts.signed, &extensions)
        },
    },
    Forgery {
        name: "evil_assertion_in_key_info",
        refused_by: "saml_assertion_count",
        forge: |scene| {
            let parts = Parts::new(scene)?;
            let key_info = format!("<ds:KeyInfo>{}", parts.evil);
            wrapped(&parts.response, "<ds:KeyInfo>", &key_info)
        },
    },
    Forgery {
        name: "evil_assertion_beside_an_encrypted_one",
        refused_by: "saml_encrypted",
        forge: |scene| {
            let parts = Parts::new(scene)?;
            let both = format!(
                r#"<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/>{}"#,
                parts.evil
            );
            wrapped(&parts.response, &parts.signed, &both)
        },
    },
    Forgery {
        name: "id_of_the_assertion_on_another_element",
        refused_by: "saml_duplicate_id",
        forge: |scene| {
            let status = format!(r#"<samlp:Status ID="{}">"#, scene.answer.assertion_id);
            scene.altered("<samlp:Status>", &status)
        },
    },
    Forgery {
        name: "id_of_the_assertion_as_xml_id",
        refused_by: "saml_duplicate_id",
        forge: |scene| {
            let status = format!(r#"<samlp:Status xml:id="{}">"#, scene.answer.assertion_id);
            scene.altered("<samlp:Status>", &status)
        },
    },
    Forgery {
        name: "id_of_the_assertion_as_saml_1_1_writes_it",
        refused_by: "saml_duplicate_id",
        forge: |scene| {
            let status = format!(r#"<samlp:Status AssertionID="{}">"#, scene.answer.assertion_id);
            scene.altered("<samlp:Status>", &status)
        },
    },
    Forgery {
        name: "id_of_the_response_is_that_of_the_assertion",
        refused_by: "saml_duplicate_id",
        forge: |scene| scene.altered(&scene.answer.response_id, &scene.answer.assertion_id),
    },
    Forgery {
        name: "id_of_the_assertion_in_a_foreign_namespace_first",
        refused_by: "saml_signature",
        forge: |scene| {
            let parts = Parts::new(scene)?;
            let evil = parts.evil_with(&parts.signature)?;
            let evil = replaced(
                &evil,
                r#"ID="_evil""#,
                &format!(r#"xmlns:x="urn:x" x:ID="_evil" ID="{}""#, scene.answer.assertion_id),
            )?;
            wrapped(&parts.response, &parts.signed, &evil)
        },
    },
];

/// A Response whose Assertion is signed, in its parts.
struct Parts {
    response: String,
    /// The assertion with its signature.
    signed: String,
    /// The assertion without.
    original: String,
    signature: String,
    /// An unsigned assertion for somebody else, with another ID.
    evil: String,
}

impl Parts {
    fn new(scene: &Scene) -> Result<Self> {
        let response = scene.xml(Signed::Assertion)?;
        let signed = element(&response, "saml:Assertion")?.to_owned();
        let signature = element(&signed, "ds:Signature")?.to_owned();
        let original = signed.replacen(&signature, "", 1);
        let evil = replaced(&original, &scene.answer.assertion_id, "_evil")?.replace(Scene::PERSON, Scene::TARGET);
        Ok(Self { response, signed, original, signature, evil })
    }

    /// The evil assertion, with `signature` where it belongs.
    fn evil_with(&self, signature: &str) -> Result<String> {
        replaced(&self.evil, "</saml:Issuer>", &format!("</saml:Issuer>{signature}"))
    }
}

fn evil_response(scene: &Scene, original: &str) -> Result<String> {
    let evil = replaced(original, &scene.answer.response_id, "_evil-response")?;
    let evil = evil.replace(&scene.answer.assertion_id, "_evil");
    Ok(evil.replace(Scene::PERSON, Scene::TARGET))
}

fn wrapped(xml: &str, from: &str, to: &str) -> Result<String> {
    Ok(encode(&replaced(xml, from, to)?))
}
