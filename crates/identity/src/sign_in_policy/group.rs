//! What a group says of its members' sign-ins.

pub use keyfold_db::group_sign_in::GroupSignIn;

use keyfold_db::{group_sign_in, groups};
use keyfold_model::GroupId;
use serde_json::{Value, json};

use super::{AllowedAddresses, SignInPolicies, Stance};
use crate::{Error, SiteAdmin, target};

impl SignInPolicies {
    /// What a group says of its members' sign-ins.
    ///
    /// # Errors
    /// There is no such group.
    pub async fn group(&self, id: GroupId) -> Result<GroupSignIn, Error> {
        let connection = &mut *self.acts.db.read().await?;
        groups::find(connection, id).await?.ok_or(Error::NotFound("group"))?;
        Ok(group_sign_in::find(connection, id).await?)
    }

    /// Changes what a group says. It holds from the next sign-in on.
    ///
    /// # Errors
    /// There is no such group, or it makes no sense.
    pub async fn set_group(
        &self,
        admin: &SiteAdmin,
        id: GroupId,
        edit: impl FnOnce(&mut GroupSignIn) + Send + 'static,
    ) -> Result<GroupSignIn, Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let group = groups::find(act.tx.connection(), id).await?.ok_or(Error::NotFound("group"))?;
                    let before = group_sign_in::find(act.tx.connection(), id).await?;
                    let mut after = before.clone();
                    edit(&mut after);
                    Stance::from_name(&after.two_factor)?;
                    after.allowed_addresses = after.allowed_addresses.parse::<AllowedAddresses>()?.to_string();
                    group_sign_in::set(act.tx, id, &after).await?;
                    let mut event = act.event("group_update");
                    event.target = Some(target::group(&group));
                    event.before = Some(state(&before));
                    event.after = Some(state(&after));
                    act.record(event).await?;
                    Ok(after)
                })
            })
            .await
    }
}

fn state(says: &GroupSignIn) -> Value {
    json!({
        "two_factor": says.two_factor,
        "sftp": says.sftp,
        "ftp": says.ftp,
        "dav": says.dav,
        "allowed_addresses": says.allowed_addresses,
    })
}
