//! Ranges of network addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3).

use std::{fmt, net::IpAddr, str::FromStr};

/// A range of addresses, as in `192.0.2.0/24` or `2001:db8::/32`. A single address is a range of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AddressRange {
    base: IpAddr,
    prefix: u8,
}

/// A text that is no range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is neither an address nor a range such as 192.0.2.0/24 or 2001:db8::/32")]
pub struct InvalidAddressRange(String);

impl AddressRange {
    /// Whether the address is in the range. IPv4 addresses that are mapped into IPv6 are IPv4 addresses.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.base, address.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.prefix)).unwrap_or(0);
                base.to_bits() & mask == address.to_bits() & mask
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.prefix)).unwrap_or(0);
                base.to_bits() & mask == address.to_bits() & mask
            }
            _ => false,
        }
    }

    /// Reads ranges with commas between. Nothing between two commas is no range.
    ///
    /// # Errors
    /// Names the first that is none.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, InvalidAddressRange> {
        text.split(',').map(str::parse).collect()
    }
}

impl FromStr for AddressRange {
    type Err = InvalidAddressRange;

    fn from_str(text: &str) -> Result<Self, InvalidAddressRange> {
        let text = text.trim();
        let invalid = || InvalidAddressRange(text.chars().take(64).collect());
        let (base, prefix) = match text.split_once('/') {
            Some((base, prefix)) if prefix.bytes().all(|byte| byte.is_ascii_digit()) => {
                (base, Some(prefix.parse::<u8>().map_err(|_| invalid())?))
            }
            Some(_) => return Err(invalid()),
            None => (text, None),
        };
        let base: IpAddr = base.parse().map_err(|_| invalid())?;
        let longest = if base.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.unwrap_or(longest);
        if prefix > longest { Err(invalid()) } else { Ok(Self { base, prefix }) }
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.base, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_its_addresses_and_no_others() {
        for (range, inside, outside) in [
            ("192.0.2.0/24", "192.0.2.255", "192.0.3.0"),
            ("192.0.2.7", "::ffff:192.0.2.7", "192.0.2.8"),
            ("192.0.2.128/25", "192.0.2.129", "192.0.2.127"),
            ("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::"),
            ("0.0.0.0/0", "255.255.255.255", "::1"),
            ("::/0", "2001:db8::1", "127.0.0.1"),
            ("::1/128", "::1", "::2"),
        ] {
            let parsed: AddressRange = range.parse().expect("a range");
            assert!(parsed.contains(inside.parse().expect("an address")), "{inside} in {range}");
            assert!(!parsed.contains(outside.parse().expect("an address")), "{outside} not in {range}");
        }
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for text in
            ["", "192.0.2.0/33", "::/129", "192.0.2", "192.0.2.0/", "192.0.2.0/+8", "example.com", "1.2.3.4/8/8"]
        {
            text.parse::<AddressRange>().expect_err(text);
        }
        AddressRange::parse_list("10.0.0.0/8,").expect_err("an empty one");
        assert_eq!(AddressRange::parse_list("10.0.0.0/8, ::1").expect("a list").len(), 2);
    }
}
