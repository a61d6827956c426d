//! What goes over the control connection: lines in, replies out. Pure.

mod address;
mod command;
mod line;
mod moment;
mod reply;

pub use address::{Family, HostPort};
pub use command::{Command, DataCommand, Digest, Form, NameCommand, Opts, Protection, Range, SyntaxError};
pub use line::{Lines, MAX_LINE, Overlong};
pub use moment::{format_moment, parse_moment};
pub use reply::Reply;
pub(crate) use reply::one_line;
