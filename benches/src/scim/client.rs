//! One client of SCIM, over one connection.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use reqwest::{Method, StatusCode, Version};
use serde_json::Value;
use tokio::sync::Semaphore;

use crate::keyfold::Keyfold;

/// A client that keeps one connection, by HTTP/2, and has at most so many requests on their way.
pub struct Client {
    http: reqwest::Client,
    base_url: String,
    token: String,
    permits: Semaphore,
}

/// How long requests took, and from when to when they were sent.
#[derive(Debug, Default)]
pub struct Times {
    each: Vec<Duration>,
    wall: Duration,
    span: Option<(Instant, Instant)>,
}

/// When a request was sent and when its answer was there.
#[derive(Clone, Copy, Debug)]
pub struct Time(Instant, Instant);

impl Client {
    /// A client of that server.
    pub fn new(ours: &Keyfold, in_flight: usize) -> Result<Self> {
        Ok(Self {
            http: ours.new_client()?,
            base_url: ours.ready.scim_url.clone(),
            token: ours.ready.scim_token.clone(),
            permits: Semaphore::new(in_flight),
        })
    }

    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Result<(Time, StatusCode, Value)> {
        let _permit = self.permits.acquire().await?;
        let mut request = self.http.request(method, format!("{}{path}", self.base_url)).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.header("content-type", "application/scim+json").body(body.to_string());
        }
        let begun = Instant::now();
        let answer = request.send().await?;
        ensure!(answer.version() == Version::HTTP_2, "several requests on one connection need HTTP/2");
        let status = answer.status();
        let text = answer.text().await?;
        let time = Time(begun, Instant::now());
        ensure!(status.is_success(), "{path}: {status} {text}");
        Ok((time, status, serde_json::from_str(&text).unwrap_or_default()))
    }

    /// Makes a resource: how long that took, and its id.
    pub async fn post(&self, path: &str, body: &Value) -> Result<(Time, String)> {
        let (time, _, made) = self.send(Method::POST, path, Some(body)).await?;
        Ok((time, made["id"].as_str().context("no id")?.to_owned()))
    }

    /// Makes a resource, and gives its id.
    pub async fn make(&self, path: &str, body: &Value) -> Result<String> {
        Ok(self.post(path, body).await?.1)
    }

    /// Changes a resource.
    pub async fn patch(&self, path: &str, body: &Value) -> Result<Time> {
        Ok(self.send(Method::PATCH, path, Some(body)).await?.0)
    }

    /// Looks up the one person whom a filter means.
    pub async fn find(&self, filter: &str) -> Result<Time> {
        let filter = filter.replace(' ', "%20").replace('"', "%22").replace('@', "%40");
        let (time, _, found) = self.send(Method::GET, &format!("/Users?filter={filter}"), None).await?;
        ensure!(found["totalResults"] == 1, "{filter}: {found}");
        Ok(time)
    }
}

impl Times {
    /// One more request.
    pub fn add(&mut self, Time(begun, ended): Time) {
        self.each.push(ended - begun);
        let (first, last) = self.span.unwrap_or((begun, ended));
        self.span = Some((first.min(begun), last.max(ended)));
    }

    /// Those of another part of the work, which did not overlap.
    pub fn extend(&mut self, other: Self) {
        self.wall += other.wall();
        self.each.extend(other.each);
    }

    fn wall(&self) -> Duration {
        self.wall + self.span.map_or(Duration::ZERO, |(first, last)| last - first)
    }

    /// Requests in a second of the work.
    pub fn per_second(&self) -> f64 {
        self.each.len() as f64 / self.wall().as_secs_f64()
    }

    /// Milliseconds within which that share of them was answered.
    pub fn at(&self, share: f64) -> f64 {
        let mut sorted = self.each.clone();
        sorted.sort_unstable();
        let index = ((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1));
        sorted.get(index).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
    }
}
