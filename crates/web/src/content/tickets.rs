//! Addresses that give one file for a short time without further proof: what Files.com's clients follow as
//! `download_uri`. The address stands for the session that it was made in, and dies with it.

use std::{collections::HashMap, sync::Arc, time::Duration};

use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, Method};
use keyfold_identity::Session;
use keyfold_model::{Clock, Timestamp, VPath};
use keyfold_vfs::Filesystem;
use parking_lot::Mutex;

use super::download;
use crate::{
    Error, Result,
    address::SiteAddress,
    serve::{Carried, tie},
};

/// How long an address works.
const LIFETIME: Duration = Duration::from_secs(15 * 60);
/// How many addresses there may be at a time; the oldest go first.
const MOST: usize = 10_000;

/// The addresses that work now, on this node. Cheap to clone.
#[derive(Clone)]
pub struct Tickets {
    site: SiteAddress,
    clock: Arc<dyn Clock>,
    open: Arc<Mutex<HashMap<String, Ticket>>>,
}

#[derive(Clone)]
struct Ticket {
    session: Session,
    path: VPath,
    expires: Timestamp,
}

impl Tickets {
    /// None yet.
    #[must_use]
    pub fn new(site: SiteAddress, clock: Arc<dyn Clock>) -> Self {
        Self { site, clock, open: Arc::default() }
    }

    /// The address under which the file can be fetched for a while.
    pub fn issue(&self, session: &Session, path: &VPath) -> String {
        let name = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
        let now = self.clock.now();
        let mut open = self.open.lock();
        if open.len() >= MOST {
            open.retain(|_, ticket| now < ticket.expires && ticket.session.is_alive());
        }
        if open.len() >= MOST
            && let Some(oldest) = open.iter().min_by_key(|(_, ticket)| ticket.expires).map(|(name, _)| name.clone())
        {
            open.remove(&oldest);
        }
        let ticket = Ticket { session: session.clone(), path: path.clone(), expires: now.after(LIFETIME) };
        open.insert(name.clone(), ticket);
        self.site.join(&format!("/api/v1/downloads/{name}"))
    }

    fn find(&self, name: &str) -> Option<Ticket> {
        let ticket = self.open.lock().get(name).cloned()?;
        (self.clock.now() < ticket.expires && ticket.session.is_alive()).then_some(ticket)
    }
}

/// Answers a ticket's address with the file. What the session may read is asked anew.
pub async fn redeem(
    State(tickets): State<Tickets>,
    State(filesystem): State<Filesystem>,
    Path(name): Path<String>,
    carried: Option<Extension<Carried>>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response> {
    let ticket = tickets.find(&name).ok_or_else(Error::not_found)?;
    let response = download::send(&filesystem, &ticket.session, &ticket.path, &method, &headers).await?;
    Ok(tie(&ticket.session, carried.as_deref(), response))
}
