//! Signing in at the directory, over real HTTP, by answers that a real identity provider signed, and by forged ones.

mod forged;
mod refused;
mod sign_in;
mod site;
mod switched_off;
