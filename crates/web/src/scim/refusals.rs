//! Refused tokens in the log: one row per address and minute, so that strangers can't fill it.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use keyfold_model::Timestamp;

/// How long after a row the refusals of the same address are not logged.
const WINDOW: Duration = Duration::from_secs(60);
/// How many addresses have a row in one minute at the most.
const MOST: usize = 10_000;

/// The addresses that were refused within the last minute. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Refusals(Arc<Mutex<HashMap<IpAddr, Timestamp>>>);

impl Refusals {
    /// Whether a refusal of this address is to be logged now.
    pub(super) fn observe(&self, address: IpAddr, now: Timestamp) -> bool {
        let mut latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = |at: &Timestamp| now < at.after(WINDOW);
        let address = network(address);
        if latest.get(&address).is_some_and(recent) {
            return false;
        }
        if latest.len() >= MOST {
            latest.retain(|_, at| recent(at));
        }
        let room = latest.len() < MOST;
        if room {
            latest.insert(address, now);
        }
        room
    }
}

/// Whoever has one IPv6 address has the 2^64 beside it.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => std::net::Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn one_row_per_address_and_minute() {
        let refusals = Refusals::default();
        let at = Timestamp::from_seconds;
        assert!(refusals.observe(address("192.0.2.1"), at(0)));
        assert!(!refusals.observe(address("192.0.2.1"), at(59)));
        assert!(refusals.observe(address("192.0.2.2"), at(59)), "somebody else");
        assert!(refusals.observe(address("192.0.2.1"), at(60)));
        assert!(refusals.observe(address("2001:db8::1"), at(0)));
        assert!(!refusals.observe(address("2001:db8::2"), at(1)), "the same network");
    }

    #[test]
    fn many_addresses_leave_the_log_alone() {
        let refusals = Refusals::default();
        let from = |index: u32| IpAddr::V4(index.into());
        let most = u32::try_from(MOST).expect("small");
        assert!((0..most).all(|index| refusals.observe(from(index), Timestamp(0))));
        assert!(!refusals.observe(from(most), Timestamp(0)));
        assert!(refusals.observe(from(most), Timestamp::from_seconds(60)));
    }
}
