//! What can go wrong before a connection is served.

use std::{io, net::SocketAddr, path::PathBuf};

/// Why a listener or a certificate could not be had. Each text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another program listens there.
    #[error(
        "port {} of {} is in use by another program: stop that one (`ss -ltnp sport = :{}` shows it), or configure another port",
        .0.port(), .0.ip(), .0.port()
    )]
    PortInUse(SocketAddr),
    /// The system keeps that port for the administrator.
    #[error(
        "port {} of {} may be opened by the administrator alone: configure a port above 1023, or give this program the \
         CAP_NET_BIND_SERVICE capability",
        .0.port(), .0.ip()
    )]
    PortReserved(SocketAddr),
    /// The address is none of this machine's.
    #[error("{} is not an address of this machine: configure one that `ip address` shows, or 0.0.0.0 or [::] for all", .0.ip())]
    NotOurAddress(SocketAddr),
    /// The system refused to listen for another reason.
    #[error("can't listen on {address}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// A certificate or key file can't be read or written.
    #[error("can't {doing} {}", path.display())]
    File {
        /// "read" or "write".
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file holds no usable PEM block of the kind that is needed.
    #[error("{} holds no {expected} in PEM form", path.display())]
    Pem {
        /// The file.
        path: PathBuf,
        /// What was looked for.
        expected: &'static str,
        /// What the parser said.
        source: rustls::pki_types::pem::Error,
    },
    /// A certificate could not be made.
    #[error("can't make a certificate for {names}")]
    Make {
        /// The host names and addresses that it was to hold.
        names: String,
        /// What was wrong.
        source: rcgen::Error,
    },
    /// The certificate and the key don't serve together.
    #[error("the TLS certificate and its key can't be used: do they belong together?")]
    Unusable(#[source] rustls::Error),
}
