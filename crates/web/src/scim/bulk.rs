//! `/Bulk`: several operations in one request (RFC 7644 §3.7). Each is a transaction of its own.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use http::header;
use keyfold_scim::{
    Result,
    bulk::{self, BulkOperation, BulkRequest, BulkResult, Method},
};

use super::{Scim, answer::Answer, effects::Effects, request::Request};

/// `POST /Bulk`.
pub async fn run(scim: &Scim, request: &Request) -> Result<Answer> {
    let bulk = BulkRequest::parse(request.body()?)?;
    let mut ids = HashMap::new();
    let mut results = BTreeMap::new();
    let mut effects = Effects::default();
    let mut failures = 0;
    for index in bulk.execution_order() {
        if bulk.is_over_after(failures) {
            break;
        }
        let operation = &bulk.operations[index];
        let answer = match operation.resolve(&ids) {
            Ok(resolved) => perform(scim, request, resolved).await.unwrap_or_else(Answer::from),
            Err(error) => error.into(),
        };
        let result = result(scim, operation, &answer, &ids);
        failures += u64::from(result.response.is_some());
        if let (Some(name), Some(id)) = (&operation.bulk_id, made_id(operation, &answer)) {
            ids.insert(name.clone(), id);
        }
        effects.extend(answer.effects);
        results.insert(index, result);
    }
    let results: Vec<BulkResult> = results.into_values().collect();
    Ok(Answer::ok(bulk::response(&results)).with_effects(effects.or_nothing_changed()))
}

async fn perform(scim: &Scim, request: &Request, operation: BulkOperation) -> Result<Answer> {
    let method = match operation.method {
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
        Method::Patch => http::Method::PATCH,
        Method::Delete => http::Method::DELETE,
    };
    let one = Request {
        client: request.client.clone(),
        method,
        parameters: Vec::new(),
        if_match: operation.version,
        if_none_match: None,
        journal: None,
        body: Some(operation.data).filter(|data| !data.is_null()).map(Arc::new),
    };
    match operation.id {
        None => scim.collection(operation.resource_type, one).await,
        Some(id) => scim.resource(operation.resource_type, &id, one).await,
    }
}

fn made_id(operation: &BulkOperation, answer: &Answer) -> Option<String> {
    let made = operation.method == Method::Post && answer.status.is_success();
    answer.body.as_ref().filter(|_| made)?.get("id")?.as_str().map(str::to_owned)
}

fn result(scim: &Scim, operation: &BulkOperation, answer: &Answer, ids: &HashMap<String, String>) -> BulkResult {
    let id = made_id(operation, answer).or_else(|| operation.resolve(ids).ok()?.id);
    let failed = !answer.status.is_success();
    BulkResult {
        method: operation.method,
        bulk_id: operation.bulk_id.clone(),
        location: id.map(|id| scim.location(operation.resource_type.endpoint(), id)),
        version: answer.header(&header::ETAG),
        status: answer.status.as_u16(),
        response: answer.body.clone().filter(|_| failed),
    }
}
