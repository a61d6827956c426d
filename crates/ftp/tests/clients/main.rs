//! Real clients against a listening server with a real database and blob folder.

#[path = "../../../sftp/tests/clients/program.rs"]
mod program;

mod abort;
mod cut;
mod hostile;
mod other_clients;
mod python;
mod raw;
mod second_factor;
mod world;
