//! The rules of the directory here, on real databases. One subject, one file.

mod account_settings;
mod api_keys;
mod deactivation;
mod directory_groups;
mod directory_users;
mod directory_values;
mod grants;
mod jit;
mod memberships;
mod missing;
mod passwords;
mod postgres;
mod powers;
mod previews;
mod public_keys;
mod reminders;
mod required_groups;
mod saml;
mod scim_tokens;
mod seats;
mod setup;
mod site_admins;
mod ssh_keys;
mod web_sessions;
mod world;
