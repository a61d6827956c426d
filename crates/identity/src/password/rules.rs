//! What passwords have to be like, and how long they are good.

use std::time::Duration;

use keyfold_db::{
    Connection,
    password_ages::{self, PasswordAge},
    users::{self, User},
};
use keyfold_model::{Secret, Timestamp, UserId};

use super::{Passwords, Verdict};
use crate::{
    Error, PasswordRules, SiteAdmin, Users,
    act::{Act, Acts},
    sign_in_policy::SignInPolicy,
    target,
    user::living,
};

const DAY: u64 = 24 * 3600;

impl Passwords {
    /// The hash of a password that somebody is to have from now on, in PHC form.
    ///
    /// # Errors
    /// The site's rules refuse it.
    pub(crate) async fn hash_new(
        &self,
        acts: &Acts,
        owner: Option<&User>,
        password: Secret<String>,
    ) -> Result<String, Error> {
        let rules = SignInPolicy::load(&mut *acts.db.read().await?).await?.passwords;
        let least = usize::try_from(rules.min_length).unwrap_or(usize::MAX);
        if password.expose().chars().count() < least {
            return Err(Error::invalid("password", format!("it needs at least {least} characters")));
        }
        if let Some(owner) = owner {
            self.check_history(acts, rules, owner, &password).await?;
        }
        self.hash(password).await
    }

    async fn check_history(
        &self,
        acts: &Acts,
        rules: PasswordRules,
        owner: &User,
        password: &Secret<String>,
    ) -> Result<(), Error> {
        if rules.history == 0 {
            return Ok(());
        }
        let most = i64::from(rules.history) - 1;
        let before = password_ages::history(&mut *acts.db.read().await?, owner.id, most).await?;
        for hash in owner.password_hash.iter().cloned().chain(before) {
            if self.verify(Some(hash), password.clone()).await? == Verdict::Match {
                let why = format!("the last {} can't be taken again", rules.history);
                return Err(Error::invalid("password", why));
            }
        }
        Ok(())
    }
}

/// Whether another password has to be chosen before this one lets anybody in.
pub(crate) async fn is_over(
    connection: &mut Connection,
    rules: &PasswordRules,
    user: &User,
    now: Timestamp,
) -> Result<bool, Error> {
    let age = password_ages::find(connection, user.id).await?;
    let age = age.unwrap_or(PasswordAge { set_at: user.created_at, must_change: false });
    let longest = Duration::from_secs(u64::from(rules.max_age_days) * DAY);
    Ok(age.must_change || rules.max_age_days > 0 && now.since(age.set_at) >= longest)
}

/// Gives an account made here another password, and ends its sessions.
pub(crate) async fn replace(mut act: Act<'_>, id: UserId, hash: String) -> Result<User, Error> {
    let mut user = living(&mut act, id).await?;
    if user.connection.is_some() {
        return Err(Error::OwnedByDirectory("account"));
    }
    let rules = SignInPolicy::load(act.tx.connection()).await?.passwords;
    if let Some(old) = user.password_hash.replace(hash) {
        password_ages::remember(act.tx, id, &old, act.now, i64::from(rules.history)).await?;
    }
    password_ages::set(act.tx, id, PasswordAge { set_at: act.now, must_change: false }).await?;
    user.updated_at = act.now;
    act.end_sessions(&mut user).await?;
    users::update(act.tx, &user).await?;
    let mut event = act.event("user_password_change");
    event.target = Some(target::user(&user));
    act.record(event).await?;
    Ok(user)
}

impl Users {
    /// Has a person choose another password at the next sign-in with the present one.
    ///
    /// # Errors
    /// No such user, or it belongs to a directory.
    pub async fn require_new_password(&self, admin: &SiteAdmin, id: UserId) -> Result<(), Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let user = living(&mut act, id).await?;
                    if user.connection.is_some() {
                        return Err(Error::OwnedByDirectory("account"));
                    }
                    let age = password_ages::find(act.tx.connection(), id).await?;
                    let set_at = age.map_or(user.created_at, |age| age.set_at);
                    password_ages::set(act.tx, id, PasswordAge { set_at, must_change: true }).await?;
                    let mut event = act.event("user_update");
                    event.target = Some(target::user(&user));
                    event.after = Some(serde_json::json!({ "password_must_change": true }));
                    act.record(event).await
                })
            })
            .await
    }
}
