//! The five-minute tour.

use super::Ready;

/// The tour, with the addresses of this demo.
pub fn text(ready: &Ready) -> String {
    let base = &ready.base_url;
    let admin = &ready.admin;
    let mut text = format!(
        "\nKeyfold is running.\n\n  web          {base}\n  sftp         {}\n  ftp          {} with AUTH TLS, {} with TLS from the first byte\n  administrator {}   password {}\n",
        ready.sftp,
        ready.ftp.as_deref().unwrap_or("off"),
        ready.ftps.as_deref().unwrap_or("off"),
        admin.user_name,
        admin.password
    );
    let Some(directory) = &ready.idp_url else { return text };
    text.push_str(&format!("  directory    {directory}   (a stand-in for JumpCloud)\n\nThe five-minute tour\n"));
    let mut steps = vec![format!(
        "Open {base} (the certificate is the demo's own) and choose \"Sign in with JumpCloud\", then Ann.\n     She sees finance, \
         which her group may read, and nothing else."
    )];
    if let Some(ann) = ready.people.first() {
        let (host, port) = ready.sftp.rsplit_once(':').unwrap_or((&ready.sftp, "22"));
        steps.push(format!(
            "The same person over SFTP, with her key, sees the same:\n     sftp -i {} -P {port} {}@{host}",
            ann.ssh_key_file.display(),
            ann.user_name
        ));
    }
    steps.extend([
        format!(
            "In another browser window, sign in as {} and open Permissions > finance: who reaches it, and why.\n     Grant \
             Finance Read/Write. Ann's open page takes uploads at once.",
            admin.user_name
        ),
        format!("Open {directory} and switch Ann off. Her page, her SFTP session and her transfers end before\n     the directory has its answer; its page shows in how many milliseconds."),
        "Back as the administrator: SCIM log has what the directory sent and what it did; Audit log has all the rest.".to_owned(),
    ]);
    for (number, step) in steps.iter().enumerate() {
        text.push_str(&format!("\n  {}. {step}\n", number + 1));
    }
    text.push_str("\nCtrl-C ends the demo.\n");
    text
}
