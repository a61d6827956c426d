//! `DELETE /Users/{id}`.

use std::sync::{Arc, OnceLock};

use keyfold_scim::{ResourceType, Result};

use super::{read_id, resource};
use crate::scim::{
    Scim,
    answer::Answer,
    effects::{Effects, sessions},
    failure::Failure,
    request::Request,
};

/// Deletes a person, as the rules of the connection say.
pub async fn delete(scim: &Scim, id: &str, request: &Request) -> Result<Answer> {
    let open = Arc::new(OnceLock::new());
    let (witness, sign_ins, if_match) = (Arc::clone(&open), scim.sign_ins.clone(), request.if_match.clone());
    let deleted = scim.directory.delete_user(&request.client, read_id(id)?, move |account| {
        resource::version(account).check_if_match(if_match.as_deref())?;
        // The first and only call of this closure sets it.
        let _ = witness.set(sign_ins.of(account.id));
        Ok(())
    });
    let account = deleted.await.map_err(|failure: Failure| failure.about(ResourceType::User, id))?;
    let cut = open.get().into_iter().flatten().filter(|session| !session.is_alive()).count();
    let mut effects = Effects::on_user(&account.login);
    effects.say(format!("deleted {}: cut {}", account.login, sessions(cut)));
    Ok(Answer::no_content().with_effects(effects))
}
