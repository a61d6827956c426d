//! The store of blobs: immutable bytes under opaque keys, in a local folder.
//!
//! The rest of the crate knows four things of it: a [`Spool`] takes bytes in any order and is sealed into a blob, a
//! [`Reader`] hands out the bytes of one, [`Store::remove`] ends one, and [`Store::shelves`] tells what is there. Another
//! kind of store is another implementation of these, behind the same names.
//!
//! A small blob never gets here: its bytes are committed with its file, in the database (docs/decisions/0014).

mod buffer;
mod extents;
mod reader;
mod spool;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use extents::Extents;
pub(crate) use reader::Reader;
pub(crate) use spool::{SMALL, Sealed, Spool};
pub(crate) use store::{Claim, Shelf, Store, blocking};
