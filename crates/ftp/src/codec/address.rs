//! Addresses as FTP writes them: `PORT` and `PASV` (RFC 959), `EPRT` and `EPSV` (RFC 2428).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// An address and port that a client names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostPort(pub SocketAddr);

/// A family of addresses, by its number in RFC 2428.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

impl Family {
    /// That of an address.
    #[must_use]
    pub const fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(_) => Self::V4,
            IpAddr::V6(_) => Self::V6,
        }
    }

    /// That of a number.
    #[must_use]
    pub fn from_number(number: &str) -> Option<Self> {
        match number {
            "1" => Some(Self::V4),
            "2" => Some(Self::V6),
            _ => None,
        }
    }
}

impl HostPort {
    /// Reads `h1,h2,h3,h4,p1,p2`.
    #[must_use]
    pub fn parse_port(text: &str) -> Option<Self> {
        let mut numbers = text.split(',').map(|number| number.trim().parse::<u8>());
        let mut next = || numbers.next()?.ok();
        let host = Ipv4Addr::new(next()?, next()?, next()?, next()?);
        let port = u16::from_be_bytes([next()?, next()?]);
        numbers.next().is_none().then_some(Self(SocketAddr::from((host, port))))
    }

    /// Reads `|1|132.235.1.2|6275|`, with any printable character in place of the bar.
    #[must_use]
    pub fn parse_extended(text: &str) -> Option<Self> {
        let bar = text.chars().next().filter(|bar| ('!'..='~').contains(bar))?;
        let mut parts = text.split(bar);
        let (_, family, host) = (parts.next()?, Family::from_number(parts.next()?)?, parts.next()?);
        let (port, rest) = (parts.next()?.parse::<u16>().ok()?, parts.next()?);
        let host: IpAddr = host.parse().ok()?;
        let whole = rest.is_empty() && parts.next().is_none() && Family::of(host) == family;
        whole.then(|| Self(SocketAddr::new(host, port)))
    }

    /// `h1,h2,h3,h4,p1,p2`; nothing for IPv6, which `PASV` can't name.
    #[must_use]
    pub fn format_port(self) -> Option<String> {
        let IpAddr::V4(host) = self.0.ip() else { return None };
        let ([a, b, c, d], [high, low]) = (host.octets(), self.0.port().to_be_bytes());
        Some(format!("{a},{b},{c},{d},{high},{low}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read() {
        let address = SocketAddr::from(([132, 235, 1, 2], 6275));
        assert_eq!(HostPort::parse_port("132,235,1,2,24,131"), Some(HostPort(address)));
        assert_eq!(HostPort(address).format_port().as_deref(), Some("132,235,1,2,24,131"));
        assert_eq!(HostPort::parse_extended("|1|132.235.1.2|6275|"), Some(HostPort(address)));
        let six = HostPort::parse_extended("!2!::1!21!").expect("an address").0;
        assert_eq!(six, "[::1]:21".parse().expect("an address"));
    }

    #[test]
    fn anything_else_is_refused() {
        for wrong in ["", "1,2,3,4,5", "1,2,3,4,5,6,7", "256,0,0,1,1,1", "a,b,c,d,e,f", "-1,0,0,1,1,1"] {
            assert_eq!(HostPort::parse_port(wrong), None, "{wrong}");
        }
        for wrong in ["", "|", "|1|::1|21|", "|3|1.2.3.4|21|", "|1|1.2.3.4|70000|", "|1|1.2.3.4|21", "|1|1.2.3.4|21|x"]
        {
            assert_eq!(HostPort::parse_extended(wrong), None, "{wrong}");
        }
    }
}
