//! One request and its answer: the token, the body, the endpoint, the row in the log.

use std::{net::IpAddr, sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts};
use keyfold_audit::{Durability, scim_log};
use keyfold_identity::{Denial, DirectoryClient, Rehearsal};
use keyfold_model::Secret;
use keyfold_scim::{ResourceType, Result, ScimError, discovery};
use serde_json::Value;
use url::form_urlencoded;

use super::{
    Scim,
    answer::{Answer, Logged},
    body, bulk,
    draft::Journal,
    endpoint::Endpoint,
    failure, groups,
    log::{self, Arrival},
    request::Request,
    search, users,
};
use crate::caller::Visitor;

const SCIM_JSON: &str = "application/scim+json";
const JSON: &str = "application/json";

/// Answers a request. A client that hangs up meanwhile stops neither what it asked for nor the row in the log.
pub async fn handle(State(scim): State<Scim>, request: axum::extract::Request) -> Response {
    let (parts, body) = request.into_parts();
    let media_type = media_type(&parts.headers);
    let work = tokio::spawn(async move { scim.exchange(&parts, body).await });
    let interrupted = || ScimError::new(503, "The request was broken off. Send it again.").into();
    respond(work.await.unwrap_or_else(|_| interrupted()), media_type)
}

impl Scim {
    async fn exchange(&self, parts: &Parts, body: Body) -> Answer {
        let arrival = self.arrival(parts);
        let client = match self.authenticate(&parts.headers, arrival.visitor.remote_ip).await {
            Ok(client) => client,
            Err(error) => return self.refuse(&arrival, error).await,
        };
        let mut sent = None;
        let answer = match self.previews.rehearse(&client).await {
            Ok(None) => self.serve(&client, parts, body, Some(&arrival), &mut sent).await.unwrap_or_else(Answer::from),
            Ok(Some(rehearsal)) => self.rehearse(rehearsal, parts, body, &mut sent).await,
            Err(error) => failure::refusal(error).into(),
        };
        if answer.logged == Logged::WithItsAct {
            return answer;
        }
        let entry = log::entry(&arrival, Some(&client), sent.as_deref(), &answer, self.since(&arrival));
        // A request that changes nothing doesn't wait for the disk.
        let durability = if parts.method.is_safe() { Durability::Process } else { Durability::Disk };
        match scim_log::record(self.log.db(), &entry, durability).await {
            Ok(_) => answer,
            Err(error) => failure::internal(&error).into(),
        }
    }

    /// Answers as if it were done here, out of the database of the preview.
    async fn rehearse(&self, rehearsal: Rehearsal, parts: &Parts, body: Body, sent: &mut Option<Arc<Value>>) -> Answer {
        let Rehearsal { directory, sign_ins, client, .. } = &rehearsal;
        let there = Self { directory: directory.clone(), sign_ins: sign_ins.clone(), ..self.clone() };
        let mut answer = there.serve(client, parts, body, None, sent).await.unwrap_or_else(Answer::from);
        answer
            .effects
            .sentences
            .insert(0, "preview: nothing of this is done here until the connection is started".into());
        answer
    }

    fn arrival(&self, parts: &Parts) -> Arrival {
        let visitor = Visitor::of(&self.proxies, &parts.headers, &parts.extensions);
        Arrival {
            at: self.clock.now(),
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            visitor,
        }
    }

    async fn authenticate(&self, headers: &HeaderMap, remote_ip: IpAddr) -> Result<DirectoryClient> {
        let bearer = bearer(headers).ok_or_else(ScimError::unauthorized)?;
        self.authenticator.scim_token(&bearer, remote_ip).await.map_err(|denial| match denial {
            Denial::Unavailable(error) => failure::refusal(error),
            Denial::UnknownUser
            | Denial::PasswordMismatch
            | Denial::CodeMismatch
            | Denial::CodeMissing
            | Denial::NotEnrolled
            | Denial::LockedOut
            | Denial::Throttled
            | Denial::AddressNotAllowed
            | Denial::PasswordExpired
            | Denial::CertificateRevoked
            | Denial::NotApproved(_)
            | Denial::PasswordRefused(_)
            | Denial::KeyMismatch
            | Denial::Expired
            | Denial::Disabled
            | Denial::NotProvisioned
            | Denial::GroupRequired
            | Denial::NameTaken(_)
            | Denial::NotOver(_)
            | Denial::SeatCap
            | Denial::ConnectionDisabled => ScimError::unauthorized(),
        })
    }

    /// A stranger's body is not read, and doesn't get into the log.
    async fn refuse(&self, arrival: &Arrival, error: ScimError) -> Answer {
        let answer = Answer::from(error);
        if self.refusals.observe(arrival.visitor.remote_ip, arrival.at) {
            let entry = log::entry(arrival, None, None, &answer, self.since(arrival));
            if let Err(error) = scim_log::record(self.log.db(), &entry, Durability::Process).await {
                return failure::internal(&error).into();
            }
        }
        answer
    }

    fn since(&self, arrival: &Arrival) -> Duration {
        self.clock.now().since(arrival.at)
    }

    /// Answers. With `arrival`, what the request does may write its row in the log by itself; a rehearsal must not.
    async fn serve(
        &self,
        client: &DirectoryClient,
        parts: &Parts,
        body: Body,
        arrival: Option<&Arrival>,
        sent: &mut Option<Arc<Value>>,
    ) -> Result<Answer> {
        let Some(endpoint) = Endpoint::parse(parts.uri.path()) else { return Err(no_such_endpoint(parts.uri.path())) };
        *sent = body::read(body, &parts.headers, endpoint.body_limit()).await?.map(Arc::new);
        // HEAD is a GET whose answer loses its body on the way out.
        let method = if parts.method == Method::HEAD { Method::GET } else { parts.method.clone() };
        if !endpoint.methods().contains(&method) {
            return Ok(method_not_allowed(&method, endpoint.methods()));
        }
        let journal = match arrival.filter(|_| method != Method::GET) {
            Some(arrival) => Some(self.journal(arrival, sent.clone()).await?),
            None => None,
        };
        let text = |name: HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let query = parts.uri.query().unwrap_or_default();
        let request = Request {
            client: client.clone(),
            method,
            parameters: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            if_match: text(header::IF_MATCH),
            if_none_match: text(header::IF_NONE_MATCH),
            journal,
            body: sent.clone(),
        };
        self.dispatch(endpoint, request).await
    }

    async fn journal(&self, arrival: &Arrival, sent: Option<Arc<Value>>) -> Result<Journal> {
        let id = self.log.db().next_id().await.map_err(|error| failure::internal(&error))?;
        Ok(Journal { id, arrival: arrival.clone(), sent, clock: Arc::clone(&self.clock) })
    }

    async fn dispatch(&self, endpoint: Endpoint, request: Request) -> Result<Answer> {
        let base_url = self.address.scim_base_url();
        match endpoint {
            Endpoint::Resources(kind) => self.collection(kind, request).await,
            Endpoint::Resource(kind, id) => self.resource(kind, &id, request).await,
            Endpoint::Search(kinds) => search::search(self, &kinds, &request).await,
            Endpoint::Bulk => bulk::run(self, &request).await,
            Endpoint::Me => Err(discovery::me()),
            Endpoint::ServiceProviderConfig => document(&request, Ok(discovery::service_provider_config(&base_url))),
            Endpoint::ResourceTypes(None) => document(&request, Ok(discovery::resource_types(&base_url))),
            Endpoint::ResourceTypes(Some(name)) => document(&request, discovery::resource_type(&base_url, &name)),
            Endpoint::Schemas(None) => document(&request, Ok(discovery::schemas(&base_url))),
            Endpoint::Schemas(Some(urn)) => document(&request, discovery::schema(&base_url, &urn)),
        }
    }

    /// `/Users`, `/Groups`.
    pub(super) async fn collection(&self, kind: ResourceType, request: Request) -> Result<Answer> {
        match (kind, request.method.as_str()) {
            (ResourceType::User, "POST") => users::create(self, &request).await,
            (ResourceType::Group, "POST") => groups::create(self, &request).await,
            (_, _) => search::list(self, kind, &request).await,
        }
    }

    /// `/Users/{id}`, `/Groups/{id}`.
    pub(super) async fn resource(&self, kind: ResourceType, id: &str, request: Request) -> Result<Answer> {
        match (kind, request.method.as_str()) {
            (ResourceType::User, "PUT") => users::replace(self, id, &request).await,
            (ResourceType::User, "PATCH") => users::patch(self, id, &request).await,
            (ResourceType::User, "DELETE") => users::delete(self, id, &request).await,
            (ResourceType::User, _) => users::find(self, id, &request).await,
            (ResourceType::Group, "PUT") => groups::replace(self, id, &request).await,
            (ResourceType::Group, "PATCH") => groups::patch(self, id, &request).await,
            (ResourceType::Group, "DELETE") => groups::delete(self, id, &request).await,
            (ResourceType::Group, _) => groups::find(self, id, &request).await,
        }
    }
}

/// A discovery document. A filter on it is refused, so that no client believes that it was applied (RFC 7644 §4).
fn document(request: &Request, document: Result<Value>) -> Result<Answer> {
    if request.parameter("filter").is_some() {
        return Err(ScimError::new(403, "This list can't be filtered. Leave the filter out."));
    }
    document.map(Answer::ok)
}

fn no_such_endpoint(path: &str) -> ScimError {
    let path: String = path.chars().take(100).collect();
    ScimError::new(404, format!("There is no endpoint \"{path}\" here. `/ResourceTypes` lists those that there are."))
}

fn method_not_allowed(method: &Method, allowed: &[Method]) -> Answer {
    let allowed = allowed.iter().map(Method::as_str).collect::<Vec<_>>().join(", ");
    let error = ScimError::new(405, format!("{method} can't be used here. Use {allowed}."));
    Answer::from(error).with_header(header::ALLOW, &allowed)
}

fn bearer(headers: &HeaderMap) -> Option<Secret<String>> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| Secret::from(token.trim()))
}

/// The media type of the answer: SCIM's, unless the client takes plain JSON alone (RFC 7644 §3.1).
fn media_type(headers: &HeaderMap) -> &'static str {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.contains(JSON) && !accept.contains(SCIM_JSON) { JSON } else { SCIM_JSON }
}

fn respond(answer: Answer, media_type: &'static str) -> Response {
    let Answer { status, mut headers, body, .. } = answer;
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    match body {
        Some(body) if status != StatusCode::NO_CONTENT => {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
            (status, headers, body.to_string()).into_response()
        }
        _ => (status, headers).into_response(),
    }
}
