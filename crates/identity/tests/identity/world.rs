//! A site with its database in a folder of its own, and a clock that stands still.

use std::{net::Ipv4Addr, sync::Arc, time::Duration};

use keyfold_audit::Log;
use keyfold_db::{Db, audit};
use keyfold_identity::{
    AttributeValues, ConnectionSettings, Console, DirectoryClient, DirectoryConnection, DirectoryGroup, DirectoryUser,
    Group, Identity, NewUser, Origin, SiteAdmin, SiteSecret, User, WebSignIn,
};
use keyfold_model::{Clock, Interface, LoginName, ManualClock, Secret, SiteRole, Timestamp};
use keyfold_testkit::postgres::TempPostgres;
use tempfile::TempDir;

/// The password of everyone who has one.
pub const PASSWORD: &str = "correct horse battery";

pub struct World {
    pub identity: Identity,
    pub db: Db,
    pub clock: Arc<ManualClock>,
    pub secret: SiteSecret,
    url: String,
    _home: Home,
}

/// Where the database is, and what takes it away again.
enum Home {
    Folder { _folder: TempDir },
    Cluster { _cluster: TempPostgres },
}

/// One row of the record, as far as these tests look.
pub type Row = audit::Row;

impl World {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}/keyfold.db", folder.path().display());
        Self::at(&url, Home::Folder { _folder: folder }).await
    }

    /// The same on a PostgreSQL server of its own.
    pub async fn on_postgres() -> Self {
        let cluster = TempPostgres::start().expect("a cluster");
        Self::at(&cluster.url(), Home::Cluster { _cluster: cluster }).await
    }

    async fn at(url: &str, home: Home) -> Self {
        let db = Db::open(url).await.expect("a database");
        let clock = Arc::new(ManualClock::at(Timestamp::from_seconds(1_795_507_200)));
        let shared: Arc<dyn Clock> = Arc::<ManualClock>::clone(&clock);
        let log = Log::new(db.clone(), "test", Arc::clone(&shared));
        let secret = SiteSecret::default();
        let identity = Identity::open(db.clone(), log, shared).await.expect("a directory");
        let identity = identity.sealed_with(secret.clone());
        Self { identity, db, clock, secret, url: url.to_owned(), _home: home }
    }

    /// Another node, as it is after a restart on the same database.
    pub async fn restarted(&self) -> Identity {
        let shared: Arc<dyn Clock> = Arc::<ManualClock>::clone(&self.clock);
        let log = Log::new(self.db.clone(), "second", Arc::clone(&shared));
        Identity::open(self.db.clone(), log, shared).await.expect("a directory")
    }

    /// The server's state after it ended and was started again: nothing but the database is left of before.
    pub async fn reopened(&self) -> (Db, Identity) {
        let shared: Arc<dyn Clock> = Arc::<ManualClock>::clone(&self.clock);
        let db = Db::open(&self.url).await.expect("a database");
        let log = Log::new(db.clone(), "test", Arc::clone(&shared));
        let identity = Identity::open(db.clone(), log, shared).await.expect("a directory");
        (db, identity)
    }

    /// A site admin made here, to whom mail can be sent.
    pub async fn mailed_admin(&self, login: &str) -> User {
        let admin = self.local(login, SiteRole::Admin).await;
        let email = Some(Some(format!("{login}@corp.example")));
        let edit = keyfold_identity::UserEdit { email, ..Default::default() };
        self.identity.users.update(&self.admin(), admin.id, edit).await.expect("changed")
    }

    /// The mails that were written, oldest first, as (to whom, subject).
    pub async fn mails(&self) -> Vec<(String, String)> {
        let clock: Arc<dyn Clock> = Arc::<ManualClock>::clone(&self.clock);
        let mailer = keyfold_mail::Mailer::new(self.db.clone(), clock, None);
        let mut mails = mailer.list(None, &keyfold_mail::Page::first(1_000)).await.expect("the database").rows;
        mails.reverse();
        mails.into_iter().map(|mail| (mail.recipient, mail.subject)).collect()
    }

    pub fn admin(&self) -> SiteAdmin {
        Console::of_this_machine().site_admin()
    }

    /// Nobody waits, however often they fail.
    pub async fn without_throttle(&self) {
        let off = |site: &mut keyfold_identity::SignInPolicy| {
            for limit in [&mut site.lockout, &mut site.throttle, &mut site.address_throttle] {
                limit.failures = 0;
            }
        };
        self.identity.sign_in_policies.set_site(&self.admin(), off).await.expect("set");
    }

    /// Everything that the mail log shows.
    pub async fn mail_log(&self) -> String {
        let clock: Arc<dyn Clock> = Arc::<ManualClock>::clone(&self.clock);
        let mailer = keyfold_mail::Mailer::new(self.db.clone(), clock, None);
        format!("{:?}", mailer.list(None, &keyfold_mail::Page::first(1_000)).await.expect("the database").rows)
    }

    /// The code in the last mail.
    pub async fn mailed_code(&self) -> String {
        let connection = &mut *self.db.read().await.expect("a connection");
        let mails = keyfold_db::mails::due(connection, self.clock.now(), 100);
        let mail = mails.await.expect("mails").pop().expect("a mail");
        let digits: String = mail.body.chars().filter(char::is_ascii_digit).collect();
        assert_eq!(digits.len(), 6, "{}", mail.body);
        digits
    }

    pub fn pass(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// A person made here, with the password.
    pub async fn local(&self, login: &str, role: SiteRole) -> User {
        let new = NewUser {
            login: name(login),
            display_name: None,
            email: None,
            role,
            password: Some(Secret::from(PASSWORD)),
        };
        self.identity.users.create(&self.admin(), new).await.expect("a user")
    }

    /// A browser in which a person signs in with the password, and its cookie.
    pub async fn browser(&self, login: &str) -> (WebSignIn, Secret<String>) {
        let round = self.identity.authenticator.web_password(login, PASSWORD.into(), over(Interface::Web)).await;
        round.expect("let in").into_signed_in().expect("signed in")
    }

    /// A directory with SCIM on, and its client.
    pub async fn directory(&self, label: &str) -> (DirectoryConnection, DirectoryClient) {
        self.directory_with(label, |_| {}).await
    }

    pub async fn directory_with(
        &self,
        label: &str,
        change: impl FnOnce(&mut ConnectionSettings),
    ) -> (DirectoryConnection, DirectoryClient) {
        let mut settings = ConnectionSettings {
            label: label.to_owned(),
            enabled: true,
            display_on_login_page: true,
            scim_enabled: true,
            ..ConnectionSettings::default()
        };
        change(&mut settings);
        let connection = self.identity.connections.create(&self.admin(), settings).await.expect("a connection");
        (connection.clone(), self.client(&connection).await)
    }

    async fn client(&self, connection: &DirectoryConnection) -> DirectoryClient {
        // A client is let in only while SCIM is on: the tests that switch it off have no use for one.
        let on = |settings: &mut ConnectionSettings| settings.scim_enabled = true;
        let was = connection.settings.clone();
        let connections = &self.identity.connections;
        connections.update(&self.admin(), connection.id, on).await.expect("switched on");
        let tokens = &self.identity.scim_tokens;
        let issued = tokens.create(&self.admin(), connection.id, "test".into(), None).await.expect("a token");
        let client = self.identity.authenticator.scim_token(&issued.secret, ip()).await.expect("a client");
        connections.update(&self.admin(), connection.id, move |settings| *settings = was).await.expect("as it was");
        client
    }

    /// Somebody whom the directory makes.
    pub async fn provisioned(&self, client: &DirectoryClient, login: &str) -> User {
        self.identity.directory.create_user(client, person(login)).await.expect("a user")
    }

    pub async fn directory_group(&self, client: &DirectoryClient, name: &str, members: &[&User]) -> Group {
        let members = members.iter().map(|user| user.scim_id.to_string()).collect();
        let new = DirectoryGroup { name: name.to_owned(), external_id: None, members };
        self.identity.directory.create_group(client, new).await.expect("a group").group
    }

    pub async fn user(&self, id: keyfold_model::UserId) -> User {
        self.identity.users.find(id).await.expect("the database").expect("the user")
    }

    /// The record, from the beginning.
    pub async fn record(&self) -> Vec<Row> {
        audit::rows_after(&mut self.db.read().await.expect("a connection"), 0, 100_000).await.expect("rows")
    }

    /// The rows of one action.
    pub async fn rows(&self, action: &str) -> Vec<Row> {
        self.record().await.into_iter().filter(|row| row.action == action).collect()
    }

    /// The failure type of the latest refused sign-in.
    pub async fn last_failure(&self) -> Option<String> {
        self.rows("failed_login").await.pop()?.failure_type
    }
}

pub fn ip() -> std::net::IpAddr {
    Ipv4Addr::LOCALHOST.into()
}

pub fn over(interface: Interface) -> Origin {
    Origin { interface, remote_ip: ip(), client: "a test".into() }
}

pub fn name(login: &str) -> LoginName {
    LoginName::parse(login).expect("a login name")
}

/// What a directory says of somebody of whom it knows only the name.
pub fn person(login: &str) -> DirectoryUser {
    DirectoryUser {
        login: name(login),
        external_id: None,
        display_name: None,
        given_name: None,
        family_name: None,
        email: None,
        active: true,
        resource: "{}".into(),
        values: AttributeValues::Keep,
    }
}

/// What a directory says of a user now, but for what `change` does to it.
pub fn as_before(user: &User, change: impl FnOnce(&mut DirectoryUser)) -> DirectoryUser {
    let mut said = DirectoryUser {
        login: name(&user.login),
        external_id: user.external_id.clone(),
        display_name: user.display_name.clone(),
        given_name: user.given_name.clone(),
        family_name: user.family_name.clone(),
        email: user.email.clone(),
        active: user.active_in_directory,
        resource: "{}".into(),
        values: AttributeValues::Keep,
    };
    change(&mut said);
    said
}
