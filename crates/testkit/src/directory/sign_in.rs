//! Signing in at the directory: a person is chosen instead of a password typed, everything after that is real.

use anyhow::{Context, Result};
use axum::{
    Form, Router,
    extract::{Query, RawQuery, State},
    http::{HeaderMap, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;

use super::{
    Directory, Person,
    page::{Failure, escape},
};
use crate::idp::{self, Answer, AuthnRequest};

/// Remembers who is signed in at the directory in this browser.
const COOKIE: &str = "stand_in_person";

pub(super) fn router() -> Router<Directory> {
    Router::new().route("/sso", get(receive_request).post(choose_person)).route("/portal", get(open_tile))
}

/// SP-initiated (SAML 2.0 Bindings, 3.4: HTTP-Redirect). Who is signed in here already passes unseen, unless afresh is asked.
async fn receive_request(
    State(directory): State<Directory>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let query = query.context("a SAMLRequest is needed")?;
    let request = directory.provider().parse_authn_request(&query)?;
    let register = directory.snapshot().await;
    let known = cookie(&headers).and_then(|key| register.person(&key).ok().cloned());
    match known {
        Some(person) if person.active && !request.force_authn => directory.answer(&person, Some(&request)),
        _ => Ok(choice(&register.people, &query).into_response()),
    }
}

#[derive(Deserialize)]
struct Chosen {
    person: String,
    query: String,
}

async fn choose_person(State(directory): State<Directory>, Form(chosen): Form<Chosen>) -> Result<Response, Failure> {
    let request = directory.provider().parse_authn_request(&chosen.query)?;
    let person = directory.snapshot().await.person(&chosen.person)?.clone();
    directory.answer(&person, Some(&request))
}

#[derive(Deserialize)]
struct Tile {
    person: String,
    #[serde(default)]
    relay_state: Option<String>,
}

/// IdP-initiated: the tile of the portal.
async fn open_tile(State(directory): State<Directory>, Query(tile): Query<Tile>) -> Result<Response, Failure> {
    let person = directory.snapshot().await.person(&tile.person)?.clone();
    let saml_response = directory.saml_response(&person, None)?;
    Ok(post(&person, &directory.connected().acs_url, &saml_response, tile.relay_state.as_deref()))
}

impl Directory {
    fn answer(&self, person: &Person, request: Option<&AuthnRequest>) -> Result<Response, Failure> {
        let connected = self.connected();
        let acs_url = request.map_or(connected.acs_url.as_str(), |request| &request.acs_url);
        let relay_state = request.and_then(|request| request.relay_state.as_deref());
        Ok(post(person, acs_url, &self.saml_response(person, request)?, relay_state))
    }

    /// A signed SAML Response about the person, as posted: base64. Made whether or not they are switched on, so that tests
    /// can show what becomes of a valid one for a person who is off.
    ///
    /// # Errors
    /// Signing failed.
    pub fn saml_response(&self, person: &Person, request: Option<&AuthnRequest>) -> Result<String> {
        let subject = idp::Person {
            email: person.email.clone(),
            firstname: person.given_name.clone(),
            lastname: person.family_name.clone(),
            groups: person.groups.iter().cloned().collect(),
        };
        let now = jiff::Timestamp::now();
        let connected = self.connected();
        let answer = match request {
            Some(request) => Answer::to_request(&subject, request, now),
            None => Answer::new(&subject, &connected.sp_entity_id, &connected.acs_url, now),
        };
        self.provider().respond(&answer)
    }
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    cookies.split("; ").find_map(|pair| pair.strip_prefix(COOKIE)?.strip_prefix('=')).map(str::to_owned)
}

/// A page that posts the answer on (SAML 2.0 Bindings, 3.5: HTTP-POST).
fn post(person: &Person, acs_url: &str, saml_response: &str, relay_state: Option<&str>) -> Response {
    let relay_state = relay_state
        .map_or(String::new(), |path| format!(r#"<input type="hidden" name="RelayState" value="{}">"#, escape(path)));
    let html = format!(
        r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Signing in…</title>
<form id="answer" method="post" action="{}"><input type="hidden" name="SAMLResponse" value="{saml_response}">{relay_state}
<button>Continue</button></form><script src="/post.js"></script></html>"#,
        escape(acs_url),
    );
    let cookie = format!("{COOKIE}={}; Path=/; HttpOnly", person.key);
    ([(header::SET_COOKIE, cookie)], Html(html)).into_response()
}

fn choice(people: &[Person], query: &str) -> Html<String> {
    let buttons: String = people
        .iter()
        .filter(|person| person.active)
        .map(|person| {
            format!(
                r#"<button name="person" value="{}"><b>{} {}</b><span>{}</span></button>"#,
                escape(&person.key),
                escape(&person.given_name),
                escape(&person.family_name),
                escape(&person.email),
            )
        })
        .collect();
    Html(format!(
        r#"<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sign in to the directory</title><link rel="stylesheet" href="/page.css">
<main class="choice"><h1>Who are you?</h1><p>A real directory asks for a password here. This stand-in asks for a name.</p>
<form method="post" action="/sso"><input type="hidden" name="query" value="{}">{buttons}</form></main></html>"#,
        escape(query),
    ))
}
