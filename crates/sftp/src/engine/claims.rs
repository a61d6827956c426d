//! What must not run at the same time.
//!
//! The draft lets a server work on several requests at once as long as those on the same file end as if done in order
//! (section 6.1). So each request claims what it touches, and one waits, with all behind it, while an earlier one holds a claim
//! that conflicts. Conflicts are rare: clients wait themselves for what they depend on.

use keyfold_model::VPath;

use crate::codec::Handle;

/// Whether a claim tolerates others on the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Beside others that share.
    Shared,
    /// Alone.
    Exclusive,
}

/// What one request touches: at most one handle and two paths.
#[derive(Clone, Debug, Default)]
pub(super) struct Claims {
    handle: Option<(Handle, Access)>,
    paths: [Option<(VPath, Access)>; 2],
}

impl Claims {
    pub(super) fn handle(handle: Handle, access: Access) -> Self {
        Self { handle: Some((handle, access)), paths: [None, None] }
    }

    pub(super) fn path(path: &VPath, access: Access) -> Self {
        Self { handle: None, paths: [Some((path.clone(), access)), None] }
    }

    pub(super) fn both(from: &VPath, to: &VPath) -> Self {
        let claim = |path: &VPath| Some((path.clone(), Access::Exclusive));
        Self { handle: None, paths: [claim(from), claim(to)] }
    }

    pub(super) fn and_path(mut self, path: &VPath, access: Access) -> Self {
        self.paths[0] = Some((path.clone(), access));
        self
    }

    fn conflicts(&self, other: &Self) -> bool {
        if let (Some((one, access)), Some((another, other_access))) = (self.handle, other.handle)
            && one == another
            && clash(access, other_access)
        {
            return true;
        }
        self.paths.iter().flatten().any(|(one, access)| {
            other.paths.iter().flatten().any(|(another, other_access)| {
                clash(*access, *other_access) && (one.is_within(another) || another.is_within(one))
            })
        })
    }
}

fn clash(one: Access, another: Access) -> bool {
    one == Access::Exclusive || another == Access::Exclusive
}

/// The claims and the memory of the requests that are being worked on.
#[derive(Debug, Default)]
pub(super) struct InFlight {
    slots: Vec<Option<(Claims, usize)>>,
    free: Vec<usize>,
    bytes: usize,
}

impl InFlight {
    pub(super) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// The payload that the requests hold or will hold.
    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn conflict(&self, claims: &Claims) -> bool {
        self.slots.iter().flatten().any(|(held, _)| held.conflicts(claims))
    }

    /// Takes a slot.
    pub(super) fn begin(&mut self, claims: Claims, bytes: usize) -> usize {
        self.bytes += bytes;
        let flight = Some((claims, bytes));
        if let Some(slot) = self.free.pop() {
            self.slots[slot] = flight;
            return slot;
        }
        self.slots.push(flight);
        self.slots.len() - 1
    }

    /// Gives a slot back.
    pub(super) fn end(&mut self, slot: usize) {
        if let Some((_, bytes)) = self.slots[slot].take() {
            self.bytes -= bytes;
            self.free.push(slot);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> VPath {
        VPath::parse(text.as_bytes()).expect("a path")
    }

    #[test]
    fn a_close_waits_for_its_handle_alone() {
        let mut flights = InFlight::default();
        let read = flights.begin(Claims::handle(Handle(1), Access::Shared), 10);
        flights.begin(Claims::handle(Handle(2), Access::Shared), 10);
        assert!(!flights.conflict(&Claims::handle(Handle(1), Access::Shared)));
        let close = Claims::handle(Handle(1), Access::Exclusive).and_path(&path("a"), Access::Exclusive);
        assert!(flights.conflict(&close));
        flights.end(read);
        assert!(!flights.conflict(&close));
        assert_eq!((flights.len(), flights.bytes()), (1, 10));
    }

    #[test]
    fn a_change_of_names_waits_for_what_is_at_above_and_below_it() {
        let mut flights = InFlight::default();
        flights.begin(Claims::both(&path("a/b"), &path("c")), 0);
        for (touched, waits) in
            [("a/b", true), ("a/b/x", true), ("a", true), ("c/d", true), ("a/bb", false), ("e", false)]
        {
            assert_eq!(flights.conflict(&Claims::path(&path(touched), Access::Shared)), waits, "{touched}");
        }
    }
}
