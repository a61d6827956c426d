//! The account or group itself, where it is here.

use keyfold_db::{
    groups,
    list::{Filter, Query},
    memberships,
    users::{self, User, UserField},
};
use keyfold_model::LoginName;

use super::{Finding, FindingKind, Missing, label};
use crate::{DirectoryConnection, Error};

/// How many accounts of one mail address are looked at.
const MOST: i64 = 5;

impl Missing {
    pub(super) async fn of_accounts(
        &self,
        name: &str,
        directories: &[DirectoryConnection],
    ) -> Result<Vec<Finding>, Error> {
        let db = &mut *self.acts.db.read().await?;
        let mut found: Vec<User> = users::find_by_login(db, &LoginName::fold(name)).await?.into_iter().collect();
        let same = |field| Filter::text(field, name);
        let filter = Filter::Any(vec![same(UserField::Email), same(UserField::ExternalId)]);
        let query = Query { filter: filter.and(Filter::absent(UserField::DeletedAt)), limit: MOST, ..Query::default() };
        found.extend(users::list(db, self.acts.db.engine(), &query).await?.rows);
        if found.is_empty() {
            for directory in directories {
                found.extend(users::find_in_directory_by_login(db, directory.id, &LoginName::fold(name)).await?);
            }
        }
        found.sort_by_key(|user| user.id.0);
        found.dedup_by_key(|user| user.id);
        let mut findings = Vec::new();
        for user in found {
            findings.push(self.of_account(user, directories).await?);
        }
        Ok(findings)
    }

    async fn of_account(&self, user: User, directories: &[DirectoryConnection]) -> Result<Finding, Error> {
        let (login, owner) = (&user.login, label(directories, user.connection));
        let mut finding = if let Some(at) = user.deleted_at.or(user.deprovisioned_at) {
            Finding {
                at: Some(at),
                ..Finding::new(
                    FindingKind::DeletedByDirectory,
                    format!("{login} was here, made by {owner}, and was deleted."),
                    "If the person is to be here again, let the directory make them anew: it sends a POST then.",
                )
            }
        } else if user.disabled_here {
            let says =
                format!("{login} is here, made by {owner}, and was switched off by an administrator of this site.");
            Finding::new(FindingKind::DisabledHere, says, "Switch the account on here: the directory can't.")
        } else if !user.active_in_directory {
            let says = format!("{login} is here, and {owner} says that they are switched off.");
            Finding::new(FindingKind::DisabledInDirectory, says, "Switch the person on in the directory.")
        } else {
            self.of_living(&user, directories).await?
        };
        finding.user = user.deleted_at.is_none().then_some(user.id);
        finding.connection = user.connection;
        Ok(finding)
    }

    async fn of_living(&self, user: &User, directories: &[DirectoryConnection]) -> Result<Finding, Error> {
        let (login, owner) = (&user.login, label(directories, user.connection));
        let directory = directories.iter().find(|directory| Some(directory.id) == user.connection);
        if let Some(directory) = directory {
            let db = &mut *self.acts.db.read().await?;
            let mut names = Vec::new();
            for membership in memberships::of_user(db, user.id).await? {
                let group = groups::find(db, membership.group).await?;
                names.extend(group.filter(|group| group.connection == user.connection).map(|group| group.name));
            }
            let rules = &directory.settings.rules;
            if !rules.lets_in(names.iter().map(String::as_str)) {
                let required = rules.provision_group_required.0.join(", ");
                let says = format!(
                    "{login} is here, made by {owner}, and is in none of the groups that may sign in: {required}."
                );
                let advice =
                    "Put the person in one of these groups in the directory, or change the rule of the connection.";
                return Ok(Finding::new(FindingKind::RequiredGroupMissing, says, advice));
            }
        }
        let says = format!("{login} is here, made by {owner}, and can sign in.");
        Ok(Finding::new(FindingKind::Here, says, "Look the account up under People."))
    }

    pub(super) async fn of_groups(&self, name: &str) -> Result<Vec<Finding>, Error> {
        let group = groups::find_by_name(&mut *self.acts.db.read().await?, &LoginName::fold(name)).await?;
        Ok(group
            .map(|group| Finding {
                group: Some(group.id),
                connection: group.connection,
                ..Finding::new(
                    FindingKind::Here,
                    format!("The group {} is here.", group.name),
                    "Look at its members under Groups.",
                )
            })
            .into_iter()
            .collect())
    }
}
