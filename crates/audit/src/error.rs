//! What can go wrong with the record.

/// An error of the audit log. An act whose row can't be written is refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database.
    #[error("the audit log can't be reached")]
    Database(#[from] keyfold_db::Error),
    /// Another process appends to this node's chain.
    #[error("another process writes the audit log as node '{node}': give each node a name of its own")]
    NodeTaken {
        /// The name that two have.
        node: String,
    },
    /// The seed of a seal key has the wrong length.
    #[error("the key that seals the audit log must come of 32 bytes")]
    SealKey,
    /// A row can't be written as CSV.
    #[error("the audit log can't be written as CSV")]
    Csv(#[from] csv::Error),
}
