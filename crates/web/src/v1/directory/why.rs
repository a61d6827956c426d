//! Why didn't this account appear?

use axum::extract::State;
use keyfold_identity::{Finding as Found, Missing};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{Error, Result, caller::Caller, page::Paged, query::Query, time::DateTime};

/// Who or what is missing.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhyQuery {
    /// A user name, mail address, name of a group, or network address.
    pub name: String,
}

/// Something that explains it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Finding {
    /// What it is, for programs.
    pub kind: FindingKind,
    /// What happened, in words.
    pub says: String,
    /// What to do, in words.
    pub advice: String,
    /// When.
    pub at: Option<DateTime>,
    /// The connection.
    pub sso_strategy_id: Option<i64>,
    /// The account that it is about.
    pub user_id: Option<i64>,
    /// The group that it is about.
    pub group_id: Option<i64>,
    /// The rows of the SCIM log that show it, newest first.
    pub scim_log_ids: Vec<i64>,
}

impl From<Found> for Finding {
    fn from(found: Found) -> Self {
        Self {
            kind: found.kind.into(),
            says: found.says,
            advice: found.advice,
            at: found.at.map(DateTime),
            sso_strategy_id: found.connection.map(|id| id.0),
            user_id: found.user.map(|id| id.0),
            group_id: found.group.map(|id| id.0),
            scim_log_ids: found.scim_logs,
        }
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident)*) => {
        /// What explains that somebody is not here.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum FindingKind { $($(#[$doc])* $name,)* }

        impl From<keyfold_identity::FindingKind> for FindingKind {
            fn from(kind: keyfold_identity::FindingKind) -> Self {
                match kind { $(keyfold_identity::FindingKind::$name => Self::$name,)* }
            }
        }
    };
}

kinds! {
    /// It is here and works.
    Here
    /// An administrator switched the account off here.
    DisabledHere
    /// The directory says that the account is switched off.
    DisabledInDirectory
    /// The directory deleted it.
    DeletedByDirectory
    /// The account is in no group that may sign in.
    RequiredGroupMissing
    /// What the directory sent is only a preview.
    InPreview
    /// The name belongs to somebody else.
    NameTaken
    /// A rule of the connection leaves the group out.
    LeftOutByRule
    /// A request was refused for another reason.
    RequestRefused
    /// A request came with a token that is none.
    TokenRefused
    /// A sign-in was refused.
    SignInRefused
    /// No request was about it.
    NeverSent
    /// Requests from the address were answered.
    AddressKnown
}

/// Finds the request, the rule or the refusal that explains why an account or a group did not appear.
#[utoipa::path(
    get,
    path = "/why",
    tag = "directory",
    operation_id = "directory_why",
    params(WhyQuery),
    responses((status = 200, description = "What explains it, the best first; there is always something", body = Vec<Finding>)),
)]
pub async fn why(
    State(missing): State<Missing>,
    caller: Caller,
    Query(query): Query<WhyQuery>,
) -> Result<Paged<Finding>> {
    caller.site_reader()?;
    if query.name.trim().is_empty() {
        return Err(Error::invalid("name: say whom you look for."));
    }
    Ok(Paged::whole(missing.explain(&query.name).await?.into_iter().map(Finding::from).collect()))
}
