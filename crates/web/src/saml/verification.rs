//! Verification of an answer against its connection, off the threads that serve connections: it is work of milliseconds that
//! strangers can ask for.

use std::sync::LazyLock;

use keyfold_identity::{DirectoryConnection, DirectorySession, Error, SamlIdentity, SamlSide};
use keyfold_model::Timestamp;
use keyfold_saml::{
    attributes::{self, AttributeMap},
    certificate::Certificate,
    key::ServiceProviderKey,
    response::{self, Check, Encryption, Expectation, InResponseTo, Peek, Rejection, Verified},
};
use tokio::sync::Semaphore;

use super::refusal::Reason;
use crate::address::SiteAddress;

/// How many answers are worked on at once. The rest wait: a flood of them leaves cores for other people's work.
static AT_ONCE: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2))));

/// Reads whom an answer claims to be from. Nothing of it is verified.
pub(super) async fn peek(answer: &str) -> Result<Peek, Reason> {
    let answer = answer.to_owned();
    off_thread(move || response::peek(answer.as_bytes())).await
}

/// Between whom an answer goes.
pub(super) struct Parties<'p> {
    /// Whose answer it has to be.
    pub(super) connection: &'p DirectoryConnection,
    /// Whom it has to be meant for.
    pub(super) site: &'p SiteAddress,
    /// The site's own keys.
    pub(super) keys: Vec<ServiceProviderKey>,
}

/// Verifies an answer against this connection and its pinned certificates.
pub(super) async fn verify(
    answer: String,
    parties: Parties<'_>,
    in_response_to: InResponseTo,
    now: Timestamp,
) -> Result<Verified, Reason> {
    let saml = &parties.connection.settings.saml;
    let expectation = Expectation {
        idp_entity_id: saml.idp_entity_id.clone().unwrap_or_default(),
        certificates: certificates(saml).map_err(Reason::Rejected)?,
        sp_entity_id: parties.site.sp_entity_id(),
        acs_url: parties.site.acs_url(),
        in_response_to,
        decryption_keys: parties.keys,
        encryption: if saml.require_encryption { Encryption::Required } else { Encryption::Optional },
        clock_skew: Expectation::CLOCK_SKEW,
    };
    let now = moment(now);
    off_thread(move || response::verify(answer.as_bytes(), &expectation, now)).await
}

pub(super) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Rejection> + Send + 'static,
) -> Result<T, Reason> {
    let _permit = AT_ONCE.acquire().await.map_err(|_| Reason::Failed(Error::Interrupted))?;
    let done = tokio::task::spawn_blocking(work).await.map_err(|_| Reason::Failed(Error::Interrupted))?;
    done.map_err(Reason::Rejected)
}

pub(super) fn certificates(saml: &SamlSide) -> Result<Vec<Certificate>, Rejection> {
    let read = saml.certificates.iter().map(|pem| Certificate::from_pem(pem)).collect::<Result<Vec<_>, _>>();
    let certificates = read.map_err(|error| Rejection {
        check: Check::Certificate,
        expected: "certificates of the connection that can be read".to_owned(),
        found: error.to_string(),
    })?;
    Ok(certificates.into_iter().flatten().collect())
}

/// The time as SAML's side has it. Where the clock shows what no calendar has, every answer is too old.
pub(super) fn moment(now: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_microsecond(now.0).unwrap_or(jiff::Timestamp::MAX)
}

/// What a verified answer says of a person, by the attribute names of its connection.
pub(super) fn identity(verified: &Verified, saml: &SamlSide) -> SamlIdentity {
    let profile = attributes::profile(&verified.attributes, &attribute_map(saml));
    SamlIdentity {
        name_id: verified.name_id.value.clone(),
        email: profile.email,
        given_name: profile.given_name,
        family_name: profile.family_name,
        display_name: profile.display_name,
        groups: profile.groups,
        session: DirectorySession {
            name_id_format: verified.name_id.format.clone(),
            name_qualifier: verified.name_id.name_qualifier.clone(),
            sp_name_qualifier: verified.name_id.sp_name_qualifier.clone(),
            index: verified.session_index.clone(),
            not_on_or_after: verified.session_not_on_or_after.map(|end| Timestamp(end.as_microsecond())),
        },
    }
}

/// The usual names, but for those that an administrator chose.
fn attribute_map(saml: &SamlSide) -> AttributeMap {
    let usual = AttributeMap::default();
    let chosen = |key: &str, usual: Vec<String>| saml.attributes.get(key).cloned().unwrap_or(usual);
    AttributeMap {
        email: chosen("email", usual.email),
        given_name: chosen("given_name", usual.given_name),
        family_name: chosen("family_name", usual.family_name),
        display_name: chosen("display_name", usual.display_name),
        groups: chosen("groups", usual.groups),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_attribute_names_replace_the_usual_ones_and_leave_the_others() {
        let attributes = [("groups".to_owned(), vec!["teams".to_owned()])].into();
        let map = attribute_map(&SamlSide { attributes, ..SamlSide::default() });
        assert_eq!(map.groups, ["teams"]);
        assert_eq!(map.email, AttributeMap::default().email);
    }

    #[test]
    fn a_connection_with_a_certificate_that_cannot_be_read_verifies_nothing() {
        let saml = SamlSide { certificates: vec!["nonsense".to_owned()], ..SamlSide::default() };
        let rejection = certificates(&saml).expect_err("refused");
        assert_eq!(rejection.failure_type(), "saml_certificate");
    }
}
