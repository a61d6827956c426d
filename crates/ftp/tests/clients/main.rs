//! Real clients against a listening server with a real database and blob folder.

#[path = "../../../sftp/tests/clients/program.rs"]
mod program;

mod python;
mod world;
