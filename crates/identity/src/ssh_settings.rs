//! What administrators say about signing in over SSH.

use keyfold_db::{Connection, settings};
use keyfold_model::AddressRange;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    Error, Session, SiteAdmin, SshKey,
    act::{Acts, Doomed},
    session::Credential,
    target,
};

/// The setting that holds them.
const NAME: &str = "ssh";
/// The most authorities, and the most certificates on each list of revoked ones.
const MOST_AUTHORITIES: usize = 32;
const MOST_REVOKED: usize = 10_000;

/// How people may sign in over SSH.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct SshSettings {
    /// Whether directory people may let a sign-in in from a browser.
    pub browser_approval: bool,
    /// Whether the browser may be at another address than the connection. It opens the door to phishing: whoever talks a
    /// person into typing a code is in.
    pub approval_from_any_address: bool,
    /// The public keys of certificate authorities, as lines of `.pub` files. Whom one of them certifies is let in under the
    /// principals of the certificate.
    pub certificate_authorities: Vec<String>,
    /// Serial numbers of certificates that are refused.
    pub revoked_serials: Vec<u64>,
    /// Key ids of certificates that are refused.
    pub revoked_key_ids: Vec<String>,
}

impl Default for SshSettings {
    fn default() -> Self {
        Self {
            browser_approval: true,
            approval_from_any_address: false,
            certificate_authorities: Vec::new(),
            revoked_serials: Vec::new(),
            revoked_key_ids: Vec::new(),
        }
    }
}

/// Signing in over SSH, as the site wants it. Cheap to clone.
#[derive(Clone)]
pub struct SshSite {
    pub(crate) acts: Acts,
}

impl SshSite {
    /// What holds now.
    ///
    /// # Errors
    /// The database fails.
    pub async fn settings(&self) -> Result<SshSettings, Error> {
        read(&mut *self.acts.db.read().await?).await
    }

    /// Changes them. Sessions that a certificate began end before this returns: who is still good comes back.
    ///
    /// # Errors
    /// An authority's line is no public key, or there are too many of something.
    pub async fn set(&self, admin: &SiteAdmin, after: SshSettings) -> Result<SshSettings, Error> {
        check(&after)?;
        let live = self.acts.live.clone();
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let before = read(act.tx.connection()).await?;
                    settings::set(act.tx, NAME, &json!(after).to_string(), act.now).await?;
                    let certified =
                        |session: &Session| matches!(session.facts().credential, Credential::Certificate { .. });
                    // Looked for after the setting was written: who begins later is checked against the new one.
                    for session in live.all().into_iter().filter(certified) {
                        let epoch = session.facts().access_epoch;
                        act.cut(session.user(), epoch, Doomed::One(session.id())).await?;
                    }
                    let mut event = act.event("setting_update");
                    event.target = Some(target::of("setting", NAME, NAME));
                    event.before = Some(json!(before));
                    event.after = Some(json!(after));
                    act.record(event).await?;
                    Ok(after)
                })
            })
            .await
    }
}

/// What holds now.
pub(crate) async fn read(db: &mut Connection) -> Result<SshSettings, Error> {
    let Some(said) = settings::get(db, NAME).await? else { return Ok(SshSettings::default()) };
    // Settings that can't be read must not become looser ones.
    serde_json::from_str(&said).map_err(|error| Error::invalid("the SSH settings in the database", error))
}

fn check(settings: &SshSettings) -> Result<(), Error> {
    if settings.certificate_authorities.len() > MOST_AUTHORITIES {
        return Err(Error::invalid("certificate_authorities", format!("at most {MOST_AUTHORITIES} can be named")));
    }
    for (list, length) in
        [("revoked_serials", settings.revoked_serials.len()), ("revoked_key_ids", settings.revoked_key_ids.len())]
    {
        if length > MOST_REVOKED {
            return Err(Error::invalid(list, format!("at most {MOST_REVOKED} can be named")));
        }
    }
    for line in &settings.certificate_authorities {
        SshKey::from_openssh(line).map_err(|error| Error::invalid("certificate_authorities", error))?;
    }
    Ok(())
}

/// Reads the address ranges of a key.
pub(crate) fn addresses(list: Option<&str>) -> Result<Vec<AddressRange>, Error> {
    match list.map(str::trim).filter(|list| !list.is_empty()) {
        None => Ok(Vec::new()),
        Some(list) => AddressRange::parse_list(list).map_err(|error| Error::invalid("addresses", error)),
    }
}
