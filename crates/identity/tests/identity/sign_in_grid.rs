//! Every method × every state of an account → what comes of it, what the record says, what the person reads. The grid is
//! checked in: `KEYFOLD_WRITE_GRID=1` writes it anew.

use std::fmt::Write as _;

use keyfold_identity::{
    Admission, CodeBehind, Denial, Mandate, NewApiKey, NewPublicKey, Origin, PermissionSet, ProvenKey, Round, SshKey,
    UserEdit, WebRound,
};
use keyfold_model::{Interface, Secret, SiteRole};

use crate::{
    app::App,
    factors::with_app,
    public_keys::ED25519,
    world::{PASSWORD, World, over},
};

const GRID: &str = include_str!("sign_in_grid.txt");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    WebPasswordAndCode,
    WebPasswordAndWrongCode,
    SftpPasswordAlone,
    SftpPasswordAndCode,
    SftpPasswordAndWrongCode,
    SftpWrongPassword,
    SftpKeyAlone,
    SftpKeyAndCode,
    FtpPasswordAndCode,
    SftpApiKey,
}

const METHODS: [Method; 10] = [
    Method::WebPasswordAndCode,
    Method::WebPasswordAndWrongCode,
    Method::SftpPasswordAlone,
    Method::SftpPasswordAndCode,
    Method::SftpPasswordAndWrongCode,
    Method::SftpWrongPassword,
    Method::SftpKeyAlone,
    Method::SftpKeyAndCode,
    Method::FtpPasswordAndCode,
    Method::SftpApiKey,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Enrolled,
    NotEnrolled,
    Locked,
    Disabled,
    WrongAddress,
    ProtocolOff,
}

const STATES: [State; 6] =
    [State::Enrolled, State::NotEnrolled, State::Locked, State::Disabled, State::WrongAddress, State::ProtocolOff];

/// Ann, who has to have a second factor, with everything to sign in with.
struct Ann {
    world: World,
    app: Option<App>,
    key: ProvenKey,
    api_key: Secret<String>,
}

async fn ann(state: State) -> Ann {
    let world = World::new().await;
    let (user, app) = if state == State::NotEnrolled {
        (world.local("ann", SiteRole::Member).await, None)
    } else {
        let (user, app, ..) = with_app(&world, "ann").await;
        (user, Some(app))
    };
    let custody = world.admin().custody_of(user.id);
    let ssh = NewPublicKey { title: String::new(), openssh: ED25519.into(), expires_at: None, addresses: None };
    world.identity.public_keys.create(&custody, ssh).await.expect("a key");
    let blob = SshKey::from_openssh(ED25519).expect("a key").to_base64();
    let key = ProvenKey::after_signature(&data_encoding::BASE64.decode(blob.as_bytes()).expect("base64"));
    let new = NewApiKey {
        name: "robot".into(),
        permission_set: PermissionSet::Full,
        path: None,
        interfaces: Vec::new(),
        expires_at: None,
    };
    let api_key = world.identity.api_keys.create(&custody, new).await.expect("a key").secret;
    let (identity, admin) = (&world.identity, world.admin());
    let policies = &identity.sign_in_policies;
    policies.set_site(&admin, |site| site.two_factor = Mandate::All).await.expect("set");
    match state {
        State::Enrolled | State::NotEnrolled => {}
        State::Locked => {
            policies.set_site(&admin, |site| site.lockout.failures = 3).await.expect("set");
            for _ in 0..3 {
                let wrong = identity.authenticator.password("ann", "a wrong one".into(), over(Interface::Sftp)).await;
                wrong.expect_err("refused");
            }
        }
        State::Disabled => {
            let edit = UserEdit { admission: Some(Admission::Disabled), ..UserEdit::default() };
            identity.users.update(&admin, user.id, edit).await.expect("disabled");
        }
        State::WrongAddress => {
            let edit = |site: &mut keyfold_identity::SignInPolicy| {
                site.allowed_addresses = "203.0.113.0/24".parse().expect("a network");
            };
            policies.set_site(&admin, edit).await.expect("set");
        }
        State::ProtocolOff => {
            let off = |site: &mut keyfold_identity::SignInPolicy| (site.sftp, site.ftp) = (false, false);
            policies.set_site(&admin, off).await.expect("set");
        }
    }
    Ann { world, app, key, api_key }
}

impl Ann {
    fn code(&self) -> String {
        self.app.as_ref().map_or_else(|| "123456".into(), |app| app.code(&self.world))
    }

    async fn signs_in(&self, method: Method) -> Result<&'static str, Denial> {
        let authenticator = &self.world.identity.authenticator;
        let glued = |code: &str| Secret::new(format!("{PASSWORD}{code}"));
        let sftp = || over(Interface::Sftp);
        match method {
            Method::WebPasswordAndCode => self.on_the_web(&self.code()).await,
            Method::WebPasswordAndWrongCode => self.on_the_web("000000").await,
            Method::SftpPasswordAlone => self.rounds(PASSWORD.into(), sftp()).await,
            Method::SftpPasswordAndCode => {
                authenticator.password("ann", glued(&self.code()), sftp()).await.map(|_| "in")
            }
            Method::SftpPasswordAndWrongCode => {
                authenticator.password("ann", glued("000000"), sftp()).await.map(|_| "in")
            }
            Method::SftpWrongPassword => {
                authenticator.password("ann", "a wrong one".into(), sftp()).await.map(|_| "in")
            }
            Method::SftpKeyAlone => {
                authenticator.public_key_proven("ann", &self.key, sftp()).await.map(|r| outcome(&r))
            }
            Method::SftpKeyAndCode => match authenticator.public_key_proven("ann", &self.key, sftp()).await? {
                Round::FactorWanted(pending) => {
                    authenticator.answer(pending, &self.code()).await.map(|round| outcome(&round))
                }
                round @ (Round::SignedIn(_) | Round::NewPasswordWanted(_)) => Ok(outcome(&round)),
            },
            Method::FtpPasswordAndCode => {
                authenticator.password("ann", glued(&self.code()), over(Interface::Ftp)).await.map(|_| "in")
            }
            Method::SftpApiKey => {
                authenticator.password("@api-robot", self.api_key.clone(), sftp()).await.map(|_| "in")
            }
        }
    }

    async fn rounds(&self, password: Secret<String>, origin: Origin) -> Result<&'static str, Denial> {
        let round = self.world.identity.authenticator.password_round("ann", password, CodeBehind::Never, origin);
        round.await.map(|round| outcome(&round))
    }

    async fn on_the_web(&self, code: &str) -> Result<&'static str, Denial> {
        let authenticator = &self.world.identity.authenticator;
        let web = || over(Interface::Web);
        let round = authenticator.web_password("ann", PASSWORD.into(), web()).await?;
        let round = match round {
            WebRound::FactorWanted { ticket, .. } => authenticator.web_answer(&ticket, code, web()).await?,
            round
            @ (WebRound::SignedIn(..) | WebRound::EnrolmentWanted { .. } | WebRound::NewPasswordWanted { .. }) => round,
        };
        Ok(match round {
            WebRound::SignedIn(..) => "in",
            WebRound::FactorWanted { .. } => "code wanted",
            WebRound::EnrolmentWanted { .. } => "led to enrol",
            WebRound::NewPasswordWanted { .. } => "new password wanted",
        })
    }
}

fn outcome(round: &Round) -> &'static str {
    match round {
        Round::SignedIn(_) => "in",
        Round::FactorWanted(_) => "code wanted",
        Round::NewPasswordWanted(_) => "new password wanted",
    }
}

#[tokio::test]
async fn every_method_in_every_state_gives_what_is_written_down() {
    let mut grid = String::new();
    for state in STATES {
        writeln!(grid, "{state:?}").expect("written");
        for method in METHODS {
            let ann = ann(state).await;
            let came = ann.signs_in(method).await;
            let line = match &came {
                Ok(outcome) => (*outcome).to_owned(),
                Err(denial) => {
                    let recorded = ann.world.last_failure().await;
                    assert_eq!(recorded.as_deref(), Some(denial.failure_type()), "{state:?} {method:?}");
                    format!("{:<28}{denial}", denial.failure_type())
                }
            };
            writeln!(grid, "  {:<26}{line}", format!("{method:?}")).expect("written");
        }
    }
    println!("{grid}");
    if std::env::var_os("KEYFOLD_WRITE_GRID").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/identity/sign_in_grid.txt");
        std::fs::write(path, &grid).expect("written");
    } else {
        assert_eq!(grid, GRID);
    }
}
