//! What bad input gets: what is wrong, and what to do.

use std::{fs, net::TcpListener, process::Command};

use anyhow::Result;

/// Runs the binary and returns what it prints on stderr; it must have failed.
fn refusal(arguments: &[&str], variables: &[(&str, &str)]) -> Result<String> {
    let output =
        Command::new(env!("CARGO_BIN_EXE_keyfold")).args(arguments).envs(variables.iter().copied()).output()?;
    assert!(!output.status.success(), "{arguments:?} succeeded");
    Ok(String::from_utf8(output.stderr)?)
}

#[test]
fn an_unknown_key_names_the_nearest_known_one() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("keyfold.toml");
    fs::write(&file, "[web]\nlistn = \"0.0.0.0:8443\"\n")?;
    let file = file.display().to_string();
    let text = refusal(&["serve", "--config", &file], &[])?;
    assert_eq!(text, "keyfold: 'web.listn' is not a configuration key; did you mean 'web.listen'?\n");
    Ok(())
}

#[test]
fn a_port_in_use_is_named_with_what_to_do() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let taken = TcpListener::bind("127.0.0.1:0")?;
    let address = taken.local_addr()?.to_string();
    let data = folder.path().display().to_string();
    let text = refusal(&["serve", "--data", &data], &[("KEYFOLD_WEB_LISTEN", &address)])?;
    assert!(text.contains(&format!("port {} of 127.0.0.1 is in use", taken.local_addr()?.port())), "{text}");
    assert!(text.contains("configure another port"), "{text}");
    Ok(())
}

#[test]
fn a_folder_that_cannot_be_written_is_named_with_what_to_do() -> Result<()> {
    let text = refusal(&["serve", "--data", "/proc/keyfold"], &[])?;
    assert!(
        text.starts_with("keyfold: the data folder /proc/keyfold can't be written: give another one with --data"),
        "{text}"
    );
    Ok(())
}

#[test]
fn a_wrong_database_url_says_what_is_right_and_keeps_the_password_to_itself() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().display().to_string();
    let with = |url: &'static str| {
        let off = [("KEYFOLD_FTP_LISTEN", "off"), ("KEYFOLD_FTP_IMPLICIT_LISTEN", "off")];
        let free = [("KEYFOLD_WEB_LISTEN", "127.0.0.1:0"), ("KEYFOLD_SFTP_LISTEN", "127.0.0.1:0")];
        [free[0], free[1], off[0], off[1], ("KEYFOLD_DATABASE_URL", url)]
    };
    let text = refusal(&["serve", "--data", &data], &with("mysql://root:hunter2@db/keyfold"))?;
    assert!(text.contains("use sqlite:///path/to/keyfold.db or postgres://user:password@host/database"), "{text}");
    let refused = refusal(&["serve", "--data", &data], &with("postgres://kf:hunter2@127.0.0.1:1/keyfold"))?;
    assert!(refused.contains("can't be opened: check that its folder is writable or its server runs"), "{refused}");
    assert!(!text.contains("hunter2") && !refused.contains("hunter2"));
    Ok(())
}

#[test]
fn a_second_server_on_the_same_data_is_refused() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let lock = fs::File::create(folder.path().join("lock"))?;
    lock.try_lock()?;
    let text = refusal(&["serve", "--data", &folder.path().display().to_string()], &[])?;
    assert!(text.contains("another keyfold serves"), "{text}");
    Ok(())
}
