//! By API key.

use std::time::Duration;

use keyfold_audit::Actor;
use keyfold_db::{
    api_keys::{self, ApiKey, PermissionSet},
    users::{self, User},
};
use keyfold_model::{Interface, LoginName, Secret, VPath};

use super::{
    Authenticator, Claim,
    arrival::{Arrival, not_expired},
};
use crate::{Denial, Error, Origin, Session, session::Credential, token};

/// How long a key's session is kept between requests.
const IDLE: Duration = Duration::from_secs(600);
/// What stands before a key's id or name in the user name of SFTP, FTP and WebDAV.
const USER_NAME_PREFIX: &str = "@api-";

impl Authenticator {
    /// Signs in with an API key. `user_name` is `@api-` and the key's id or name, or the login name of the key's owner, where
    /// the protocol wants one; it must be that of the key. Over HTTP one session serves all requests of a key from one address, as long as they keep coming.
    ///
    /// # Errors
    /// Why not.
    pub async fn api_key(
        &self,
        user_name: Option<&str>,
        key: &Secret<String>,
        origin: Origin,
    ) -> Result<Session, Denial> {
        let hash = token::hash(key.expose());
        let keeps = matches!(origin.interface, Interface::RestApi | Interface::Dav);
        let slot = format!("{hash} {} {} {}", user_name.unwrap_or_default(), origin.interface, origin.remote_ip);
        if keeps && let Some(session) = self.kept.find(&slot, self.acts.clock.now()) {
            return Ok(session);
        }
        let session = self.begin_by_key(user_name, &hash, origin).await?;
        if keeps { Ok(self.kept.keep(slot, &session, self.acts.clock.now(), IDLE)) } else { Ok(session) }
    }

    async fn begin_by_key(&self, user_name: Option<&str>, hash: &str, origin: Origin) -> Result<Session, Denial> {
        let mut connection = self.acts.db.read().await?;
        let key = api_keys::find_by_hash(&mut connection, hash).await?;
        let owner = match &key {
            Some(key) => users::find(&mut connection, key.owner).await?,
            None => None,
        };
        drop(connection);
        let (Some(key), Some(owner)) = (key, owner) else {
            let claim = user_name.map_or(Claim::Nobody, Claim::Name);
            return Err(self.refuse(claim, &origin, Denial::KeyMismatch).await);
        };
        if let Err(denial) = self.check_key(&key, &owner, user_name, &origin) {
            return Err(self.refuse(Claim::User(&owner), &origin, denial).await);
        }
        let top = match &key.path {
            Some(path) => VPath::parse(path.as_bytes()).map_err(|error| Error::invalid("path", error))?,
            None => VPath::root(),
        };
        let actor = Actor::ApiKey { id: key.id, name: key.name };
        let credential = Credential::ApiKey { id: key.id, permission_set: key.permission_set };
        self.begin(Arrival { actor, top, expires_at: key.expires_at, ..Arrival::of_person(owner, credential, origin) })
            .await
    }

    fn check_key(&self, key: &ApiKey, owner: &User, user_name: Option<&str>, origin: &Origin) -> Result<(), Denial> {
        if user_name.is_some_and(|name| !names(name, key) && LoginName::fold(name) != owner.login_folded) {
            return Err(Denial::KeyMismatch);
        }
        not_expired(key.expires_at, self.acts.clock.now())?;
        let interface = origin.interface;
        let limited =
            key.interfaces.as_deref().is_some_and(|list| list.split(',').all(|name| name != interface.name()));
        let fits = match key.permission_set {
            PermissionSet::Full | PermissionSet::FilesOnly => true,
            PermissionSet::DesktopApp => matches!(interface, Interface::Desktop | Interface::RestApi),
            PermissionSet::None => false,
        };
        if limited || !fits { Err(Denial::NotOver(interface)) } else { Ok(()) }
    }
}

/// Whether a user name is the key's own. Names of keys that are numbers are refused where keys are made.
fn names(user_name: &str, key: &ApiKey) -> bool {
    user_name.strip_prefix(USER_NAME_PREFIX).is_some_and(|rest| rest == key.id.to_string() || rest == key.name)
}
