//! The signed assertion: whether it may be used here and now, and what it says.

use jiff::Timestamp;

use super::envelope::{check_in_response_to, check_issuer};
use super::{Check, Expectation, NameId, Rejection, Verified};
use crate::attributes::Attributes;
use crate::names;
use crate::signature::Signed;
use crate::xml::Element;

/// Checks `signed` against `expect` and reads it. Everything is reached by walking down from the
/// verified element.
pub(super) fn check(signed: Signed<'_>, expect: &Expectation, now: Timestamp) -> Result<Verified, Rejection> {
    let assertion = signed.assertion;
    let clock = Clock { now, expect };
    let issuer = assertion.only_child(names::ASSERTION, "Issuer", Check::Issuer)?;
    check_issuer(issuer, expect)?;
    let conditions_end = check_conditions(assertion, expect, &clock)?;
    let subject = assertion.only_child(names::ASSERTION, "Subject", Check::NameId)?;
    let confirmation = confirm(subject, expect, &clock)?;
    let statement = assertion.only_child(names::ASSERTION, "AuthnStatement", Check::AuthnStatement)?;
    let session_end = statement.time("SessionNotOnOrAfter")?;
    clock.not_on_or_after(session_end, Check::SessionNotOnOrAfter)?;
    let end = conditions_end.map_or(confirmation.end, |end| end.min(confirmation.end));
    Ok(Verified {
        assertion_id: assertion.attribute("ID").unwrap_or_default().to_owned(),
        not_on_or_after: end.saturating_add(expect.clock_skew).unwrap_or(end),
        name_id: NameId::read(subject, &expect.decryption_keys)?,
        session_index: statement.attribute("SessionIndex").map(str::to_owned),
        // Not a reason to refuse: only who asked for a fresh sign-in has to know.
        authn_instant: statement.time("AuthnInstant").ok().flatten(),
        session_not_on_or_after: session_end,
        attributes: attributes(assertion),
        in_response_to: confirmation.in_response_to,
        signed_element: signed.element,
    })
}

/// `now`, and how far off the other side's clock may be.
struct Clock<'e> {
    now: Timestamp,
    expect: &'e Expectation,
}

impl Clock<'_> {
    fn not_before(&self, limit: Option<Timestamp>) -> Result<(), Rejection> {
        match limit {
            Some(limit) if limit.duration_since(self.now) > self.expect.clock_skew => {
                Err(Rejection::new(Check::NotBefore, format!("at or before {}", self.now), limit.to_string()))
            }
            _ => Ok(()),
        }
    }

    fn not_on_or_after(&self, limit: Option<Timestamp>, check: Check) -> Result<(), Rejection> {
        match limit {
            Some(limit) if self.now.duration_since(limit) >= self.expect.clock_skew => {
                Err(Rejection::new(check, format!("after {}", self.now), limit.to_string()))
            }
            _ => Ok(()),
        }
    }
}

/// The conditions (SAML core 2.5.1). Returns their end, where they have one.
fn check_conditions(
    assertion: Element<'_>,
    expect: &Expectation,
    clock: &Clock<'_>,
) -> Result<Option<Timestamp>, Rejection> {
    let conditions = assertion.only_child(names::ASSERTION, "Conditions", Check::Audience)?;
    let end = conditions.time("NotOnOrAfter")?;
    clock.not_before(conditions.time("NotBefore")?)?;
    clock.not_on_or_after(end, Check::NotOnOrAfter)?;
    let mut restricted = false;
    for condition in conditions.children() {
        if condition.is(names::ASSERTION, "AudienceRestriction") {
            check_audience(condition, expect)?;
            restricted = true;
        } else if !condition.is(names::ASSERTION, "OneTimeUse") && !condition.is(names::ASSERTION, "ProxyRestriction") {
            // One that isn't understood makes the assertion indeterminate: not to be used.
            return Err(Rejection::new(
                Check::Condition,
                "AudienceRestriction, OneTimeUse, ProxyRestriction",
                condition.local_name(),
            ));
        }
    }
    if restricted {
        Ok(end)
    } else {
        Err(Rejection::new(Check::Audience, expect.sp_entity_id.as_str(), "no AudienceRestriction"))
    }
}

/// Each restriction has to name us, among others perhaps (SAML core 2.5.1.4).
fn check_audience(restriction: Element<'_>, expect: &Expectation) -> Result<(), Rejection> {
    let audiences: Vec<_> = restriction.children_named(names::ASSERTION, "Audience").map(Element::text).collect();
    if audiences.iter().any(|audience| audience.trim() == expect.sp_entity_id) {
        Ok(())
    } else {
        Err(Rejection::new(Check::Audience, expect.sp_entity_id.as_str(), audiences.join(", ")))
    }
}

struct Confirmation {
    end: Timestamp,
    in_response_to: Option<String>,
}

/// One bearer confirmation that holds is enough (SAML core 2.4.1.1). Where none does, the first
/// one says why.
fn confirm(subject: Element<'_>, expect: &Expectation, clock: &Clock<'_>) -> Result<Confirmation, Rejection> {
    let mut first_refusal = None;
    for confirmation in subject
        .children_named(names::ASSERTION, "SubjectConfirmation")
        .filter(|confirmation| confirmation.attribute("Method") == Some(names::METHOD_BEARER))
    {
        match check_bearer(confirmation, expect, clock) {
            Ok(confirmed) => return Ok(confirmed),
            Err(refusal) => {
                first_refusal.get_or_insert(refusal);
            }
        }
    }
    Err(first_refusal.unwrap_or_else(|| {
        Rejection::new(Check::SubjectConfirmation, names::METHOD_BEARER, "no confirmation by this method")
    }))
}

/// A bearer confirmation (web browser profile 4.1.4.2): to whom, until when, on which question.
fn check_bearer(confirmation: Element<'_>, expect: &Expectation, clock: &Clock<'_>) -> Result<Confirmation, Rejection> {
    let data = confirmation.only_child(names::ASSERTION, "SubjectConfirmationData", Check::SubjectConfirmation)?;
    let recipient = data.attribute("Recipient");
    if recipient != Some(expect.acs_url.as_str()) {
        return Err(Rejection::new(Check::Recipient, expect.acs_url.as_str(), recipient.unwrap_or("no Recipient")));
    }
    let end = data
        .time("NotOnOrAfter")?
        .ok_or_else(|| Rejection::new(Check::NotOnOrAfter, "NotOnOrAfter on SubjectConfirmationData", "none"))?;
    clock.not_before(data.time("NotBefore")?)?;
    clock.not_on_or_after(Some(end), Check::NotOnOrAfter)?;
    let in_response_to = data.attribute("InResponseTo");
    check_in_response_to(in_response_to, &expect.in_response_to)?;
    Ok(Confirmation { end, in_response_to: in_response_to.map(str::to_owned) })
}

/// All attributes. Values of one name that come in several pieces are gathered; `xsi:nil` is no
/// value.
fn attributes(assertion: Element<'_>) -> Attributes {
    let mut found = Attributes::new();
    let elements = assertion
        .children_named(names::ASSERTION, "AttributeStatement")
        .flat_map(|statement| statement.children_named(names::ASSERTION, "Attribute"));
    for attribute in elements {
        let Some(name) = attribute.attribute("Name") else {
            continue;
        };
        let values = attribute
            .children_named(names::ASSERTION, "AttributeValue")
            .filter(|value| !matches!(value.attribute_in(Some(names::XSI), "nil"), Some("true" | "1")))
            .map(Element::text);
        found.entry(name.to_owned()).or_default().extend(values);
    }
    found
}
