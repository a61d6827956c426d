//! Development tasks that are more than one line of a Makefile. `cargo xtask` lists them.

mod deny;
mod mutate;

fn main() -> anyhow::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("deny") => deny::run(),
        Some("mutate") => mutate::run(std::env::args().nth(2).as_deref()),
        _ => {
            println!(
                "cargo xtask deny            check licences, sources, bans and, where their database answers, advisories"
            );
            println!(
                "cargo xtask mutate [CHECK]  take the checks of SAML out one by one, and see that a test fails each time"
            );
            Ok(())
        }
    }
}
