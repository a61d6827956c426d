//! The directory here: people, groups, directory connections, credentials, authentication, live sessions, revocation.
//!
//! **Architecture invariant:** a [`Session`] exists only out of an authentication made in this crate. Nothing is "system
//! may do anything": who changes the directory brings a proof ([`SiteAdmin`], [`Custody`], [`DirectoryClient`]). What
//! changes access commits with its audit row, and what it cuts is cut before the caller hears of it.

mod account;
mod act;
mod admission;
mod api_key;
mod approval;
mod authenticator;
mod certificate_expiry;
mod connection;
mod denial;
mod directory;
mod error;
mod factor;
mod group;
mod jit;
mod membership;
mod missing;
mod password;
mod policy;
mod power;
mod preview;
mod proof;
mod public_key;
mod reminder;
mod retention;
mod saml_attempt;
mod saml_key;
mod saml_logout;
mod saml_metadata;
mod saml_request;
mod scim_token;
mod seat;
pub mod session;
mod setup;
mod sign_in_policy;
mod sign_ins;
mod site_secret;
mod ssh_settings;
mod target;
mod throttle;
mod token;
mod user;

use std::sync::Arc;

use keyfold_audit::Log;
use keyfold_db::Db;
use keyfold_model::Clock;

pub use account::AccountSettings;
pub use api_key::{ApiKeys, IssuedApiKey, NewApiKey};
pub use approval::{
    APPROVAL_LIFETIME, ApprovalCode, ApprovalEnd, ApprovalRequest, Approvals, Asking, Decision, Mistake,
};
pub use authenticator::{
    Authenticator, CertificateHolder, CodeBehind, DirectorySession, Enroller, Offered, Pending, ProvenCertificate,
    ProvenKey, Renewal, Round, SamlIdentity, SamlRefusal, WebRound, WebSignIn,
};
pub use certificate_expiry::LastCertificate;
pub use connection::{
    ConnectionSettings, Connections, Deprovision, DirectoryConnection, GroupPatterns, IdentityProvider, MatchBy,
    Provider, Rules, SamlSide, Stage,
};
pub use denial::Denial;
pub use directory::{
    AttributeValues, Directory, DirectoryGroup, DirectoryUser, ExternalId, GroupEdit, GroupEdited, MemberEdit, Outcome,
};
pub use error::{Conflict, Error};
pub use factor::{
    AppSecret, Confirmed, Enrolment, Factor, FactorKind, Factors, NewFactor, Reauthentication, RecoveryCodes,
};
pub use group::Groups;
pub use keyfold_db::{
    api_keys::{ApiKey, PermissionSet},
    attribute_values::AttributeValue,
    directory_powers::{DirectoryPower, Power},
    groups::{Group, GroupField},
    list,
    memberships::{GroupName, Member, Membership, Origin as MembershipOrigin},
    public_keys::PublicKey,
    resources,
    saml_attempts::SamlAttempt,
    saml_metadata::SamlMetadata,
    saml_requests::{RequestOrigin, SamlRequest},
    saml_sessions::SamlSession,
    scim_tokens::ScimToken,
    users::{User, UserField},
};
pub use membership::{GroupPower, Memberships};
pub use missing::{Finding, FindingKind, Missing};
pub use password::Passwords;
pub use policy::LivePolicy;
pub use power::{NamedPower, Powers};
pub use preview::{Clash, ClashKind, Clashing, PreviewReport, Previews, Rehearsal, Started};
pub use proof::{Console, Custody, DirectoryClient, SiteAdmin};
pub use public_key::{NewPublicKey, PublicKeys, SshKey, SshKeyError, is_short};
pub use retention::Retention;
pub use saml_attempt::{NewSamlAttempt, SamlAttempts};
pub use saml_key::{NewSamlKey, SamlKey, SamlKeyState, SamlKeys};
pub use saml_logout::SamlLogouts;
pub use saml_metadata::SamlMetadataLog;
pub use saml_request::{Answer, Answered, AssertionUse, Begun, SamlRequests};
pub use scim_token::{IssuedScimToken, ScimTokens};
pub use seat::{Seat, SeatDay, SeatTally, Seats, Sitter, WINDOW_DAYS};
pub use session::{Gate, LiveSessions, Origin, SecondProof, Session};
pub use setup::Setup;
pub use sign_in_policy::{
    AllowedAddresses, GroupSignIn, KeyAlone, Mandate, PasswordRules, SignInPolicies, SignInPolicy, Stance,
};
pub use sign_ins::SignIns;
pub use site_secret::SiteSecret;
pub use ssh_settings::{SshSettings, SshSite};
pub use throttle::Limit;
pub use user::{Admission, NewUser, UserEdit, Users};

/// Everything of this crate, opened together: for wiring. Hand out the parts.
#[derive(Clone)]
pub struct Identity {
    /// People and machine accounts.
    pub users: Users,
    /// Groups.
    pub groups: Groups,
    /// Who is in which group.
    pub memberships: Memberships,
    /// Directory connections.
    pub connections: Connections,
    /// Power that directory groups give.
    pub powers: Powers,
    /// What connections would make before they are started.
    pub previews: Previews,
    /// Why somebody did not appear.
    pub missing: Missing,
    /// How long logs are kept.
    pub retention: Retention,
    /// Seats.
    pub seats: Seats,
    /// What a directory's SCIM client does.
    pub directory: Directory,
    /// Bearer tokens of SCIM clients.
    pub scim_tokens: ScimTokens,
    /// API keys.
    pub api_keys: ApiKeys,
    /// Sign-ins that are let in from a browser.
    pub approvals: Approvals,
    /// How people may sign in over SSH.
    pub ssh: SshSite,
    /// SSH public keys.
    pub public_keys: PublicKeys,
    /// SAML requests and the assertions that answered them.
    pub saml_requests: SamlRequests,
    /// The last answers of SAML identity providers.
    pub saml_attempts: SamlAttempts,
    /// This site's own SAML keys.
    pub saml_keys: SamlKeys,
    /// Single logout.
    pub saml_logouts: SamlLogouts,
    /// How fetching the metadata of identity providers goes.
    pub saml_metadata: SamlMetadataLog,
    /// The first administrator.
    pub setup: Setup,
    /// Signing in.
    pub authenticator: Authenticator,
    /// Second factors.
    pub factors: Factors,
    /// What the site and its groups say of sign-ins.
    pub sign_in_policies: SignInPolicies,
    /// Who is signed in, and cutting them.
    pub sign_ins: SignIns,
    /// The policy in force.
    pub policy: LivePolicy,
}

impl Identity {
    /// Opens the directory in this database, loading the policy from it.
    ///
    /// # Errors
    /// The database fails.
    pub async fn open(db: Db, log: Log, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let policy = LivePolicy::load(&db).await?;
        let acts = act::Acts { db, log, clock, policy: policy.clone(), live: LiveSessions::default() };
        let passwords = Passwords::new().await?;
        let kept = session::Kept::default();
        let approvals = Approvals { acts: acts.clone(), decided: Arc::default() };
        let (secret, turns) = (SiteSecret::default(), throttle::Turns::default());
        let factors =
            Factors { acts: acts.clone(), passwords: passwords.clone(), secret: secret.clone(), turns: turns.clone() };
        Ok(Self {
            users: Users { acts: acts.clone(), passwords: passwords.clone() },
            groups: Groups { acts: acts.clone() },
            memberships: Memberships { acts: acts.clone() },
            connections: Connections { acts: acts.clone() },
            powers: Powers { acts: acts.clone() },
            previews: Previews::new(acts.clone(), None),
            missing: Missing { acts: acts.clone() },
            retention: Retention { acts: acts.clone() },
            seats: Seats { acts: acts.clone() },
            directory: Directory { acts: acts.clone() },
            scim_tokens: ScimTokens { acts: acts.clone() },
            api_keys: ApiKeys { acts: acts.clone() },
            approvals: approvals.clone(),
            ssh: SshSite { acts: acts.clone() },
            public_keys: PublicKeys { acts: acts.clone() },
            saml_requests: SamlRequests { acts: acts.clone() },
            saml_attempts: SamlAttempts { acts: acts.clone() },
            saml_keys: SamlKeys { acts: acts.clone() },
            saml_logouts: SamlLogouts { acts: acts.clone() },
            saml_metadata: SamlMetadataLog { acts: acts.clone() },
            setup: Setup { acts: acts.clone(), passwords: passwords.clone() },
            authenticator: Authenticator {
                acts: acts.clone(),
                passwords,
                kept: kept.clone(),
                approvals,
                secret,
                turns,
            },
            factors,
            sign_in_policies: SignInPolicies { acts: acts.clone() },
            sign_ins: SignIns { acts, kept },
            policy,
        })
    }

    /// The same, keeping what connections in preview push in files of this folder.
    #[must_use]
    pub fn with_previews_in(self, folder: std::path::PathBuf) -> Self {
        Self { previews: Previews::new(self.previews.acts.clone(), Some(folder)), ..self }
    }

    /// The same, sealing what is secret with this site's secret. Without one, what was sealed is lost with the process.
    #[must_use]
    pub fn sealed_with(self, secret: SiteSecret) -> Self {
        let authenticator = Authenticator { secret: secret.clone(), ..self.authenticator };
        let factors = Factors { secret, ..self.factors };
        Self { authenticator, factors, ..self }
    }
}
