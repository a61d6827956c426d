//! SCIM 2.0 (RFC 7643, RFC 7644) as pure functions: everything of the protocol that can be decided without a store.
//!
//! **Architecture invariant:** no I/O, no async, no clock, and no knowledge of the server around it: this crate depends
//! on no other of the workspace. Ids, URLs, versions and times come from the caller; a group's members are never loaded.
//!
//! ```
//! use keyfold_scim::{PatchOp, User, UserBody};
//! let body = serde_json::json!({"USERNAME": "ann@example.com", "emails": null, "active": "True"});
//! let ann: User = UserBody::parse(&body)?.create();
//! let patch = serde_json::json!({"Operations": [{"op": "Replace", "path": "active", "value": "False"}]});
//! let patched = PatchOp::parse(&patch)?.apply_to_user("id-of-ann", &ann)?;
//! assert_eq!(patched.changes[0].to_string(), "active: true → false");
//! # Ok::<(), keyfold_scim::ScimError>(())
//! ```
//!
//! | question | answered by |
//! |---|---|
//! | what did the client send? | [`UserBody`], [`GroupBody`], [`PatchOp`], [`list::Query`], [`bulk::BulkRequest`] |
//! | what becomes of the resource? | [`UserBody::replace`], [`PatchOp::apply_to_user`], [`PatchOp::to_group_patch`] |
//! | which resources are meant? | [`Filter`], [`ResourceType::resolve`] and [`User::comparable_values`] for SQL, [`Filter::matches`] as reference |
//! | what does the client get? | [`User::render`], [`Group::render`], [`Projection`], [`list::ListResponse`], [`ScimError`] |
//! | what can the server do? | [`discovery`] |
//! | what may be logged? | [`mask::mask`], [`change::changes`] |

pub mod bulk;
pub mod change;
pub mod comparable;
pub mod discovery;
pub mod error;
pub mod filter;
pub mod limits;
pub mod list;
pub mod mask;
pub mod patch;
pub mod path;
pub mod schema;

mod canonical;
mod group;
mod meta;
mod projection;
mod user;
mod version;

pub use error::{Result, ScimError, ScimType};
pub use filter::Filter;
pub use group::{Group, GroupBody, Member};
pub use meta::Meta;
pub use patch::{GroupPatch, MemberChange, PatchOp, UserPatch};
pub use path::AttrPath;
pub use projection::Projection;
pub use schema::ResourceType;
pub use user::{GroupReference, User, UserBody};
pub use version::Version;
