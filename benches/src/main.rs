//! This server beside OpenSSH's, in one run on one machine: `make bench`. Ratios within one run count; single times of
//! different machines or days do not compare. Prints tables; nothing here passes or fails.
//!
//! `keyfold-bench [--rounds N] [--size MIB] [--files N] [--entries N] [--people N]
//! [--only transfer|small|list|idle|sign-in|cut|scim]`

mod client;
mod cut;
mod idle;
mod keyfold;
mod machine;
mod options;
mod process_group;
mod scim;
mod sshd;
mod table;
mod transfer;

use anyhow::Result;

#[tokio::main]
async fn main() -> Result<()> {
    let options = options::Options::parse(std::env::args().skip(1))?;
    println!("{}", machine::describe()?);
    let ours = keyfold::Keyfold::start().await?;
    let theirs = sshd::Sshd::start(&ours.key_file)?;
    let pair = transfer::Pair { ours: &ours, theirs: &theirs, options: &options };
    if options.runs("transfer") {
        pair.large_file()?;
    }
    if options.runs("small") {
        pair.small_files()?;
    }
    if options.runs("list") {
        pair.listing()?;
    }
    if options.runs("sign-in") {
        pair.sign_in()?;
    }
    if options.runs("idle") {
        idle::measure(&ours, &theirs).await?;
    }
    if options.runs("cut") {
        cut::measure(&ours).await?;
    }
    drop(ours);
    if options.runs("scim") {
        scim::measure(&options).await?;
    }
    Ok(())
}
