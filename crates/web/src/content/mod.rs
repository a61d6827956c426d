//! The content of files on its way over HTTP: down in ranges and under conditions, up whole or not at all.

mod conditions;
mod disposition;
mod download;
mod parents;
mod range;
mod tickets;
mod upload;

pub use disposition::mime_type;
pub use download::send;
pub use parents::make_parents;
pub use tickets::{Tickets, redeem};
pub use upload::{body_to, store};
