//! What the directory's requests tell.

use std::net::IpAddr;

use keyfold_audit::{
    Page,
    scim_log::{self, Filter, Stored},
};
use keyfold_model::{ConnectionId, LoginName, Timestamp};

use super::{Finding, FindingKind, Missing, label};
use crate::{DirectoryConnection, Error};

/// How many requests are looked at.
const MOST: u32 = 50;
/// How many rows one finding leads to.
const ROWS: usize = 10;
/// How the log begins what was done in a preview.
const PREVIEW: &str = "[\"preview:";

impl Missing {
    /// The latest refusal of each kind among the requests about this name, and previews of it.
    pub(super) async fn of_requests(
        &self,
        name: &str,
        directories: &[DirectoryConnection],
    ) -> Result<Vec<Finding>, Error> {
        let about_user = Filter { user: Some(name.to_owned()), ..Filter::default() };
        let about_group = Filter { group: Some(name.to_owned()), ..Filter::default() };
        let mut rows = self.rows(&about_user).await?;
        rows.retain(|row| names(&row.user_names, name));
        let mut groups = self.rows(&about_group).await?;
        groups.retain(|row| names(&row.group_names, name));
        rows.extend(groups);
        let mut findings: Vec<Finding> = Vec::new();
        for row in &rows {
            let Some(finding) = told(row, name, directories) else { continue };
            match findings.iter_mut().find(|known| known.kind == finding.kind && known.connection == finding.connection)
            {
                Some(known) if known.scim_logs.len() < ROWS => known.scim_logs.push(row.id),
                Some(_) => {}
                None => findings.push(finding),
            }
        }
        Ok(findings)
    }

    /// No request was about it: what the connections sent at all, and who was refused.
    pub(super) async fn never_sent(
        &self,
        name: &str,
        directories: &[DirectoryConnection],
    ) -> Result<Vec<Finding>, Error> {
        let mut findings = Vec::new();
        for directory in directories.iter().filter(|directory| directory.settings.scim_enabled) {
            let filter = Filter { connection: Some(directory.id), ..Filter::default() };
            let rows = self.rows(&filter).await?;
            let label = &directory.settings.label;
            let mut finding = match rows.first() {
                Some(last) => Finding {
                    at: Some(Timestamp(last.created_at)),
                    scim_logs: vec![last.id],
                    ..Finding::new(
                        FindingKind::NeverSent,
                        format!(
                            "{label} has sent no request about {name}. Its last request came at {}.",
                            Timestamp(last.created_at)
                        ),
                        "In the directory, give the application to a group that the person is in, or push the group.",
                    )
                },
                None => Finding::new(
                    FindingKind::NeverSent,
                    format!("{label} has never sent a request."),
                    "Paste the base URL and a token into the directory, and switch provisioning on there.",
                ),
            };
            finding.connection = Some(directory.id);
            findings.push(finding);
        }
        let refused = self.rows(&Filter { status: Some(401), ..Filter::default() }).await?;
        findings.extend(refused.first().map(token_refused));
        if findings.is_empty() {
            let says = "No directory sends people here: no connection has SCIM on.";
            findings.push(Finding::new(FindingKind::NeverSent, says, "Connect a directory, or switch SCIM on."));
        }
        Ok(findings)
    }

    /// What came from a network address.
    pub(super) async fn of_address(&self, address: IpAddr) -> Result<Vec<Finding>, Error> {
        let text = address.to_canonical().to_string();
        let mut rows = self.rows(&Filter { text: Some(text.clone()), ..Filter::default() }).await?;
        rows.retain(|row| row.remote_ip == text);
        let refused: Vec<&Stored> = rows.iter().filter(|row| row.http_response_code == 401).collect();
        let mut findings = Vec::new();
        if let Some(first) = refused.first() {
            let scim_logs = refused.iter().take(ROWS).map(|row| row.id).collect();
            findings.push(Finding { scim_logs, ..token_refused(first) });
        }
        if let Some(last) = rows.iter().find(|row| row.http_response_code != 401) {
            let at = Timestamp(last.created_at);
            findings.push(Finding {
                at: Some(at),
                connection: last.connection_id.map(ConnectionId),
                scim_logs: vec![last.id],
                ..Finding::new(
                    FindingKind::AddressKnown,
                    format!(
                        "Requests from {text} are answered. The last one, at {at}, was answered {}.",
                        last.http_response_code
                    ),
                    "Look for the person's name.",
                )
            });
        }
        if findings.is_empty() {
            let says = format!("No SCIM request has come from {text}.");
            let advice =
                "Look at whether the directory has this site's base URL, and whether a firewall stands between.";
            findings.push(Finding::new(FindingKind::NeverSent, says, advice));
        }
        Ok(findings)
    }

    async fn rows(&self, filter: &Filter) -> Result<Vec<Stored>, Error> {
        Ok(scim_log::search(self.log().db(), filter, &Page::first(MOST)).await?.rows)
    }
}

/// Whether the name is one of those, each on a line of its own.
fn names(lines: &str, name: &str) -> bool {
    let name = LoginName::fold(name);
    lines.lines().any(|line| line == name)
}

/// What a request tells of why somebody is not here; nothing where it was simply done.
fn told(row: &Stored, name: &str, directories: &[DirectoryConnection]) -> Option<Finding> {
    let connection = row.connection_id.map(ConnectionId);
    let (at, label) = (Timestamp(row.created_at), label(directories, connection));
    let request = format!("{} {}", row.request_method, row.request_path);
    let finding = match row.http_response_code {
        409 => Finding::new(
            FindingKind::NameTaken,
            format!("{label} sent {request} for {name} at {at}, and was refused: somebody else has that name."),
            "Rename or delete the one who has it, and let the directory try again. A directory never takes an account over \
             that it did not make.",
        ),
        403 if names(&row.group_names, name) => Finding::new(
            FindingKind::LeftOutByRule,
            format!("{label} sent the group {name} at {at}, and the rules of its connection leave it out."),
            "Change which groups are taken (inclusion, exclusion) in the connection, and push the group again.",
        ),
        code @ 400.. => Finding::new(
            FindingKind::RequestRefused,
            format!("{label} sent {request} for {name} at {at}, and was answered {code}. {}", detail(row)),
            "The row in the SCIM log shows what was sent and what to change.",
        ),
        _ if row.effects.starts_with(PREVIEW) => Finding::new(
            FindingKind::InPreview,
            format!(
                "{label} sent {name} at {at}, and its connection is in preview: nothing is done until it is started."
            ),
            "Look at what the connection would make, and start it.",
        ),
        _ => return None,
    };
    Some(Finding { at: Some(at), connection, scim_logs: vec![row.id], ..finding })
}

/// What the answer told the directory.
fn detail(row: &Stored) -> String {
    let body: Option<serde_json::Value> = row.response_json.as_deref().and_then(|text| serde_json::from_str(text).ok());
    body.and_then(|body| body["detail"].as_str().map(str::to_owned)).unwrap_or_default()
}

fn token_refused(row: &Stored) -> Finding {
    let at = Timestamp(row.created_at);
    Finding {
        at: Some(at),
        scim_logs: vec![row.id],
        ..Finding::new(
            FindingKind::TokenRefused,
            format!(
                "A request from {} at {at} was refused (401): its token is unknown, expired or revoked.",
                row.remote_ip
            ),
            "If that was your directory, make a token here and paste it there.",
        )
    }
}
