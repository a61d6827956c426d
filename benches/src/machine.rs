//! On what and with what it was measured.

use std::{fs, process::Command};

use anyhow::Result;

/// Machine and versions, in lines.
pub fn describe() -> Result<String> {
    let info = fs::read_to_string("/proc/cpuinfo")?;
    let model = info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("");
    let cores = std::thread::available_parallelism()?;
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease")?;
    Ok(format!(
        "machine   {cores} cores, {}, Linux {}\nclient    {}",
        model.trim_start_matches([' ', '\t', ':']),
        kernel.trim(),
        version("ssh", "-V")?,
    ))
}

fn version(program: &str, flag: &str) -> Result<String> {
    let output = Command::new(program).arg(flag).output()?;
    let text = if output.stdout.is_empty() { output.stderr } else { output.stdout };
    Ok(String::from_utf8_lossy(&text).lines().next().unwrap_or_default().to_owned())
}
