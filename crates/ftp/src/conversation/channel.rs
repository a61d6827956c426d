//! Who is there, how the connection is protected, and how data comes.

use std::{io, net::SocketAddr};

use keyfold_model::Secret;

use super::{Conversation, Flow};
use crate::{
    ActiveMode, ClearControl, ClearData,
    codec::{Digest, Family, HostPort, Opts, Protection, Reply},
    data::{Shield, Way},
    digest,
    listing::Facts,
    sign_in::{Answer, Channel},
};

/// Ports below belong to services, which a connection from here must not reach.
const FIRST_FREE_PORT: u16 = 1024;

impl Conversation {
    fn channel(&self) -> Channel {
        if self.control.is_secure() { Channel::Secure } else { Channel::Clear }
    }

    pub(super) async fn user(&mut self, name: String) -> io::Result<Flow> {
        self.sign_in.forget(&self.server.authenticator).await;
        let reply = if self.visitor.session().is_some() {
            Reply::new(530, "You have signed in already.")
        } else if self.channel() == Channel::Clear && self.server.config.rules.clear_control == ClearControl::Refused {
            Reply::new(530, "This server wants encryption: AUTH TLS first.")
        } else {
            self.sign_in.user(name, self.channel())
        };
        self.reply(reply).await
    }

    pub(super) async fn pass(&mut self, password: Secret<String>) -> io::Result<Flow> {
        if self.visitor.session().is_some() {
            return self.reply(Reply::new(503, "You have signed in already.")).await;
        }
        let (channel, origin) = (self.channel(), self.visitor.origin());
        let answer = self.sign_in.pass(password, channel, &self.server.authenticator, origin).await;
        self.proceed(answer).await
    }

    pub(super) async fn acct(&mut self, code: Secret<String>) -> io::Result<Flow> {
        let answer = self.sign_in.acct(code, &self.server.authenticator).await;
        self.proceed(answer).await
    }

    async fn proceed(&mut self, answer: Answer) -> io::Result<Flow> {
        match answer {
            Answer::Reply(reply) => self.reply(reply).await,
            Answer::Welcome(session) => {
                self.visitor.signs_in(session);
                self.reply(Reply::new(230, "You have signed in.")).await
            }
            Answer::Goodbye(reply) => {
                self.say(reply).await?;
                Ok(Flow::End)
            }
        }
    }

    /// `AUTH TLS` (RFC 4217). What was said before, in clear, counts no longer.
    pub(super) async fn auth(&mut self, mechanism: &str) -> io::Result<Flow> {
        if !matches!(mechanism, "TLS" | "TLS-C" | "TLS-P" | "SSL") {
            return self.reply(Reply::new(504, "TLS is what there is.")).await;
        }
        if self.control.is_secure() {
            return self.reply(Reply::new(503, "The connection is encrypted already.")).await;
        }
        if self.visitor.session().is_some() {
            return self.reply(Reply::new(503, "It is too late: you have signed in without TLS.")).await;
        }
        let agreed = Reply::new(234, "Begin TLS.");
        self.control.secure(&self.tls, self.server.config.patience.first_request, Some(&agreed)).await?;
        self.sign_in.forget(&self.server.authenticator).await;
        self.settings.protection = Protection::Clear;
        Ok(Flow::On)
    }

    pub(super) fn pbsz(&self) -> Reply {
        if self.control.is_secure() { Reply::new(200, "PBSZ=0") } else { Reply::new(503, "AUTH TLS first.") }
    }

    pub(super) fn prot(&mut self, protection: Protection) -> Reply {
        if !self.control.is_secure() {
            return Reply::new(503, "AUTH TLS first.");
        }
        match protection {
            Protection::Private => {}
            Protection::Clear if self.server.config.rules.clear_data == ClearData::Allowed => {}
            Protection::Clear => return Reply::new(534, "Data is encrypted here: PROT P."),
            Protection::Other => return Reply::new(536, "TLS knows P and C."),
        }
        self.settings.protection = protection;
        Reply::new(200, "Noted.")
    }

    /// How the next data connection is protected, or why there is none.
    pub(super) fn shield(&self) -> Result<Shield, Reply> {
        let rules = self.server.config.rules;
        if !self.control.is_secure() {
            return Ok(Shield::Clear);
        }
        match self.settings.protection {
            Protection::Private => Ok(Shield::Tls(self.data_tls.clone(), rules.session_reuse)),
            Protection::Clear | Protection::Other if rules.clear_data == ClearData::Allowed => Ok(Shield::Clear),
            Protection::Clear | Protection::Other => Err(Reply::new(521, "Data is encrypted here: PROT P first.")),
        }
    }

    pub(super) fn opts(&mut self, opts: Opts) -> Reply {
        match opts {
            Opts::Utf8On => Reply::new(200, "UTF-8 it is, always."),
            Opts::Mlst(names) => {
                self.settings.facts = Facts::chosen(&names);
                Reply::new(200, format!("MLST OPTS {}", self.settings.facts.names()))
            }
            Opts::Hash(chosen) => {
                self.settings.digest = chosen.unwrap_or(self.settings.digest);
                Reply::new(200, digest::name(self.settings.digest))
            }
            Opts::Other => Reply::new(501, "That can't be set."),
        }
    }

    /// Takes a port, and remembers it as the way of the next data connection.
    async fn listen(&mut self) -> Result<SocketAddr, Reply> {
        // The one that the client was told of before goes back first, and may be the one it gets.
        self.settings.way = None;
        let taken = self.server.listeners.take(self.local).await.and_then(|port| Ok((port.address()?, port)));
        let (address, port) = taken.map_err(|error| {
            tracing::warn!(%error, "no port for a data connection");
            Reply::new(425, "There is no free port for the data connection.")
        })?;
        self.settings.way = Some(Way::Passive(port));
        Ok(address)
    }

    pub(super) async fn pasv(&mut self) -> Reply {
        if self.settings.extended_only {
            return Reply::new(501, "You said EPSV ALL.");
        }
        if Family::of(self.local) == Family::V6 {
            return Reply::new(425, "PASV can't name an IPv6 address: use EPSV.");
        }
        let public = self.server.config.public_address.filter(|_| !self.visitor.address().is_loopback());
        match self.listen().await {
            Ok(address) => {
                let told = SocketAddr::new(public.map_or(address.ip(), Into::into), address.port());
                let numbers = HostPort(told).format_port().unwrap_or_default();
                Reply::new(227, format!("Entering Passive Mode ({numbers})."))
            }
            Err(reply) => reply,
        }
    }

    pub(super) async fn epsv(&mut self, family: Option<Family>) -> Reply {
        let ours = Family::of(self.local);
        if family.is_some_and(|family| family != ours) {
            let number = if ours == Family::V4 { 1 } else { 2 };
            return Reply::new(522, format!("Network protocol not supported, use ({number})"));
        }
        match self.listen().await {
            Ok(address) => Reply::new(229, format!("Entering Extended Passive Mode (|||{}|)", address.port())),
            Err(reply) => reply,
        }
    }

    /// `PORT` and `EPRT`. To connect anywhere else than back to the client is the bounce attack (RFC 2577, section 3).
    pub(super) fn port(&mut self, HostPort(to): HostPort) -> Reply {
        if self.server.config.rules.active == ActiveMode::Off {
            return Reply::new(502, "The server connects to nobody: use PASV or EPSV.");
        }
        if self.settings.extended_only {
            return Reply::new(501, "You said EPSV ALL.");
        }
        if to.ip().to_canonical() != self.visitor.address() || to.port() < FIRST_FREE_PORT {
            return Reply::new(501, "The server connects to your own address alone, and to no port below 1024.");
        }
        let to = SocketAddr::new(to.ip().to_canonical(), to.port());
        self.settings.way = Some(Way::Active { from: SocketAddr::new(self.local, 0), to });
        Reply::new(200, "Noted.")
    }

    /// The algorithm that a command means.
    pub(super) fn algorithm(&self, digest: Digest) -> Digest {
        if digest == Digest::Chosen { self.settings.digest } else { digest }
    }
}
