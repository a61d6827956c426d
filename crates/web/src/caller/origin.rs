//! Where a request comes from.

use std::net::{IpAddr, Ipv4Addr};

use axum::extract::{FromRef, FromRequestParts};
use http::{Extensions, HeaderMap, header, request::Parts};
use keyfold_identity::Origin;
use keyfold_model::Interface;

use crate::Error;

/// The longest text of a client about itself that is kept, in characters.
const MAX_CLIENT: usize = 255;

/// The address at the other end of the connection. Put into each request by [`serve`](crate::serve).
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// Addresses of proxies whose `X-Forwarded-For` counts. Anybody else's is not looked at.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(pub Vec<IpAddr>);

/// Who sends a request, as far as the network knows.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// From which address.
    pub remote_ip: IpAddr,
    /// What the client says it is.
    pub client: String,
}

impl Visitor {
    /// Reads it from a request.
    #[must_use]
    pub fn of(proxies: &TrustedProxies, headers: &HeaderMap, extensions: &Extensions) -> Self {
        let peer = extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.to_canonical());
        let client = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self { remote_ip: proxies.client(peer, headers), client: client.chars().take(MAX_CLIENT).collect() }
    }

    /// The same, over this interface, as `identity` wants it.
    #[must_use]
    pub fn origin(&self, interface: Interface) -> Origin {
        Origin { interface, remote_ip: self.remote_ip, client: self.client.clone() }
    }
}

impl TrustedProxies {
    /// The address of the client: the last one in `X-Forwarded-For` that is no trusted proxy's, if a trusted proxy says so. What stands before it
    /// was written by the client.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.0.contains(&peer) {
            return peer;
        }
        let forwarded: Vec<IpAddr> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|text| text.split(','))
            .filter_map(|part| part.trim().parse().ok())
            .collect();
        forwarded.into_iter().rev().find(|address| !self.0.contains(address)).unwrap_or(peer)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor
where
    TrustedProxies: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        Ok(Self::of(&TrustedProxies::from_ref(state), &parts.headers, &parts.extensions))
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn client(proxies: &[&str], peer: &str, forwarded: &'static str) -> String {
        let proxies = TrustedProxies(proxies.iter().map(|text| text.parse().expect("address")).collect());
        let headers = HeaderMap::from_iter([(
            http::HeaderName::from_static("x-forwarded-for"),
            HeaderValue::from_static(forwarded),
        )]);
        proxies.client(peer.parse().expect("address"), &headers).to_string()
    }

    #[test]
    fn a_forwarded_address_counts_only_from_a_configured_proxy() {
        assert_eq!(client(&[], "192.0.2.7", "203.0.113.9"), "192.0.2.7");
        assert_eq!(client(&["10.0.0.1"], "10.0.0.1", "203.0.113.9"), "203.0.113.9");
    }

    #[test]
    fn what_the_client_itself_wrote_does_not_count() {
        assert_eq!(client(&["10.0.0.1", "10.0.0.2"], "10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.2"), "203.0.113.9");
        assert_eq!(client(&["10.0.0.1"], "10.0.0.1", "nonsense"), "10.0.0.1");
    }
}
