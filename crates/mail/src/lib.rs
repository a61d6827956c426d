//! Mail: what people are told, kept in SQL until a server takes it, and a log of what became of it.
//!
//! A [`Letter`] is written inside the transaction of what it tells ([`queue`]), so that it exists exactly when that happened
//! and survives a restart. The [`Mailer`] hands what waits to an SMTP server, later and again where that fails. Where no
//! server is configured everything waits, and is shown.
//!
//! **Architecture invariant:** SMTP and its library are in this crate alone, and nothing here decides whom to tell of what.

mod error;
mod letter;
mod log;
mod mailer;
pub mod queue;
mod smtp;

pub use error::Error;
pub use keyfold_db::{
    keyset::{Page, Slice},
    mails::{Mail, State},
};
pub use letter::{Kind, Letter};
pub use mailer::{Mailer, Sender, Status};
pub use smtp::{Encryption, Login, Smtp};
