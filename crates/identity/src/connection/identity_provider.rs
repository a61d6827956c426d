//! What the metadata of an identity provider changes of its connection, on nobody's authority but its own.

use keyfold_db::connections;
use keyfold_model::{ConnectionId, Interface};

use super::{Connections, DirectoryConnection, SamlSide, state};
use crate::{Error, proof::Authority, target};

/// An identity provider as its metadata describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityProvider {
    /// Its entity id.
    pub entity_id: String,
    /// Where people are sent to sign in.
    pub sso_url: String,
    /// Where people are sent to sign out.
    pub slo_url: Option<String>,
    /// Where answers to its own logout requests go, where that is another address.
    pub slo_response_url: Option<String>,
    /// The certificates whose keys may sign, in PEM.
    pub certificates: Vec<String>,
    /// Whether it refuses requests that are not signed.
    pub wants_signed_requests: bool,
    /// The document.
    pub metadata_xml: String,
}

impl IdentityProvider {
    /// Puts it into the settings of a connection.
    pub fn apply(self, saml: &mut SamlSide) {
        saml.idp_entity_id = Some(self.entity_id);
        saml.sso_url = Some(self.sso_url);
        saml.slo_url = self.slo_url;
        saml.slo_response_url = self.slo_response_url;
        saml.certificates = self.certificates;
        saml.sign_requests |= self.wants_signed_requests;
        saml.metadata_xml = Some(self.metadata_xml);
    }
}

impl Connections {
    /// Takes over what was fetched from the address that the connection names for its metadata: addresses and certificates,
    /// and nothing else. Nothing happens where an administrator named another address in the meantime.
    ///
    /// # Errors
    /// No such connection, or the metadata is another identity provider's: which one it is was pinned when an administrator
    /// connected it.
    pub async fn refresh_identity_provider(
        &self,
        id: ConnectionId,
        url: &str,
        fetched: IdentityProvider,
    ) -> Result<(), Error> {
        let url = url.to_owned();
        let authority = Authority::of_job("metadata refresh", Interface::Robot);
        self.acts
            .run(&authority, move |mut act| {
                Box::pin(async move {
                    let row = connections::lock(act.tx, id).await?.ok_or(Error::NotFound("connection"))?;
                    let before = DirectoryConnection::from_row(row)?;
                    let mut after = before.clone();
                    let saml = &mut after.settings.saml;
                    if saml.metadata_url.as_deref() != Some(&*url) {
                        return Ok(());
                    }
                    match &saml.idp_entity_id {
                        Some(pinned) if *pinned != fetched.entity_id => {
                            let why = format!("it is that of `{}`, not of `{pinned}`", fetched.entity_id);
                            return Err(Error::invalid("metadata", why));
                        }
                        _ => fetched.apply(saml),
                    }
                    // The document alone may differ, by a date in it for instance: nobody wants to read of that.
                    if bare(&after.settings.saml) == bare(&before.settings.saml) {
                        return Ok(());
                    }
                    after.version += 1;
                    after.updated_at = act.now;
                    connections::update(act.tx, &after.to_row()?).await?;
                    let mut event = act.event("connection_update");
                    event.target = Some(target::of("connection", id, &after.settings.label));
                    event.before = Some(state(&before));
                    event.after = Some(state(&after));
                    act.record(event).await
                })
            })
            .await
    }
}

/// The SAML side without the document.
fn bare(saml: &SamlSide) -> SamlSide {
    SamlSide { metadata_xml: None, ..saml.clone() }
}
