//! The REST API over real TLS, on a real SQLite file. One subject, one file.

mod credentials;
mod cut;
mod denial;
mod directory;
mod downloads;
mod people;
mod permissions;
mod sign_in;
mod site;
mod uploads;
