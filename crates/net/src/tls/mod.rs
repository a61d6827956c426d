//! TLS for servers: certificates from files or made here, and the handshake with a time limit.

mod certificate;
mod resumption;
mod self_made;

use std::{io, sync::Arc, time::Duration};

use rustls::{ServerConfig, crypto::aws_lc_rs};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

pub use certificate::Certificate;
pub use resumption::{resumes, with_own_sessions, without_new_tickets};
pub use self_made::SelfMade;

use crate::Error;

/// What is offered in the handshake as the protocol above TLS (RFC 7301).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alpn {
    /// Nothing: FTPS.
    None,
    /// HTTP/2 and HTTP/1.1.
    Http,
}

/// An acceptor of TLS 1.2 and 1.3 connections with this certificate. FTPS gives out session tickets, which a client may use many
/// times: it opens a connection for each file.
///
/// # Errors
/// The key is not the certificate's.
pub fn acceptor(certificate: Certificate, alpn: Alpn) -> Result<TlsAcceptor, Error> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(certificate.chain, certificate.key))
        .map_err(Error::Unusable)?;
    config.alpn_protocols = match alpn {
        Alpn::None => Vec::new(),
        Alpn::Http => vec![b"h2".to_vec(), b"http/1.1".to_vec()],
    };
    if alpn == Alpn::None {
        config.ticketer = aws_lc_rs::Ticketer::new().map_err(Error::Unusable)?;
    }
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Shakes hands within `limit`: a peer that opens a connection and is silent must not hold it.
///
/// # Errors
/// The peer speaks no TLS that we do, or was too slow (`TimedOut`).
pub async fn handshake<S>(acceptor: &TlsAcceptor, stream: S, limit: Duration) -> io::Result<TlsStream<S>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    tokio::time::timeout(limit, acceptor.accept(stream)).await?
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use rustls::{ClientConfig, RootCertStore, pki_types::ServerName};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    fn client(made: &SelfMade) -> ClientConfig {
        let mut roots = RootCertStore::empty();
        for authority in Certificate::read_chain(&made.authority_file).expect("readable") {
            roots.add(authority).expect("an authority");
        }
        let mut config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec()];
        config
    }

    #[tokio::test]
    async fn a_client_that_has_the_authority_file_verifies_each_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let names = ["files.example.com".to_owned(), "127.0.0.1".to_owned()];
        let made = SelfMade::load_or_make(folder.path(), &names, SystemTime::now()).expect("made");
        let config = Arc::new(client(&made));
        let acceptor = acceptor(made.certificate, Alpn::Http).expect("usable");
        for name in names {
            let (near, far) = tokio::io::duplex(4096);
            let connector = tokio_rustls::TlsConnector::from(Arc::clone(&config));
            let name = ServerName::try_from(name).expect("a name");
            let (server, client) =
                tokio::join!(handshake(&acceptor, far, Duration::from_secs(10)), connector.connect(name, near));
            let (mut server, mut client) = (server.expect("shaken"), client.expect("verified"));
            assert_eq!(server.get_ref().1.alpn_protocol(), Some(b"h2".as_slice()));
            client.write_all(b"hi").await.expect("sent");
            client.flush().await.expect("sent");
            let mut got = [0; 2];
            server.read_exact(&mut got).await.expect("received");
            assert_eq!(&got, b"hi");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_peer_is_given_up() {
        let folder = tempfile::tempdir().expect("a folder");
        let names = ["localhost".to_owned()];
        let made = SelfMade::load_or_make(folder.path(), &names, SystemTime::now()).expect("made");
        let acceptor = acceptor(made.certificate, Alpn::None).expect("usable");
        let (_near, far) = tokio::io::duplex(64);
        let error = handshake(&acceptor, far, Duration::from_secs(10)).await.expect_err("silent");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }
}
