//! Answers that end when their session does.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    body::Body,
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use keyfold_identity::Session;

use super::carried::{Carried, Carrying};
use crate::{Error, caller::Caller, error::Kind};

/// Ties the answer to a request to the session of its caller and to the connection it goes over. Stands behind
/// [`require_caller`](crate::caller::require_caller).
pub async fn carry_session(request: Request, next: Next) -> Response {
    let caller = request.extensions().get::<Caller>().cloned();
    let carried = request.extensions().get::<Carried>().cloned();
    let response = next.run(request).await;
    match caller {
        Some(caller) => tie(caller.session(), carried.as_ref(), response),
        None => response,
    }
}

/// Ties an answer to a session: when that is cut, nothing more of it goes out. A session that its own request ended, as by
/// signing out, still learns so, but gets nothing else.
pub fn tie(session: &Session, carried: Option<&Carried>, response: Response) -> Response {
    let harmless = !response.status().is_success() || http_body::Body::is_end_stream(response.body());
    if !session.is_alive() {
        let ended = || Error::new(Kind::InvalidSession, "Your session has ended: sign in again.").into_response();
        return if harmless { response } else { ended() };
    }
    let carrying = carried.map(|carried| carried.carry(session));
    response.map(|body| Body::new(CutBody::new(body, session.clone(), carrying)))
}

/// A body whose next chunk comes only while its session lives.
struct CutBody {
    inner: Body,
    cut: Pin<Box<dyn Future<Output = ()> + Send>>,
    _carrying: Option<Carrying>,
}

impl CutBody {
    fn new(inner: Body, session: Session, carrying: Option<Carrying>) -> Self {
        Self { inner, cut: Box::pin(async move { session.cut().await }), _carrying: carrying }
    }
}

impl http_body::Body for CutBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.cut.as_mut().poll(cx).is_ready() {
            let ended = io::Error::new(io::ErrorKind::ConnectionAborted, "the session has ended");
            return Poll::Ready(Some(Err(axum::Error::new(ended))));
        }
        Pin::new(&mut self.inner).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
