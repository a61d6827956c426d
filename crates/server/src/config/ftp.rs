//! `[ftp]`.

use std::net::{Ipv4Addr, SocketAddr};

use keyfold_ftp::{ActiveMode, ClearControl, ClearData, PassivePorts, Rules, SessionReuse};

use super::{
    raw::RawFtp,
    resolved::{ConfigError, address, loopback, value},
};

/// How FTP is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ftp {
    /// Where FTP listens, with TLS once the client asks for it; none: nowhere.
    pub listen: Option<SocketAddr>,
    /// Where FTP listens with TLS from the first byte; none: nowhere.
    pub implicit_listen: Option<SocketAddr>,
    /// Where data connections are taken.
    pub passive_ports: PassivePorts,
    /// The address that clients are told for data, where a router stands before the server.
    pub public_address: Option<Ipv4Addr>,
    /// What clients may choose.
    pub rules: Rules,
}

/// Checks `[ftp]`. With a block of ports, FTP has the fourth and the fifth of it, and data takes any free ones.
pub(super) fn resolve(raw: RawFtp, port_base: Option<u16>) -> Result<Ftp, ConfigError> {
    let passive_ports = ports(raw.passive_ports.as_deref())?;
    Ok(Ftp {
        listen: match port_base {
            Some(base) => Some(loopback(base, 3)),
            None => listen("ftp.listen", raw.listen.as_deref(), 2121)?,
        },
        implicit_listen: match port_base {
            Some(base) => Some(loopback(base, 4)),
            None => listen("ftp.implicit_listen", raw.implicit_listen.as_deref(), 2990)?,
        },
        passive_ports: if port_base.is_some() { PassivePorts::Any } else { passive_ports },
        public_address: raw.public_address.map(|text| public_address(&text)).transpose()?,
        rules: Rules {
            clear_control: choose(
                "ftp.plain",
                raw.plain,
                [("off", ClearControl::Refused), ("on", ClearControl::Allowed)],
            )?,
            clear_data: choose(
                "ftp.clear_data",
                raw.clear_data,
                [("off", ClearData::Refused), ("on", ClearData::Allowed)],
            )?,
            active: choose("ftp.active", raw.active, [("off", ActiveMode::Off), ("on", ActiveMode::On)])?,
            session_reuse: choose(
                "ftp.session_reuse",
                raw.session_reuse,
                [("preferred", SessionReuse::Preferred), ("required", SessionReuse::Required)],
            )?,
        },
    })
}

fn listen(key: &'static str, text: Option<&str>, port: u16) -> Result<Option<SocketAddr>, ConfigError> {
    if text == Some("off") { Ok(None) } else { address(key, text, port).map(Some) }
}

fn ports(text: Option<&str>) -> Result<PassivePorts, ConfigError> {
    let text = text.unwrap_or("50000-50100");
    if text == "any" {
        return Ok(PassivePorts::Any);
    }
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    match (first.trim().parse::<u16>(), last.trim().parse::<u16>()) {
        (Ok(first), Ok(last)) if first > 0 && first <= last => Ok(PassivePorts::Range(first..=last)),
        _ => Err(value("ftp.passive_ports", format!("'{text}' is no range of ports, such as 50000-50100, nor 'any'"))),
    }
}

fn public_address(text: &str) -> Result<Ipv4Addr, ConfigError> {
    text.parse().map_err(|_| value("ftp.public_address", format!("'{text}' is not an IPv4 address, such as 192.0.2.1")))
}

/// The first is what holds where nothing is said.
fn choose<T: Copy>(key: &'static str, text: Option<String>, words: [(&'static str, T); 2]) -> Result<T, ConfigError> {
    let [(first, default), (second, _)] = words;
    let Some(text) = text else { return Ok(default) };
    words
        .into_iter()
        .find(|(word, _)| *word == text)
        .map(|(_, chosen)| chosen)
        .ok_or_else(|| value(key, format!("'{text}' is neither {first} nor {second}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_word_only_encrypted_ftp_is_served() {
        let ftp = resolve(RawFtp::default(), None).expect("valid");
        assert_eq!(ftp.listen.map(|address| address.port()), Some(2121));
        assert_eq!(ftp.implicit_listen.map(|address| address.port()), Some(2990));
        assert_eq!(ftp.passive_ports, PassivePorts::Range(50_000..=50_100));
        assert_eq!(ftp.rules, Rules::default());
        assert_eq!(ftp.rules.clear_control, ClearControl::Refused);
    }

    #[test]
    fn each_word_is_known_or_refused_with_what_to_do() {
        let raw = RawFtp {
            listen: Some("off".into()),
            implicit_listen: Some("off".into()),
            passive_ports: Some("6000-6000".into()),
            public_address: Some("192.0.2.1".into()),
            plain: Some("on".into()),
            clear_data: Some("on".into()),
            active: Some("on".into()),
            session_reuse: Some("required".into()),
        };
        let ftp = resolve(raw, None).expect("valid");
        assert_eq!((ftp.listen, ftp.implicit_listen), (None, None));
        assert_eq!(ftp.passive_ports, PassivePorts::Range(6000..=6000));
        assert_eq!(ftp.rules.session_reuse, SessionReuse::Required);
        let wrong = |change: fn(&mut RawFtp)| {
            let mut raw = RawFtp::default();
            change(&mut raw);
            resolve(raw, None).expect_err("wrong").to_string()
        };
        assert_eq!(wrong(|raw| raw.plain = Some("yes".into())), "ftp.plain: 'yes' is neither off nor on");
        assert_eq!(
            wrong(|raw| raw.passive_ports = Some("9-3".into())),
            "ftp.passive_ports: '9-3' is no range of ports, such as 50000-50100, nor 'any'"
        );
        assert!(wrong(|raw| raw.public_address = Some("here".into())).contains("is not an IPv4 address"));
        assert!(wrong(|raw| raw.listen = Some("on".into())).contains("is not an address and port"));
    }
}
