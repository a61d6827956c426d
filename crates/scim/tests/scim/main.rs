//! SCIM without a server: bodies in, resources, changes and errors out.

mod bulk;
mod discovery;
mod filter;
mod group_body;
mod group_patch;
mod properties;
mod provider;
mod user_body;
mod user_patch;
mod vectors;
