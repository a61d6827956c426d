//! Where a person stands under the policy: of the words about second factors the most specific one wins; of protocols and
//! addresses each word has to allow it.

use std::net::IpAddr;

use keyfold_db::{
    Connection, account_settings, connections,
    group_sign_in::{self, GroupSignIn},
    users::User,
};
use keyfold_model::{Interface, SiteRole};

use super::{AllowedAddresses, KeyAlone, Mandate, SignInPolicy, Stance};
use crate::{AccountSettings, Denial, Error, account, authenticator::FirstProof, connection::DirectoryConnection};

/// Everything that is said of one person's sign-ins.
pub(crate) struct Standing {
    pub(crate) site: SignInPolicy,
    groups: Vec<GroupSignIn>,
    account: AccountSettings,
    directory: Asks,
    role: SiteRole,
    from_directory: bool,
}

/// Whether the person's connection asks for a second factor of ours besides the directory's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    Too,
    Not,
}

/// Whether a sign-in wants a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// In any case: who has none has to enrol.
    Mandated,
    /// Of those who have one.
    IfEnrolled,
    /// No.
    Nothing,
}

impl Standing {
    pub(crate) async fn of(connection: &mut Connection, user: &User) -> Result<Self, Error> {
        Ok(Self {
            site: SignInPolicy::load(connection).await?,
            groups: group_sign_in::of_user(connection, user.id).await?,
            account: account_settings::of_user(connection, user.id).await?,
            directory: directory_asks(connection, user).await?,
            role: user.role,
            from_directory: user.connection.is_some(),
        })
    }

    /// Refuses a protocol that the site, a group or the account may not use.
    pub(crate) fn check_interface(&self, interface: Interface) -> Result<(), Denial> {
        account::check_interface(&self.account, interface)?;
        let allowed = |sftp: bool, ftp: bool, dav: bool| match interface {
            Interface::Sftp => sftp,
            Interface::Ftp => ftp,
            Interface::Dav => dav,
            Interface::Web
            | Interface::RestApi
            | Interface::Desktop
            | Interface::Scim
            | Interface::Robot
            | Interface::Cli => true,
        };
        let site = allowed(self.site.sftp, self.site.ftp, self.site.dav);
        let groups = self.groups.iter().all(|group| allowed(group.sftp, group.ftp, group.dav));
        if site && groups { Ok(()) } else { Err(Denial::NotOver(interface)) }
    }

    /// Refuses an address that isn't allowed. A list of the account's groups allows what any of them allows.
    pub(crate) fn check_address(&self, address: IpAddr) -> Result<(), Denial> {
        let lists = self.groups.iter().map(|group| group.allowed_addresses.parse::<AllowedAddresses>());
        let mut groups = lists.collect::<Result<Vec<_>, _>>()?;
        groups.retain(|list| !list.is_any());
        let account: AllowedAddresses = self.account.allowed_addresses.parse()?;
        let by_groups = groups.is_empty() || groups.iter().any(|list| list.contain(address));
        if by_groups && account.contain(address) && self.site.allowed_addresses.contain(address) {
            Ok(())
        } else {
            Err(Denial::AddressNotAllowed)
        }
    }

    /// Whether a second factor is mandated for the person, whatever they sign in with.
    pub(crate) fn is_mandated(&self) -> Result<bool, Error> {
        Ok(match self.stance()? {
            Stance::Always => true,
            Stance::Never => false,
            Stance::Site => match self.site.two_factor {
                Mandate::Off => false,
                Mandate::All => true,
                Mandate::Admins => self.role != SiteRole::Member,
                Mandate::NotDirectoryUsers => !self.from_directory,
            },
        })
    }

    /// Whether this sign-in wants a second factor. A directory's own counts as one, unless a person or a connection is told
    /// that ours is wanted as well.
    pub(crate) fn wants(&self, first: &FirstProof) -> Result<Want, Error> {
        let account = Stance::from_name(&self.account.two_factor)?;
        if account == Stance::Never {
            return Ok(Want::Nothing);
        }
        let mandated = self.is_mandated()?;
        Ok(match first {
            FirstProof::Saml(_) if account == Stance::Always || self.directory == Asks::Too => Want::Mandated,
            FirstProof::Saml(_) => Want::Nothing,
            FirstProof::Password | FirstProof::PublicKey { .. } | FirstProof::Certificate { .. } if mandated => {
                Want::Mandated
            }
            FirstProof::PublicKey { .. } | FirstProof::Certificate { .. }
                if self.site.ssh_key_alone == KeyAlone::Enough =>
            {
                Want::Nothing
            }
            FirstProof::Password | FirstProof::PublicKey { .. } | FirstProof::Certificate { .. } => Want::IfEnrolled,
        })
    }

    /// The most specific word: the account's, the connection's, the groups' (of several, the strictest), the site's.
    fn stance(&self) -> Result<Stance, Error> {
        let account = Stance::from_name(&self.account.two_factor)?;
        if account != Stance::Site {
            return Ok(account);
        }
        if self.directory == Asks::Too {
            return Ok(Stance::Always);
        }
        let groups = self.groups.iter().map(|group| Stance::from_name(&group.two_factor));
        let groups = groups.collect::<Result<Vec<_>, _>>()?;
        Ok([Stance::Always, Stance::Never].into_iter().find(|word| groups.contains(word)).unwrap_or(Stance::Site))
    }
}

async fn directory_asks(connection: &mut Connection, user: &User) -> Result<Asks, Error> {
    let Some(directory) = user.connection else { return Ok(Asks::Not) };
    let Some(row) = connections::find(connection, directory).await? else { return Ok(Asks::Not) };
    let rules = DirectoryConnection::from_row(row)?.settings.rules;
    Ok(if rules.provision_require_2fa { Asks::Too } else { Asks::Not })
}
