//! Data connections on which everything was written, and which the kernel still sends from.

use std::time::Duration;

use keyfold_identity::Session;
use tokio::{io::AsyncReadExt as _, task::JoinSet};

use super::Data;

/// How many may linger on one control connection.
const MOST: usize = 16;

/// Connections that were ended from our side. They are held until the client has ended them too: megabytes may wait in the kernel,
/// and a session that is cut meanwhile must not have them sent.
#[derive(Default)]
pub(crate) struct Lingering(JoinSet<()>);

impl Lingering {
    /// Whether there are so many that the client has to end some first.
    pub(crate) fn is_full(&mut self) -> bool {
        while self.0.try_join_next().is_some() {}
        self.0.len() >= MOST
    }

    /// Holds a connection, for `most` at the longest.
    pub(crate) fn hold(&mut self, data: Data, session: Session, most: Duration) {
        let Data { mut stream, closer } = data;
        self.0.spawn(async move {
            let ending = async {
                // Nothing is expected but the end.
                while stream.read(&mut [0; 64]).await.is_ok_and(|read| read > 0) {}
            };
            tokio::select! {
                () = session.cut() => {}
                _ = tokio::time::timeout(most, ending) => {}
            }
            drop(closer);
        });
    }

    /// Waits until all are over.
    pub(crate) async fn end(&mut self) {
        while self.0.join_next().await.is_some() {}
    }
}
