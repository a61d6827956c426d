//! The demo's server inside the test: how sessions end, by the directory and by the person.

mod cut;
mod sign_out;
mod world;
