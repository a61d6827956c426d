//! What handlers work with. Each takes the part that it needs, by [`axum::extract::State`] of that part.

use std::sync::Arc;

use axum::extract::FromRef;
use keyfold_audit::Log;
use keyfold_identity::{
    ApiKeys, Approvals, Authenticator, Connections, Directory, Factors, Groups, Identity, LivePolicy, Memberships,
    Missing, Powers, Previews, PublicKeys, Retention, SamlAttempts, SamlKeys, SamlLogouts, SamlMetadataLog,
    SamlRequests, ScimTokens, Seats, Setup, SignInPolicies, SignIns, SiteSecret, SshSite, Users,
};
use keyfold_mail::{Mailer, Sender, Smtp};
use keyfold_model::Clock;
use keyfold_net::Fetcher;
use keyfold_vfs::Filesystem;

use crate::{
    address::{InvalidSiteAddress, SiteAddress},
    caller::TrustedProxies,
    content::Tickets,
    rest::file_actions::Uploads,
    saml::{Keyring, MetadataRefresh},
};

/// Everything that the web is wired to; handlers never see the whole.
#[derive(Clone)]
pub struct State {
    identity: Identity,
    filesystem: Filesystem,
    log: Log,
    site: Site,
    clock: Arc<dyn Clock>,
    tickets: Tickets,
    uploads: Uploads,
    keyring: Keyring,
    mailer: Mailer,
    refresh: MetadataRefresh,
}

/// What the operator says of the site.
#[derive(Clone, Debug)]
pub struct Site {
    /// What people call it.
    pub name: String,
    /// Its address from outside.
    pub address: SiteAddress,
    /// Whose word on a client's address counts.
    pub proxies: TrustedProxies,
    /// The public keys whose seals of the audit log are trusted, in hexadecimal.
    pub seal_keys: SealKeys,
    /// What its own SAML keys are sealed with.
    pub secret: SiteSecret,
    /// The server that takes its mail; without one, mail waits.
    pub smtp: Option<Smtp>,
    /// What fetches the metadata of identity providers.
    pub fetcher: Fetcher,
}

/// The public keys whose seals of the audit log are trusted, in hexadecimal.
#[derive(Clone, Debug, Default)]
pub struct SealKeys(pub Arc<std::collections::HashSet<String>>);

impl Site {
    /// A site of this address, as in `https://files.example.com`; called by its host name, behind no proxy.
    ///
    /// # Errors
    /// It is no address of a site.
    pub fn new(address: &str) -> Result<Self, InvalidSiteAddress> {
        let address = SiteAddress::parse(address)?;
        Ok(Self {
            name: address.host().to_owned(),
            address,
            proxies: TrustedProxies::default(),
            seal_keys: SealKeys::default(),
            secret: SiteSecret::default(),
            smtp: None,
            fetcher: Fetcher::default(),
        })
    }
}

impl Site {
    /// By which server and in whose name its mail is sent.
    #[must_use]
    pub fn sender(&self) -> Option<Sender> {
        let smtp = self.smtp.clone()?;
        Some(Sender { smtp, site: self.address.join("") })
    }
}

impl State {
    /// Wires the web to the rest.
    #[must_use]
    pub fn new(identity: Identity, filesystem: Filesystem, log: Log, site: Site, clock: Arc<dyn Clock>) -> Self {
        let (tickets, uploads) =
            (Tickets::new(site.address.clone(), Arc::clone(&clock)), Uploads::new(Arc::clone(&clock)));
        let keyring = Keyring::new(
            identity.saml_keys.clone(),
            site.secret.clone(),
            Arc::clone(&clock),
            site.address.host().to_owned(),
        );
        let mailer = Mailer::new(log.db().clone(), Arc::clone(&clock), site.sender());
        let refresh = MetadataRefresh {
            connections: identity.connections.clone(),
            log: identity.saml_metadata.clone(),
            fetcher: site.fetcher.clone(),
        };
        Self { identity, filesystem, log, site, clock, tickets, uploads, keyring, mailer, refresh }
    }
}

macro_rules! parts {
    ($($part:ty: $($field:ident).+;)*) => {$(
        impl FromRef<State> for $part {
            fn from_ref(state: &State) -> Self {
                state.$($field).+.clone()
            }
        }
    )*};
}

parts! {
    ApiKeys: identity.api_keys;
    Approvals: identity.approvals;
    SshSite: identity.ssh;
    Authenticator: identity.authenticator;
    Connections: identity.connections;
    Directory: identity.directory;
    Groups: identity.groups;
    Memberships: identity.memberships;
    Missing: identity.missing;
    Powers: identity.powers;
    Retention: identity.retention;
    Previews: identity.previews;
    Seats: identity.seats;
    Mailer: mailer;
    PublicKeys: identity.public_keys;
    Keyring: keyring;
    MetadataRefresh: refresh;
    SamlAttempts: identity.saml_attempts;
    SamlKeys: identity.saml_keys;
    SamlLogouts: identity.saml_logouts;
    SamlMetadataLog: identity.saml_metadata;
    SamlRequests: identity.saml_requests;
    ScimTokens: identity.scim_tokens;
    Setup: identity.setup;
    SignIns: identity.sign_ins;
    SignInPolicies: identity.sign_in_policies;
    Factors: identity.factors;
    Users: identity.users;
    Filesystem: filesystem;
    Log: log;
    Site: site;
    SiteAddress: site.address;
    TrustedProxies: site.proxies;
    SealKeys: site.seal_keys;
    Arc<dyn Clock>: clock;
    LivePolicy: identity.policy;
    Tickets: tickets;
    Uploads: uploads;
}
