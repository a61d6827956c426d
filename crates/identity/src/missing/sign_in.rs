//! What refused sign-ins tell.

use keyfold_audit::{Filter, Page, action, failure};
use keyfold_model::{LoginName, Timestamp};

use super::{Finding, FindingKind, Missing};
use crate::Error;

/// How many refused sign-ins are looked through.
const MOST: u32 = 500;

impl Missing {
    /// The latest refused sign-in under this name.
    pub(super) async fn of_sign_ins(&self, name: &str) -> Result<Option<Finding>, Error> {
        let filter = Filter { action: Some(action::FAILED_LOGIN.to_owned()), ..Filter::default() };
        let rows = self.log().search(&filter, &Page::first(MOST)).await?.rows;
        let name = LoginName::fold(name);
        let row = rows.into_iter().find(|row| row.actor_name.as_deref().map(LoginName::fold).as_ref() == Some(&name));
        Ok(row.map(|row| {
            let reason = row.failure_type.unwrap_or_default();
            let meaning = failure::ALL.iter().find(|(word, _)| *word == reason).map_or("", |(_, meaning)| *meaning);
            let at = Timestamp(row.at);
            Finding {
                at: Some(at),
                ..Finding::new(
                    FindingKind::SignInRefused,
                    format!("A sign-in as {name} at {at} was refused ({reason}). {meaning}"),
                    "The audit log has every refused sign-in with its reason.",
                )
            }
        }))
    }
}
