//! What a client asks of SSH: to be let in, and for channels.

use std::{collections::HashMap, io, sync::Arc};

use keyfold_identity::{Denial, ProvenKey, Round, Session};
use keyfold_model::Secret;
use russh::{
    Channel, ChannelId, ChannelOpenFailure, Pty,
    keys::{Algorithm, Certificate, PublicKey},
    server::{self, Auth, ChannelOpenHandle, Msg, PublicKeyOffer, Response, Session as SshSession, VerifiedPublicKey},
};
use tokio_util::task::TaskTracker;

use super::{
    algorithms::{methods, methods_after_key},
    certificate,
    channel::{Answers, STDERR},
    connection::Server,
    dialogue::{Dialogue, Partner, Turn},
    visitor::Visitor,
};
use crate::engine::{Door, Feed, FeedError, inlet};

/// The only subsystem.
const SUBSYSTEM: &str = "sftp";
/// What people read who try anything else.
const SFTP_ONLY: &str = "This server speaks SFTP only: use sftp, not ssh.";
/// How many channels one connection may have open: clients that copy in parallel open some.
const CHANNELS: usize = 10;
/// No question has more parts.
const MOST_ANSWERS: usize = 2;
/// SSH_OPEN_ADMINISTRATIVELY_PROHIBITED (RFC 4254, section 5.1).
const PROHIBITED: u32 = 1;

/// Why a connection broke.
#[derive(Debug, thiserror::Error)]
pub(super) enum HandlerError {
    #[error("SSH failed")]
    Ssh(#[from] russh::Error),
    #[error("reading or writing failed")]
    Io(#[from] io::Error),
    #[error(transparent)]
    Feed(#[from] FeedError),
    #[error("the client closed a channel that it had not read to the end")]
    Abandoned,
}

/// One connection's side of the protocol.
pub(super) struct Handler {
    visitor: Arc<Visitor>,
    server: Arc<Server>,
    tasks: TaskTracker,
    channels: HashMap<ChannelId, State>,
    dialogue: Dialogue,
}

/// What a channel is for.
enum State {
    /// Nothing yet.
    Open,
    /// SFTP: where its bytes go.
    Sftp(Feed),
    /// The client has no more to say.
    Ended,
}

impl Handler {
    pub(super) fn new(visitor: Arc<Visitor>, server: Arc<Server>, tasks: TaskTracker) -> Self {
        Self { visitor, server, tasks, channels: HashMap::new(), dialogue: Dialogue::default() }
    }

    /// All refusals look alike. Which it was is on record.
    fn decide(&self, signed_in: Result<Session, Denial>) -> Auth {
        match signed_in {
            Ok(session) => {
                self.visitor.signs_in(session);
                Auth::Accept
            }
            Err(denial) => {
                if let Denial::Unavailable(error) = &denial {
                    tracing::error!(error = error as &dyn std::error::Error, "nobody can sign in over SFTP");
                }
                reject()
            }
        }
    }

    /// What follows from a key: the session, or a round for the second factor, which the client is told of by a partial
    /// success.
    async fn after_key(&mut self, user: &str, round: Result<Round, Denial>) -> Auth {
        match round {
            Ok(Round::SignedIn(session)) => self.decide(Ok(session)),
            Ok(Round::FactorWanted(pending)) => {
                self.dialogue = Dialogue::after_key(user, pending);
                Auth::Reject { proceed_with_methods: Some(methods_after_key()), partial_success: true }
            }
            Ok(Round::NewPasswordWanted(renewal)) => {
                let denial = self.server.authenticator.give_up_renewal(renewal).await;
                self.decide(Err(denial))
            }
            Err(denial) => self.decide(Err(denial)),
        }
    }

    /// One round of keyboard-interactive.
    async fn converse(&mut self, user: &str, answers: Option<Vec<String>>) -> Auth {
        let server = Arc::clone(&self.server);
        let partner = Partner {
            authenticator: &server.authenticator,
            user,
            origin: self.visitor.origin(),
            approval_page: server.approval_page.as_deref(),
        };
        let turn = match answers {
            None => self.dialogue.open(&partner).await,
            Some(answers) => self.dialogue.answer(&partner, answers).await,
        };
        match turn {
            Ok(Turn::Ask(question)) => {
                if self.dialogue.waits_for_browser() {
                    self.visitor.waits_for_approval();
                }
                question.into_auth()
            }
            Ok(Turn::Done(signed_in)) => self.decide(signed_in),
            Ok(Turn::Over) => reject(),
            Err(denial) => self.decide(Err(denial)),
        }
    }

    /// Answers a wish for anything but SFTP with a line that people see.
    fn refuse(&mut self, channel: ChannelId, session: &mut SshSession) -> Result<(), HandlerError> {
        self.channels.insert(channel, State::Ended);
        session.channel_success(channel)?;
        session.extended_data(channel, STDERR, format!("{SFTP_ONLY}\r\n").into_bytes())?;
        session.exit_status_request(channel, 1)?;
        session.eof(channel)?;
        session.close(channel)?;
        Ok(())
    }
}

fn reject() -> Auth {
    Auth::Reject { proceed_with_methods: Some(methods()), partial_success: false }
}

async fn prohibit(reply: ChannelOpenHandle) {
    reply.reject(ChannelOpenFailure::Other { code: PROHIBITED, reason: SFTP_ONLY.to_owned() }).await;
}

/// The key as it is sent, unless it is an RSA key that signs with SHA-1.
fn blob(key: &PublicKey, algorithm: &Algorithm) -> Option<Vec<u8>> {
    if matches!(algorithm, Algorithm::Rsa { hash: None }) {
        return None;
    }
    key.to_bytes().ok()
}

impl server::Handler for Handler {
    type Error = HandlerError;

    /// Called when the client asks for the service of signing in; there is no banner.
    async fn authentication_banner(&mut self) -> Result<Option<String>, HandlerError> {
        self.visitor.asks_to_sign_in();
        Ok(None)
    }

    async fn auth_none(&mut self, _: &str) -> Result<Auth, HandlerError> {
        Ok(reject())
    }

    async fn auth_password(&mut self, user: &str, password: &str) -> Result<Auth, HandlerError> {
        self.dialogue = Dialogue::default();
        let password = Secret::new(password.to_owned());
        let signed_in = self.server.authenticator.password(user, password, self.visitor.origin()).await;
        Ok(self.decide(signed_in))
    }

    async fn auth_publickey_offered(&mut self, user: &str, offer: PublicKeyOffer<'_>) -> Result<Auth, HandlerError> {
        let Some(blob) = blob(offer.public_key, offer.algorithm) else { return Ok(reject()) };
        let authenticator = &self.server.authenticator;
        // russh shows the key of an offered certificate and not the certificate: any key may be a certified one.
        let good = authenticator.public_key_offered(user, &blob).await.is_ok()
            || authenticator.takes_certificates().await.unwrap_or(false);
        Ok(if good { Auth::Accept } else { reject() })
    }

    async fn auth_publickey(&mut self, user: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, HandlerError> {
        let Some(blob) = blob(key.public_key, key.algorithm) else { return Ok(reject()) };
        let proven = ProvenKey::after_signature(&blob);
        let round = self.server.authenticator.public_key_proven(user, &proven, self.visitor.origin()).await;
        Ok(self.after_key(user, round).await)
    }

    async fn auth_openssh_certificate(&mut self, user: &str, offered: &Certificate) -> Result<Auth, HandlerError> {
        let Some(proven) = certificate::read(offered) else { return Ok(reject()) };
        let round = self.server.authenticator.certificate_proven(user, &proven, self.visitor.origin()).await;
        Ok(self.after_key(user, round).await)
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        user: &str,
        _: &str,
        response: Option<Response<'a>>,
    ) -> Result<Auth, HandlerError> {
        // What is no text is no answer.
        let text = |answer: bytes::Bytes| String::from_utf8(answer.into()).ok();
        let answers = response.map(|answers| answers.map_while(text).take(MOST_ANSWERS).collect());
        Ok(self.converse(user, answers).await)
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut SshSession,
    ) -> Result<(), HandlerError> {
        if self.channels.len() >= CHANNELS {
            reply.reject(ChannelOpenFailure::ResourceShortage).await;
            return Ok(());
        }
        self.channels.insert(channel.id(), State::Open);
        // The channel's own stream is dropped: what comes is taken in `data`.
        reply.accept().await;
        Ok(())
    }

    async fn subsystem_request(
        &mut self,
        channel: ChannelId,
        name: &str,
        session: &mut SshSession,
    ) -> Result<(), HandlerError> {
        let owner = self.visitor.session();
        let (Some(State::Open), SUBSYSTEM, Some(owner)) = (self.channels.get(&channel), name, owner) else {
            return Ok(session.channel_failure(channel)?);
        };
        session.channel_success(channel)?;
        let (feed, inlet) = inlet();
        let door = Door {
            filesystem: self.server.filesystem.clone(),
            session: owner.clone(),
            clock: Arc::clone(&self.server.clock),
        };
        self.tasks.spawn(Answers::new(session.handle(), channel).serve(door, inlet));
        self.channels.insert(channel, State::Sftp(feed));
        Ok(())
    }

    /// Waits while the engine has enough to do: no further packet is read from the socket meanwhile, and the client's window
    /// fills.
    async fn data(&mut self, channel: ChannelId, data: &[u8], _: &mut SshSession) -> Result<(), HandlerError> {
        self.visitor.hears();
        let Some(State::Sftp(feed)) = self.channels.get(&channel) else { return Ok(()) };
        match feed.push(data).await {
            // The channel is being closed.
            Ok(()) | Err(FeedError::Ended) => Ok(()),
            Err(stalled @ FeedError::Stalled) => Err(stalled.into()),
        }
    }

    async fn window_adjusted(&mut self, _: ChannelId, _: u32, _: &mut SshSession) -> Result<(), HandlerError> {
        self.visitor.hears();
        Ok(())
    }

    async fn channel_eof(&mut self, channel: ChannelId, _: &mut SshSession) -> Result<(), HandlerError> {
        if let Some(state) = self.channels.get_mut(&channel) {
            *state = State::Ended;
        }
        Ok(())
    }

    /// russh keeps what a closed channel did not take, and holds all other channels up until it goes: which it never will.
    async fn channel_close(&mut self, channel: ChannelId, session: &mut SshSession) -> Result<(), HandlerError> {
        self.channels.remove(&channel);
        if session.has_pending_data(channel) && !self.channels.is_empty() {
            return Err(HandlerError::Abandoned);
        }
        Ok(())
    }

    /// A terminal is granted to whoever asks, so that they get to read why there is no shell.
    async fn pty_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        _: u32,
        _: u32,
        _: u32,
        _: u32,
        _: &[(Pty, u32)],
        session: &mut SshSession,
    ) -> Result<(), HandlerError> {
        Ok(session.channel_success(channel)?)
    }

    async fn shell_request(&mut self, channel: ChannelId, session: &mut SshSession) -> Result<(), HandlerError> {
        self.refuse(channel, session)
    }

    async fn exec_request(
        &mut self,
        channel: ChannelId,
        _: &[u8],
        session: &mut SshSession,
    ) -> Result<(), HandlerError> {
        self.refuse(channel, session)
    }

    async fn env_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        _: &str,
        session: &mut SshSession,
    ) -> Result<(), HandlerError> {
        Ok(session.channel_failure(channel)?)
    }

    async fn x11_request(
        &mut self,
        channel: ChannelId,
        _: bool,
        _: &str,
        _: &str,
        _: u32,
        session: &mut SshSession,
    ) -> Result<(), HandlerError> {
        Ok(session.channel_failure(channel)?)
    }

    async fn channel_open_direct_tcpip(
        &mut self,
        _: Channel<Msg>,
        _: &str,
        _: u32,
        _: &str,
        _: u32,
        reply: ChannelOpenHandle,
        _: &mut SshSession,
    ) -> Result<(), HandlerError> {
        prohibit(reply).await;
        Ok(())
    }

    async fn channel_open_direct_streamlocal(
        &mut self,
        _: Channel<Msg>,
        _: &str,
        reply: ChannelOpenHandle,
        _: &mut SshSession,
    ) -> Result<(), HandlerError> {
        prohibit(reply).await;
        Ok(())
    }
}
