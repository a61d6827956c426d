//! Development tasks that are more than one line of a Makefile. `cargo xtask` lists them.

mod deny;
mod mutate;

const TASKS: &str = "\
cargo xtask deny        check licences, sources, bans and, where their database answers, advisories
cargo xtask mutate      take the checks of SAML out one by one, and see that a test fails each time
cargo xtask mutate-new  the same for those that the record doesn't have";

fn main() -> anyhow::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("deny") => deny::run(),
        Some("mutate") => mutate::run(mutate::Which::All),
        Some("mutate-new") => mutate::run(mutate::Which::New),
        _ => {
            println!("{TASKS}");
            Ok(())
        }
    }
}
