//! The binary, as a library so that tests can start a server inside themselves: configuration, wiring, jobs, command line,
//! demo. No rule of the product lives here.

pub mod cli;
pub mod config;
pub mod demo;
mod jobs;
mod logging;
mod secret_file;
mod server;

pub use server::Server;
