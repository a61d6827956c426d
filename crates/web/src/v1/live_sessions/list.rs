//! Lists the sessions that are open now.

use std::collections::HashMap;

use axum::{Json, extract::State};
use keyfold_identity::SignIns;

use super::LiveSession;
use crate::{Result, caller::Caller};

/// Lists the sessions that are open now, the newest first: everybody's to admins, one's own to others.
#[utoipa::path(
    get,
    path = "",
    tag = "live_sessions",
    operation_id = "live_sessions_list",
    responses((status = 200, description = "The sessions of this node", body = Vec<LiveSession>)),
)]
pub async fn list(State(sign_ins): State<SignIns>, caller: Caller) -> Result<Json<Vec<LiveSession>>> {
    let asking = caller.session();
    let live = if caller.site_reader().is_ok() { sign_ins.all() } else { sign_ins.of(asking.user()) };
    // Several requests of one browser may hold the same session.
    let each: HashMap<_, _> = live.into_iter().map(|session| (session.id(), session)).collect();
    let mut shown: Vec<LiveSession> = each.values().map(|session| LiveSession::of(session, asking)).collect();
    shown.sort_by(|one, other| (other.since, &other.id).cmp(&(one.since, &one.id)));
    Ok(Json(shown))
}
