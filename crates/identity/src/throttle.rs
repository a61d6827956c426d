//! Guessing: failures are counted in SQL, so that the count holds on every node and after a restart, and too many make their
//! subject wait. A pause never grows by what is tried during it, and nothing here ever looks at sign-ins through a directory.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Weak},
    time::Duration,
};

use keyfold_db::{Connection, Tx, sign_in_failures};
use keyfold_model::{LoginName, Timestamp, UserId};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use tokio::sync::OwnedMutexGuard;

use crate::{Denial, Error, sign_in_policy::SignInPolicy, token};

/// So many failures within a window make the subject wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// How many; 0: any number.
    pub failures: u32,
    /// Within how many seconds.
    pub within_seconds: u32,
    /// For how many seconds the subject waits then.
    pub pause_seconds: u32,
}

/// For what failures are counted.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    /// A folded user name, whether anybody has it or not: so that the answer doesn't tell.
    Name(String),
    /// The codes of a person whose key was proven. Apart from the name: who guesses passwords can't lock keys out.
    Codes(UserId),
    /// The address of the client.
    Address(IpAddr),
}

impl Subject {
    /// That user name.
    pub(crate) fn name(login: &str) -> Self {
        Self::Name(LoginName::fold(login))
    }

    /// Its limits, each with the key of its row and how its refusal is called.
    fn limits(&self, policy: &SignInPolicy) -> Vec<(String, Limit, Denial)> {
        let row = |limit: &str, what: &dyn std::fmt::Display| token::hash(&format!("{limit} {what}"));
        match self {
            Self::Name(name) => {
                vec![
                    (row("lockout", name), policy.lockout, Denial::LockedOut),
                    (row("throttle", name), policy.throttle, Denial::Throttled),
                ]
            }
            Self::Codes(user) => vec![(row("codes", user), policy.lockout, Denial::LockedOut)],
            Self::Address(address) => {
                vec![(row("address", &network(*address)), policy.address_throttle, Denial::Throttled)]
            }
        }
    }
}

/// Who has an IPv6 address has all of its /64.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{:x?}", &address.segments()[..4]),
    }
}

/// Refuses what has to wait. Asked before any password is hashed.
pub(crate) async fn check(
    connection: &mut Connection,
    policy: &SignInPolicy,
    subjects: &[Subject],
    now: Timestamp,
) -> Result<(), Denial> {
    for subject in subjects {
        for (row, limit, denial) in subject.limits(policy) {
            if limit.failures > 0 && sign_in_failures::is_paused(connection, &row, now).await? {
                return Err(denial);
            }
        }
    }
    Ok(())
}

/// Counts a failure of each subject, and makes those wait that had too many.
pub(crate) async fn count(
    tx: &mut Tx,
    policy: &SignInPolicy,
    subjects: &[Subject],
    now: Timestamp,
) -> Result<(), Error> {
    let limits = subjects.iter().flat_map(|subject| subject.limits(policy));
    for (row, limit, _) in limits.filter(|(_, limit, _)| limit.failures > 0) {
        let after = |seconds: u32| now.after(Duration::from_secs(seconds.into()));
        let failures = sign_in_failures::count(tx, &row, now, after(limit.within_seconds)).await?;
        if failures >= i64::from(limit.failures) {
            sign_in_failures::pause(tx, &row, after(limit.pause_seconds)).await?;
        }
    }
    Ok(())
}

/// Forgets the failures of subjects. Whether there were any.
pub(crate) async fn forget(tx: &mut Tx, subjects: &[Subject]) -> Result<bool, Error> {
    let mut any = false;
    for subject in subjects {
        for (row, ..) in subject.limits(&SignInPolicy::default()) {
            any |= sign_in_failures::delete(tx, &row).await?;
        }
    }
    Ok(any)
}

/// One attempt at a time for each user name of a node: guesses that come together are counted one after the other, and can't
/// all be on their way before the first is. Nobody's guesses take all the turns that there are for hashing, either.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turns(Arc<Mutex<HashMap<String, Weak<tokio::sync::Mutex<()>>>>>);

impl Turns {
    /// How many names are remembered before those are looked for that nobody waits for.
    const SWEEP_AT: usize = 1024;

    pub(crate) async fn take(&self, name: &str) -> OwnedMutexGuard<()> {
        let turn = self.turn_of(LoginName::fold(name));
        turn.lock_owned().await
    }

    fn turn_of(&self, name: String) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.0.lock();
        if let Some(turn) = turns.get(&name).and_then(Weak::upgrade) {
            return turn;
        }
        if turns.len() >= Self::SWEEP_AT {
            turns.retain(|_, turn| turn.strong_count() > 0);
        }
        let turn = Arc::default();
        turns.insert(name, Arc::downgrade(&turn));
        turn
    }
}
