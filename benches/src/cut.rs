//! From "switched off in the directory" to the last byte: one of 50 people who all download over SFTP and HTTPS; and a
//! person with 1, 50 and 1,000 live SFTP sessions, up to 50 of them downloading.

use std::{net::SocketAddr, time::Instant};

use anyhow::{Context, Result, ensure};
use keyfold_testkit::{
    sftp_download::{SftpDownload, Work},
    web_download::WebDownload,
};
use serde_json::{Value, json};

use crate::keyfold::Keyfold;

/// How many people share the scene of one who is switched off.
const PEOPLE: usize = 50;
/// How many of a person's sessions download at the most.
const DOWNLOADING: usize = 50;
const FILE: &str = "bench/cut.bin";

/// Measures and prints.
pub async fn measure(ours: &Keyfold) -> Result<()> {
    let file = tempfile::NamedTempFile::new()?;
    file.as_file().set_len(64 << 20)?;
    ours.account.sftp(None, &format!("put {} /{FILE}\n", file.path().display()))?;
    one_of_many(ours).await?;
    one_with_many(ours).await
}

/// Everybody downloads over SFTP and over HTTPS; one is switched off, the others must not notice.
async fn one_of_many(ours: &Keyfold) -> Result<()> {
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(Busy::start(ours, &format!("crowd-{number}@corp.example")).await?);
    }
    let one = people.swap_remove(0);
    let (begun, answered) = one.person.switch_off(ours).await?;
    let mut last_bytes = [one.sftp.ended().await?.last_byte, one.web.ended().await?.last_byte]
        .map(|last| last.map_or(0.0, |last| milliseconds(begun, last)));
    last_bytes.sort_by(f64::total_cmp);
    for other in &people {
        other.goes_on().await?;
    }
    println!("\n{PEOPLE} people, each downloading over SFTP and HTTPS; one is switched off by SCIM: milliseconds");
    println!("SCIM answer {answered:.1}, last byte {:.1}; {} others went on", last_bytes[1], people.len());
    for other in people {
        other.sftp.stop();
        other.web.stop();
    }
    Ok(())
}

/// A person with a download over each protocol.
struct Busy {
    person: Person,
    sftp: SftpDownload,
    web: WebDownload,
}

impl Busy {
    async fn start(ours: &Keyfold, login: &str) -> Result<Self> {
        let person = Person::make(ours, login).await?;
        let work = Work::Download(format!("/{FILE}"));
        let mut sftp = SftpDownload::start(ours.ready.sftp.parse()?, login, &person.api_key, work).await?;
        sftp.flowing().await?;
        let url = format!("{}/api/rest/v1/files/{FILE}", ours.ready.base_url);
        // A connection of their own, as every browser has.
        let mut web = WebDownload::start(ours.new_client()?, url, person.api_key.clone());
        web.flowing().await?;
        Ok(Self { person, sftp, web })
    }

    /// More bytes come on both downloads than had come.
    async fn goes_on(&self) -> Result<()> {
        let (sftp, web) = (self.sftp.bytes(), self.web.bytes());
        while self.sftp.bytes() == sftp || self.web.bytes() == web {
            ensure!(self.sftp.is_running() && self.web.is_running(), "{} was disturbed", self.person.login);
            tokio::task::yield_now().await;
        }
        Ok(())
    }
}

/// One person has 1, 50, 1,000 sessions.
async fn one_with_many(ours: &Keyfold) -> Result<()> {
    println!("\nswitched off by SCIM, milliseconds after the request was sent");
    println!(
        "{:>9}{:>15}{:>13}{:>15}{:>15}",
        "sessions", "downloading", "SCIM answer", "last byte p99", "last byte max"
    );
    for sessions in [1, 50, 1000] {
        let person = Person::make(ours, &format!("cut-{sessions}@corp.example")).await?;
        let (answer, mut last_bytes) = person.cut(ours, sessions).await?;
        last_bytes.sort_by(f64::total_cmp);
        let at = |share: f64| last_bytes.get(((last_bytes.len() as f64 * share) as usize).min(last_bytes.len() - 1));
        println!(
            "{sessions:>9}{:>15}{answer:>13.1}{:>15.1}{:>15.1}",
            sessions.min(DOWNLOADING),
            at(0.99).context("nothing came")?,
            at(1.0).context("nothing came")?,
        );
    }
    Ok(())
}

struct Person {
    scim_id: String,
    body: Value,
    api_key: String,
    login: String,
}

impl Person {
    async fn make(ours: &Keyfold, login: &str) -> Result<Self> {
        let mut body = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": login, "name": { "givenName": "Cut", "familyName": login }, "active": true,
        });
        let made = ours.http.post(format!("{}/Users", ours.ready.scim_url)).bearer_auth(&ours.ready.scim_token);
        let made: Value = made.json(&body).send().await?.error_for_status()?.json().await?;
        let scim_id = made["id"].as_str().context("no id")?.to_owned();
        body["id"] = json!(scim_id);
        body["active"] = json!(false);
        let users = format!("users?search={login}");
        let found: Value = ours.rest_get(&users).await?;
        let key = json!({ "user_id": found[0]["id"], "name": login, "permission_set": "full" });
        let key: Value = ours.rest_post("api_keys", &key).await?;
        let grant = json!({ "path": "bench", "username": login, "permission": "readonly", "recursive": true });
        ours.rest_post("permissions", &grant).await?;
        Ok(Self { scim_id, body, api_key: key["key"].as_str().context("no key")?.to_owned(), login: login.to_owned() })
    }

    /// Milliseconds to the answer of SCIM, and to the last byte of each download.
    async fn cut(&self, ours: &Keyfold, sessions: usize) -> Result<(f64, Vec<f64>)> {
        let server: SocketAddr = ours.ready.sftp.parse()?;
        let mut clients = Vec::new();
        for index in 0..sessions {
            let work = if index < DOWNLOADING { Work::Download("/bench/cut.bin".to_owned()) } else { Work::Idle };
            let mut client = SftpDownload::start(server, &self.login, &self.api_key, work).await?;
            client.flowing().await?;
            clients.push(client);
        }
        let (begun, answered) = self.switch_off(ours).await?;
        let mut last_bytes = Vec::new();
        for client in clients {
            if let Some(last) = client.ended().await?.last_byte {
                last_bytes.push(milliseconds(begun, last));
            }
        }
        Ok((answered, last_bytes))
    }

    /// When the request was sent, and milliseconds to its answer.
    async fn switch_off(&self, ours: &Keyfold) -> Result<(Instant, f64)> {
        let url = format!("{}/Users/{}", ours.ready.scim_url, self.scim_id);
        let begun = Instant::now();
        let answer = ours.http.put(url).bearer_auth(&ours.ready.scim_token).json(&self.body).send().await?;
        let answered = milliseconds(begun, Instant::now());
        answer.error_for_status()?;
        Ok((begun, answered))
    }
}

fn milliseconds(from: Instant, to: Instant) -> f64 {
    to.saturating_duration_since(from).as_secs_f64() * 1000.0
}
