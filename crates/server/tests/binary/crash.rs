//! `kill -9` in the middle of twenty uploads, twenty times over: nothing torn, nothing lost, nothing left behind.

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use crate::process::Process;
use anyhow::{Context, Result, ensure};
use futures::{StreamExt, stream};
use keyfold_audit::{Log, SealKey};
use keyfold_db::{Db, sql::query_scalar};
use keyfold_identity::Identity;
use keyfold_model::{Clock, ManualClock, SystemClock};
use keyfold_vfs::{Filesystem, Parts};
use serde_json::Value;
use tokio::{process::Command, sync::Notify};

const ROUNDS: u64 = 20;
const OVER_REST: u64 = 10;
const OVER_SFTP: u64 = 10;
const CHUNK: usize = 64 * 1024;
const CHUNKS: usize = 24;
const SMALL: usize = 4 * 1024;

/// What a file holds in one round: nothing but that round's number, so a mixture shows. Some are small enough to be committed
/// with their rows, others have a blob of their own.
fn content(name: &str, round: u64) -> Vec<u8> {
    let length = if name.starts_with("small") { SMALL } else { CHUNK * CHUNKS };
    vec![round as u8; length]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_has_whole_files_whole_records_and_no_strays() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    let mut promised = BTreeMap::new();
    let mut acknowledged = 0;
    for round in 1..=ROUNDS {
        let server = Process::demo(&data, &folder.path().join(format!("ready-{round}.json"))).await?;
        check_files(&server, &promised, round).await?;
        let done = upload_until_killed(server, folder.path(), round).await?;
        acknowledged += done.len() as u64;
        promised.extend(done);
    }
    let begun = ROUNDS * (OVER_REST + OVER_SFTP);
    ensure!(
        0 < acknowledged && acknowledged < begun,
        "{acknowledged} of {begun} were acknowledged: none was in the middle"
    );
    let server = Process::demo(&data, &folder.path().join("ready-last.json")).await?;
    check_files(&server, &promised, ROUNDS + 1).await?;
    check_records(&server, &promised).await?;
    let listed = server.list("projects").await?.len();
    server.kill().await?;
    check_strays(&data, listed).await
}

/// When a round's server is killed: odd ones after a number of chunks were sent, even ones after a number of uploads were
/// acknowledged; the numbers depend on the round alone.
struct Moment {
    enough: Notify,
    chunks_left: AtomicI64,
    acknowledgements_left: AtomicI64,
}

impl Moment {
    fn of(round: u64) -> Self {
        let number = round as i64;
        let (chunks, acknowledgements) = match round % 2 {
            1 => (number * 11 % (OVER_REST as i64 * CHUNKS as i64), i64::MAX),
            _ => (i64::MAX, 1 + number % 10),
        };
        Self {
            enough: Notify::new(),
            chunks_left: AtomicI64::new(chunks),
            acknowledgements_left: AtomicI64::new(acknowledgements),
        }
    }

    fn count(&self, left: &AtomicI64) {
        if left.fetch_sub(1, Ordering::SeqCst) <= 1 {
            self.enough.notify_one();
        }
    }

    fn chunk_sent(&self) {
        self.count(&self.chunks_left);
    }

    fn acknowledged(&self) {
        self.count(&self.acknowledgements_left);
    }
}

/// Begins twenty uploads and kills the server at the round's moment. Returns, by name, the round of every upload that was
/// acknowledged.
async fn upload_until_killed(server: Process, scratch: &Path, round: u64) -> Result<BTreeMap<String, u64>> {
    let moment = Arc::new(Moment::of(round));
    let mut uploads = tokio::task::JoinSet::new();
    for number in 0..OVER_REST {
        let (http, bo) = (server.http.clone(), server.person("bo")?);
        let url = server.url(&format!("/api/rest/v1/files/projects/rest-{number}.bin"));
        let (moment, sending) = (Arc::clone(&moment), Arc::clone(&moment));
        uploads.spawn(async move {
            let chunks = stream::iter(0..CHUNKS).then(move |_| {
                sending.chunk_sent();
                async move {
                    tokio::task::yield_now().await;
                    Ok::<_, std::io::Error>(vec![round as u8; CHUNK])
                }
            });
            let request = http.post(url).header("X-FilesAPI-Key", bo.api_key).body(reqwest::Body::wrap_stream(chunks));
            let done = request.send().await.is_ok_and(|answer| answer.status().is_success());
            done.then(|| moment.acknowledged());
            done.then(|| (format!("rest-{number}.bin"), round))
        });
    }
    for number in 0..OVER_SFTP {
        let kind = if number % 2 == 0 { "small" } else { "large" };
        let (name, source) = (format!("{kind}-{number}.bin"), scratch.join(format!("{kind}-{round}")));
        fs::write(&source, content(&name, round))?;
        let upload = sftp_put(&server, &source, &name)?;
        let moment = Arc::clone(&moment);
        uploads.spawn(async move {
            let done = upload.await;
            done.then(|| moment.acknowledged());
            done.then_some((name, round))
        });
    }
    moment.enough.notified().await;
    server.kill().await?;
    let mut promised = BTreeMap::new();
    while let Some(done) = uploads.join_next().await {
        promised.extend(done?);
    }
    Ok(promised)
}

fn sftp_put(server: &Process, source: &Path, name: &str) -> Result<impl Future<Output = bool> + Send + 'static> {
    let bo = server.person("bo")?;
    let (host, port) = server.ready["sftp"].as_str().and_then(|at| at.rsplit_once(':')).context("no SFTP address")?;
    let mut command = Command::new("sftp");
    command.args(["-q", "-b", "-", "-P", port, "-i"]).arg(&bo.ssh_key_file).args(["-F", "/dev/null"]);
    for option in ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "IdentitiesOnly=yes", "BatchMode=yes"] {
        command.args(["-o", option]);
    }
    command.arg(format!("{}@{host}", bo.user_name));
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().context("OpenSSH's sftp is missing: apt-get install openssh-client")?;
    let batch = format!("put {} /projects/{name}\n", source.display());
    Ok(async move {
        use tokio::io::AsyncWriteExt;
        if let Some(mut stdin) = child.stdin.take() {
            drop(stdin.write_all(batch.as_bytes()).await);
        }
        child.wait().await.is_ok_and(|status| status.success())
    })
}

/// Every file that is listed is one round's content, whole; and what was promised is there, or something newer.
async fn check_files(server: &Process, promised: &BTreeMap<String, u64>, round: u64) -> Result<()> {
    let listed = server.list("projects").await?;
    for name in promised.keys() {
        ensure!(listed.contains(name), "round {round}: {name} was acknowledged and is gone");
    }
    for name in listed.iter().filter(|name| name.ends_with(".bin")) {
        let bytes = server.download(&format!("projects/{name}")).await?;
        let found = bytes.first().copied().map_or(0, u64::from);
        ensure!(bytes == content(name, found), "round {round}: {name} is torn: {} bytes", bytes.len());
        let least = promised.get(name).copied().unwrap_or(1);
        ensure!((least..round).contains(&found), "round {round}: {name} holds round {found}, promised {least}");
    }
    Ok(())
}

/// Each acknowledged upload has its row, and the chain is whole.
async fn check_records(server: &Process, promised: &BTreeMap<String, u64>) -> Result<()> {
    for name in promised.keys() {
        let rows: Vec<Value> = server.history(&format!("projects/{name}")).await?;
        let wrote = rows.iter().any(|row| matches!(row["action"].as_str(), Some("create" | "update")));
        ensure!(wrote, "{name} was acknowledged and is not on record: {rows:?}");
    }
    Ok(())
}

/// After a sweep a day later, the blobs, on disk and in the database, are those of the files in the tree.
async fn check_strays(data: &Path, in_projects: usize) -> Result<()> {
    let url = format!("sqlite://{}", data.join("keyfold.db").display());
    let db = Db::open(&url).await?;
    let clock = Arc::new(ManualClock::at(SystemClock.now().after(Duration::from_secs(25 * 3600))));
    let log = Log::new(db.clone(), "sweep", clock.clone());
    let seal_key = SealKey::from_seed(&fs::read(data.join("keys/audit-seal"))?)?;
    let verified = keyfold_audit::verify(&db, &HashSet::from([seal_key.public()])).await?;
    ensure!(verified.broken.is_none(), "{:?}", verified.broken);
    let identity = Identity::open(db.clone(), log.clone(), clock.clone()).await?;
    let blobs = data.join("blobs");
    let parts = Parts { db: db.clone(), log, policy: identity.policy, clock, blobs: blobs.clone() };
    Filesystem::open(parts).await?.sweep().await?;
    // Four of the demo's five sample files lie outside of /projects itself.
    let expected = in_projects - 1 + 5;
    let small: i64 = query_scalar("SELECT COUNT(*) FROM small_blobs").fetch_one(&mut *db.read().await?).await?;
    let found = files_below(&blobs)?.len() + usize::try_from(small)?;
    ensure!(found == expected, "{expected} files in the tree and {found} blobs");
    Ok(())
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            files.extend(files_below(&entry.path())?);
        } else {
            files.push(entry.path());
        }
    }
    Ok(files)
}
