//! The rules of the directory here, on real databases. One subject, one file.

mod api_keys;
mod deactivation;
mod directory_groups;
mod directory_users;
mod directory_values;
mod grants;
mod memberships;
mod passwords;
mod postgres;
mod public_keys;
mod saml;
mod scim_tokens;
mod setup;
mod site_admins;
mod ssh_keys;
mod web_sessions;
mod world;
