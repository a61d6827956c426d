//! How the server presents itself, what it takes, and how long it waits.

use std::{net::Ipv4Addr, ops::RangeInclusive, sync::Arc, time::Duration};

use keyfold_model::Clock;
use tokio_rustls::TlsAcceptor;

/// Everything about a listener of FTP.
#[derive(Clone)]
pub struct Config {
    /// TLS with the server's certificate, without a protocol above it.
    pub tls: TlsAcceptor,
    /// When a connection is encrypted.
    pub encryption: Encryption,
    /// What clients may choose.
    pub rules: Rules,
    /// Where data connections are taken.
    pub passive_ports: PassivePorts,
    /// Which address clients are told to connect to for data, where they see another one than we do: behind a router. Only
    /// `PASV` tells one.
    pub public_address: Option<Ipv4Addr>,
    /// The time, for what is dated. Waiting is in real time.
    pub clock: Arc<dyn Clock>,
    /// How long peers may take.
    pub patience: Patience,
}

impl Config {
    /// Explicit TLS with the usual rules and patience, data on any free ports.
    #[must_use]
    pub fn new(tls: TlsAcceptor, clock: Arc<dyn Clock>) -> Self {
        Self {
            tls,
            encryption: Encryption::Explicit,
            rules: Rules::default(),
            passive_ports: PassivePorts::Any,
            public_address: None,
            clock,
            patience: Patience::default(),
        }
    }
}

/// When a connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// When the client says `AUTH TLS` (RFC 4217).
    Explicit,
    /// From its first byte.
    Implicit,
}

/// What clients may choose. The defaults are the safe ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Rules {
    /// Whether one may sign in without TLS.
    pub clear_control: ClearControl,
    /// Whether data may go without TLS where the control connection has it.
    pub clear_data: ClearData,
    /// Whether the server connects to the client.
    pub active: ActiveMode,
    /// Whether data connections must go on with the TLS session of their control connection.
    pub session_reuse: SessionReuse,
}

/// Whether one may sign in without TLS: plain FTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ClearControl {
    /// `AUTH TLS` comes first.
    #[default]
    Refused,
    /// By password, and by no API key.
    Allowed,
}

/// Whether data may go without TLS where the control connection has it (`PROT C`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ClearData {
    /// `PROT P` it is.
    #[default]
    Refused,
    /// As the client likes.
    Allowed,
}

/// Whether the server connects to the client (`PORT`, `EPRT`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ActiveMode {
    /// Never.
    #[default]
    Off,
    /// To the address of the control connection.
    On,
}

/// Whether data connections must go on with the TLS session of their control connection, so that nobody else's is taken for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SessionReuse {
    /// They may: many clients can't.
    #[default]
    Preferred,
    /// They must.
    Required,
}

/// Where data connections are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PassivePorts {
    /// On any free port.
    Any,
    /// On one of these, which a firewall lets through.
    Range(RangeInclusive<u16>),
}

/// How long peers may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// From the connection until the first command, or the end of the TLS handshake.
    pub first_request: Duration,
    /// From the connection until the client has signed in.
    pub sign_in: Duration,
    /// Without a command and without a byte of data, once it has.
    pub idle: Duration,
    /// From the command until the data connection is there and its TLS handshake done.
    pub data: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            first_request: Duration::from_secs(10),
            sign_in: Duration::from_secs(120),
            idle: Duration::from_secs(30 * 60),
            data: Duration::from_secs(30),
        }
    }
}
