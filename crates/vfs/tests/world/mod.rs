//! A whole server below the protocols: a real database and blob folder, people who sign in with real keys.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::{net::Ipv4Addr, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use keyfold_audit::Log;
use keyfold_db::Db;
use keyfold_identity::{
    Admission, Console, GroupPower, Identity, NewPublicKey, NewUser, Origin, ProvenKey, Session, SiteAdmin, UserEdit,
};
use keyfold_model::{
    Clock, GroupId, Interface, Level, LoginName, ManualClock, Reach, SiteRole, Subject, Timestamp, UserId, VPath,
};
use keyfold_vfs::{Entry, Error, Filesystem, Parts, Refusal, WriteMode, WriteOptions};

pub struct World {
    pub files: Filesystem,
    pub identity: Identity,
    pub db: Db,
    pub clock: Arc<ManualClock>,
    pub admin: Session,
    pub folder: tempfile::TempDir,
}

/// One row of the audit log, as far as tests look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub action: String,
    pub path: Option<String>,
    pub outcome: String,
    pub bytes: Option<i64>,
    pub failure_type: Option<String>,
}

pub fn path(text: &str) -> VPath {
    text.parse().expect("a path")
}

pub fn options(mode: WriteMode) -> WriteOptions {
    WriteOptions { mode, if_match: None, expected_length: None }
}

/// What was refused.
pub fn refusal<T>(result: Result<T, Error>) -> Refusal {
    match result {
        Ok(_) => panic!("it was not refused"),
        Err(Error::Refused(refusal)) => refusal,
        Err(failure) => panic!("it failed instead: {failure:?}"),
    }
}

fn key_of(login: &str) -> Vec<u8> {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, login.as_bytes());
    let mut blob = Vec::new();
    for part in [b"ssh-ed25519".as_slice(), digest.as_ref()] {
        blob.extend_from_slice(&u32::try_from(part.len()).expect("short").to_be_bytes());
        blob.extend_from_slice(part);
    }
    blob
}

impl World {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("keyfold.db").display());
        Self::build(&url, folder).await
    }

    /// A world on this database.
    pub async fn on(url: &str) -> Self {
        Self::build(url, tempfile::tempdir().expect("a folder")).await
    }

    async fn build(url: &str, folder: tempfile::TempDir) -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp::from_seconds(1_795_507_200)));
        let db = Db::open(url).await.expect("a database");
        let log = Log::new(db.clone(), "test", Arc::clone(&clock) as Arc<dyn Clock>);
        let identity = Identity::open(db.clone(), log.clone(), Arc::clone(&clock) as Arc<dyn Clock>);
        let identity = identity.await.expect("an identity");
        let files = Self::open_files(&db, &log, &identity, &clock, &folder).await;
        add_user(&identity, &Console::of_this_machine().site_admin(), "root", SiteRole::Admin).await;
        let admin = sign_in(&identity, "root", Interface::Web).await;
        Self { files, identity, db, clock, admin, folder }
    }

    async fn open_files(
        db: &Db,
        log: &Log,
        identity: &Identity,
        clock: &Arc<ManualClock>,
        folder: &tempfile::TempDir,
    ) -> Filesystem {
        let parts = Parts {
            db: db.clone(),
            log: log.clone(),
            policy: identity.policy.clone(),
            clock: Arc::clone(clock) as Arc<dyn Clock>,
            blobs: folder.path().join("blobs"),
        };
        Filesystem::open(parts).await.expect("a filesystem")
    }

    /// The filesystem as another start of the server would find it.
    pub async fn reopen(&self) -> Filesystem {
        let log = Log::new(self.db.clone(), "test", Arc::clone(&self.clock) as Arc<dyn Clock>);
        Self::open_files(&self.db, &log, &self.identity, &self.clock, &self.folder).await
    }

    /// A person, signed in over SFTP.
    pub async fn person(&self, login: &str) -> Session {
        self.person_of(login, SiteRole::Member).await
    }

    pub async fn person_of(&self, login: &str, role: SiteRole) -> Session {
        add_user(&self.identity, &self.admin.site_admin().expect("an admin"), login, role).await;
        self.sign_in(login, Interface::Sftp).await
    }

    pub async fn sign_in(&self, login: &str, interface: Interface) -> Session {
        sign_in(&self.identity, login, interface).await
    }

    pub async fn group(&self, name: &str, members: &[&Session]) -> GroupId {
        let admin = self.admin.site_admin().expect("an admin");
        let group = self.identity.groups.create(&admin, name.to_owned()).await.expect("a group").id;
        for member in members {
            let added = self.identity.memberships.add(&admin, member.user(), group, GroupPower::Member);
            added.await.expect("a member");
        }
        group
    }

    pub async fn disable(&self, user: UserId) {
        let edit = UserEdit { admission: Some(Admission::Disabled), ..UserEdit::default() };
        let admin = self.admin.site_admin().expect("an admin");
        self.identity.users.update(&admin, user, edit).await.expect("disabled");
    }

    pub async fn grant(&self, who: &Session, place: &str, level: Level) -> keyfold_model::GrantId {
        self.grant_reaching(who, place, level, Reach::Tree).await
    }

    pub async fn grant_reaching(
        &self,
        who: &Session,
        place: &str,
        level: Level,
        reach: Reach,
    ) -> keyfold_model::GrantId {
        let subject = Subject::User(who.user());
        self.files.grant(&self.admin, &path(place), subject, level, reach).await.expect("granted").id
    }

    pub async fn dirs(&self, places: &[&str]) {
        for place in places {
            self.files.make_dir(&self.admin, &path(place)).await.expect("a folder");
        }
    }

    /// Writes a file as this person.
    pub async fn try_put(&self, who: &Session, place: &str, mode: WriteMode, content: &[u8]) -> Result<Entry, Error> {
        let handle = self.files.open_write(who, &path(place), options(mode)).await?;
        handle.write_at(0, Bytes::copy_from_slice(content)).await?;
        handle.commit().await
    }

    /// Writes a file as the site admin.
    pub async fn put(&self, place: &str, content: &[u8]) -> Entry {
        self.try_put(&self.admin, place, WriteMode::Replace, content).await.expect("written")
    }

    pub async fn try_get(&self, who: &Session, place: &str) -> Result<Vec<u8>, Error> {
        let handle = self.files.open_read(who, &path(place)).await?;
        let mut all = Vec::new();
        loop {
            let bytes = handle.read_at(all.len() as u64, 64 * 1024).await?;
            if bytes.is_empty() {
                handle.close().await?;
                return Ok(all);
            }
            all.extend_from_slice(&bytes);
        }
    }

    /// Reads a file as the site admin.
    pub async fn get(&self, place: &str) -> Vec<u8> {
        self.try_get(&self.admin, place).await.expect("readable")
    }

    pub async fn names(&self, who: &Session, place: &str) -> Vec<String> {
        let listing = self.files.list(who, &path(place), None, usize::MAX).await.expect("a listing");
        listing.entries.into_iter().map(|entry| entry.name.expect("a name").as_str().to_owned()).collect()
    }

    /// Everything that the record holds of files, oldest first.
    pub async fn record(&self) -> Vec<Recorded> {
        let sql = "SELECT action, path, outcome, bytes, failure_type FROM audit_events \
                   WHERE path IS NOT NULL ORDER BY seq";
        let rows =
            keyfold_db::sql::query(sql).fetch_all(&mut self.db.read().await.expect("a reader")).await.expect("rows");
        let read = |row: &keyfold_db::sql::Row| Recorded {
            action: row.try_get(0).expect("a column"),
            path: row.try_get(1).expect("a column"),
            outcome: row.try_get(2).expect("a column"),
            bytes: row.try_get(3).expect("a column"),
            failure_type: row.try_get(4).expect("a column"),
        };
        rows.iter().map(read).collect()
    }

    /// How often the record holds such a row.
    pub async fn recorded(&self, action: &str, place: &str, outcome: &str) -> usize {
        let rows = self.record().await;
        let same =
            |row: &&Recorded| row.action == action && row.path.as_deref() == Some(place) && row.outcome == outcome;
        rows.iter().filter(same).count()
    }

    /// A number from the database.
    pub async fn number(&self, sql: &'static str) -> i64 {
        let mut reader = self.db.read().await.expect("a reader");
        keyfold_db::sql::query_scalar(sql).fetch_one(&mut reader).await.expect("a number")
    }

    /// How many blobs there are: files in the store, and small ones in the database.
    pub async fn blobs(&self) -> usize {
        let shelves = std::fs::read_dir(self.folder.path().join("blobs")).expect("a folder");
        let large: usize =
            shelves.map(|shelf| std::fs::read_dir(shelf.expect("a shelf").path()).expect("a shelf").count()).sum();
        large + usize::try_from(self.number("SELECT COUNT(*) FROM small_blobs").await).expect("a number")
    }
}

async fn add_user(identity: &Identity, admin: &SiteAdmin, login: &str, role: SiteRole) {
    let new = NewUser {
        login: LoginName::parse(login).expect("a login name"),
        display_name: None,
        email: None,
        role,
        password: None,
    };
    let user = identity.users.create(admin, new).await.expect("a user");
    let openssh = format!("ssh-ed25519 {} test", STANDARD.encode(key_of(login)));
    let key = NewPublicKey { title: String::new(), openssh, expires_at: None, addresses: None };
    identity.public_keys.create(&admin.custody_of(user.id), key).await.expect("a key");
}

async fn sign_in(identity: &Identity, login: &str, interface: Interface) -> Session {
    let origin = Origin { interface, remote_ip: Ipv4Addr::LOCALHOST.into(), client: "test".to_owned() };
    let key = ProvenKey::after_signature(&key_of(login));
    let round = identity.authenticator.public_key_proven(login, &key, origin).await.expect("signed in");
    round.into_session().expect("no second factor is wanted")
}
