//! Data connections: how they are opened, and with whom.

mod linger;
mod passive;

use std::{io, net::SocketAddr, sync::Arc};

use keyfold_identity::{Session, session::CloserGuard};
use keyfold_net::{BufferedReader, Connection, GatedStream};
use tokio::net::TcpSocket;
use tokio_rustls::TlsAcceptor;

pub(crate) use linger::Lingering;
pub(crate) use passive::{Listeners, PassivePort};

use crate::{
    Patience, SessionReuse,
    codec::Reply,
    stream::Stream,
    visitor::{SessionGate, Visitor},
};

/// How the next data connection comes about.
pub(crate) enum Way {
    /// The client connects to a port of ours.
    Passive(PassivePort),
    /// We connect to one of the client's, from the address that it is connected to.
    Active {
        /// Ours; any port.
        from: SocketAddr,
        /// The client's.
        to: SocketAddr,
    },
}

/// How data is protected.
#[derive(Clone)]
pub(crate) enum Shield {
    /// Not at all.
    Clear,
    /// By TLS.
    Tls(TlsAcceptor, SessionReuse),
}

/// A data connection. A cut of the session resets it for as long as this lives.
pub(crate) struct Data {
    pub(crate) stream: Stream,
    pub(crate) closer: CloserGuard,
}

/// Why there is no data connection.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DataError {
    #[error("nobody connected in time")]
    TooSlow,
    #[error("connecting failed")]
    Connecting(#[source] io::Error),
    #[error("the TLS handshake failed")]
    Handshake(#[source] io::Error),
    #[error("the TLS session is not that of the control connection")]
    NotReused,
}

impl DataError {
    /// What the client is told.
    pub(crate) fn reply(&self) -> Reply {
        match self {
            Self::TooSlow | Self::Connecting(_) => Reply::new(425, "The data connection could not be opened."),
            Self::Handshake(_) => Reply::new(425, "The TLS handshake of the data connection failed."),
            Self::NotReused => Reply::new(
                522,
                "The data connection has to go on with the TLS session of this one: switch session reuse on in your client.",
            ),
        }
    }
}

impl Way {
    /// Opens the connection, and shakes hands.
    pub(crate) async fn open(
        self,
        visitor: &Arc<Visitor>,
        session: &Session,
        shield: &Shield,
        patience: &Patience,
    ) -> Result<Data, DataError> {
        let connecting = async {
            match self {
                Self::Passive(port) => port.accept(visitor.address()).await,
                Self::Active { from, to } => {
                    let socket = if from.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
                    socket.bind(from)?;
                    socket.connect(to).await
                }
            }
        };
        let connected = tokio::time::timeout(patience.data, connecting).await.map_err(|_| DataError::TooSlow)?;
        let connection = connected.and_then(Connection::of_proven_peer).map_err(DataError::Connecting)?;
        let closer = visitor.closes_with(session, connection.reset());
        let gated = GatedStream::new(connection, SessionGate(Arc::clone(visitor)));
        let stream = match shield {
            Shield::Clear => Stream::Clear(gated),
            Shield::Tls(acceptor, reuse) => {
                let shaking = keyfold_net::handshake(acceptor, BufferedReader::new(gated), patience.data);
                let tls = shaking.await.map_err(DataError::Handshake)?;
                if *reuse == SessionReuse::Required && !keyfold_net::resumes(&tls) {
                    return Err(DataError::NotReused);
                }
                Stream::Tls(Box::new(tls))
            }
        };
        visitor.hears();
        Ok(Data { stream, closer })
    }
}
