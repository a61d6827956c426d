//! Lists groups.

use axum::extract::State;
use keyfold_identity::{
    GroupField, Groups,
    list::{Filter, Operator, Order, Query as ListQuery, Value},
};

use super::{Group, GroupQuery};
use crate::{
    Result,
    caller::Caller,
    page::{Page, Paged},
    query::Query,
};

/// Lists groups.
#[utoipa::path(
    get,
    path = "",
    tag = "groups",
    operation_id = "groups_list",
    params(Page, GroupQuery),
    responses((status = 200, description = "Groups, by their names", body = Vec<Group>)),
)]
pub async fn list(
    State(groups): State<Groups>,
    caller: Caller,
    page: Page,
    Query(query): Query<GroupQuery>,
) -> Result<Paged<Group>> {
    caller.site_reader()?;
    let sort = Some((GroupField::Name, Order::Ascending));
    let found = groups.list(ListQuery { filter: filter(&query), sort, ..page.list_query()? }).await?;
    let next = page.next(found.rows.len(), found.total)?;
    Ok(Paged { items: found.rows.into_iter().map(Group::of).collect(), next })
}

fn filter(query: &GroupQuery) -> Filter<GroupField> {
    let mut all = Vec::new();
    if let Some(text) = query.search.as_deref().filter(|text| !text.is_empty()) {
        all.push(Filter::Compare(GroupField::Name, Operator::Contains, Value::Text(text.to_owned())));
    }
    match query.sso_strategy_id {
        Some(0) => all.push(Filter::absent(GroupField::Connection)),
        Some(id) => all.push(Filter::integer(GroupField::Connection, id)),
        None => {}
    }
    Filter::All(all)
}
