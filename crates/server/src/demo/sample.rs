//! Sample people, groups, folders and grants. Made by the same calls that administrators' clicks make; what is there already is
//! left as it is, so a demo whose data was kept goes on.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use bytes::Bytes;
use keyfold_identity::{
    ConnectionSettings, Console, NewApiKey, NewPublicKey, NewUser, PermissionSet, Provider, SamlSide, Session,
    SiteAdmin, User,
};
use keyfold_model::{Fence, Level, LoginName, Reach, Secret, SiteRole, Subject, UserId, VPath};
use keyfold_testkit::{
    directory::{Application, Directory, NewPerson, PersonChange, ScimTarget},
    idp::IdentityProvider,
    ssh_key,
};
use keyfold_vfs::{Error, Refusal, WriteMode, WriteOptions};
use tokio::net::TcpListener;

use super::{Admin, Cast, Person, Ready};
use crate::Server;

const ADMIN: &str = "admin";
const KEY_NAME: &str = "demo";
const LABEL: &str = "JumpCloud";

/// First name, last name, address, groups.
type Member = (&'static str, &'static str, &'static str, &'static [&'static str]);

const PEOPLE: &[Member] = &[
    ("Ann", "Lee", "ann@corp.example", &["Finance"]),
    ("Bo", "Chan", "bo@corp.example", &["Projects"]),
    ("Cleo", "Marsh", "cleo@corp.example", &["Finance", "Projects"]),
];

/// Group, folder, level.
const GRANTS: &[(&str, &str, Level)] =
    &[("Finance", "finance", Level::ReadOnly), ("Projects", "projects", Level::ReadWrite)];

/// Folders, from the top down.
const FOLDERS: &[&str] = &["finance", "finance/2026", "finance/payroll", "projects", "projects/atlas", "templates"];

/// Path and content.
const FILES: &[(&str, &str)] = &[
    ("finance/Budget 2026.csv", "item,planned,actual\nRent,48000,46500\nTravel,12000,8300\nLicences,21500,22140\n"),
    ("finance/2026/Q3 report.md", "# Q3\n\nRevenue grew by 11 %, costs by 4 %.\n"),
    ("finance/payroll/November.csv", "name,amount\nAnn,5200\nBo,4900\n"),
    ("projects/atlas/Plan.md", "# Atlas\n\n1. Inventory\n2. Move\n3. Switch the old one off\n"),
    ("templates/Letter.txt", "Dear …,\n\nYours,\n"),
];

/// What is being prepared.
pub struct Sample {
    site_admin: SiteAdmin,
    session: Session,
    admin: Admin,
    scim_token: Option<Secret<String>>,
    idp_url: Option<String>,
    people: Vec<Person>,
}

impl Sample {
    /// Makes the administrator, the folders and the files.
    pub async fn prepare(server: &Server) -> Result<Self> {
        let console = Console::of_this_machine();
        let site_admin = console.site_admin();
        let (user, password) = administrator(server, &site_admin).await?;
        let (api_key, api_user) = api_key(server, &site_admin, user.id).await?;
        let session = server.identity().authenticator.console(&console, ADMIN).await?;
        for folder in FOLDERS {
            match server.filesystem().make_dir(&session, &path(folder)?).await {
                Ok(_) | Err(Error::Refused(Refusal::Exists)) => {}
                Err(error) => return Err(error).with_context(|| format!("making {folder}")),
            }
        }
        for (file, content) in FILES {
            write_file(server, &session, file, content).await.with_context(|| format!("writing {file}"))?;
        }
        server.filesystem().set_fence(&session, &path("finance/payroll")?, Some(Fence::All)).await?;
        let admin = Admin { user_name: ADMIN.to_owned(), password, api_key, api_user };
        Ok(Self { site_admin, session, admin, scim_token: None, idp_url: None, people: Vec::new() })
    }

    /// Connects a stand-in directory, serves its page, and has it push the cast.
    pub async fn connect_directory(&mut self, server: &Server, listener: TcpListener, cast: Cast) -> Result<Directory> {
        let url = format!("http://{}", listener.local_addr()?);
        let provider = IdentityProvider::generate(&format!("{url}/metadata"), &format!("{url}/sso"))?;
        let directory = Directory::new(provider, Some(fs::read(server.ca_file())?));
        self.idp_url = Some(url);
        super::serve_directory(listener, &directory);
        if cast == Cast::Unconnected {
            add_cast(&directory).await?;
            return Ok(directory);
        }
        let connection = self.connection(server, directory.provider()).await?;
        let token = server.identity().scim_tokens.create(&self.site_admin, connection, "demo".to_owned(), None).await?;
        directory.connect(Application {
            acs_url: format!("{}/saml/consume", server.base_url()),
            sp_entity_id: format!("{}/saml/metadata", server.base_url()),
            scim: Some(ScimTarget {
                base_url: format!("{}/api/scim/v2", server.base_url()),
                token: token.secret.expose().clone(),
            }),
        })?;
        self.scim_token = Some(token.secret);
        self.push_groups(server, &directory).await?;
        if cast == Cast::People {
            self.push_people(server, &directory).await?;
        }
        Ok(directory)
    }

    /// The connection of the demo: its identity provider is a new one at each start.
    async fn connection(&self, server: &Server, provider: &IdentityProvider) -> Result<keyfold_model::ConnectionId> {
        let connections = &server.identity().connections;
        let settings = ConnectionSettings {
            label: LABEL.to_owned(),
            provider: Provider::JumpCloud,
            enabled: true,
            display_on_login_page: true,
            scim_enabled: true,
            saml: SamlSide {
                idp_entity_id: Some(provider.entity_id().to_owned()),
                sso_url: Some(provider.sso_url().to_owned()),
                certificates: vec![provider.certificate_pem().to_owned()],
                metadata_xml: Some(provider.metadata_xml()),
                ..SamlSide::default()
            },
            ..ConnectionSettings::default()
        };
        let known = connections.list().await?.into_iter().find(|connection| connection.settings.label == LABEL);
        Ok(match known {
            Some(known) => connections.update(&self.site_admin, known.id, |there| *there = settings).await?.id,
            None => connections.create(&self.site_admin, settings).await?.id,
        })
    }

    async fn push_groups(&self, server: &Server, directory: &Directory) -> Result<()> {
        for (group, folder, level) in GRANTS {
            directory.add_group(group).await?;
            let group =
                server.identity().groups.find_by_name(group).await?.context("the group was not made by SCIM")?;
            let (subject, folder) = (Subject::Group(group.id), path(folder)?);
            let granted = server.filesystem().grants(&self.session, &folder).await?;
            if !granted.iter().any(|there| there.grant.subject == subject) {
                server.filesystem().grant(&self.session, &folder, subject, *level, Reach::Tree).await?;
            }
        }
        Ok(())
    }

    async fn push_people(&mut self, server: &Server, directory: &Directory) -> Result<()> {
        for person in PEOPLE {
            add_person(directory, person).await?;
            let (given_name, _, email, groups) = person;
            let user =
                server.identity().users.find_by_login(email).await?.context("the person was not made by SCIM")?;
            let ssh_key_file = self.ssh_key(server, &user, given_name).await?;
            let (api_key, api_user) = api_key(server, &self.site_admin, user.id).await?;
            let groups = groups.iter().map(|&group| group.to_owned()).collect();
            self.people.push(Person { user_name: (*email).to_owned(), api_key, api_user, ssh_key_file, groups });
        }
        Ok(())
    }

    async fn ssh_key(&self, server: &Server, user: &User, name: &str) -> Result<PathBuf> {
        let folder = server.data().join("demo-keys");
        fs::create_dir_all(&folder)?;
        let file = folder.join(name.to_lowercase());
        if !file.exists() {
            let new = NewPublicKey {
                title: "demo".to_owned(),
                openssh: ssh_key::generate(&file)?,
                expires_at: None,
                addresses: None,
            };
            server.identity().public_keys.create(&self.site_admin.custody_of(user.id), new).await?;
        }
        Ok(file)
    }

    /// What a script needs to know.
    pub fn into_ready(self, server: &Server) -> Ready {
        Ready {
            base_url: server.base_url().to_owned(),
            scim_url: format!("{}/api/scim/v2", server.base_url()),
            scim_token: self.scim_token.map(|token| token.expose().clone()),
            idp_url: self.idp_url,
            sftp: server.sftp_address().to_string(),
            ftp: server.ftp_address().map(|address| address.to_string()),
            ftps: server.ftps_address().map(|address| address.to_string()),
            dav_url: None,
            ca_file: server.ca_file().to_owned(),
            admin: self.admin,
            people: self.people,
            data_dir: server.data().to_owned(),
            pid: std::process::id(),
        }
    }
}

/// Adds the groups and the people to a directory that is connected to nothing.
async fn add_cast(directory: &Directory) -> Result<()> {
    for (group, ..) in GRANTS {
        directory.add_group(group).await?;
    }
    for person in PEOPLE {
        add_person(directory, person).await?;
    }
    Ok(())
}

/// Adds one of the cast to the directory, and to their groups.
async fn add_person(directory: &Directory, (given_name, family_name, email, groups): &Member) -> Result<()> {
    let new = NewPerson {
        email: (*email).to_owned(),
        given_name: (*given_name).to_owned(),
        family_name: (*family_name).to_owned(),
    };
    let person = directory.add_person(new).await?;
    let groups = groups.iter().map(|&group| group.to_owned()).collect();
    directory.change_person(&person.key, PersonChange { groups: Some(groups), ..PersonChange::default() }).await?;
    Ok(())
}

fn path(text: &str) -> Result<VPath> {
    Ok(text.parse()?)
}

/// The administrator, with a new password at each start.
async fn administrator(server: &Server, site_admin: &SiteAdmin) -> Result<(User, String)> {
    let users = &server.identity().users;
    let password = hex::encode(rand::random::<[u8; 9]>());
    if let Some(user) = users.find_by_login(ADMIN).await? {
        users.set_password(site_admin, user.id, Secret::new(password.clone())).await?;
        return Ok((user, password));
    }
    let new = NewUser {
        login: LoginName::parse(ADMIN)?,
        password: Some(Secret::new(password.clone())),
        role: SiteRole::Admin,
        display_name: Some("Demo administrator".to_owned()),
        email: None,
    };
    Ok((users.create(site_admin, new).await?, password))
}

/// A new key in place of the one of the last start.
async fn api_key(server: &Server, site_admin: &SiteAdmin, user: UserId) -> Result<(String, String)> {
    let keys = &server.identity().api_keys;
    let custody = site_admin.custody_of(user);
    for key in keys.of_user(user).await?.into_iter().filter(|key| key.name == KEY_NAME) {
        keys.revoke(&custody, key.id).await?;
    }
    let new = NewApiKey {
        name: KEY_NAME.to_owned(),
        permission_set: PermissionSet::Full,
        path: None,
        interfaces: Vec::new(),
        expires_at: None,
    };
    let issued = keys.create(&custody, new).await?;
    Ok((issued.secret.expose().clone(), format!("@api-{}", issued.key.id)))
}

async fn write_file(server: &Server, session: &Session, file: &str, content: &'static str) -> Result<()> {
    let options = WriteOptions { mode: WriteMode::CreateNew, if_match: None, expected_length: None };
    let handle = match server.filesystem().open_write(session, &path(file)?, options).await {
        Ok(handle) => handle,
        Err(Error::Refused(Refusal::Exists)) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    handle.write_at(0, Bytes::from_static(content.as_bytes())).await?;
    handle.commit().await?;
    Ok(())
}
