//! The one virtual filesystem: the tree in SQL, the bytes in a blob store.
//!
//! **Architecture invariant:** this is the only way to bytes and names, and it is entered with a
//! [`Session`](keyfold_identity::Session). Each act takes a permit that only `admit` builds: session alive → resolve → decide
//! → preconditions → quota. Blob stores are private to this crate.

mod admit;
mod blob;
mod commit;
mod entry;
mod error;
mod filesystem;
mod handle;
mod quota;
mod tree;
mod upload;

pub use entry::{Entry, Kind, Listing, Space};
pub use error::{Error, Refusal};
pub use filesystem::{Fenced, Filesystem, Granted, Parts, QuotaOf, Replace, Swept, WriteMode, WriteOptions};
pub use handle::{DirHandle, ReadHandle, WriteHandle};
pub use keyfold_authz::{Basis, Explanation, Giver, JudgedGrant, Reacher, Source, Verdict};
