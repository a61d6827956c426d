//! What people and groups are called, for answers that name them by id.

use std::collections::HashMap;

use keyfold_identity::{Error, Groups, User, Users};
use keyfold_model::{GroupId, UserId};

/// Looks names up, each once.
pub struct Names {
    users: Users,
    groups: Groups,
    known_users: HashMap<UserId, Option<User>>,
    known_groups: HashMap<GroupId, Option<String>>,
}

impl Names {
    /// Nothing looked up yet.
    pub fn new(users: Users, groups: Groups) -> Self {
        Self { users, groups, known_users: HashMap::new(), known_groups: HashMap::new() }
    }

    /// The account, if it is there.
    pub async fn account(&mut self, id: UserId) -> Result<Option<User>, Error> {
        if let Some(known) = self.known_users.get(&id) {
            return Ok(known.clone());
        }
        let found = self.users.find(id).await?;
        self.known_users.insert(id, found.clone());
        Ok(found)
    }

    /// The user name; the id where the account is gone.
    pub async fn user(&mut self, id: UserId) -> Result<String, Error> {
        Ok(self.account(id).await?.map_or_else(|| id.to_string(), |user| user.login))
    }

    /// The group's name; the id where it is gone.
    pub async fn group(&mut self, id: GroupId) -> Result<String, Error> {
        if !self.known_groups.contains_key(&id) {
            let found = self.groups.find(id).await?.map(|group| group.name);
            self.known_groups.insert(id, found);
        }
        Ok(self.known_groups.get(&id).cloned().flatten().unwrap_or_else(|| id.to_string()))
    }
}

impl<S> axum::extract::FromRequestParts<S> for Names
where
    S: Send + Sync,
    Users: axum::extract::FromRef<S>,
    Groups: axum::extract::FromRef<S>,
{
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_parts: &mut http::request::Parts, state: &S) -> Result<Self, Self::Rejection> {
        use axum::extract::FromRef as _;
        Ok(Self::new(Users::from_ref(state), Groups::from_ref(state)))
    }
}
