//! Attacks on the reader of the document: size, depth, encodings, entities, what stands around.

use anyhow::{Context as _, Result};

use super::scene::{element, replaced};
use super::{Forgery, Scene};
use crate::idp::{Signed, decode, encode};

pub(super) const FORGERIES: &[Forgery] = &[
    Forgery {
        name: "base64_with_something_after_the_padding",
        refused_by: "saml_base64",
        forge: |scene| Ok(scene.answered(|_| ())? + "=QUFB"),
    },
    Forgery {
        name: "base64_with_spaces_between",
        refused_by: "saml_base64",
        forge: |scene| Ok(scene.answered(|_| ())?.replacen('A', "A ", 1)),
    },
    Forgery { name: "base64_of_nothing", refused_by: "saml_xml", forge: |_| Ok(String::new()) },
    Forgery { name: "padded_beyond_the_size_limit", refused_by: "saml_size", forge: |scene| padded(scene, 256 * 1024) },
    Forgery {
        name: "padded_far_beyond_the_size_limit",
        refused_by: "saml_size",
        forge: |scene| padded(scene, 4 * 1024 * 1024),
    },
    Forgery {
        name: "nested_beyond_the_depth_limit",
        refused_by: "saml_depth",
        forge: |scene| {
            let deep = "<a>".repeat(10_000) + &"</a>".repeat(10_000);
            with_extensions(scene, &deep)
        },
    },
    Forgery {
        name: "element_with_thousands_of_attributes",
        refused_by: "saml_crowded",
        forge: |scene| {
            let attributes: String = (0..10_000).map(|index| format!(" a{index}=''")).collect();
            with_extensions(scene, &format!("<a{attributes}/>"))
        },
    },
    Forgery {
        name: "element_with_thousands_of_namespaces",
        refused_by: "saml_crowded",
        forge: |scene| {
            let namespaces: String = (0..5_000).map(|index| format!(" xmlns:p{index} = 'u'")).collect();
            with_extensions(scene, &format!("<a{namespaces}/>"))
        },
    },
    Forgery {
        name: "dtd_that_declares_nothing",
        refused_by: "saml_dtd",
        forge: |scene| with_prologue(scene, "<!DOCTYPE samlp:Response>"),
    },
    Forgery {
        name: "dtd_from_elsewhere",
        refused_by: "saml_dtd",
        forge: |scene| {
            let dtd = r#"<!DOCTYPE r SYSTEM "https://evil.example/saml.dtd">"#;
            with_prologue(scene, dtd)
        },
    },
    Forgery {
        name: "xxe_that_reads_a_file",
        refused_by: "saml_dtd",
        forge: |scene| {
            let dtd = r#"<!DOCTYPE r [<!ENTITY file SYSTEM "file:///etc/passwd">]>"#;
            let xml = replaced(&scene.xml(Signed::Assertion)?, Scene::PERSON, "&file;")?;
            Ok(encode(&format!("{dtd}{xml}")))
        },
    },
    Forgery {
        name: "expansion_bomb",
        refused_by: "saml_dtd",
        forge: |scene| {
            let bomb: String = (1..10)
                .map(|level| {
                    let references = format!("&b{};", level - 1).repeat(10);
                    format!(r#"<!ENTITY b{level} "{references}">"#)
                })
                .collect();
            let dtd = format!(r#"<!DOCTYPE r [<!ENTITY b0 "boom">{bomb}]>"#);
            let xml = replaced(&scene.xml(Signed::Assertion)?, Scene::PERSON, "&b9;")?;
            Ok(encode(&format!("{dtd}{xml}")))
        },
    },
    Forgery {
        name: "entity_that_nobody_declared",
        refused_by: "saml_xml",
        forge: |scene| scene.altered(Scene::PERSON, "&target;"),
    },
    Forgery {
        name: "encoding_declared_as_another",
        refused_by: "saml_xml",
        forge: |scene| with_prologue(scene, r#"<?xml version="1.0" encoding="UTF-7"?>"#),
    },
    Forgery {
        name: "bytes_that_are_not_utf8",
        refused_by: "saml_xml",
        forge: |scene| {
            use base64::Engine as _;
            // In a place that no signature covers: only its bytes are wrong.
            let xml = scene.xml(Signed::Assertion)?;
            let (before, after) = xml.split_once("<samlp:Status>").context("no Status")?;
            let bytes =
                [before.as_bytes(), b"<samlp:Extensions>\xff</samlp:Extensions><samlp:Status>", after.as_bytes()];
            Ok(base64::engine::general_purpose::STANDARD.encode(bytes.concat()))
        },
    },
    Forgery {
        name: "second_response_after_the_first",
        refused_by: "saml_xml",
        forge: |scene| Ok(encode(&scene.xml(Signed::Response)?.repeat(2))),
    },
    Forgery {
        name: "text_after_the_response",
        refused_by: "saml_xml",
        forge: |scene| Ok(encode(&(scene.xml(Signed::Response)? + "admin"))),
    },
    Forgery {
        name: "cut_off_in_the_middle",
        refused_by: "saml_xml",
        forge: |scene| {
            let xml = scene.xml(Signed::Response)?;
            Ok(encode(&xml[..xml.len() / 2]))
        },
    },
    Forgery {
        name: "assertion_without_a_response",
        refused_by: "saml_structure",
        forge: |scene| {
            let xml = scene.xml(Signed::Assertion)?;
            Ok(encode(element(&xml, "saml:Assertion")?))
        },
    },
    Forgery {
        name: "response_of_another_namespace",
        refused_by: "saml_structure",
        forge: |scene| scene.altered("urn:oasis:names:tc:SAML:2.0:protocol", "urn:example:other"),
    },
    Forgery {
        name: "response_of_saml_1_1",
        refused_by: "saml_structure",
        forge: |scene| scene.altered(r#"Version="2.0""#, r#"Version="1.1""#),
    },
    Forgery {
        name: "assertion_of_saml_1_1",
        refused_by: "saml_structure",
        forge: |scene| {
            let start = format!(r#"ID="{}" Version="#, scene.answer.assertion_id);
            scene.altered(&format!(r#"{start}"2.0""#), &format!(r#"{start}"1.1""#))
        },
    },
];

fn padded(scene: &Scene, bytes: usize) -> Result<String> {
    with_extensions(scene, &"x".repeat(bytes))
}

fn with_extensions(scene: &Scene, content: &str) -> Result<String> {
    let extensions = format!("<samlp:Extensions>{content}</samlp:Extensions><samlp:Status>");
    scene.altered("<samlp:Status>", &extensions)
}

fn with_prologue(scene: &Scene, prologue: &str) -> Result<String> {
    let xml = decode(&scene.answered(|_| ())?)?;
    Ok(encode(&format!("{prologue}{xml}")))
}
