//! The SMTP server that takes our mail.

use std::time::Duration;

use keyfold_model::Secret;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
    },
};

use crate::Error;

/// How long a server may take for one step.
const PATIENCE: Duration = Duration::from_secs(30);

/// How the way to the server is kept private.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// TLS from the first byte (port 465).
    Tls,
    /// TLS after `STARTTLS`, or nothing is sent (port 587).
    StartTls,
    /// Not at all: for a server on this machine.
    None,
}

/// Who we are to the server.
#[derive(Clone, Debug)]
pub struct Login {
    /// The user name.
    pub user: String,
    /// The password.
    pub password: Secret<String>,
}

/// Where mail is handed in.
#[derive(Clone, Debug)]
pub struct Smtp {
    /// The server's name, which its certificate has to bear.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is kept private.
    pub encryption: Encryption,
    /// Who we are to it; none where it asks nobody.
    pub login: Option<Login>,
    /// An authority, in PEM, whose certificates are trusted besides the usual ones.
    pub authority: Option<Vec<u8>>,
    /// From whom our mail is: `Keyfold <keyfold@corp.example>`.
    pub from: String,
}

/// What a server said of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It took it.
    Taken(String),
    /// It didn't now, or can't be reached.
    Later(String),
    /// It never will.
    Never(String),
}

/// A connection to the server, made when there is something to send.
pub(crate) struct Line(AsyncSmtpTransport<Tokio1Executor>);

impl Smtp {
    /// # Errors
    /// The authority is no certificate.
    pub(crate) fn line(&self) -> Result<Line, Error> {
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&self.host)
            .port(self.port)
            .timeout(Some(PATIENCE))
            .tls(match self.encryption {
                Encryption::Tls => Tls::Wrapper(self.tls()?),
                Encryption::StartTls => Tls::Required(self.tls()?),
                Encryption::None => Tls::None,
            });
        if let Some(login) = &self.login {
            builder = builder.credentials(Credentials::new(login.user.clone(), login.password.expose().clone()));
        }
        Ok(Line(builder.build()))
    }

    fn tls(&self) -> Result<TlsParameters, Error> {
        let unusable = |error: lettre::transport::smtp::Error| Error::Smtp(error.to_string());
        let mut tls = TlsParameters::builder(self.host.clone());
        if let Some(pem) = &self.authority {
            tls = tls.add_root_certificate(Certificate::from_pem(pem).map_err(unusable)?);
        }
        tls.build().map_err(unusable)
    }
}

impl Line {
    pub(crate) async fn send(&self, message: Message) -> Answer {
        match self.0.send(message).await {
            Ok(response) => {
                let text = response.message().collect::<Vec<_>>().join(" ");
                Answer::Taken(format!("{} {text}", response.code()))
            }
            Err(error) if error.is_permanent() => Answer::Never(words(&error)),
            Err(error) => Answer::Later(words(&error)),
        }
    }
}

/// An error with its causes, on one line.
fn words(error: &lettre::transport::smtp::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        let said = error.to_string();
        if !text.contains(&said) {
            text = format!("{text}: {said}");
        }
        cause = error.source();
    }
    text
}
