//! Bytes on data connections: what is moved, and how it ended.

mod list;
mod receive;
mod send;

use std::{io, sync::Arc};

use keyfold_identity::Session;
use keyfold_vfs::{Error, ReadHandle, WriteHandle};
use tokio::io::AsyncWriteExt as _;
use tokio_util::sync::CancellationToken;

pub(crate) use list::{Listed, Source};

use crate::{
    Patience,
    codec::Reply,
    data::{Data, DataError, Shield, Way},
    status,
    visitor::Visitor,
};

/// What is to be moved.
pub(crate) enum Job {
    /// A file to the client, from an offset on.
    Send(Box<ReadHandle>, u64),
    /// A listing to the client.
    List(Box<Listed>),
    /// Bytes of the client behind what is in a file.
    Receive(Box<WriteHandle>),
}

/// How it ended.
pub(crate) enum Moved {
    /// All was written. The connection is still ours.
    Sent(Box<Data>),
    /// The client ended the data connection.
    Received(Box<WriteHandle>, Ending),
    /// It broke.
    Failed(TransferError),
}

/// What the end of an upload says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The client said that this is all: TLS's close_notify.
    Said,
    /// The connection ended, as it does when the client ends it and as it does when the client dies: plain FTP knows no
    /// difference.
    Silent,
}

/// Why a transfer broke.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TransferError {
    #[error("the client aborted it")]
    Aborted,
    #[error(transparent)]
    Data(#[from] DataError),
    #[error(transparent)]
    Filesystem(#[from] Error),
    #[error("the data connection broke")]
    Io(#[from] io::Error),
}

impl TransferError {
    /// What the client is told.
    pub(crate) fn reply(&self) -> Reply {
        match self {
            Self::Aborted => Reply::new(426, "The transfer was aborted."),
            Self::Data(error) => error.reply(),
            Self::Filesystem(error) => status::reply(error),
            Self::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => Reply::new(
                426,
                "The data connection ended without TLS's close_notify, so nobody knows whether that was all: it is kept for \
                 resuming.",
            ),
            Self::Io(_) => Reply::new(426, "The data connection broke."),
        }
    }
}

/// What a transfer needs besides what it moves.
pub(crate) struct Ground {
    pub(crate) visitor: Arc<Visitor>,
    pub(crate) session: Session,
    pub(crate) shield: Shield,
    pub(crate) patience: Patience,
    /// Cancelled when the client aborts, or is gone.
    pub(crate) stop: CancellationToken,
}

impl Job {
    /// Opens the data connection and moves the bytes.
    pub(crate) async fn run(self, way: Way, ground: Ground) -> Moved {
        let opening = way.open(&ground.visitor, &ground.session, &ground.shield, &ground.patience);
        let opened = tokio::select! {
            biased;
            () = ground.stop.cancelled() => Err(TransferError::Aborted),
            opened = opening => opened.map_err(TransferError::Data),
        };
        match (self, opened) {
            (Self::Send(file, _), Err(error)) => {
                close(*file).await;
                Moved::Failed(error)
            }
            (Self::List(_), Err(error)) => Moved::Failed(error),
            (Self::Receive(file), Err(error)) => {
                file.abort().await;
                Moved::Failed(error)
            }
            (Self::Send(file, from), Ok(mut data)) => {
                let sent = until(&ground.stop, send::send(&file, from, &mut data.stream, &ground.visitor)).await;
                close(*file).await;
                finish(sent, data).await
            }
            (Self::List(mut listed), Ok(mut data)) => {
                let sent = until(&ground.stop, listed.send(&mut data.stream, &ground.visitor)).await;
                finish(sent, data).await
            }
            (Self::Receive(file), Ok(mut data)) => {
                let received = until(&ground.stop, receive::receive(&file, &mut data.stream, &ground.visitor)).await;
                match received {
                    Ok(ending) => Moved::Received(file, ending),
                    Err(error) => {
                        file.abort().await;
                        Moved::Failed(error)
                    }
                }
            }
        }
    }
}

async fn until<T>(
    stop: &CancellationToken,
    moving: impl Future<Output = Result<T, TransferError>>,
) -> Result<T, TransferError> {
    tokio::select! {
        biased;
        () = stop.cancelled() => Err(TransferError::Aborted),
        moved = moving => moved,
    }
}

/// Ends our side. What was not sent yet is sent by the kernel.
async fn finish(sent: Result<(), TransferError>, mut data: Data) -> Moved {
    match sent {
        Ok(()) => match data.stream.shutdown().await {
            Ok(()) => Moved::Sent(Box::new(data)),
            // Many clients are gone as soon as they have what they wanted; for the rest it broke on the last bytes.
            Err(error) => Moved::Failed(error.into()),
        },
        Err(error) => Moved::Failed(error),
    }
}

/// Ends a read. That it can't be recorded is logged: the client has its bytes by now.
async fn close(file: ReadHandle) {
    if let Err(error) = file.close().await {
        tracing::error!(error = &error as &dyn std::error::Error, "the end of a download could not be recorded");
    }
}
