//! The mail server, checked.

use keyfold_mail::{Encryption, Login, Smtp, queue};
use keyfold_model::Secret;

use super::{ConfigError, raw::RawMail, resolved::value};

/// The port of SMTP with TLS from the first byte.
const TLS_PORT: u16 = 465;

/// Checks what was written of mail; none where there is no server.
pub(super) fn resolve(raw: RawMail) -> Result<Option<Smtp>, ConfigError> {
    let Some(server) = raw.smtp else {
        return match raw.from.or(raw.user).or(raw.password_file) {
            Some(_) => Err(value("mail.smtp", "it is missing: without a server there is nobody to hand mail to")),
            None => Ok(None),
        };
    };
    let (host, port) = host_and_port(&server)?;
    let encryption = encryption(raw.encryption.as_deref(), port)?;
    let login = login(raw.user, raw.password_file.as_deref())?;
    if login.is_some() && encryption == Encryption::None && !is_this_machine(&host) {
        return Err(value("mail.encryption", "a password must not cross a network in clear: use starttls or tls"));
    }
    Ok(Some(Smtp {
        from: from(raw.from)?,
        authority: raw.ca_file.map(|file| read("mail.ca_file", &file)).transpose()?,
        host,
        port,
        encryption,
        login,
    }))
}

fn host_and_port(text: &str) -> Result<(String, u16), ConfigError> {
    let parts =
        text.rsplit_once(':').and_then(|(host, port)| Some((host.trim_matches(['[', ']']), port.parse().ok()?)));
    match parts {
        Some((host, port)) if !host.is_empty() => Ok((host.to_owned(), port)),
        _ => Err(value("mail.smtp", format!("'{text}' is not a host and port, such as smtp.corp.example:587"))),
    }
}

fn encryption(text: Option<&str>, port: u16) -> Result<Encryption, ConfigError> {
    match text {
        None if port == TLS_PORT => Ok(Encryption::Tls),
        None | Some("starttls") => Ok(Encryption::StartTls),
        Some("tls") => Ok(Encryption::Tls),
        Some("none") => Ok(Encryption::None),
        Some(other) => Err(value("mail.encryption", format!("'{other}' is not one of starttls, tls, none"))),
    }
}

fn login(user: Option<String>, password_file: Option<&str>) -> Result<Option<Login>, ConfigError> {
    match (user, password_file) {
        (None, None) => Ok(None),
        (Some(user), Some(file)) => {
            let text = String::from_utf8(read("mail.password_file", file)?)
                .map_err(|_| value("mail.password_file", "the password is not UTF-8"))?;
            Ok(Some(Login { user, password: Secret::new(text.trim_end_matches(['\r', '\n']).to_owned()) }))
        }
        _ => Err(value("mail.user", "user and password go together: give mail.user and mail.password_file")),
    }
}

fn from(text: Option<String>) -> Result<String, ConfigError> {
    let text =
        text.ok_or_else(|| value("mail.from", "it is missing: say from whom mail is, such as keyfold@corp.example"))?;
    let address = text.rsplit_once('<').map_or(text.as_str(), |(_, address)| address.trim_end_matches('>'));
    if queue::is_address(address) {
        Ok(text)
    } else {
        Err(value("mail.from", format!("'{text}' is not a mail address")))
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn read(key: &'static str, file: &str) -> Result<Vec<u8>, ConfigError> {
    std::fs::read(file).map_err(|error| value(key, format!("{file} can't be read: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(smtp: &str) -> RawMail {
        RawMail { smtp: Some(smtp.into()), from: Some("Keyfold <keyfold@corp.example>".into()), ..RawMail::default() }
    }

    #[test]
    fn a_server_and_a_sender_are_enough() {
        assert!(resolve(RawMail::default()).expect("valid").is_none());
        let smtp = resolve(raw("smtp.corp.example:587")).expect("valid").expect("a server");
        assert_eq!((smtp.host.as_str(), smtp.port, smtp.encryption), ("smtp.corp.example", 587, Encryption::StartTls));
        let smtp = resolve(raw("[::1]:465")).expect("valid").expect("a server");
        assert_eq!((smtp.host.as_str(), smtp.encryption), ("::1", Encryption::Tls));
    }

    #[test]
    fn what_is_missing_or_unsafe_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("password");
        std::fs::write(&file, "secret\n").expect("written");
        let file = file.display().to_string();
        let with_login = |smtp: &str| RawMail {
            user: Some("keyfold".into()),
            password_file: Some(file.clone()),
            encryption: Some("none".into()),
            ..raw(smtp)
        };
        let smtp = resolve(with_login("127.0.0.1:25")).expect("valid").expect("a server");
        assert_eq!(smtp.login.expect("a login").password.expose(), "secret");
        for (bad, key) in [
            (with_login("smtp.corp.example:25"), "mail.encryption"),
            (raw("smtp.corp.example"), "mail.smtp"),
            (RawMail { from: None, ..raw("a:25") }, "mail.from"),
            (RawMail { from: Some("nobody".into()), ..raw("a:25") }, "mail.from"),
            (RawMail { smtp: None, ..raw("a:25") }, "mail.smtp"),
            (RawMail { user: Some("a".into()), ..raw("a:25") }, "mail.user"),
            (RawMail { encryption: Some("ssl".into()), ..raw("a:25") }, "mail.encryption"),
        ] {
            let error = resolve(bad).expect_err(key).to_string();
            assert!(error.starts_with(key), "{error}");
        }
    }
}
