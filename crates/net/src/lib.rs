//! Sockets: the accept loop and its limits, resetting a connection at once, gated writes, TLS, draining at shutdown; and fetching
//! documents from elsewhere.
//!
//! **Architecture invariant:** knows nothing of ours. What a gate stands for, and what a proven peer has proved, is the
//! caller's business.

mod accept;
mod admission;
mod buffered;
mod connection;
mod error;
mod fetch;
mod gated;
mod listen;
mod tls;

pub use accept::{Drain, accept};
pub use admission::Limits;
pub use buffered::BufferedReader;
pub use connection::{Connection, Reset, Unproven};
pub use error::Error;
pub use fetch::{AddressRange, Addresses, FetchError, Fetched, Fetcher, InvalidRange};
pub use gated::{GatedStream, Gatekeeper};
pub use listen::listen;
pub use tls::{Alpn, Certificate, SelfMade, acceptor, handshake, resumes, with_own_sessions, without_new_tickets};
