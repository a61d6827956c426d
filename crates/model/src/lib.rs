//! The words of Keyfold: ids, paths, names, levels, capabilities, grants, times, secrets.
//!
//! Every other crate speaks in these types.
//!
//! **Architecture invariant:** nothing here does I/O, is async, or knows of a protocol, a database or a server. What a
//! value may look like is decided once, where it is parsed: a [`VPath`] or a [`LoginName`] that exists is valid.

mod address_range;
mod capability;
mod clock;
mod grant;
mod id;
mod interface;
mod level;
mod login_name;
mod path;
mod role;
mod secret;

pub use address_range::{AddressRange, InvalidAddressRange};
pub use capability::{Capability, CapabilitySet};
pub use clock::{Clock, ManualClock, SystemClock, Timestamp};
pub use grant::{Fence, Grant, Reach, Subject, SubjectError};
pub use id::{
    ApiKeyId, ApprovalId, AuditId, BlobId, ConnectionId, EntryId, FactorId, FolderId, GrantId, GroupId, PartnerId,
    PublicKeyId, SamlAttemptId, SamlKeyId, ScimId, ScimTokenId, SessionId, UserId,
};
pub use interface::Interface;
pub use level::Level;
pub use login_name::{LoginName, LoginNameError};
pub use path::{MAX_NAME_BYTES, MAX_PATH_BYTES, Name, PathError, VPath};
pub use role::SiteRole;
pub use secret::Secret;
