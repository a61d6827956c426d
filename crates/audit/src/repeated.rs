//! Repeated sign-ins: a client that signs in for every file would fill the log. The first is a row at once; those of the
//! minute after it, by the same actor from the same address over the same interface, are one more row with their count.

use std::{collections::HashMap, net::IpAddr, time::Duration};

use keyfold_model::{Interface, Timestamp};
use serde_json::json;

use crate::{Actor, Event};

/// How long after the first row sign-ins are counted.
pub const WINDOW: Duration = Duration::from_secs(60);

type Key = (String, Interface, Option<IpAddr>, &'static str, Option<&'static str>);

#[derive(Debug)]
struct Window {
    since: Timestamp,
    latest: Event,
    repeats: u64,
}

/// The sign-ins of the last minute.
#[derive(Debug, Default)]
pub struct Repeated {
    windows: HashMap<Key, Window>,
    ended: Vec<Event>,
}

impl Repeated {
    /// Takes a sign-in in, and gives it back if it is to be recorded now; otherwise it is counted.
    pub fn observe(&mut self, event: Event, now: Timestamp) -> Option<Event> {
        let key = key(&event);
        if let Some(window) = self.windows.get_mut(&key).filter(|window| now < window.since.after(WINDOW)) {
            window.repeats += 1;
            window.latest = event;
            return None;
        }
        let window = Window { since: now, latest: event.clone(), repeats: 0 };
        self.ended.extend(self.windows.insert(key, window).and_then(Window::summary));
        Some(event)
    }

    /// The summaries of the minutes that are over: to be recorded. Call it every few seconds.
    pub fn due(&mut self, now: Timestamp) -> Vec<Event> {
        let over: Vec<Key> = self
            .windows
            .iter()
            .filter(|(_, window)| now >= window.since.after(WINDOW))
            .map(|(key, _)| key.clone())
            .collect();
        for key in over {
            self.ended.extend(self.windows.remove(&key).and_then(Window::summary));
        }
        std::mem::take(&mut self.ended)
    }

    /// All summaries, at the end of the server.
    pub fn finish(&mut self) -> Vec<Event> {
        self.due(Timestamp(i64::MAX))
    }
}

impl Window {
    fn summary(self) -> Option<Event> {
        let Self { since, mut latest, repeats } = self;
        latest.after = Some(json!({ "repeats": repeats, "since": since.to_string() }));
        (repeats > 0).then_some(latest)
    }
}

fn key(event: &Event) -> Key {
    let actor = match &event.actor {
        Actor::User { id, .. } => format!("user {id}"),
        Actor::ApiKey { id, .. } => format!("api_key {id}"),
        Actor::Connection { id, .. } => format!("connection {id}"),
        Actor::Job(name) => format!("job {name}"),
        Actor::Stranger { claimed } => format!("stranger {}", claimed.as_deref().unwrap_or_default()),
    };
    (actor, event.interface, event.remote_ip, event.action, event.failure_type)
}

#[cfg(test)]
mod tests {
    use keyfold_model::UserId;

    use super::*;

    fn login(user: i64) -> Event {
        Event::new(Actor::User { id: UserId(user), name: "ann".into() }, "login", Interface::Ftp)
    }

    #[test]
    fn the_first_is_a_row_and_the_rest_of_its_minute_one_more() {
        let mut repeated = Repeated::default();
        let at = Timestamp::from_seconds;
        assert!(repeated.observe(login(1), at(100)).is_some());
        for second in 101..160 {
            assert!(repeated.observe(login(1), at(second)).is_none());
        }
        assert!(repeated.observe(login(2), at(130)).is_some(), "somebody else");
        assert_eq!(repeated.due(at(159)).len(), 0);
        let summaries = repeated.due(at(160));
        assert_eq!(summaries.len(), 1);
        assert_eq!(summaries[0].after.as_ref().expect("a count")["repeats"], 59);
        assert!(repeated.observe(login(1), at(160)).is_some(), "a new minute");
        assert_eq!(repeated.finish().len(), 0, "nothing was repeated since");
    }

    #[test]
    fn a_new_minute_keeps_the_count_of_the_last() {
        let mut repeated = Repeated::default();
        let at = Timestamp::from_seconds;
        repeated.observe(login(1), at(0));
        repeated.observe(login(1), at(1));
        assert!(repeated.observe(login(1), at(60)).is_some());
        assert_eq!(repeated.due(at(61)).len(), 1);
    }
}
