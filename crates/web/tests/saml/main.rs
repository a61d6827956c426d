//! Signing in at the directory, over real HTTP, by answers that a real identity provider signed, and by forged ones.

mod approval;
mod attempts;
mod encrypted;
mod forged;
mod keys;
mod logout;
mod metadata;
mod refused;
mod rounds;
mod sign_in;
mod site;
mod switched_off;
