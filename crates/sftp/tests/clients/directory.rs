//! A company directory, its people, and their browsers.

use std::net::{IpAddr, Ipv4Addr};

use keyfold_identity::{
    Approvals, ConnectionSettings, DirectoryConnection, Origin, SamlIdentity, Session, SshSettings,
};
use keyfold_model::Interface;

use crate::world::World;

/// Where clients and browsers of these tests are.
pub const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// Another place.
pub const ELSEWHERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7));

impl World {
    /// A directory whose sign-ins make its people.
    pub async fn directory(&self) -> DirectoryConnection {
        let mut settings = ConnectionSettings {
            label: "Corp".into(),
            enabled: true,
            display_on_login_page: true,
            ..ConnectionSettings::default()
        };
        settings.saml.sso_url = Some("https://idp.example/sso".into());
        settings.rules.provision_users = true;
        let admin = self.admin.site_admin().expect("an admin");
        self.identity.connections.create(&admin, settings).await.expect("a connection")
    }

    /// A browser that its person has just signed in with at their directory.
    pub async fn browser(&self, directory: &DirectoryConnection, name: &str, address: IpAddr) -> Session {
        let identity = SamlIdentity { name_id: name.to_owned(), ..SamlIdentity::default() };
        let origin = Origin { interface: Interface::Web, remote_ip: address, client: "Firefox".into() };
        let round = self.identity.authenticator.saml(directory.id, identity, origin).await.expect("let in");
        let (signed_in, _) = round.into_signed_in().expect("signed in");
        signed_in.session
    }

    /// The same for somebody who means to approve.
    pub async fn approving_browser(&self, directory: &DirectoryConnection, name: &str, address: IpAddr) -> Session {
        let session = self.browser(directory, name, address).await;
        self.approvals().admit_browser(&session).await.expect("admitted");
        session
    }

    pub fn approvals(&self) -> &Approvals {
        &self.identity.approvals
    }

    pub async fn ssh_settings(&self, change: impl FnOnce(&mut SshSettings)) {
        let mut settings = self.identity.ssh.settings().await.expect("the database");
        change(&mut settings);
        let admin = self.admin.site_admin().expect("an admin");
        self.identity.ssh.set(&admin, settings).await.expect("set");
    }
}
