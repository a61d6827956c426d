//! The values of people's attributes, by which filters find them.

use keyfold_db::{
    Durability,
    attribute_values::{self, AttributeValue},
    settings,
    users::{self, User},
};
use keyfold_model::UserId;

use super::Directory;
use crate::{Error, act::Act};

/// The setting that says that every person has their values.
const KEPT: &str = "attribute_values_kept";
/// How many people get theirs in one transaction.
const PEOPLE_AT_ONCE: i64 = 500;

/// What becomes of the values by which filters find a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeValues {
    /// They stay, as the resource does.
    Keep,
    /// They become these.
    Set(Vec<AttributeValue>),
}

impl AttributeValues {
    /// Writes those of somebody new.
    pub(super) async fn of_new(self, act: &mut Act<'_>, user: UserId) -> Result<(), Error> {
        match self {
            Self::Keep => Ok(()),
            Self::Set(values) => Ok(attribute_values::insert(act.tx, user, &values).await?),
        }
    }

    /// Puts them in the place of those that are there.
    pub(super) async fn put(self, act: &mut Act<'_>, user: UserId) -> Result<(), Error> {
        match self {
            Self::Keep => Ok(()),
            Self::Set(values) => Ok(attribute_values::replace(act.tx, user, &values).await?),
        }
    }
}

impl Directory {
    /// Gives the people of earlier versions of this server the values by which filters find them. Once: later calls do
    /// nothing.
    ///
    /// # Errors
    /// The database fails.
    pub async fn keep_missing_values(
        &self,
        values_of: impl Fn(&User) -> Vec<AttributeValue> + Clone + Send + Sync + 'static,
    ) -> Result<(), Error> {
        if settings::get(&mut *self.acts.db.read().await?, KEPT).await?.is_some() {
            return Ok(());
        }
        let mut last = Some(UserId(0));
        while let Some(after) = last {
            let values_of = values_of.clone();
            let page = self.acts.db.write(Durability::Process, move |tx| {
                Box::pin(async move {
                    let people = users::of_directories(tx.connection(), after, PEOPLE_AT_ONCE).await?;
                    for user in &people {
                        attribute_values::replace(tx, user.id, &values_of(user)).await?;
                    }
                    Ok::<_, keyfold_db::Error>(people.last().map(|user| user.id))
                })
            });
            last = page.await?;
        }
        let now = self.acts.clock.now();
        let done = self
            .acts
            .db
            .write(Durability::Disk, move |tx| Box::pin(async move { settings::set(tx, KEPT, "true", now).await }));
        Ok(done.await?)
    }
}
