//! A stand-in company directory: people and groups on a page, real signed SAML out of it, and real SCIM pushed as JumpCloud
//! pushes it. The demo runs it beside the server; tests drive it by its JSON routes or from Rust.

mod page;
mod push;
mod register;
mod sign_in;

use std::sync::Arc;

use anyhow::Result;
use tokio::sync::Mutex;

use crate::idp::IdentityProvider;
pub use push::{Push, ScimTarget};
pub use register::{Group, NewPerson, Person, PersonChange, Register};

/// The directory. Cheap to clone.
#[derive(Clone)]
pub struct Directory(Arc<Inner>);

struct Inner {
    provider: IdentityProvider,
    acs_url: String,
    sp_entity_id: String,
    scim: Option<push::ScimClient>,
    register: Mutex<Register>,
}

/// Where the directory stands and what it is connected to.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The service provider's Assertion Consumer Service.
    pub acs_url: String,
    /// The service provider's entity id.
    pub sp_entity_id: String,
    /// Where people and groups are pushed; nothing for a directory without SCIM.
    pub scim: Option<ScimTarget>,
}

impl Directory {
    /// A directory without people around this identity provider.
    ///
    /// # Errors
    /// The SCIM target's certificate authority can't be read.
    pub fn new(provider: IdentityProvider, setup: Setup) -> Result<Self> {
        let scim = setup.scim.map(push::ScimClient::new).transpose()?;
        Ok(Self(Arc::new(Inner {
            provider,
            acs_url: setup.acs_url,
            sp_entity_id: setup.sp_entity_id,
            scim,
            register: Mutex::default(),
        })))
    }

    /// Its page, its JSON routes and its sign-in.
    pub fn router(&self) -> axum::Router {
        page::router().merge(sign_in::router()).with_state(self.clone())
    }

    /// The identity provider in it.
    #[must_use]
    pub fn provider(&self) -> &IdentityProvider {
        &self.0.provider
    }

    /// People, groups and what was pushed, as they stand.
    pub async fn snapshot(&self) -> Register {
        self.0.register.lock().await.clone()
    }

    /// Adds a person and pushes them.
    ///
    /// # Errors
    /// The address is taken, or the push was refused; the person is in the directory all the same then.
    pub async fn add_person(&self, new: NewPerson) -> Result<Person> {
        let mut register = self.0.register.lock().await;
        let key = register.add(new)?;
        self.push_person(&mut register, &key).await?;
        register.person(&key).cloned()
    }

    /// Adds a group and pushes it.
    ///
    /// # Errors
    /// The push was refused.
    pub async fn add_group(&self, name: &str) -> Result<()> {
        let mut register = self.0.register.lock().await;
        register.add_group(name)?;
        self.push_group(&mut register, name).await
    }

    /// Switches a person on or off, or puts them into other groups, and pushes what changed.
    ///
    /// # Errors
    /// No such person, or a push was refused.
    pub async fn change_person(&self, key: &str, change: PersonChange) -> Result<Person> {
        let mut register = self.0.register.lock().await;
        let moves = register.change(key, &change)?;
        if change.active.is_some() {
            self.push_person(&mut register, key).await?;
        }
        for step in moves {
            self.push_member(&mut register, key, &step).await?;
        }
        register.person(key).cloned()
    }

    /// Removes a person, here and there.
    ///
    /// # Errors
    /// No such person, or the push was refused.
    pub async fn remove_person(&self, key: &str) -> Result<()> {
        let mut register = self.0.register.lock().await;
        let person = register.remove(key)?;
        if let (Some(scim), Some(id)) = (&self.0.scim, &person.scim_id) {
            scim.delete_user(&mut register, id).await?;
        }
        Ok(())
    }
}
