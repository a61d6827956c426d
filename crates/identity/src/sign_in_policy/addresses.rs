//! Addresses from which people may sign in.

use std::{fmt, net::IpAddr, str::FromStr};

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::Error;

/// Networks, as `203.0.113.0/24` or a single address each. None means any address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AllowedAddresses(Vec<IpNet>);

impl AllowedAddresses {
    /// Whether any address is allowed.
    #[must_use]
    pub const fn is_any(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this one is. An address that isn't known is on no list.
    #[must_use]
    pub fn contain(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.is_any() || !address.is_unspecified() && self.0.iter().any(|network| network.contains(&address))
    }
}

impl FromStr for AllowedAddresses {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let entries = text.split([',', '\n']).map(str::trim).filter(|entry| !entry.is_empty());
        let read = |entry: &str| {
            let network = entry.parse::<IpNet>().or_else(|_| entry.parse::<IpAddr>().map(IpNet::from));
            network.map_err(|_| Error::invalid("allowed addresses", format!("'{entry}' is no network or address")))
        };
        entries.map(read).collect::<Result<_, _>>().map(Self)
    }
}

impl TryFrom<String> for AllowedAddresses {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl fmt::Display for AllowedAddresses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries: Vec<_> = self.0.iter().map(IpNet::to_string).collect();
        f.write_str(&entries.join(","))
    }
}

impl From<AllowedAddresses> for String {
    fn from(addresses: AllowedAddresses) -> Self {
        addresses.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_and_addresses_are_read_and_an_unknown_address_is_on_no_list() {
        let list: AllowedAddresses = "203.0.113.0/24, 2001:db8::/32\n198.51.100.7".parse().expect("a list");
        for (address, allowed) in [
            ("203.0.113.200", true),
            ("::ffff:203.0.113.200", true),
            ("203.0.114.1", false),
            ("2001:db8:1::1", true),
            ("198.51.100.7", true),
            ("198.51.100.8", false),
            ("0.0.0.0", false),
            ("::", false),
        ] {
            assert_eq!(list.contain(address.parse().expect("an address")), allowed, "{address}");
        }
        assert_eq!(list.to_string().parse::<AllowedAddresses>().expect("the same"), list);
        assert!("0.0.0.0".parse().is_ok_and(|unknown| AllowedAddresses::default().contain(unknown)));
        let everywhere: AllowedAddresses = "0.0.0.0/0,::/0".parse().expect("a list");
        assert!("0.0.0.0".parse().is_ok_and(|unknown| !everywhere.contain(unknown)));
    }

    #[test]
    fn what_is_no_network_is_named() {
        let error = "203.0.113.0/24, office".parse::<AllowedAddresses>().expect_err("no network");
        assert!(error.to_string().contains("'office'"), "{error}");
    }
}
