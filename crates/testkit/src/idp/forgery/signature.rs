//! Attacks on the signature itself: none, another key, weak algorithms, other references.

use anyhow::Result;
use bergshamra_keys::loader;

use super::scene::{element, replaced};
use super::{Forgery, Scene};
use crate::idp::signing::sign;
use crate::idp::{Answer, Hash, IdentityProvider, SignatureTemplate, Signed, encode};

const INCLUSIVE_C14N: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const WITH_COMMENTS: &str = "http://www.w3.org/2001/10/xml-exc-c14n#WithComments";
const XPATH: &str = "http://www.w3.org/TR/1999/REC-xpath-19991116";

pub(super) const FORGERIES: &[Forgery] = &[
    Forgery {
        name: "not_signed_at_all",
        refused_by: "saml_unsigned",
        forge: |scene| Ok(encode(&scene.xml(Signed::Nothing)?)),
    },
    Forgery {
        name: "signature_taken_off_and_the_name_changed",
        refused_by: "saml_unsigned",
        forge: |scene| {
            let xml = scene.xml(Signed::Assertion)?;
            let stripped = replaced(&xml, element(&xml, "ds:Signature")?, "")?;
            Ok(encode(&stripped.replace(Scene::PERSON, Scene::TARGET)))
        },
    },
    Forgery {
        name: "name_changed_after_signing",
        refused_by: "saml_signature",
        forge: |scene| scene.altered(Scene::PERSON, Scene::TARGET),
    },
    Forgery {
        name: "group_changed_after_signing",
        refused_by: "saml_signature",
        forge: |scene| scene.altered(">Engineering<", ">Site admins<"),
    },
    Forgery {
        name: "name_changed_in_the_signed_response_around_a_signed_assertion",
        refused_by: "saml_signature",
        forge: |scene| {
            let xml = scene.xml(Signed::Both)?;
            Ok(encode(&replaced(&xml, Scene::PERSON, Scene::TARGET)?))
        },
    },
    Forgery {
        name: "signed_assertion_changed_inside_a_response_signed_anew_by_the_attacker",
        refused_by: "saml_signature",
        forge: |scene| {
            let template = scene.attacker.template(&scene.answer.response_id, &scene.answer);
            let xml = scene.idp.unsigned_xml(&scene.answer, &template.to_xml(), "");
            Ok(encode(&scene.attacker.sign(xml)?))
        },
    },
    Forgery {
        name: "foreign_signature_on_the_response_around_a_signed_assertion",
        refused_by: "saml_signature",
        forge: |scene| signed_twice(scene, &scene.idp, &scene.attacker),
    },
    Forgery {
        name: "foreign_signature_on_the_assertion_in_a_signed_response",
        refused_by: "saml_signature",
        forge: |scene| signed_twice(scene, &scene.attacker, &scene.idp),
    },
    Forgery {
        name: "attackers_key_with_its_certificate_in_key_info",
        refused_by: "saml_signature",
        forge: |scene| scene.attacker.respond(&scene.answer),
    },
    Forgery {
        name: "attackers_key_with_the_pinned_certificate_in_key_info",
        refused_by: "saml_signature",
        forge: |scene| {
            let mut template = scene.attacker.template(&scene.answer.assertion_id, &scene.answer);
            template.key_info = scene.idp.key_info();
            let xml = scene.idp.unsigned_xml(&scene.answer, "", &template.to_xml());
            Ok(encode(&scene.attacker.sign(xml)?))
        },
    },
    Forgery {
        name: "signature_value_of_another_answer",
        refused_by: "saml_signature",
        forge: |scene| {
            let xml = scene.xml(Signed::Assertion)?;
            let mut other = scene.answer.clone();
            other.name_id_xml = "someone@example.com".to_owned();
            let other = scene.idp.respond_xml(&other)?;
            swap(&xml, "ds:SignatureValue", element(&other, "ds:SignatureValue")?)
        },
    },
    Forgery {
        name: "empty_signature_value",
        refused_by: "saml_signature",
        forge: |scene| {
            let xml = scene.xml(Signed::Assertion)?;
            swap(&xml, "ds:SignatureValue", "<ds:SignatureValue></ds:SignatureValue>")
        },
    },
    Forgery {
        name: "second_signature_on_the_assertion",
        refused_by: "saml_signature_count",
        forge: |scene| {
            let xml = scene.xml(Signed::Assertion)?;
            let signature = element(&xml, "ds:Signature")?;
            swap(&xml, "ds:Signature", &signature.repeat(2))
        },
    },
    Forgery {
        name: "signature_in_extensions",
        refused_by: "saml_signature_place",
        forge: |scene| {
            let xml = scene.xml(Signed::Assertion)?;
            let signature = element(&xml, "ds:Signature")?;
            let bare = replaced(&xml, signature, "")?;
            let extensions = format!("<samlp:Extensions>{signature}</samlp:Extensions><samlp:Status>");
            Ok(encode(&replaced(&bare, "<samlp:Status>", &extensions)?))
        },
    },
    Forgery {
        name: "object_in_the_signature",
        refused_by: "saml_signature_form",
        forge: |scene| scene.altered("</ds:Signature>", "<ds:Object/></ds:Signature>"),
    },
    Forgery {
        name: "foreign_attribute_on_the_signature",
        refused_by: "saml_signature_form",
        forge: |scene| scene.altered("<ds:Signature ", r#"<ds:Signature evil="yes" "#),
    },
    Forgery {
        name: "second_signed_info",
        refused_by: "saml_signature_form",
        forge: |scene| {
            let xml = scene.xml(Signed::Assertion)?;
            let info = element(&xml, "ds:SignedInfo")?;
            swap(&xml, "ds:SignedInfo", &info.repeat(2))
        },
    },
    Forgery {
        name: "comment_in_the_digest_value",
        refused_by: "saml_signature_form",
        forge: |scene| scene.altered("<ds:DigestValue>", "<ds:DigestValue><!--evil-->"),
    },
    Forgery {
        name: "comment_in_the_signature_value",
        refused_by: "saml_signature_form",
        forge: |scene| scene.altered("<ds:SignatureValue>", "<ds:SignatureValue><!--evil-->"),
    },
    Forgery {
        name: "comment_in_signed_info",
        refused_by: "saml_signature_form",
        forge: |scene| scene.altered("<ds:SignedInfo>", "<ds:SignedInfo><!--evil-->"),
    },
    Forgery {
        name: "allowed_algorithm_behind_a_foreign_attribute",
        refused_by: "saml_signature_form",
        forge: |scene| {
            scene.altered(
                "<ds:SignatureMethod ",
                r#"<ds:SignatureMethod xmlns:x="urn:x" x:Algorithm="http://www.w3.org/2000/09/xmldsig#rsa-sha1" "#,
            )
        },
    },
    Forgery {
        name: "hmac_with_the_certificate_as_its_key",
        refused_by: "saml_algorithm",
        forge: |scene| hmac(scene, scene.idp.certificate_pem().as_bytes()),
    },
    Forgery {
        name: "hmac_with_the_certificates_der_as_its_key",
        refused_by: "saml_algorithm",
        forge: |scene| hmac(scene, scene.idp.certificate_der()),
    },
    Forgery {
        name: "sha1_in_the_signature",
        refused_by: "saml_algorithm",
        forge: |scene| scene.altered(&Hash::Sha256.signature_method("rsa"), &Hash::Sha1.signature_method("rsa")),
    },
    Forgery {
        name: "sha1_in_the_digest_alone",
        refused_by: "saml_algorithm",
        forge: |scene| {
            scene.signed_with(|template| {
                template.digest_method = Hash::Sha1.digest_method().to_owned();
            })
        },
    },
    Forgery {
        name: "no_signature_algorithm_at_all",
        refused_by: "saml_algorithm",
        forge: |scene| {
            scene.altered(&Hash::Sha256.signature_method("rsa"), "http://www.w3.org/2001/04/xmldsig-more#none")
        },
    },
    Forgery {
        name: "inclusive_canonicalization",
        refused_by: "saml_algorithm",
        forge: |scene| scene.signed_with(|template| template.canonicalization = INCLUSIVE_C14N.to_owned()),
    },
    Forgery {
        name: "canonicalization_with_comments",
        refused_by: "saml_algorithm",
        forge: |scene| scene.signed_with(|template| template.canonicalization = WITH_COMMENTS.to_owned()),
    },
    Forgery {
        name: "reference_to_the_whole_document",
        refused_by: "saml_reference",
        forge: |scene| scene.signed_with(|template| template.references = vec![String::new()]),
    },
    Forgery {
        name: "reference_to_the_response_from_the_assertion",
        refused_by: "saml_reference",
        forge: |scene| {
            let response = format!("#{}", scene.answer.response_id);
            scene.signed_with(|template| template.references = vec![response])
        },
    },
    Forgery {
        name: "reference_to_the_assertion_from_the_response",
        refused_by: "saml_reference",
        forge: |scene| {
            let template = scene.idp.template(&scene.answer.assertion_id, &scene.answer);
            let xml = scene.idp.unsigned_xml(&scene.answer, &template.to_xml(), "");
            Ok(encode(&scene.idp.sign(xml)?))
        },
    },
    Forgery {
        name: "reference_by_xpointer",
        refused_by: "saml_reference",
        forge: |scene| {
            let pointer = format!("#xpointer(id('{}'))", scene.answer.assertion_id);
            scene.signed_with(|template| template.references = vec![pointer])
        },
    },
    Forgery {
        name: "reference_to_a_file",
        refused_by: "saml_reference",
        forge: |scene| {
            let own = format!("URI=\"#{}\"", scene.answer.assertion_id);
            scene.altered(&own, "URI=\"Cargo.toml\"")
        },
    },
    Forgery {
        name: "reference_to_an_attachment",
        refused_by: "saml_reference",
        forge: |scene| {
            let own = format!("URI=\"#{}\"", scene.answer.assertion_id);
            scene.altered(&own, "URI=\"cid:evil\"")
        },
    },
    Forgery {
        name: "second_reference",
        refused_by: "saml_reference",
        forge: |scene| scene.signed_with(|template| template.references.push(template.references[0].clone())),
    },
    Forgery {
        name: "no_reference",
        refused_by: "saml_reference",
        forge: |scene| scene.signed_with(|template| template.references.clear()),
    },
    Forgery {
        name: "no_canonicalization_transform",
        refused_by: "saml_transform",
        forge: |scene| scene.signed_with(|template| template.transforms.truncate(1)),
    },
    Forgery {
        name: "inclusive_canonicalization_transform",
        refused_by: "saml_transform",
        forge: |scene| scene.signed_with(|template| template.transforms[1] = INCLUSIVE_C14N.to_owned()),
    },
    Forgery {
        name: "third_transform",
        refused_by: "saml_transform",
        forge: |scene| {
            scene.signed_with(|template| {
                let enveloped = template.transforms[0].clone();
                template.transforms.insert(0, enveloped);
            })
        },
    },
    Forgery {
        name: "xpath_transform_that_selects_nothing",
        refused_by: "saml_transform",
        forge: |scene| {
            let transform = format!(r#"<ds:Transforms><ds:Transform Algorithm="{XPATH}"/>"#);
            scene.altered("<ds:Transforms>", &transform)
        },
    },
    Forgery {
        name: "empty_digest",
        refused_by: "saml_digest",
        forge: |scene| {
            let xml = scene.xml(Signed::Assertion)?;
            swap(&xml, "ds:DigestValue", "<ds:DigestValue></ds:DigestValue>")
        },
    },
    Forgery {
        name: "digest_cut_short",
        refused_by: "saml_digest",
        forge: |scene| {
            let xml = scene.xml(Signed::Assertion)?;
            swap(&xml, "ds:DigestValue", "<ds:DigestValue>AAAA</ds:DigestValue>")
        },
    },
];

fn signed_twice(scene: &Scene, inside: &IdentityProvider, outside: &IdentityProvider) -> Result<String> {
    let assertion = inside.template(&scene.answer.assertion_id, &scene.answer).to_xml();
    let xml = inside.sign(scene.idp.unsigned_xml(&scene.answer, "", &assertion))?;
    let response = outside.template(&scene.answer.response_id, &scene.answer).to_xml();
    Ok(encode(&outside.sign(Answer::with_response_signature(&xml, &response))?))
}

fn swap(xml: &str, name: &str, by: &str) -> Result<String> {
    Ok(encode(&replaced(xml, element(xml, name)?, by)?))
}

fn hmac(scene: &Scene, secret: &[u8]) -> Result<String> {
    let template = SignatureTemplate::enveloped(&scene.answer.assertion_id, "hmac", Hash::Sha256);
    let xml = scene.idp.unsigned_xml(&scene.answer, "", &template.to_xml());
    let key = loader::load_hmac_key(secret).map_err(|cause| anyhow::anyhow!("{cause}"))?;
    Ok(encode(&sign(xml, key)?))
}
