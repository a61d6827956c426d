//! Real clients against a listening server with a real database and blob folder.

mod app;
mod approval;
mod bad_input;
mod certificates;
mod cut;
mod directory;
mod methods;
mod openssh;
mod other_clients;
mod program;
mod raw;
mod sign_in;
mod transfers;
mod world;
