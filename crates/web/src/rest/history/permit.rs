//! Who sees the history of a path.

use std::collections::HashMap;

use keyfold_audit::{Filter, Log};
use keyfold_model::{Capability, VPath};
use keyfold_vfs::{Filesystem, Refusal};

use super::{Action, action::display, list::search};
use crate::{
    Error, Result,
    caller::Caller,
    page::{Page, Paged},
};

/// A page of the history of a path: all of it to admins, and to those with `history` there what was done where they have
/// it. A folder below may be fenced off from them.
pub(super) async fn search_at(
    log: &Log,
    filesystem: &Filesystem,
    caller: &Caller,
    filter: Filter,
    page: &Page,
) -> Result<Paged<Action>> {
    if caller.site_reader().is_ok() {
        return search(log, filter, page).await;
    }
    let mut sight = Sight { filesystem, caller, known: HashMap::new() };
    if let Some(path) = &filter.path {
        sight.require(path).await?;
    }
    let found = search(log, filter, page).await?;
    let mut shown = Vec::with_capacity(found.items.len());
    for action in found.items {
        shown.extend(sight.of(action).await?);
    }
    Ok(Paged { items: shown, next: found.next })
}

/// What a person who is no admin sees of the past.
struct Sight<'a> {
    filesystem: &'a Filesystem,
    caller: &'a Caller,
    known: HashMap<String, bool>,
}

impl Sight<'_> {
    /// Refuses who may not see the history of this path: as if it weren't there, where they may not know of it either.
    async fn require(&self, path: &VPath) -> Result<()> {
        let session = self.caller.session();
        if self.filesystem.may_see_past_of(session, path).await? {
            return Ok(());
        }
        self.filesystem.stat(session, path).await?;
        Err(Refusal::Lacks(Capability::History).into())
    }

    /// The act, without the paths that the person may not know of; nothing where there is no other.
    async fn of(&mut self, mut action: Action) -> Result<Option<Action>> {
        let path = self.sees(action.path.as_deref()).await?;
        let destination = self.sees(action.destination.as_deref()).await?;
        if !path {
            action.path = None;
            action.source = None;
            // The sentence names the path, too.
            action.display = display(action.username.as_deref(), &action.action, action.destination.as_deref());
        }
        if !destination {
            action.destination = None;
        }
        Ok((path || destination).then_some(action))
    }

    async fn sees(&mut self, path: Option<&str>) -> Result<bool> {
        let Some(path) = path else { return Ok(false) };
        if let Some(known) = self.known.get(path) {
            return Ok(*known);
        }
        let place = VPath::parse(path.as_bytes()).map_err(Error::internal)?;
        let sees = self.filesystem.may_see_past_of(self.caller.session(), &place).await?;
        self.known.insert(path.to_owned(), sees);
        Ok(sees)
    }
}
