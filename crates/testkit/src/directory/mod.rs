//! A stand-in company directory: people and groups on a page, real signed SAML out of it, and real SCIM pushed as JumpCloud
//! pushes it. The demo runs it beside the server; tests drive it by its JSON routes or from Rust.

mod application;
mod page;
mod push;
mod register;
mod sign_in;

use std::sync::{Arc, PoisonError, RwLock};

use anyhow::Result;
use tokio::sync::Mutex;

use crate::idp::IdentityProvider;
pub use application::{Application, ScimTarget};
pub use push::Push;
use register::Move;
pub use register::{Group, NewPerson, Person, PersonChange, Register};

/// The directory. Cheap to clone.
#[derive(Clone)]
pub struct Directory(Arc<Inner>);

struct Inner {
    provider: IdentityProvider,
    ca_pem: Option<Vec<u8>>,
    connected: RwLock<Arc<application::Connected>>,
    register: Mutex<Register>,
}

impl Directory {
    /// A directory without people around this identity provider, connected to nothing. The certificate of what it is
    /// connected to is checked against this authority (PEM), or the system's.
    #[must_use]
    pub fn new(provider: IdentityProvider, ca_pem: Option<Vec<u8>>) -> Self {
        Self(Arc::new(Inner { provider, ca_pem, connected: RwLock::default(), register: Mutex::default() }))
    }

    /// Connects it to an application: what its administrator does by pasting values.
    ///
    /// # Errors
    /// The certificate authority can't be read.
    pub fn connect(&self, application: Application) -> Result<()> {
        let connected = application::Connected::new(application, self.0.ca_pem.as_deref())?;
        *self.0.connected.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(connected);
        Ok(())
    }

    fn connected(&self) -> Arc<application::Connected> {
        Arc::clone(&self.0.connected.read().unwrap_or_else(PoisonError::into_inner))
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

    /// Pushes all groups and people, as a first synchronization does. Who is refused doesn't stop the others.
    pub async fn push_all(&self) {
        let mut register = self.0.register.lock().await;
        register.forget_ids();
        for group in register.groups.clone() {
            drop(self.push_group(&mut register, &group.name).await);
        }
        for person in register.people.clone() {
            if self.push_person(&mut register, &person.key).await.is_err() {
                continue;
            }
            for group in person.groups {
                drop(self.push_member(&mut register, &person.key, &Move::Into(group)).await);
            }
        }
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
        if let (Some(scim), Some(id)) = (&self.connected().scim, &person.scim_id) {
            scim.delete_user(&mut register, id).await?;
        }
        Ok(())
    }
}
