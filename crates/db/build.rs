//! Migrations are built into the binary: a new file in `migrations/` must rebuild it.
fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
