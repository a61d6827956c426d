//! What tests and the demo need around the server: a stand-in company directory with real SAML and real SCIM.

pub mod directory;
pub mod ftp_download;
pub mod idp;
pub mod postgres;
pub mod sftp_download;
pub mod smtp_sink;
pub mod ssh_key;
pub mod web_download;
