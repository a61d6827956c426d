//! Development tasks that are more than one line of a Makefile. `cargo xtask` lists them.

mod deny;

fn main() -> anyhow::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("deny") => deny::run(),
        _ => {
            println!("cargo xtask deny    check licences, sources, bans and, where their database answers, advisories");
            Ok(())
        }
    }
}
