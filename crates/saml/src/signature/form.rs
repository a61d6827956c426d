//! The only form of a `Signature` that is given to the library (XML Signature 4; SAML core 5.4).
//!
//! Every element has exactly the attributes and children that are listed here. What the library
//! finds by "the first child of that name" or "the first attribute of that local name" is
//! therefore what was checked, and no comment can split a value in two.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::names;
use crate::response::{Check, Rejection};
use crate::xml::Element;

/// RSA PKCS#1 v1.5 and ECDSA, over SHA-2. No SHA-1, no HMAC, no DSA.
const SIGNATURE_METHODS: &[&str] = &[
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
];

/// SHA-2, with the length of the digest in bytes.
const DIGEST_METHODS: &[(&str, usize)] = &[
    ("http://www.w3.org/2001/04/xmlenc#sha256", 32),
    ("http://www.w3.org/2001/04/xmldsig-more#sha384", 48),
    ("http://www.w3.org/2001/04/xmlenc#sha512", 64),
];

/// The longest `PrefixList`, in bytes: the library looks through it for each namespace of each element.
const MAX_PREFIX_LIST: usize = 1024;

/// Checks that `signature` is an enveloped one over `target`, its parent, and nothing else.
pub(super) fn check(signature: Element<'_>, target: Element<'_>) -> Result<(), Rejection> {
    attributes(signature, &["Id"])?;
    let parts = children(signature)?;
    let (signed_info, value) = match parts.as_slice() {
        [info, value] => (*info, *value),
        // Never read: the keys are the pinned ones.
        [info, value, key_info] if key_info.is(names::DSIG, "KeyInfo") => (*info, *value),
        _ => return Err(form("SignedInfo, SignatureValue, KeyInfo", signature)),
    };
    expect(signed_info, "SignedInfo", &["Id"])?;
    expect(value, "SignatureValue", &["Id"])?;
    plain_text(value)?;
    check_signed_info(signed_info, target)
}

fn check_signed_info(signed_info: Element<'_>, target: Element<'_>) -> Result<(), Rejection> {
    let parts = children(signed_info)?;
    let [canonicalization, method, references @ ..] = parts.as_slice() else {
        return Err(form("CanonicalizationMethod, SignatureMethod, Reference", signed_info));
    };
    expect(*canonicalization, "CanonicalizationMethod", &["Algorithm"])?;
    let found = canonicalization.attribute("Algorithm").unwrap_or("none");
    if found != names::EXCLUSIVE_C14N {
        return Err(Rejection::new(Check::Algorithm, names::EXCLUSIVE_C14N, found));
    }
    inclusive_namespaces(*canonicalization)?;

    expect(*method, "SignatureMethod", &["Algorithm"])?;
    let found = method.attribute("Algorithm").unwrap_or("none");
    if !SIGNATURE_METHODS.contains(&found) {
        return Err(Rejection::new(Check::Algorithm, "RSA or ECDSA with SHA-256, SHA-384 or SHA-512", found));
    }
    empty(*method)?;

    let [reference] = references else {
        return Err(Rejection::new(Check::Reference, "exactly one Reference", references.len().to_string()));
    };
    check_reference(*reference, target)
}

fn check_reference(reference: Element<'_>, target: Element<'_>) -> Result<(), Rejection> {
    expect(reference, "Reference", &["Id", "URI"])?;
    let id = target.attribute("ID").unwrap_or("");
    let uri = reference.attribute("URI");
    let named = uri.and_then(|uri| uri.strip_prefix('#'));
    if id.is_empty() || named != Some(id) {
        return Err(Rejection::new(
            Check::Reference,
            format!("#{id}, the element that carries the signature"),
            uri.unwrap_or("no URI"),
        ));
    }
    let parts = children(reference)?;
    let [transforms, method, value] = parts.as_slice() else {
        return Err(form("Transforms, DigestMethod, DigestValue", reference));
    };
    check_transforms(*transforms)?;

    expect(*method, "DigestMethod", &["Algorithm"])?;
    empty(*method)?;
    let found = method.attribute("Algorithm").unwrap_or("none");
    let Some((_, length)) = DIGEST_METHODS.iter().find(|(name, _)| *name == found) else {
        return Err(Rejection::new(Check::Algorithm, "SHA-256, SHA-384 or SHA-512", found));
    };
    expect(*value, "DigestValue", &[])?;
    plain_text(*value)?;
    let compact: String = value.text().split_ascii_whitespace().collect();
    match STANDARD.decode(&compact) {
        Ok(digest) if digest.len() == *length => Ok(()),
        _ => Err(Rejection::new(Check::Digest, format!("{length} bytes in base64"), compact)),
    }
}

/// Both standard transforms are needed: the signature stands inside of what it signs, and
/// without the second one the library would fall back on inclusive canonicalization.
fn check_transforms(transforms: Element<'_>) -> Result<(), Rejection> {
    expect(transforms, "Transforms", &[])?;
    let list = children(transforms)?;
    for transform in &list {
        expect(*transform, "Transform", &["Algorithm"])?;
    }
    let found: Vec<_> = list.iter().map(|transform| transform.attribute("Algorithm").unwrap_or("none")).collect();
    let expected = [names::ENVELOPED_SIGNATURE, names::EXCLUSIVE_C14N];
    if found != expected {
        return Err(Rejection::new(Check::Transform, expected.join(", "), found.join(", ")));
    }
    empty(list[0])?;
    inclusive_namespaces(list[1])
}

/// Nothing, or the prefixes that exclusive canonicalization is to treat inclusively.
fn inclusive_namespaces(parent: Element<'_>) -> Result<(), Rejection> {
    match children(parent)?.as_slice() {
        [] => Ok(()),
        [list] if list.is(names::EXCLUSIVE_C14N, "InclusiveNamespaces") => {
            attributes(*list, &["PrefixList"])?;
            let prefixes = list.attribute("PrefixList").unwrap_or_default();
            if prefixes.len() > MAX_PREFIX_LIST {
                return Err(form("a PrefixList of a kilobyte at most", *list));
            }
            empty(*list)
        }
        _ => Err(form("InclusiveNamespaces at most", parent)),
    }
}

fn expect(element: Element<'_>, name: &str, allowed: &[&str]) -> Result<(), Rejection> {
    if !element.is(names::DSIG, name) {
        return Err(form(name, element));
    }
    attributes(element, allowed)
}

/// Only attributes of these names, in no namespace.
fn attributes(element: Element<'_>, allowed: &[&str]) -> Result<(), Rejection> {
    let foreign = element.attributes().find(|attribute| {
        attribute.name.namespace_uri.is_some() || !allowed.contains(&attribute.name.local_name.as_ref())
    });
    match foreign {
        None => Ok(()),
        Some(attribute) => Err(Rejection::new(
            Check::SignatureForm,
            format!("attributes {allowed:?} on {}", element.local_name()),
            attribute.name.prefixed_name(),
        )),
    }
}

fn children(element: Element<'_>) -> Result<Vec<Element<'_>>, Rejection> {
    if element.has_only_elements() {
        Ok(element.children().collect())
    } else {
        Err(form("only elements inside", element))
    }
}

fn empty(element: Element<'_>) -> Result<(), Rejection> {
    if children(element)?.is_empty() { Ok(()) } else { Err(form("nothing inside", element)) }
}

fn plain_text(element: Element<'_>) -> Result<(), Rejection> {
    if element.is_plain_text() { Ok(()) } else { Err(form("only text inside", element)) }
}

fn form(expected: &str, found: Element<'_>) -> Rejection {
    Rejection::new(Check::SignatureForm, expected, format!("another form of {}", found.local_name()))
}
