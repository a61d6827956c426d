//! Which element a pinned key signed.
//!
//! The cryptography and the canonical form are the library's. What it is asked to process is
//! decided here beforehand, by [`form`]: it would accept SHA-1, HMAC, keys out of the document,
//! references to files, and XPath and XSLT as transforms.

mod form;

use bergshamra_dsig::{DsigContext, VerifyResult, verify::verify_all_document};
use bergshamra_keys::KeysManager;

use crate::certificate::Certificate;
use crate::names;
use crate::response::{Check, Rejection, SignedElement};
use crate::xml::Element;

/// An assertion whose bytes a pinned key signed, directly or by signing the Response around it.
/// Only [`verify`] makes one, and what is read of an assertion is read from here.
pub(crate) struct Signed<'d> {
    pub assertion: Element<'d>,
    pub element: SignedElement,
}

/// Verifies every signature in the document. There has to be one, on `response` or on its child
/// `assertion`, or one on each; one that doesn't hold refuses the whole.
pub(crate) fn verify<'d>(
    response: Element<'d>,
    assertion: Element<'d>,
    certificates: &[Certificate],
) -> Result<Signed<'d>, Rejection> {
    let covered = verify_all(response, &[response, assertion], certificates)?;
    match covered.first() {
        None => Err(unsigned()),
        Some(first) if first.id() == response.id() => Ok(Signed { assertion, element: SignedElement::Response }),
        Some(_) => Ok(Signed { assertion, element: SignedElement::Assertion }),
    }
}

/// Verifies the signature on `response`, if there is one. Its assertion is encrypted, and so is the assertion's signature.
pub(crate) fn verify_response(
    response: Element<'_>,
    certificates: &[Certificate],
) -> Result<Option<SignedElement>, Rejection> {
    let covered = verify_all(response, &[response], certificates)?;
    Ok(covered.first().map(|_| SignedElement::Response))
}

/// Verifies the signature on an assertion that was decrypted. There has to be one, unless that of the Response, verified
/// before, covered it in its encrypted form.
pub(crate) fn verify_opened<'d>(
    assertion: Element<'d>,
    outside: Option<SignedElement>,
    certificates: &[Certificate],
) -> Result<Signed<'d>, Rejection> {
    let covered = verify_all(assertion, &[assertion], certificates)?;
    match (outside, covered.first()) {
        (Some(element), _) => Ok(Signed { assertion, element }),
        (None, Some(_)) => Ok(Signed { assertion, element: SignedElement::Assertion }),
        (None, None) => Err(unsigned()),
    }
}

/// Verifies the signature on a message that is no Response. There has to be one.
pub(crate) fn verify_message(message: Element<'_>, certificates: &[Certificate]) -> Result<(), Rejection> {
    match verify_all(message, &[message], certificates)?.first() {
        Some(_) => Ok(()),
        None => Err(unsigned()),
    }
}

fn unsigned() -> Rejection {
    Rejection::new(Check::Unsigned, "a signature on the Response or the Assertion", "none")
}

/// Verifies every signature below `root`. Each has to stand directly in one of `targets`, and sign it. Returns those that
/// are signed.
fn verify_all<'d>(
    root: Element<'d>,
    targets: &[Element<'d>],
    certificates: &[Certificate],
) -> Result<Vec<Element<'d>>, Rejection> {
    if certificates.is_empty() {
        return Err(Rejection::new(Check::Certificate, "a pinned certificate", "none on this connection"));
    }
    let mut places: Vec<(Element<'d>, Option<Element<'d>>)> = targets.iter().map(|&target| (target, None)).collect();
    for signature in root.with_descendants().filter(|element| element.is(names::DSIG, "Signature")) {
        let Some((_, place)) = places.iter_mut().find(|(target, _)| signature.is_child_of(*target)) else {
            return Err(Rejection::new(
                Check::SignaturePlace,
                "signatures directly in the Response or its Assertion",
                "one elsewhere",
            ));
        };
        if place.replace(signature).is_some() {
            return Err(Rejection::new(Check::SignatureCount, "one signature on an element", "two"));
        }
    }
    let covered: Vec<_> = places.into_iter().filter_map(|(target, signature)| Some((signature?, target))).collect();
    for &(signature, target) in &covered {
        form::check(signature, target)?;
    }
    check_cryptography(&covered, root, certificates)?;
    Ok(covered.into_iter().map(|(_, target)| target).collect())
}

/// Digest and signature value of each `(signature, target)`, with the pinned keys alone. The
/// library resolves the reference once more by itself: what it hashed must be the target.
fn check_cryptography(
    covered: &[(Element<'_>, Element<'_>)],
    root: Element<'_>,
    certificates: &[Certificate],
) -> Result<(), Rejection> {
    if covered.is_empty() {
        return Ok(());
    }
    let mut keys = KeysManager::new();
    keys.add_keys(certificates.iter().map(|pinned| pinned.key().clone()));
    let context = DsigContext::new(keys);
    let results =
        verify_all_document(&context, root.document()).map_err(|cause| signature_rejection(cause.to_string()))?;
    if results.len() != covered.len() {
        return Err(signature_rejection("a signature was not verified".to_owned()));
    }
    for result in results {
        match result {
            VerifyResult::Invalid { reason } => return Err(signature_rejection(reason)),
            VerifyResult::Valid { signature_node, references, .. } => {
                let target = covered
                    .iter()
                    .find(|(signature, _)| signature.id() == signature_node)
                    .map(|(_, target)| target.id());
                let hashed = match references.as_slice() {
                    [reference] if reference.digest_verified => reference.resolved_node,
                    _ => None,
                };
                if target.is_none() || hashed != target {
                    return Err(Rejection::new(
                        Check::Reference,
                        "the element that carries the signature",
                        "another one was hashed",
                    ));
                }
            }
        }
    }
    Ok(())
}

fn signature_rejection(found: String) -> Rejection {
    Rejection::new(Check::Signature, "a signature by a certificate of this connection", found)
}
