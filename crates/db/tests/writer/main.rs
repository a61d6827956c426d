//! The writer: transactions are committed together, undone alone, and none of them can take the writer down.

mod failures;
mod groups;
mod stage;
