//! Lists: of one type by `GET` or `/.search`, or of all types by `/.search` at the root (RFC 7644 §3.4.2, §3.4.3).

use keyfold_scim::{
    ResourceType, Result,
    list::{ListResponse, Query},
};

use super::{Scim, answer::Answer, groups, list::Window, request::Request, users};

/// `GET /Users`, `GET /Groups`.
pub async fn list(scim: &Scim, kind: ResourceType, request: &Request) -> Result<Answer> {
    let query = Query::from_parameters(&[kind], request.parameters())?;
    respond(scim, &[kind], request, &query).await
}

/// `POST /.search`.
pub async fn search(scim: &Scim, kinds: &[ResourceType], request: &Request) -> Result<Answer> {
    let query = Query::from_search_request(kinds, request.body()?)?;
    respond(scim, kinds, request, &query).await
}

/// All resources of the first type come before those of the next, each in the order that was asked for.
async fn respond(scim: &Scim, kinds: &[ResourceType], request: &Request, query: &Query) -> Result<Answer> {
    let mut window = Window { offset: query.page.offset(), count: query.page.count };
    let mut response = ListResponse { total_results: 0, start_index: query.page.start_index, resources: Vec::new() };
    for kind in kinds {
        let found = match kind {
            ResourceType::User => users::list(scim, &request.client, query, window).await?,
            ResourceType::Group => groups::list(scim, &request.client, query, window).await?,
        };
        window.offset = window.offset.saturating_sub(found.total);
        window.count = window.count.saturating_sub(found.resources.len() as u64);
        response.total_results += found.total;
        response.resources.extend(found.resources);
    }
    Ok(Answer::ok(response.into_json()))
}
