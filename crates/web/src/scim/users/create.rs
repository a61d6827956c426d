//! `POST /Users`.

use keyfold_identity::{GroupName, Outcome, User as Account};
use keyfold_scim::{Projection, ResourceType, Result, UserBody};

use super::resource;
use crate::scim::{Scim, answer::Answer, draft::Draft, effects::Effects, failure, request::Request};

/// The version that an account has when it is made.
const FIRST_VERSION: i64 = 1;

/// Makes a person, or revives one whom this directory deleted.
pub async fn create(scim: &Scim, request: &Request) -> Result<Answer> {
    let user = UserBody::parse(request.body()?)?.create();
    let said = resource::said(&user, None)?;
    let (draft, own, projection) = (Draft::default(), scim.clone(), request.projection());
    let client = draft.client(&request.client, request.journal.clone(), move |outcome| match outcome {
        Outcome::User(account, groups) => created(&own, account, groups.to_vec(), &projection).ok(),
        Outcome::GroupMade(_) | Outcome::Group(_) => None,
    });
    let account = scim.directory.create_user(&client, said).await.map_err(failure::refusal)?;
    match draft.take() {
        Some(answer) => Ok(answer),
        None => {
            let groups = resource::groups_of(scim, &request.client, &account).await?;
            created(scim, &account, groups, &request.projection())
        }
    }
}

fn created(scim: &Scim, account: &Account, groups: Vec<GroupName>, projection: &Projection) -> Result<Answer> {
    let mut effects = Effects::on_user(&account.login);
    let verb = if account.version == FIRST_VERSION { "made" } else { "revived" };
    let state = if account.active_in_directory { "" } else { ", switched off" };
    effects.say(format!("{verb} user {}{state}", account.login));
    let body = resource::rendered(scim, account, groups, projection)?;
    let location = scim.location(ResourceType::User.endpoint(), account.scim_id);
    Ok(Answer::created(body, &location).with_version(&resource::version(account)).with_effects(effects))
}
