//! API keys: whose they are, and what they are good for.

use keyfold_db::{
    api_keys::{self, ApiKey, PermissionSet},
    users,
};
use keyfold_model::{ApiKeyId, Interface, Secret, Timestamp, UserId, VPath};
use serde_json::{Value, json};

use crate::{
    Custody, Error,
    act::{Act, Acts, Doomed},
    sign_in_policy::Standing,
    target,
    token::{self, Token},
};

/// How a key begins, so that secret scanners know it.
const PREFIX: &str = "kf_";

/// Whether a text has the form of our keys, so that clients which only know passwords can send one as such. No password that
/// anybody chooses looks like this.
pub(crate) fn has_form_of_key(text: &str) -> bool {
    text.strip_prefix(PREFIX).is_some_and(|rest| rest.len() == token::TEXT_LENGTH)
}

/// API keys. Cheap to clone.
#[derive(Clone)]
pub struct ApiKeys {
    pub(crate) acts: Acts,
}

/// A key to be made.
#[derive(Clone, Debug)]
pub struct NewApiKey {
    /// What people call it; also what follows `@api-` in a user name.
    pub name: String,
    /// What it may be used for.
    pub permission_set: PermissionSet,
    /// The only folder that it reaches.
    pub path: Option<VPath>,
    /// The only interfaces that take it; all, where there is none.
    pub interfaces: Vec<Interface>,
    /// From then on it is refused.
    pub expires_at: Option<Timestamp>,
}

/// A key that was just made: the only time that it is shown.
#[derive(Clone, Debug)]
pub struct IssuedApiKey {
    /// What is kept of it.
    pub key: ApiKey,
    /// The key itself.
    pub secret: Secret<String>,
}

impl ApiKeys {
    /// Makes a key for the person of the custody.
    ///
    /// # Errors
    /// The name is empty or a number, or the person is not there.
    pub async fn create(&self, custody: &Custody, new: NewApiKey) -> Result<IssuedApiKey, Error> {
        check_name(&new.name)?;
        let token = Token::generate(PREFIX)?;
        let id = ApiKeyId(self.acts.db.next_id().await?);
        let owner = custody.user;
        let secret = token.secret.clone();
        let key = self
            .acts
            .run(&custody.authority, move |mut act| {
                Box::pin(async move {
                    crate::user::ensure_living(&mut act, owner).await?;
                    ensure_second_proof(&mut act).await?;
                    let names: Vec<&str> = new.interfaces.iter().map(|interface| interface.name()).collect();
                    let key = ApiKey {
                        id,
                        owner,
                        name: new.name,
                        key_hash: token.hash,
                        hint: token.hint,
                        permission_set: new.permission_set,
                        path: new.path.map(|path| path.to_string()),
                        interfaces: (!names.is_empty()).then(|| names.join(",")),
                        expires_at: new.expires_at,
                        last_used_at: None,
                        last_used_ip: None,
                        created_at: act.now,
                    };
                    api_keys::insert(act.tx, &key).await?;
                    let mut event = act.event("api_key_create");
                    event.target = Some(target::of("api_key", id, &key.name));
                    event.after = Some(state(&key));
                    act.record(event).await?;
                    Ok::<_, Error>(key)
                })
            })
            .await?;
        Ok(IssuedApiKey { key, secret })
    }

    /// Changes the name, the permission set and the expiry of a key of the person of the custody. The sessions that it
    /// began end before this returns.
    ///
    /// # Errors
    /// They have no such key, or the name is empty or a number.
    pub async fn update(
        &self,
        custody: &Custody,
        id: ApiKeyId,
        edit: impl FnOnce(&mut ApiKey) + Send + 'static,
    ) -> Result<ApiKey, Error> {
        let owner = custody.user;
        self.acts
            .run(&custody.authority, move |mut act| {
                Box::pin(async move {
                    let before = api_keys::find(act.tx.connection(), id).await?.filter(|key| key.owner == owner);
                    let before = before.ok_or(Error::NotFound("API key"))?;
                    let mut edited = before.clone();
                    edit(&mut edited);
                    check_name(&edited.name)?;
                    let after = ApiKey {
                        name: edited.name,
                        permission_set: edited.permission_set,
                        expires_at: edited.expires_at,
                        ..before.clone()
                    };
                    api_keys::update(act.tx, &after).await?;
                    let epoch = crate::user::epoch(&mut act, owner).await?;
                    act.cut(owner, epoch, Doomed::ByApiKey(id)).await?;
                    let mut event = act.event("api_key_update");
                    event.target = Some(target::of("api_key", id, &after.name));
                    event.before = Some(state(&before));
                    event.after = Some(state(&after));
                    act.record(event).await?;
                    Ok(after)
                })
            })
            .await
    }

    /// Revokes a key of the person of the custody: the sessions that it began end before this returns.
    ///
    /// # Errors
    /// They have no such key.
    pub async fn revoke(&self, custody: &Custody, id: ApiKeyId) -> Result<(), Error> {
        let owner = custody.user;
        self.acts
            .run(&custody.authority, move |mut act| {
                Box::pin(async move {
                    let key = api_keys::find(act.tx.connection(), id).await?.filter(|key| key.owner == owner);
                    let key = key.ok_or(Error::NotFound("API key"))?;
                    api_keys::delete(act.tx, id).await?;
                    let epoch = crate::user::epoch(&mut act, owner).await?;
                    act.cut(owner, epoch, Doomed::ByApiKey(id)).await?;
                    let mut event = act.event("api_key_delete");
                    event.target = Some(target::of("api_key", id, &key.name));
                    event.before = Some(state(&key));
                    act.record(event).await
                })
            })
            .await
    }

    /// A key, whosever.
    ///
    /// # Errors
    /// The database fails.
    pub async fn find(&self, id: ApiKeyId) -> Result<Option<ApiKey>, Error> {
        Ok(api_keys::find(&mut *self.acts.db.read().await?, id).await?)
    }

    /// The keys of a person, oldest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of_user(&self, owner: UserId) -> Result<Vec<ApiKey>, Error> {
        Ok(api_keys::of_user(&mut *self.acts.db.read().await?, owner).await?)
    }

    /// Up to `most` keys of everyone after `after`, oldest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn list(&self, after: ApiKeyId, most: i64) -> Result<Vec<ApiKey>, Error> {
        Ok(api_keys::all(&mut *self.acts.db.read().await?, after, most).await?)
    }
}

/// A name that is a number could be taken for another key's id in `@api-…`.
/// A key is asked for no second factor, so that who has to have one makes keys only after having shown it.
async fn ensure_second_proof(act: &mut Act<'_>) -> Result<(), Error> {
    let Some(session) = act.authority.session().filter(|session| session.facts().second.is_none()) else {
        return Ok(());
    };
    let user = users::find(act.tx.connection(), session.user()).await?.ok_or(Error::NotFound("user"))?;
    if Standing::of(act.tx.connection(), &user).await?.is_mandated()? {
        return Err(Error::NotAllowed("a sign-in with a second factor"));
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), Error> {
    if name.trim().is_empty() {
        return Err(Error::invalid("name", "an API key needs a name"));
    }
    if name.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Error::invalid("name", "the name of an API key can't be a number"));
    }
    Ok(())
}

fn state(key: &ApiKey) -> Value {
    json!({
        "owner": key.owner,
        "name": key.name,
        "hint": key.hint,
        "permission_set": key.permission_set.name(),
        "path": key.path,
        "interfaces": key.interfaces,
        "expires_at": key.expires_at.map(|at| at.to_string()),
    })
}
