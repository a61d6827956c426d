//! Looks at whether a connection is set up.

use std::sync::Arc;

use axum::extract::State;
use keyfold_audit::{Log, Page, scim_log};
use keyfold_identity::{Connections, DirectoryConnection, Powers, Rules, ScimTokens};
use keyfold_model::{Clock, ConnectionId, Timestamp};
use keyfold_saml::certificate::Certificate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{Error, Result, caller::Caller, id::Id, page::Paged};

/// One thing that was looked at.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Check {
    /// What, for programs: `saml`, `certificates`, `scim_token`, `scim_requests`, `powers`, `rules`.
    pub name: &'static str,
    /// How it stands.
    pub state: CheckState,
    /// What was seen, and what to do.
    pub says: String,
}

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CheckState {
    /// It is right.
    Ok,
    /// It is the directory's turn, or an administrator's.
    Waiting,
    /// It works, and something about it should be known.
    Warning,
    /// It doesn't work.
    Failed,
}

impl Check {
    fn new(name: &'static str, state: CheckState, says: impl Into<String>) -> Self {
        Self { name, state, says: says.into() }
    }
}

/// Looks at the SAML side, the token, the requests of the directory, and what waits for an administrator.
#[utoipa::path(
    get,
    path = "/{id}/check",
    tag = "directory",
    operation_id = "directory_check",
    params(("id" = i64, Path, description = "The connection")),
    responses((status = 200, description = "What was looked at, in the order of setting up", body = Vec<Check>)),
)]
pub async fn check(
    State(connections): State<Connections>,
    State(tokens): State<ScimTokens>,
    State(powers): State<Powers>,
    State(log): State<Log>,
    State(clock): State<Arc<dyn Clock>>,
    caller: Caller,
    Id(id): Id,
) -> Result<Paged<Check>> {
    caller.site_reader()?;
    let connection = connections.find(ConnectionId(id)).await?.ok_or_else(Error::not_found)?;
    let mut checks = vec![saml(&connection), certificates(&connection)];
    if connection.settings.scim_enabled {
        checks.push(token(&tokens.of_connection(connection.id).await?, clock.now()));
        checks.push(requests(&log, connection.id).await?);
    } else {
        let says =
            "SCIM is off: accounts are made at the first sign-in, and nobody is ever switched off by the directory.";
        checks.push(Check::new("scim_requests", CheckState::Warning, says));
    }
    let unconfirmed = powers.of_connection(connection.id).await?;
    let unconfirmed: Vec<_> = unconfirmed.into_iter().filter(|named| named.confirmed.is_none()).collect();
    if let [first, ..] = &unconfirmed[..] {
        let says = format!(
            "{} directory group(s) that a rule names give no power yet, such as {}: confirm them, or change the rule.",
            unconfirmed.len(),
            first.group.name
        );
        checks.push(Check::new("powers", CheckState::Waiting, says));
    }
    checks.extend(rules(&connection.settings.rules));
    Ok(Paged::whole(checks))
}

fn saml(connection: &DirectoryConnection) -> Check {
    let saml = &connection.settings.saml;
    let missing: Vec<&str> = [
        ("the entity id", saml.idp_entity_id.is_none()),
        ("the sign-in address", saml.sso_url.is_none()),
        ("a certificate", saml.certificates.is_empty()),
    ]
    .into_iter()
    .filter_map(|(what, is_missing)| is_missing.then_some(what))
    .collect();
    match (&missing[..], &saml.idp_entity_id) {
        ([], Some(entity)) => Check::new("saml", CheckState::Ok, format!("People sign in at {entity}.")),
        _ => {
            let says = format!("Nobody can sign in yet: {} is missing. Paste the metadata.", missing.join(", "));
            Check::new("saml", CheckState::Waiting, says)
        }
    }
}

fn certificates(connection: &DirectoryConnection) -> Check {
    let pems = &connection.settings.saml.certificates;
    let read: Vec<_> = pems.iter().filter_map(|pem| Certificate::from_pem(pem).ok()).flatten().collect();
    if read.len() < pems.len() {
        return Check::new(
            "certificates",
            CheckState::Failed,
            "A certificate can't be read: paste the metadata again.",
        );
    }
    match read.len() {
        0 => Check::new("certificates", CheckState::Waiting, "There is no certificate to check answers with."),
        1 => Check::new("certificates", CheckState::Ok, "One certificate may sign answers."),
        several => Check::new("certificates", CheckState::Ok, format!("{several} certificates may sign answers.")),
    }
}

fn token(tokens: &[keyfold_identity::ScimToken], now: Timestamp) -> Check {
    let good = tokens.iter().filter(|token| token.revoked_at.is_none() && token.expires_at > now);
    let Some(newest) = good.max_by_key(|token| token.id.0) else {
        let says = "No token works: make one, and paste it into the directory.";
        return Check::new("scim_token", CheckState::Waiting, says);
    };
    match newest.last_used_at {
        Some(at) => {
            Check::new("scim_token", CheckState::Ok, format!("The token {}… was used last at {at}.", newest.hint))
        }
        None => {
            let says = format!("The token {}… was never used: paste it into the directory.", newest.hint);
            Check::new("scim_token", CheckState::Waiting, says)
        }
    }
}

async fn requests(log: &Log, connection: ConnectionId) -> Result<Check> {
    let filter = scim_log::Filter { connection: Some(connection), ..scim_log::Filter::default() };
    let rows = scim_log::search(log.db(), &filter, &Page::first(1)).await?.rows;
    Ok(match rows.first() {
        None => {
            let says = "The directory has sent nothing yet. Press its test button.";
            Check::new("scim_requests", CheckState::Waiting, says)
        }
        Some(row) => {
            let at = Timestamp(row.created_at);
            let (method, path, code) = (&row.request_method, &row.request_path, row.http_response_code);
            let state = if code < 400 { CheckState::Ok } else { CheckState::Warning };
            Check::new(
                "scim_requests",
                state,
                format!("The last request, at {at}: {method} {path} was answered {code}."),
            )
        }
    })
}

fn rules(rules: &Rules) -> Option<Check> {
    (!rules.provision_users).then(|| {
        Check::new(
            "rules",
            CheckState::Failed,
            "The rule 'provision users' is off, so the directory can make nobody here.",
        )
    })
}
