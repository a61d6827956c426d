//! What people reach: the permission engine.
//!
//! A [`Policy`] is compiled from [`Change`]s and answers, for a person and a [`Place`], which capabilities they have
//! there, and whether they may know of it. A [`View`] answers the same for one person, quicker.
//!
//! **Architecture invariant:** no I/O, no async, no lock, no clock, and no question without an answer: every function
//! is total. What explains a decision folds the same verdicts as what decides. The tree of folders is not in memory:
//! whoever asks brings the chain of folders from the root, and the engine knows only those folders that carry a grant or
//! a fence, and the ones above them.

mod change;
mod decide;
mod explain;
mod filter;
mod grants;
mod ground;
mod holder;
mod id_map;
mod operation;
mod people;
mod person;
mod place;
mod policy;
mod skeleton;
mod standing;
mod subtree;
mod tree;
mod view;
mod visibility;

pub use change::Change;
pub use decide::Verdict;
pub use explain::{
    Basis, CapabilitySources, Explanation, Giver, JudgedGrant, PartnerLimit, Reacher, Source, explain, who_reaches,
};
pub use operation::{Needs, Operation};
pub use person::{Partner, Person, PersonState};
pub use place::{Chain, ChainError, Place};
pub use policy::Policy;
pub use subtree::Coverage;
pub use view::{Children, View};
