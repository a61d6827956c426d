//! Fetching a document that an administrator named, without becoming somebody's way into the network around (SSRF, CWE-918):
//! https alone, no redirects, no proxy, and connected to the very address that was checked.

mod addresses;

use std::{net::SocketAddr, time::Duration};

use reqwest::{Client, StatusCode, Url, header, redirect::Policy};
use rustls::pki_types::CertificateDer;

pub use addresses::{AddressRange, Addresses, InvalidRange};

/// How long all of it may take.
const TIMEOUT: Duration = Duration::from_secs(15);
/// How long until the server has to have answered the connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Fetches documents. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Fetcher {
    addresses: Addresses,
    authorities: Vec<CertificateDer<'static>>,
}

/// What a server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// The document is the one of the `ETag` that was named.
    Unchanged,
    /// The document.
    Document {
        /// Its bytes.
        body: Vec<u8>,
        /// What the server calls this version of it.
        etag: Option<String>,
    },
}

/// Why a document could not be fetched. Each text is for the administrator who named the address.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No https URL of a host, or one with a user name.
    #[error("`{0}` is not an https address")]
    Url(String),
    /// The host's name leads nowhere.
    #[error("the host `{host}` can't be found")]
    Resolve {
        /// The host.
        host: String,
        /// What the resolver said.
        source: std::io::Error,
    },
    /// The host has an address that may not be connected to.
    #[error(
        "`{host}` is at {address}, which is not an address of the Internet: allow its range in fetch.private_ranges, if it is \
         one of your own network"
    )]
    Address {
        /// The host.
        host: String,
        /// Its address.
        address: std::net::IpAddr,
    },
    /// The server answered something else.
    #[error("the server answered {0} instead of the document")]
    Status(StatusCode),
    /// More bytes than the limit.
    #[error("the document has more than {0} bytes")]
    Size(usize),
    /// It could not be reached, or broke off, or has a certificate that isn't good.
    #[error("the server can't be reached: {}", chain(.0))]
    Transport(#[from] reqwest::Error),
}

/// An error with its causes: the first one alone says too little.
fn chain(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

impl Fetcher {
    /// Connects to addresses of the Internet and to these, and trusts these authorities besides the system's.
    #[must_use]
    pub const fn new(addresses: Addresses, authorities: Vec<CertificateDer<'static>>) -> Self {
        Self { addresses, authorities }
    }

    /// Fetches a document of at most `limit` bytes, unless it is still the one of this `ETag`.
    ///
    /// # Errors
    /// Why not.
    pub async fn get(&self, url: &str, etag: Option<&str>, limit: usize) -> Result<Fetched, FetchError> {
        let invalid = || FetchError::Url(url.to_owned());
        let parsed = Url::parse(url).map_err(|_| invalid())?;
        let (host, client) = match (parsed.scheme(), parsed.host_str()) {
            ("https", Some(host)) if parsed.username().is_empty() => (host, self.client(host).await?),
            _ => return Err(invalid()),
        };
        tracing::debug!(host, "fetching a document");
        let mut request = client.get(parsed);
        if let Some(etag) = etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        let mut answer = request.send().await?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NOT_MODIFIED if etag.is_some() => return Ok(Fetched::Unchanged),
            other => return Err(FetchError::Status(other)),
        }
        let etag = answer.headers().get(header::ETAG).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if body.len() + chunk.len() > limit {
                return Err(FetchError::Size(limit));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Fetched::Document { body, etag })
    }

    /// A client that knows this host at the addresses that were checked, and asks nobody again.
    async fn client(&self, host: &str) -> Result<Client, FetchError> {
        let bare = host.trim_matches(['[', ']']);
        let resolved = tokio::net::lookup_host((bare, 443)).await;
        let addresses: Vec<SocketAddr> =
            resolved.map_err(|source| FetchError::Resolve { host: host.to_owned(), source })?.collect();
        // One bad address is enough: which one is taken would be up to whoever answers for the name.
        if let Some(bad) = addresses.iter().find(|address| !self.addresses.allow(address.ip())) {
            return Err(FetchError::Address { host: host.to_owned(), address: bad.ip() });
        }
        let authorities: Result<Vec<_>, _> =
            self.authorities.iter().map(|der| reqwest::Certificate::from_der(der)).collect();
        Ok(Client::builder()
            .https_only(true)
            .redirect(Policy::none())
            .no_proxy()
            .timeout(TIMEOUT)
            .connect_timeout(CONNECT_TIMEOUT)
            .tls_certs_merge(authorities?)
            .resolve_to_addrs(host, &addresses)
            .user_agent("Keyfold")
            .build()?)
    }
}
