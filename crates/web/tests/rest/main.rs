//! The REST API over real TLS, on a real SQLite file. One subject, one file.

mod access;
mod credentials;
mod cut;
mod denial;
mod directory;
mod downloads;
mod fences;
mod grid;
mod live_sessions;
mod logs;
mod mail;
mod people;
mod permissions;
mod saml;
mod scim_tokens;
mod seats;
mod second_factors;
mod setup;
mod setup_wizard;
mod sign_in;
mod site;
mod uploads;
