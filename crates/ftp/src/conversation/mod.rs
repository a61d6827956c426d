//! What is said on a control connection, and what comes of it: commands one after the other.

mod channel;
mod content;
mod names;
mod paths;

use std::{collections::VecDeque, io, net::IpAddr, sync::Arc};

use keyfold_identity::Session;
use keyfold_model::VPath;
use tokio_rustls::TlsAcceptor;

use crate::{
    Encryption, SessionReuse,
    codec::{Command, DataCommand, Digest, Form, Protection, Range, Reply, SyntaxError},
    connection::Server,
    control::{Control, Heard},
    data::{Lingering, Way},
    features,
    listing::Facts,
    sign_in::SignIn,
    visitor::Visitor,
};

/// The whole of a file.
const WHOLE: Range = Range { from: 0, to: u64::MAX };

/// Whether the conversation goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    On,
    End,
}

/// A control connection, and what was said on it that matters for what comes.
pub(crate) struct Conversation {
    control: Control,
    visitor: Arc<Visitor>,
    server: Arc<Server>,
    /// Which of our addresses the client knows.
    local: IpAddr,
    /// TLS as this connection speaks it.
    tls: TlsAcceptor,
    /// TLS as its data connections do.
    data_tls: TlsAcceptor,
    sign_in: SignIn,
    /// Commands that came during a transfer.
    waiting: VecDeque<Result<Command, SyntaxError>>,
    lingering: Lingering,
    settings: Settings,
}

/// What the client has set.
struct Settings {
    protection: Protection,
    folder: VPath,
    way: Option<Way>,
    /// `EPSV ALL`: no other way is asked for any more.
    extended_only: bool,
    /// Where the next transfer begins.
    restart: u64,
    /// How long the next upload will be.
    expected: Option<u64>,
    rename_from: Option<VPath>,
    range: Range,
    digest: Digest,
    facts: Facts,
}

impl Settings {
    fn new(encryption: Encryption) -> Self {
        Self {
            // Clients that speak implicit TLS need not say PROT: there is nothing else.
            protection: match encryption {
                Encryption::Explicit => Protection::Clear,
                Encryption::Implicit => Protection::Private,
            },
            folder: VPath::root(),
            way: None,
            extended_only: false,
            restart: 0,
            expected: None,
            rename_from: None,
            range: WHOLE,
            digest: Digest::Sha256,
            facts: Facts::default(),
        }
    }
}

impl Conversation {
    pub(crate) fn new(control: Control, visitor: Arc<Visitor>, server: Arc<Server>, local: IpAddr) -> Self {
        Self {
            control,
            visitor,
            local: local.to_canonical(),
            tls: server.config.tls.clone(),
            data_tls: keyfold_net::without_new_tickets(&server.config.tls),
            sign_in: SignIn::default(),
            waiting: VecDeque::new(),
            lingering: Lingering::default(),
            settings: Settings::new(server.config.encryption),
            server,
        }
    }

    /// Listens and answers until either side has had enough.
    pub(crate) async fn run(&mut self) -> io::Result<()> {
        if self.server.config.rules.session_reuse == SessionReuse::Required {
            self.tls = keyfold_net::with_own_sessions(&self.tls).map_err(io::Error::other)?;
            self.data_tls = keyfold_net::without_new_tickets(&self.tls);
        }
        if self.server.config.encryption == Encryption::Implicit {
            self.control.secure(&self.tls, self.server.config.patience.first_request, None).await?;
        }
        self.say(Reply::new(220, "Keyfold is ready.")).await?;
        loop {
            let command = match self.waiting.pop_front() {
                Some(command) => command,
                None => match self.control.next().await? {
                    Heard::Command(command) => command,
                    Heard::End => return Ok(()),
                },
            };
            let flow = match command {
                Ok(command) => self.answer(command).await?,
                Err(error) => self.reply(refuse(error)).await?,
            };
            if flow == Flow::End {
                self.control.close().await;
                return Ok(());
            }
        }
    }

    /// Sends a reply.
    pub(crate) async fn say(&mut self, reply: Reply) -> io::Result<()> {
        self.control.reply(&reply).await
    }

    /// Waits until the client has ended its data connections, and the server does not stop.
    pub(crate) async fn end(mut self) {
        drop(self.control);
        self.sign_in.forget(&self.server.authenticator).await;
        tokio::select! {
            () = self.lingering.end() => {}
            () = self.server.stop.cancelled() => {}
        }
    }

    async fn reply(&mut self, reply: Reply) -> io::Result<Flow> {
        self.say(reply).await?;
        Ok(Flow::On)
    }

    async fn answer(&mut self, command: Command) -> io::Result<Flow> {
        match command {
            Command::User(name) => self.user(name).await,
            Command::Pass(password) => self.pass(password).await,
            Command::Acct(code) => self.acct(code).await,
            Command::Auth(mechanism) => self.auth(&mechanism).await,
            Command::Pbsz(_) => {
                let reply = self.pbsz();
                self.reply(reply).await
            }
            Command::Prot(protection) => {
                let reply = self.prot(protection);
                self.reply(reply).await
            }
            Command::Ccc | Command::Rein => self.reply(Reply::new(502, "That command is not offered here.")).await,
            Command::Quit => {
                self.say(Reply::new(221, "Goodbye.")).await?;
                Ok(Flow::End)
            }
            Command::Feat => self.reply(features::features(self.settings.facts, self.settings.digest)).await,
            Command::Help => self.reply(features::help(self.server.config.rules.active)).await,
            Command::Opts(opts) => {
                let reply = self.opts(opts);
                self.reply(reply).await
            }
            Command::Syst => self.reply(Reply::new(215, "UNIX Type: L8")).await,
            Command::Clnt | Command::Noop => self.reply(Reply::new(200, "Noted.")).await,
            Command::Form(form, letter) => self.reply(form_reply(form, letter)).await,
            Command::Names(command) => match self.visitor.session().cloned() {
                Some(session) => {
                    let reply = self.answer_about_names(command, &session).await;
                    self.reply(reply).await
                }
                None => self.reply(stranger()).await,
            },
            Command::Data(command) => match self.visitor.session().cloned() {
                Some(session) => self.answer_about_data(command, session).await,
                None => self.reply(stranger()).await,
            },
        }
    }

    async fn answer_about_data(&mut self, command: DataCommand, session: Session) -> io::Result<Flow> {
        let reply = match command {
            DataCommand::Pasv => self.pasv().await,
            DataCommand::Epsv(family) => self.epsv(family).await,
            DataCommand::EpsvAll => {
                self.settings.extended_only = true;
                Reply::new(200, "EPSV it will be.")
            }
            DataCommand::Port(address) => self.port(address),
            DataCommand::Rest(at) => {
                self.settings.restart = at;
                Reply::new(350, format!("The next transfer begins at {at}."))
            }
            DataCommand::Allo(length) => {
                self.settings.expected = Some(length);
                Reply::new(200, "Noted.")
            }
            DataCommand::Abor => Reply::new(225, "Nothing is being transferred."),
            DataCommand::Status => self.stat_of_connection(&session),
            DataCommand::Retr(path) => return self.retr(&path, session).await,
            DataCommand::Stor(path) => return self.stor(&path, session).await,
            DataCommand::Appe(path) => return self.appe(&path, session).await,
            DataCommand::Stou => return self.stou(session).await,
            DataCommand::List(path) => return self.list(&path, session, content::Kind::List).await,
            DataCommand::Nlst(path) => return self.list(&path, session, content::Kind::Nlst).await,
            DataCommand::Mlsd(path) => return self.list(&path, session, content::Kind::Mlsd).await,
        };
        self.reply(reply).await
    }

    fn stat_of_connection(&self, session: &Session) -> Reply {
        let encrypted = if self.control.is_secure() { "encrypted" } else { "not encrypted" };
        let lines = vec![
            format!("Signed in as {}.", session.facts().login_name),
            format!("This connection is {encrypted}."),
            format!("The folder is {}.", self.settings.folder),
        ];
        Reply::many(211, "This is Keyfold.", lines, "That is all.")
    }
}

fn stranger() -> Reply {
    Reply::new(530, "Sign in first: USER and PASS.")
}

fn refuse(error: SyntaxError) -> Reply {
    match error {
        SyntaxError::Unknown => Reply::new(500, error.to_string()),
        SyntaxError::NotOffered => Reply::new(502, error.to_string()),
        SyntaxError::Parameter(_) => Reply::new(501, error.to_string()),
    }
}

/// Files are carried as they are, whatever `TYPE` says: a client that wants its line ends changed would find another size and
/// another digest than were told.
fn form_reply(form: Form, letter: u8) -> Reply {
    match (form, letter) {
        (Form::Type, b'A' | b'I' | b'L') | (Form::Mode, b'S') | (Form::Structure, b'F') => Reply::new(200, "Noted."),
        (Form::Type | Form::Mode | Form::Structure, _) => Reply::new(504, "That form is not offered here."),
    }
}
