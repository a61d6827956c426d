//! Lists people.

use axum::extract::State;
use keyfold_identity::{
    Memberships, UserField, Users,
    list::{Filter, Operator, Query as ListQuery, Value},
};

use super::{User, UserQuery};
use crate::{
    Result,
    caller::Caller,
    page::{Page, Paged},
    query::Query,
};

/// Lists people.
#[utoipa::path(
    get,
    path = "",
    tag = "users",
    operation_id = "users_list",
    params(Page, UserQuery),
    responses((status = 200, description = "People, in the order of their ids", body = Vec<User>)),
)]
pub async fn list(
    State(users): State<Users>,
    State(memberships): State<Memberships>,
    caller: Caller,
    page: Page,
    Query(query): Query<UserQuery>,
) -> Result<Paged<User>> {
    caller.site_reader()?;
    let found = users.list(ListQuery { filter: filter(&query), sort: None, ..page.list_query()? }).await?;
    let next = page.next(found.rows.len(), found.total)?;
    let mut items = Vec::with_capacity(found.rows.len());
    for account in found.rows {
        items.push(User::of(account, &users, &memberships).await?);
    }
    Ok(Paged { items, next })
}

fn filter(query: &UserQuery) -> Filter<UserField> {
    let mut all = Vec::new();
    if let Some(text) = query.search.as_deref().filter(|text| !text.is_empty()) {
        let holds = |field| Filter::Compare(field, Operator::Contains, Value::Text(text.to_owned()));
        all.push(Filter::Any(vec![holds(UserField::Login), holds(UserField::DisplayName), holds(UserField::Email)]));
    }
    match query.sso_strategy_id {
        Some(0) => all.push(Filter::absent(UserField::Connection)),
        Some(id) => all.push(Filter::integer(UserField::Connection, id)),
        None => {}
    }
    if let Some(disabled) = query.disabled {
        let alive = Filter::All(vec![
            Filter::integer(UserField::ActiveInDirectory, 1),
            Filter::integer(UserField::DisabledHere, 0),
        ]);
        all.push(if disabled { Filter::Not(Box::new(alive)) } else { alive });
    }
    Filter::All(all)
}
