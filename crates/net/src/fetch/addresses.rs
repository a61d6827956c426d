//! Which addresses may be connected to.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

/// A range of addresses, as in `10.20.0.0/16`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressRange {
    first: IpAddr,
    prefix: u32,
}

/// What is no range of addresses.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a range of addresses, such as 10.20.0.0/16 or fd00:1::/32")]
pub struct InvalidRange(String);

impl FromStr for AddressRange {
    type Err = InvalidRange;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidRange(text.to_owned());
        let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
        let first: IpAddr = address.trim().parse().map_err(|_| invalid())?;
        let bits = bits(first).1;
        let prefix = prefix.map_or(Ok(bits), |prefix| prefix.trim().parse().map_err(|_| invalid()))?;
        if prefix <= bits { Ok(Self { first, prefix }) } else { Err(invalid()) }
    }
}

impl AddressRange {
    fn contains(self, address: IpAddr) -> bool {
        let ((first, width), (address, other)) = (bits(self.first), bits(address));
        width == other && (self.prefix == 0 || (first ^ address) >> (width - self.prefix) == 0)
    }
}

/// The address as a number, and how many bits it has.
fn bits(address: IpAddr) -> (u128, u32) {
    match address {
        IpAddr::V4(four) => (u128::from(four.to_bits()), 32),
        IpAddr::V6(six) => (six.to_bits(), 128),
    }
}

/// Which addresses may be connected to: those of the Internet, and those of one's own network that were named. Never
/// link-local ones, where machines of a cloud find their credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    private: Vec<AddressRange>,
}

impl Addresses {
    /// Those of the Internet and of these ranges.
    #[must_use]
    pub const fn with_private(private: Vec<AddressRange>) -> Self {
        Self { private }
    }

    /// Whether this one may be connected to.
    #[must_use]
    pub fn allow(&self, address: IpAddr) -> bool {
        let address = embedded(address.to_canonical());
        match kind(address) {
            Kind::Internet => true,
            Kind::Private => self.private.iter().any(|range| range.contains(address)),
            Kind::Never => false,
        }
    }
}

enum Kind {
    Internet,
    Private,
    Never,
}

fn kind(address: IpAddr) -> Kind {
    match address {
        IpAddr::V4(four) => kind_of_four(four),
        IpAddr::V6(six) => kind_of_six(six),
    }
}

/// RFC 6890 and what came after it.
fn kind_of_four(address: Ipv4Addr) -> Kind {
    let [first, second, third, _] = address.octets();
    if address.is_link_local() || address.is_multicast() || address.is_broadcast() || first == 0 || first >= 240 {
        return Kind::Never;
    }
    let shared = first == 100 && (64..128).contains(&second);
    let benchmark = first == 198 && (second == 18 || second == 19);
    let protocol = (first, second, third) == (192, 0, 0);
    let local = address.is_loopback() || address.is_private() || address.is_documentation();
    if local || shared || benchmark || protocol { Kind::Private } else { Kind::Internet }
}

fn kind_of_six(address: Ipv6Addr) -> Kind {
    if address.is_unicast_link_local() || address.is_multicast() || address.is_unspecified() {
        return Kind::Never;
    }
    // Global unicast is 2000::/3; in it, 2001:db8::/32 is for documentation.
    let [first, second, ..] = address.segments();
    if first & 0xe000 != 0x2000 || (first == 0x2001 && second == 0xdb8) { Kind::Private } else { Kind::Internet }
}

/// The IPv4 address that a translating network would connect to: 64:ff9b::/96 (RFC 6052) and 2002::/16 (RFC 3056).
fn embedded(address: IpAddr) -> IpAddr {
    let IpAddr::V6(six) = address else { return address };
    let [a, b, c, d, e, f, g, h] = six.segments();
    let four = |high: u16, low: u16| IpAddr::V4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    match (a, b, c, d, e, f) {
        (0x64, 0xff9b, 0, 0, 0, 0) => four(g, h),
        (0x2002, ..) => four(b, c),
        _ => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(by: &Addresses, address: &str) -> bool {
        by.allow(address.parse().expect("an address"))
    }

    #[test]
    fn addresses_of_the_internet_are_allowed_and_no_others() {
        let none = Addresses::default();
        for address in ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "64:ff9b::101:101"] {
            assert!(allowed(&none, address), "{address}");
        }
        for address in [
            "127.0.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "198.18.0.1",
            "192.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "2002:a00:1::",
            "::7f00:1",
        ] {
            assert!(!allowed(&none, address), "{address}");
        }
    }

    #[test]
    fn private_ones_are_allowed_where_they_are_named_and_link_local_ones_never() {
        let ranges = ["10.20.0.0/16", "::1", "fd00:1::/32", "0.0.0.0/0", "::/0"];
        let ranges: Vec<AddressRange> = ranges.map(|range| range.parse().expect("a range")).to_vec();
        let some = Addresses::with_private(ranges[..3].to_vec());
        for (address, expected) in [
            ("10.20.255.1", true),
            ("10.21.0.1", false),
            ("::1", true),
            ("::2", false),
            ("fd00:1:2::3", true),
            ("fd00:2::1", false),
            ("::ffff:10.20.0.1", true),
        ] {
            assert_eq!(allowed(&some, address), expected, "{address}");
        }
        let all = Addresses::with_private(ranges);
        for address in ["169.254.169.254", "fe80::1", "::ffff:169.254.0.1", "64:ff9b::a9fe:a9fe", "0.0.0.0", "ff02::1"]
        {
            assert!(!allowed(&all, address), "{address}");
        }
        assert!(allowed(&all, "192.168.1.1"));
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for text in ["", "10.0.0.0/33", "::/129", "10.0.0/8", "host", "10.0.0.0/x"] {
            assert!(text.parse::<AddressRange>().is_err(), "{text}");
        }
    }
}
