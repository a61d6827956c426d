//! Ends a session.

use axum::extract::{Path, State};
use http::StatusCode;
use keyfold_identity::SignIns;

use crate::{Error, Result, caller::Caller, serve::Farewell};

/// Ends a session at once, with what it has in flight: anybody's for site admins, one's own for everybody.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "live_sessions",
    operation_id = "live_sessions_cut",
    params(("id" = String, Path)),
    responses((status = 204, description = "It has ended")),
)]
pub async fn cut(
    State(sign_ins): State<SignIns>,
    caller: Caller,
    farewell: Farewell,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    let live = sign_ins.all().into_iter().find(|session| session.id().to_string() == id);
    let doomed = live.ok_or_else(Error::not_found)?;
    if doomed.user() == caller.session().user() {
        // A key for files alone does not sign its owner out of elsewhere.
        caller.custody(None)?;
        let _spared = farewell.spare();
        sign_ins.sign_out(&doomed).await?;
    } else {
        caller.site_reader().map_err(|_| Error::not_found())?;
        sign_ins.cut(&caller.site_admin()?, doomed.id()).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
