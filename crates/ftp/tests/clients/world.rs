//! A server on a free port, with people who can sign in.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::{Arc, LazyLock},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use keyfold_audit::Log;
use keyfold_db::Db;
use keyfold_ftp::{Config, serve};
use keyfold_identity::{Admission, Console, Identity, NewApiKey, NewUser, PermissionSet, Session, User, UserEdit};
use keyfold_model::{Clock, Level, LoginName, Reach, Secret, SiteRole, Subject, SystemClock, VPath};
use keyfold_net::{Alpn, Certificate, Drain, Limits, SelfMade};
use keyfold_vfs::{Filesystem, Parts, WriteMode, WriteOptions};
use tempfile::TempDir;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::{CancellationToken, DropGuard};

/// The password of everybody.
pub const PASSWORD: &str = "correct horse 7";

struct Made {
    _folder: TempDir,
    certificate: Certificate,
    authority: PathBuf,
}

/// Made once for all tests of a run.
static MADE: LazyLock<Made> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let made = SelfMade::load_or_make(folder.path(), &names, SystemTime::now()).expect("a certificate");
    Made { authority: made.authority_file, certificate: made.certificate, _folder: folder }
});

pub struct World {
    pub identity: Identity,
    pub files: Filesystem,
    pub admin: Session,
    pub address: SocketAddr,
    pub home: TempDir,
    pub stop: CancellationToken,
    pub serving: JoinHandle<()>,
    _stop: DropGuard,
}

/// Somebody with a password and an API key.
pub struct Person {
    pub user: User,
    pub api_key: String,
}

pub fn path(text: &str) -> VPath {
    text.parse().expect("a path")
}

/// The authority that the server's certificate is checked with.
pub fn authority() -> &'static std::path::Path {
    &MADE.authority
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
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let url = format!("sqlite://{}", home.path().join("keyfold.db").display());
        let db = Db::open(&url).await.expect("a database");
        let log = Log::new(db.clone(), "test", Arc::clone(&clock));
        let identity = Identity::open(db.clone(), log.clone(), Arc::clone(&clock)).await.expect("an identity");
        let parts = Parts {
            db,
            log,
            policy: identity.policy.clone(),
            clock: Arc::clone(&clock),
            blobs: home.path().join("blobs"),
        };
        let files = Filesystem::open(parts).await.expect("a filesystem");
        let console = Console::of_this_machine();
        identity.users.create(&console.site_admin(), new_user("root", SiteRole::Admin)).await.expect("a user");
        let admin = identity.authenticator.console(&console, "root").await.expect("signed in");

        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("bound");
        let stop = CancellationToken::new();
        let drain = Drain { stop: stop.clone(), grace: Duration::from_secs(10) };
        let tls = keyfold_net::acceptor(MADE.certificate.clone(), Alpn::None).expect("TLS");
        let mut config = Config::new(tls, clock);
        change(&mut config);
        let authenticator = identity.authenticator.clone();
        let serving = tokio::spawn(serve(listener, config, files.clone(), authenticator, Limits::default(), drain));
        Self { identity, files, admin, address, home, _stop: stop.clone().drop_guard(), stop, serving }
    }

    /// A place for a client's own files.
    pub fn local(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Somebody who can sign in.
    pub async fn person(&self, login: &str) -> Person {
        let admin = self.admin.site_admin().expect("an admin");
        let user = self.identity.users.create(&admin, new_user(login, SiteRole::Member)).await.expect("a user");
        let new = NewApiKey {
            name: format!("{login}'s"),
            permission_set: PermissionSet::Full,
            path: None,
            interfaces: Vec::new(),
            expires_at: None,
        };
        let issued = self.identity.api_keys.create(&admin.custody_of(user.id), new).await.expect("a key");
        self.identity.users.set_password(&admin, user.id, Secret::from(PASSWORD)).await.expect("set");
        Person { user, api_key: issued.secret.expose().clone() }
    }

    /// Somebody who has this level on a folder, `/desk`.
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

    pub async fn disable(&self, person: &Person) {
        let edit = UserEdit { admission: Some(Admission::Disabled), ..UserEdit::default() };
        let admin = self.admin.site_admin().expect("an admin");
        self.identity.users.update(&admin, person.user.id, edit).await.expect("disabled");
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
