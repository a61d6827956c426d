//! Groups, as the API shows them.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A group of users.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Group {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The directory that it came from; nothing where it was made here.
    pub sso_strategy_id: Option<i64>,
    /// How many people are in it.
    pub user_count: i64,
    /// The ids of its members, with commas between them. Only where one group is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_ids: Option<String>,
    /// The ids of its admins, with commas between them. Only where one group is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_ids: Option<String>,
}

/// A new group.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewGroup {
    /// Its name.
    pub name: String,
    /// The ids of its members, with commas between them.
    pub user_ids: Option<String>,
    /// The ids of its admins, with commas between them.
    pub admin_ids: Option<String>,
}

/// What changes of a group. What is absent stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
pub struct GroupChange {
    /// Its name.
    pub name: Option<String>,
}

/// Which groups are listed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GroupQuery {
    /// Those whose name holds this.
    pub search: Option<String>,
    /// Those of this directory; `0` for those made here.
    pub sso_strategy_id: Option<i64>,
}
