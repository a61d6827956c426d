//! An HTTPS client that downloads and downloads, and knows when its last byte came: for showing how a session is cut.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use anyhow::{Context, Result};
use futures::StreamExt as _;
use tokio::{sync::watch, task::JoinHandle};

use crate::sftp_download::Ending;

/// A running client.
pub struct WebDownload {
    bytes: Arc<AtomicU64>,
    flowing: watch::Receiver<bool>,
    task: JoinHandle<Ending>,
}

impl WebDownload {
    /// Begins to download the file at the URL with an API key, from its beginning again at each end.
    #[must_use]
    pub fn start(http: reqwest::Client, url: String, api_key: String) -> Self {
        let bytes = Arc::new(AtomicU64::new(0));
        let (flows, flowing) = watch::channel(false);
        let task = tokio::spawn(run(http, url, api_key, Arc::clone(&bytes), flows));
        Self { bytes, flowing, task }
    }

    /// Waits until its first byte came.
    ///
    /// # Errors
    /// It ended before that.
    pub async fn flowing(&mut self) -> Result<()> {
        self.flowing.wait_for(|flows| *flows).await.context("the download was refused").map(drop)
    }

    /// Payload bytes so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Whether it still runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        !self.task.is_finished()
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// The client itself failed.
    pub async fn ended(self) -> Result<Ending> {
        Ok(self.task.await?)
    }

    /// Ends it from this side.
    pub fn stop(self) {
        self.task.abort();
    }
}

async fn run(
    http: reqwest::Client,
    url: String,
    api_key: String,
    bytes: Arc<AtomicU64>,
    flows: watch::Sender<bool>,
) -> Ending {
    let mut last_byte = None;
    while let Ok(answer) = http.get(&url).header("X-FilesAPI-Key", &api_key).send().await
        && answer.status().is_success()
    {
        let mut chunks = answer.bytes_stream();
        while let Some(Ok(chunk)) = chunks.next().await {
            bytes.fetch_add(chunk.len() as u64, Ordering::Relaxed);
            last_byte = Some(Instant::now());
            flows.send_replace(true);
        }
    }
    Ending { bytes: bytes.load(Ordering::Relaxed), last_byte, closed: Instant::now() }
}
