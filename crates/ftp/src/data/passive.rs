//! Ports that clients connect to for data.

use std::{
    collections::HashMap,
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use parking_lot::Mutex;
use tokio::net::{TcpListener, TcpStream};

use crate::PassivePorts;

/// The ports of a server: those that listen and wait for the next transfer are kept, since to bind a port among many that are
/// in TIME_WAIT costs the kernel a long search. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Listeners(Arc<Inner>);

struct Inner {
    ports: PassivePorts,
    idle: Mutex<HashMap<IpAddr, Vec<TcpListener>>>,
}

/// How many listeners of one address are kept where any port will do.
const KEPT: usize = 64;

impl Listeners {
    pub(crate) fn new(ports: PassivePorts) -> Self {
        Self(Arc::new(Inner { ports, idle: Mutex::default() }))
    }

    /// A port on that address of ours, with nobody on it.
    pub(crate) async fn take(&self, address: IpAddr) -> io::Result<PassivePort> {
        let kept = self.0.idle.lock().get_mut(&address).and_then(Vec::pop);
        let listener = match kept {
            Some(listener) => listener,
            None => self.bind(address).await?,
        };
        turn_away_who_came_early(&listener);
        Ok(PassivePort { listener: Some(listener), address, listeners: self.clone() })
    }

    async fn bind(&self, address: IpAddr) -> io::Result<TcpListener> {
        match &self.0.ports {
            PassivePorts::Any => TcpListener::bind((address, 0)).await,
            PassivePorts::Range(range) => {
                for port in range.clone() {
                    match TcpListener::bind((address, port)).await {
                        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
                        bound => return bound,
                    }
                }
                Err(io::Error::new(io::ErrorKind::AddrInUse, "every passive port is in use"))
            }
        }
    }

    fn give_back(&self, address: IpAddr, listener: TcpListener) {
        let mut idle = self.0.idle.lock();
        let kept = idle.entry(address).or_default();
        if kept.len() < KEPT || self.0.ports != PassivePorts::Any {
            kept.push(listener);
        }
    }
}

/// Whoever connected before the port was given out connected to somebody else's. The kernel is asked directly: the runtime may
/// not have heard of them yet.
fn turn_away_who_came_early(listener: &TcpListener) {
    while rustix::net::accept(listener).is_ok() {}
}

/// A port that one client was told of. It is kept for the next when this is dropped.
pub(crate) struct PassivePort {
    listener: Option<TcpListener>,
    address: IpAddr,
    listeners: Listeners,
}

impl PassivePort {
    /// Where it listens.
    pub(crate) fn address(&self) -> io::Result<SocketAddr> {
        self.listener.as_ref().ok_or(io::ErrorKind::NotConnected)?.local_addr()
    }

    /// The connection of the client at `peer`. Others that connect are turned away: the data is not for them, and theirs is
    /// not the client's (the theft of `PASV` ports).
    pub(crate) async fn accept(self, peer: IpAddr) -> io::Result<TcpStream> {
        let listener = self.listener.as_ref().ok_or(io::ErrorKind::NotConnected)?;
        loop {
            let (stream, from) = listener.accept().await?;
            if from.ip().to_canonical() == peer {
                return Ok(stream);
            }
            tracing::info!(%from, expected = %peer, "turned away a data connection from another address");
        }
    }
}

impl Drop for PassivePort {
    fn drop(&mut self) {
        if let Some(listener) = self.listener.take() {
            self.listeners.give_back(self.address, listener);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use tokio::io::AsyncReadExt as _;

    use super::*;

    const HOME: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    #[tokio::test]
    async fn a_port_is_kept_and_who_came_early_is_turned_away() {
        let listeners = Listeners::new(PassivePorts::Any);
        let first = listeners.take(HOME).await.expect("a port");
        let address = first.address().expect("bound");
        drop(first);
        let mut early = TcpStream::connect(address).await.expect("it listens still");
        let second = listeners.take(HOME).await.expect("a port");
        assert_eq!(second.address().expect("bound"), address);
        let late = TcpStream::connect(address).await.expect("listening");
        let accepted = second.accept(HOME).await.expect("a connection");
        assert_eq!(accepted.peer_addr().expect("connected"), late.local_addr().expect("connected"));
        assert_eq!(early.read(&mut [0; 1]).await.unwrap_or(0), 0);
    }

    #[tokio::test]
    async fn a_connection_from_another_address_is_turned_away() {
        let port = Listeners::new(PassivePorts::Any).take(HOME).await.expect("a port");
        let address = port.address().expect("bound");
        let thief = tokio::net::TcpSocket::new_v4().expect("a socket");
        thief.bind((Ipv4Addr::new(127, 0, 0, 2), 0).into()).expect("loopback");
        let mut thief = thief.connect(address).await.expect("listening");
        let client = TcpStream::connect(address).await.expect("listening");
        let accepted = port.accept(HOME).await.expect("a connection");
        assert_eq!(accepted.peer_addr().expect("connected"), client.local_addr().expect("connected"));
        assert_eq!(thief.read(&mut [0; 1]).await.unwrap_or(0), 0);
    }

    #[tokio::test]
    async fn a_range_that_is_used_up_says_so() {
        let taken = TcpListener::bind((HOME, 0)).await.expect("a port");
        let port = taken.local_addr().expect("bound").port();
        let listeners = Listeners::new(PassivePorts::Range(port..=port));
        let error = listeners.take(HOME).await.err().expect("none is free");
        assert_eq!(error.kind(), io::ErrorKind::AddrInUse);
    }
}
