//! From "switched off in the directory" to the last byte: a person with 1, 50 and 1,000 live SFTP sessions, up to 50 of
//! them downloading.

use std::{net::SocketAddr, time::Instant};

use anyhow::{Context, Result};
use keyfold_testkit::sftp_download::{SftpDownload, Work};
use serde_json::{Value, json};

use crate::keyfold::Keyfold;

const DOWNLOADING: usize = 50;

/// Measures and prints.
pub async fn measure(ours: &Keyfold) -> Result<()> {
    let file = tempfile::NamedTempFile::new()?;
    file.as_file().set_len(64 << 20)?;
    ours.account.sftp(None, &format!("put {} /bench/cut.bin\n", file.path().display()))?;
    println!("\nswitched off by SCIM, milliseconds after the request was sent");
    println!(
        "{:>9}{:>15}{:>13}{:>15}{:>15}",
        "sessions", "downloading", "SCIM answer", "last byte p99", "last byte max"
    );
    for sessions in [1, 50, 1000] {
        let person = Person::make(ours, sessions).await?;
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
    async fn make(ours: &Keyfold, number: usize) -> Result<Self> {
        let login = format!("cut-{number}@corp.example");
        let mut body = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": login, "name": { "givenName": "Cut", "familyName": number.to_string() }, "active": true,
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
        Ok(Self { scim_id, body, api_key: key["key"].as_str().context("no key")?.to_owned(), login })
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
        let url = format!("{}/Users/{}", ours.ready.scim_url, self.scim_id);
        let begun = Instant::now();
        let answer = ours.http.put(url).bearer_auth(&ours.ready.scim_token).json(&self.body).send().await?;
        let answered = begun.elapsed().as_secs_f64() * 1000.0;
        answer.error_for_status()?;
        let mut last_bytes = Vec::new();
        for client in clients {
            if let Some(last) = client.ended().await?.last_byte {
                last_bytes.push(last.saturating_duration_since(begun).as_secs_f64() * 1000.0);
            }
        }
        Ok((answered, last_bytes))
    }
}
