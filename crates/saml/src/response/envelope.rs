//! The Response around the assertion: its shape, and what it says of itself.

use std::collections::HashSet;

use super::{Check, Expectation, InResponseTo, Peek, Rejection, SignedElement};
use crate::names;
use crate::xml::Element;

/// A Response that has the right shape. Nothing is verified yet.
pub(super) struct Envelope<'d> {
    pub response: Element<'d>,
    pub content: Content<'d>,
}

/// What a Response carries.
#[derive(Clone, Copy)]
pub(super) enum Content<'d> {
    /// An Assertion for everybody to read.
    Plain(Element<'d>),
    /// An EncryptedAssertion.
    Encrypted(Element<'d>),
}

impl<'d> Envelope<'d> {
    /// Finds the one assertion, and refuses a document that has room for a second opinion.
    pub(super) fn read(root: Element<'d>) -> Result<Self, Rejection> {
        if !root.is(names::PROTOCOL, "Response") {
            return Err(Rejection::new(Check::Structure, "a samlp:Response", root.local_name()));
        }
        check_version(root)?;
        check_status(root)?;
        let content = only_assertion(root)?;
        if let Content::Plain(assertion) = content {
            check_version(assertion)?;
        }
        check_ids(root)?;
        Ok(Self { response: root, content })
    }

    /// Issuer, Destination and InResponseTo of the Response itself.
    ///
    /// Where only the assertion is signed these are not protected. They are checked all the
    /// same, and the assertion's own Issuer, Recipient and InResponseTo decide.
    pub(super) fn check(&self, expect: &Expectation, signed: SignedElement) -> Result<(), Rejection> {
        let issuer = self.response.first_child(names::ASSERTION, "Issuer");
        if let Some(issuer) = issuer {
            check_issuer(issuer, expect)?;
        }
        let destination = self.response.attribute("Destination");
        // Required where the Response is signed (bindings 3.5.5.2): it is what keeps a signed
        // message from being passed on to another site.
        let required = signed == SignedElement::Response || destination.is_some();
        if required && destination != Some(expect.acs_url.as_str()) {
            return Err(Rejection::new(
                Check::Destination,
                expect.acs_url.as_str(),
                destination.unwrap_or("no Destination"),
            ));
        }
        check_in_response_to(self.response.attribute("InResponseTo"), &expect.in_response_to)
    }
}

pub(super) fn peek(root: Element<'_>) -> Peek {
    let assertion = root.first_child(names::ASSERTION, "Assertion");
    let issuer = [Some(root), assertion]
        .into_iter()
        .flatten()
        .find_map(|element| element.first_child(names::ASSERTION, "Issuer"));
    Peek {
        issuer: issuer.map(|issuer| issuer.text()),
        in_response_to: root.attribute("InResponseTo").map(str::to_owned),
    }
}

pub(super) fn check_issuer(issuer: Element<'_>, expect: &Expectation) -> Result<(), Rejection> {
    let found = issuer.text();
    if found.trim() == expect.idp_entity_id {
        Ok(())
    } else {
        Err(Rejection::new(Check::Issuer, expect.idp_entity_id.as_str(), found))
    }
}

pub(super) fn check_in_response_to(found: Option<&str>, expected: &InResponseTo) -> Result<(), Rejection> {
    let expected = expected.request_id();
    if found == expected {
        Ok(())
    } else {
        let say = |id: Option<&str>| id.unwrap_or("no InResponseTo").to_owned();
        Err(Rejection::new(Check::InResponseTo, say(expected), say(found)))
    }
}

pub(super) fn check_version(element: Element<'_>) -> Result<(), Rejection> {
    match element.attribute("Version") {
        Some("2.0") => Ok(()),
        found => Err(Rejection::new(
            Check::Structure,
            "Version 2.0",
            format!("{} on {}", found.unwrap_or("no Version"), element.local_name()),
        )),
    }
}

/// Looked at first, and unverified: a Response that reports a failure carries no assertion and
/// often no signature. It can only refuse.
fn check_status(response: Element<'_>) -> Result<(), Rejection> {
    let mut statuses = response.children_named(names::PROTOCOL, "Status");
    let (Some(status), None) = (statuses.next(), statuses.next()) else {
        return Err(Rejection::new(Check::Status, "exactly one Status", "none, or several"));
    };
    let code = status.first_child(names::PROTOCOL, "StatusCode");
    let value = code.and_then(|code| code.attribute("Value"));
    if value == Some(names::STATUS_SUCCESS) {
        return Ok(());
    }
    let detail =
        code.and_then(|code| code.first_child(names::PROTOCOL, "StatusCode")).and_then(|code| code.attribute("Value"));
    let message = status.first_child(names::PROTOCOL, "StatusMessage").map(|message| message.text());
    let parts = [value, detail, message.as_deref()];
    let found = parts.into_iter().flatten().collect::<Vec<_>>().join("; ");
    Err(Rejection::new(Check::Status, names::STATUS_SUCCESS, found))
}

/// The one assertion. It is counted in the whole document, since the attacks of the XSW family
/// (signature wrapping) all need a second one to hide somewhere.
fn only_assertion(response: Element<'_>) -> Result<Content<'_>, Rejection> {
    let count = |name| response.with_descendants().filter(|element| element.is(names::ASSERTION, name)).count();
    let (plain, encrypted) = (count("Assertion"), count("EncryptedAssertion"));
    if plain > 0 && encrypted > 0 {
        return Err(Rejection::new(Check::Encrypted, "an assertion, encrypted or not", "both in one document"));
    }
    let found = match (plain, encrypted) {
        (0 | 1, 0) => response.first_child(names::ASSERTION, "Assertion").map(Content::Plain),
        (0, 1) => response.first_child(names::ASSERTION, "EncryptedAssertion").map(Content::Encrypted),
        _ => None,
    };
    found.ok_or_else(|| {
        Rejection::new(
            Check::AssertionCount,
            "exactly one Assertion, directly in the Response",
            format!("{} in the document", plain + encrypted),
        )
    })
}

/// No two elements share an ID, whatever the attribute is called by those who look for one.
pub(super) fn check_ids(root: Element<'_>) -> Result<(), Rejection> {
    let mut seen = HashSet::new();
    let ids = root.with_descendants().flat_map(Element::attributes).filter(|attribute| {
        let name = attribute.name.local_name.as_ref();
        name.eq_ignore_ascii_case("id") || name == "AssertionID"
    });
    for attribute in ids {
        if !seen.insert(attribute.value.as_ref()) {
            return Err(Rejection::new(Check::DuplicateId, "every ID once", attribute.value.as_ref()));
        }
    }
    Ok(())
}
