//! Takes the built web application along, if there is one: Rust builds and tests without Node.

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let dist = Path::new("../../web-ui/dist");
    println!("cargo:rerun-if-changed={}", dist.display());
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    let target = Path::new(&out).join("web-ui");
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    fs::create_dir_all(&target)?;
    if dist.exists() { copy(dist, &target) } else { Ok(()) }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&target)?;
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
