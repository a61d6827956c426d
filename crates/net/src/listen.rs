//! Opening a port, with errors that say what to do.

use std::{io, net::SocketAddr};

use tokio::net::TcpListener;

use crate::Error;

/// Listens on `address`; port 0 takes any free one.
///
/// # Errors
/// The port is in use or reserved, or the address is none of this machine's.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, Error> {
    TcpListener::bind(address).await.map_err(|source| refusal(address, source))
}

fn refusal(address: SocketAddr, source: io::Error) -> Error {
    if source.kind() == io::ErrorKind::AddrInUse {
        Error::PortInUse(address)
    } else if source.kind() == io::ErrorKind::PermissionDenied {
        Error::PortReserved(address)
    } else if source.kind() == io::ErrorKind::AddrNotAvailable {
        Error::NotOurAddress(address)
    } else {
        Error::Listen { address, source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_port_in_use_is_named_with_what_to_do() {
        let first = listen(([127, 0, 0, 1], 0).into()).await.expect("a free port");
        let taken = first.local_addr().expect("bound");
        let error = listen(taken).await.expect_err("taken").to_string();
        assert!(error.contains(&format!("port {} of 127.0.0.1 is in use", taken.port())), "{error}");
        assert!(error.contains("configure another port"), "{error}");
    }

    #[tokio::test]
    async fn an_address_of_another_machine_is_refused_by_name() {
        let error = listen(([192, 0, 2, 1], 0).into()).await.expect_err("documentation address").to_string();
        assert!(error.starts_with("192.0.2.1 is not an address of this machine"), "{error}");
    }
}
