//! A server on a free port, with people who can sign in.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
    time::Duration,
};

use bytes::Bytes;
use keyfold_audit::Log;
use keyfold_db::Db;
use keyfold_identity::{
    Admission, Console, Identity, IssuedApiKey, NewApiKey, NewPublicKey, NewUser, PermissionSet, Session, User,
    UserEdit,
};
use keyfold_model::{Clock, Level, LoginName, Reach, Secret, SiteRole, Subject, SystemClock, UserId, VPath};
use keyfold_net::{Drain, Limits};
use keyfold_sftp::transport::{Config, HostKeys, Patience, serve};
use keyfold_vfs::{Filesystem, Parts, WriteMode, WriteOptions};
use russh::keys::{Algorithm, PrivateKey, ssh_key::LineEnding};
use tempfile::TempDir;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::{CancellationToken, DropGuard};

/// The address of the page on which people approve.
pub const APPROVAL_PAGE: &str = "https://files.example.com/approve";

/// Made once for all tests of a run: an RSA key takes its time.
static HOST_KEYS: LazyLock<HostKeys> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    HostKeys::load_or_make(folder.path()).expect("host keys")
});

pub struct World {
    pub identity: Identity,
    pub log: Log,
    pub files: Filesystem,
    pub admin: Session,
    pub address: SocketAddr,
    pub home: TempDir,
    pub stop: CancellationToken,
    pub serving: JoinHandle<()>,
    _stop: DropGuard,
}

/// Somebody with a key.
pub struct Person {
    pub user: User,
    pub key: PrivateKey,
    pub key_file: PathBuf,
}

impl Person {
    pub fn login(&self) -> &str {
        &self.user.login
    }
}

pub fn path(text: &str) -> VPath {
    text.parse().expect("a path")
}

/// Bytes that repeat nowhere, the same for the same seed.
pub fn noise(length: usize, mut seed: u64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        // Steele and Vigna's SplitMix64.
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bytes.extend((mixed ^ (mixed >> 31)).to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

impl World {
    pub async fn new() -> Self {
        Self::with(Patience::default(), Limits::default()).await
    }

    pub async fn with(patience: Patience, limits: Limits) -> Self {
        Self::at(Arc::new(SystemClock), patience, limits).await
    }

    /// With this clock.
    pub async fn at(clock: Arc<dyn Clock>, patience: Patience, limits: Limits) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", home.path().join("keyfold.db").display());
        let db = Db::open(&url).await.expect("a database");
        let log = Log::new(db.clone(), "test", Arc::clone(&clock));
        let identity = Identity::open(db.clone(), log.clone(), Arc::clone(&clock)).await.expect("an identity");
        let parts = Parts {
            db,
            log: log.clone(),
            policy: identity.policy.clone(),
            clock: Arc::clone(&clock),
            blobs: home.path().join("blobs"),
        };
        let files = Filesystem::open(parts).await.expect("a filesystem");
        let new = new_user("root", SiteRole::Admin);
        let console = Console::of_this_machine();
        identity.users.create(&console.site_admin(), new).await.expect("a user");
        let admin = identity.authenticator.console(&console, "root").await.expect("signed in");

        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("bound");
        let stop = CancellationToken::new();
        let drain = Drain { stop: stop.clone(), grace: Duration::from_secs(10) };
        let approval_page = Some(APPROVAL_PAGE.to_owned());
        let config = Config { host_keys: HOST_KEYS.clone(), clock, patience, approval_page };
        let serving =
            tokio::spawn(serve(listener, config, files.clone(), identity.authenticator.clone(), limits, drain));
        let known: String =
            HOST_KEYS.public_lines().iter().map(|line| format!("[127.0.0.1]:{} {line}\n", address.port())).collect();
        std::fs::write(home.path().join("known_hosts"), known).expect("written");
        Self { identity, log, files, admin, address, home, _stop: stop.clone().drop_guard(), stop, serving }
    }

    /// A place for a client's own files.
    pub fn local(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Somebody with an Ed25519 key.
    pub async fn person(&self, login: &str) -> Person {
        let admin = self.admin.site_admin().expect("an admin");
        let user = self.identity.users.create(&admin, new_user(login, SiteRole::Member)).await.expect("a user");
        let (key, key_file) = self.make_key(&format!("{login}_key"));
        self.register(&user, &key).await;
        Person { user, key, key_file }
    }

    /// A key that nobody here knows, and its file.
    pub fn make_key(&self, name: &str) -> (PrivateKey, PathBuf) {
        let key = PrivateKey::random(&mut russh::keys::key::safe_rng(), Algorithm::Ed25519).expect("a key");
        let file = self.local(name);
        save_key(&key, &file);
        (key, file)
    }

    /// Another key of theirs, in its file.
    pub async fn add_key(&self, user: &User, name: &str) -> PathBuf {
        let (key, file) = self.make_key(name);
        self.register(user, &key).await;
        file
    }

    async fn register(&self, user: &User, key: &PrivateKey) {
        let openssh = key.public_key().to_openssh().expect("a line");
        let new = NewPublicKey { title: "laptop".into(), openssh, expires_at: None, addresses: None };
        let admin = self.admin.site_admin().expect("an admin");
        self.identity.public_keys.create(&admin.custody_of(user.id), new).await.expect("a key");
    }

    /// Who has this login name.
    pub async fn known(&self, login: &str) -> User {
        self.identity.users.find_by_login(login).await.expect("the database").expect("somebody")
    }

    /// Somebody who has this level on a folder of their own, `/desk`.
    pub async fn person_at_desk(&self, login: &str, level: Level) -> Person {
        let person = self.person(login).await;
        self.dirs(&["desk"]).await;
        self.grant(&person, "desk", level).await;
        person
    }

    pub async fn dirs(&self, places: &[&str]) {
        for place in places {
            self.files.make_dir(&self.admin, &path(place)).await.expect("a folder");
        }
    }

    pub async fn grant(&self, person: &Person, place: &str, level: Level) {
        let subject = Subject::User(person.user.id);
        self.files.grant(&self.admin, &path(place), subject, level, Reach::Tree).await.expect("granted");
    }

    pub async fn api_key(&self, person: &Person, name: &str) -> IssuedApiKey {
        self.api_key_of(person.user.id, name).await
    }

    pub async fn api_key_of(&self, owner: UserId, name: &str) -> IssuedApiKey {
        let new = NewApiKey {
            name: name.into(),
            permission_set: PermissionSet::Full,
            path: None,
            interfaces: Vec::new(),
            expires_at: None,
        };
        let admin = self.admin.site_admin().expect("an admin");
        self.identity.api_keys.create(&admin.custody_of(owner), new).await.expect("a key")
    }

    pub async fn password(&self, person: &Person, password: &str) {
        let admin = self.admin.site_admin().expect("an admin");
        self.identity.users.set_password(&admin, person.user.id, Secret::from(password)).await.expect("set");
    }

    pub async fn disable(&self, person: &Person) {
        self.disable_user(person.user.id).await;
    }

    pub async fn disable_user(&self, user: UserId) {
        let edit = UserEdit { admission: Some(Admission::Disabled), ..UserEdit::default() };
        let admin = self.admin.site_admin().expect("an admin");
        self.identity.users.update(&admin, user, edit).await.expect("disabled");
    }

    /// A program that answers OpenSSH's questions: the first with the first answer, and so on; the last answers all further
    /// ones.
    pub fn askpass(&self, name: &str, answers: &[&str]) -> PathBuf {
        let count = self.local(&format!("{name}.asked"));
        std::fs::write(&count, "").expect("written");
        let cases: String = answers[..answers.len() - 1]
            .iter()
            .enumerate()
            .map(|(n, answer)| format!("{}) echo '{answer}' ;;\n", n + 1))
            .collect();
        let script = format!(
            "#!/bin/sh\necho \"$1\" >> '{}'\ncase $(wc -l < '{}') in\n{cases}*) echo '{}' ;;\nesac\n",
            count.display(),
            count.display(),
            answers[answers.len() - 1]
        );
        let file = self.local(&format!("{name}.sh"));
        std::fs::write(&file, script).expect("written");
        std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o700)).expect("set");
        file
    }

    /// Why sign-ins were refused, the latest last.
    pub async fn failures(&self) -> Vec<String> {
        let filter = keyfold_audit::Filter { action: Some("failed_login".into()), ..Default::default() };
        let found = self.log.search(&filter, &keyfold_audit::Page::first(1_000)).await.expect("the record");
        found.rows.into_iter().rev().filter_map(|row| row.failure_type).collect()
    }

    /// Why the latest refused sign-in was refused.
    pub async fn last_failure(&self) -> Option<String> {
        self.failures().await.pop()
    }

    /// Puts a file there, as the site admin.
    pub async fn put(&self, place: &str, content: &[u8]) {
        let options = WriteOptions { mode: WriteMode::Replace, if_match: None, expected_length: None };
        let file = self.files.open_write(&self.admin, &path(place), options).await.expect("opened");
        file.write_at(0, Bytes::copy_from_slice(content)).await.expect("written");
        file.commit().await.expect("committed");
    }

    /// What is in a file, as the site admin sees it.
    pub async fn get(&self, place: &str) -> Vec<u8> {
        let file = self.files.open_read(&self.admin, &path(place)).await.expect("opened");
        let mut all = Vec::new();
        loop {
            let bytes = file.read_at(all.len() as u64, 255 * 1024).await.expect("read");
            if bytes.is_empty() {
                return all;
            }
            all.extend_from_slice(&bytes);
        }
    }

    /// The names in a folder, as the site admin sees them.
    pub async fn names(&self, place: &str) -> Vec<String> {
        let listing = self.files.list(&self.admin, &path(place), None, usize::MAX).await.expect("a listing");
        listing.entries.into_iter().map(|entry| entry.name.expect("a name").as_str().to_owned()).collect()
    }
}

fn new_user(login: &str, role: SiteRole) -> NewUser {
    let login = LoginName::parse(login).expect("a login name");
    NewUser { login, display_name: None, email: None, role, password: None }
}

/// Saves a private key as OpenSSH wants it.
pub fn save_key(key: &PrivateKey, file: &Path) {
    key.write_openssh_file(file, LineEnding::LF).expect("saved");
}
