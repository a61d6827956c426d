//! A channel that carries SFTP: the engine's answers on their way to the client.

use bytes::Bytes;
use russh::{ChannelId, server::Handle};

use crate::engine::{self, Door, Inlet, Outlet};

/// SSH_EXTENDED_DATA_STDERR (RFC 4254, section 5.2).
pub(super) const STDERR: u32 = 1;

/// Takes answers to the connection's task, which does not copy them before it encrypts them.
#[derive(Clone)]
pub(super) struct Answers {
    handle: Handle,
    channel: ChannelId,
}

impl Outlet for Answers {
    async fn send(self, bytes: Bytes) -> bool {
        self.handle.data(self.channel, bytes).await.is_ok()
    }
}

impl Answers {
    pub(super) const fn new(handle: Handle, channel: ChannelId) -> Self {
        Self { handle, channel }
    }

    /// Serves SFTP on the channel, and closes it. Errors of sending mean that the client is gone, which needs no answer.
    pub(super) async fn serve(self, door: Door, inlet: Inlet) {
        let session = door.session.id();
        let status = match engine::serve(door, inlet, self.clone()).await {
            Ok(()) => 0,
            Err(error) => {
                tracing::debug!(%session, error = &error as &dyn std::error::Error, "an SFTP session ended early");
                self.handle.extended_data(self.channel, STDERR, format!("{error}\r\n")).await.ok();
                1
            }
        };
        self.handle.exit_status_request(self.channel, status).await.ok();
        self.handle.eof(self.channel).await.ok();
        self.handle.close(self.channel).await.ok();
    }
}
