//! What can go wrong with mail.

/// An error of this crate.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database.
    #[error("the mail queue's database failed")]
    Database(#[from] keyfold_db::Error),
    /// A text is no mail address.
    #[error("'{0}' is not a mail address")]
    Address(String),
    /// No server is configured.
    #[error("no mail server is configured: set mail.smtp and mail.from")]
    NotConfigured,
    /// There is no such mail, or it was sent.
    #[error("there is no such mail that could be sent again")]
    NotFound,
    /// The server's name or certificate can't be used.
    #[error("the mail server can't be used: {0}")]
    Smtp(String),
}
