//! `cargo deny`, installed when it is missing.

use std::process::Command;

use anyhow::{Context, Result, ensure};

const VERSION: &str = "0.20.2";

/// Checks what must always hold, and advisories where their database can be reached.
pub fn run() -> Result<()> {
    if !cargo(&["deny", "--version"])? {
        println!("installing cargo-deny {VERSION}");
        ensure!(cargo(&["install", "cargo-deny", "--locked", "--version", VERSION])?, "cargo-deny can't be installed");
    }
    ensure!(cargo(&["deny", "--workspace", "check", "licenses", "bans", "sources"])?, "cargo deny found something");
    if cargo(&["deny", "fetch", "db"])? {
        ensure!(cargo(&["deny", "--workspace", "check", "advisories"])?, "cargo deny found an advisory");
    } else {
        println!("advisories: not checked, their database can't be reached from here");
    }
    Ok(())
}

fn cargo(arguments: &[&str]) -> Result<bool> {
    let status = Command::new("cargo").args(arguments).status().context("cargo can't be started")?;
    Ok(status.success())
}
