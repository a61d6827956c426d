//! Tells an open page what changes for it.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    response::{
        Sse,
        sse::{Event, KeepAlive},
    },
};
use futures::stream::{self, Stream};
use keyfold_identity::LivePolicy;

use super::PageEvent;
use crate::caller::Caller;

/// How long changes are gathered before a page is told: one act may change many things.
const GATHER: Duration = Duration::from_millis(100);

/// Tells an open page what changes for it, as Server-Sent Events. The stream breaks off when the session ends.
#[utoipa::path(
    get,
    path = "",
    tag = "events",
    operation_id = "events_follow",
    responses((status = 200, description = "Events", body = PageEvent, content_type = "text/event-stream")),
)]
pub async fn follow(
    State(policy): State<LivePolicy>,
    _caller: Caller,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let epoch = policy.epoch();
    let events = stream::unfold((policy, epoch, Some(PageEvent::Ready)), |(policy, epoch, first)| async move {
        if let Some(event) = first {
            return Some((Ok(message(event)), (policy, epoch, None)));
        }
        policy.changed_since(epoch).await;
        tokio::time::sleep(GATHER).await;
        let epoch = policy.epoch();
        Some((Ok(message(PageEvent::AccessChanged)), (policy, epoch, None)))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

fn message(event: PageEvent) -> Event {
    Event::default().json_data(event).unwrap_or_default()
}
