//! The SCIM endpoints over real HTTP, on a real SQLite file. One subject, one file.

mod deactivation;
mod filters;
mod isolation;
mod lists;
mod log;
mod orders;
mod parallel;
mod protocol;
mod resources;
mod site;
mod sources;
mod tester;
mod traces;
