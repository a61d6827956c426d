//! How many connections may be open, from one address and in all.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::Arc,
};

use parking_lot::Mutex;

/// Bounds on what peers can hold open. A peer is *unproven* until the front end says that it has signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections in all.
    pub total: usize,
    /// Connections of one address, signed in or not: many people may share one behind an office's router.
    pub per_address: usize,
    /// Connections of one address that have not signed in yet.
    pub unproven_per_address: usize,
    /// Bytes that a peer may send before it has signed in; more ends its connection.
    pub unproven_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { total: 10_000, per_address: 1_000, unproven_per_address: 64, unproven_bytes: 64 * 1024 }
    }
}

/// Counts what is open.
#[derive(Debug)]
pub(crate) struct Admission {
    limits: Limits,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    total: usize,
    by_address: HashMap<IpAddr, Count>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Count {
    all: usize,
    unproven: usize,
}

/// Why a connection was turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Full {
    /// The server holds as many connections as it may.
    Total,
    /// The address does.
    Address,
    /// The address holds as many connections that have not signed in as it may.
    Unproven,
}

impl Admission {
    pub(crate) fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self { limits, open: Mutex::default() })
    }

    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// Counts a connection from `peer` in, until the ticket is dropped.
    pub(crate) fn admit(self: &Arc<Self>, peer: IpAddr) -> Result<Ticket, Full> {
        let address = counted_as(peer);
        let mut open = self.open.lock();
        let count = open.by_address.get(&address).copied().unwrap_or_default();
        if open.total >= self.limits.total {
            return Err(Full::Total);
        }
        if count.all >= self.limits.per_address {
            return Err(Full::Address);
        }
        if count.unproven >= self.limits.unproven_per_address {
            return Err(Full::Unproven);
        }
        open.total += 1;
        open.by_address.insert(address, Count { all: count.all + 1, unproven: count.unproven + 1 });
        Ok(Ticket { admission: Arc::clone(self), address, unproven: true })
    }
}

/// One counted connection.
#[derive(Debug)]
pub(crate) struct Ticket {
    admission: Arc<Admission>,
    address: IpAddr,
    unproven: bool,
}

impl Ticket {
    /// The peer has signed in: it no longer counts among those that have not.
    pub(crate) fn proven(&mut self) {
        if std::mem::take(&mut self.unproven)
            && let Some(count) = self.admission.open.lock().by_address.get_mut(&self.address)
        {
            count.unproven -= 1;
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.proven();
        let mut open = self.admission.open.lock();
        open.total -= 1;
        if let Some(count) = open.by_address.get_mut(&self.address) {
            count.all -= 1;
            if count.all == 0 {
                open.by_address.remove(&self.address);
            }
        }
    }
}

/// One IPv6 subscriber has a whole /64, so that is what counts as one address there (RFC 6177).
fn counted_as(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admission() -> Arc<Admission> {
        Admission::new(Limits { total: 3, per_address: 2, unproven_per_address: 1, unproven_bytes: 0 })
    }

    fn refused(admission: &Arc<Admission>, peer: &str) -> Option<Full> {
        admission.admit(peer.parse().expect("an address")).err()
    }

    fn admitted(admission: &Arc<Admission>, peer: &str) -> Ticket {
        admission.admit(peer.parse().expect("an address")).expect("room")
    }

    #[test]
    fn each_limit_turns_away_on_its_own() {
        let admission = admission();
        let mut first = admitted(&admission, "192.0.2.1");
        assert_eq!(refused(&admission, "192.0.2.1"), Some(Full::Unproven));
        first.proven();
        let mut second = admitted(&admission, "192.0.2.1");
        second.proven();
        assert_eq!(refused(&admission, "192.0.2.1"), Some(Full::Address));
        let _other = admitted(&admission, "192.0.2.2");
        assert_eq!(refused(&admission, "192.0.2.3"), Some(Full::Total));
        drop(first);
        assert_eq!(refused(&admission, "192.0.2.3"), None);
        assert!(!admission.open.lock().by_address.contains_key(&IpAddr::from([192, 0, 2, 3])), "nothing is kept");
    }

    #[test]
    fn a_network_of_one_subscriber_counts_as_one_address() {
        let admission = admission();
        let _first = admitted(&admission, "2001:db8::1");
        assert_eq!(refused(&admission, "2001:db8::ffff:2"), Some(Full::Unproven));
        assert_eq!(refused(&admission, "2001:db8:0:1::1"), None);
        let _mapped = admitted(&admission, "::ffff:192.0.2.1");
        assert_eq!(refused(&admission, "192.0.2.1"), Some(Full::Unproven));
    }
}
