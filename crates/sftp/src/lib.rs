//! SFTP: our own codec and engine (bytes in, frames out), and the SSH transport that carries them.

pub mod codec;
pub mod engine;
pub mod status;
pub mod transport;
