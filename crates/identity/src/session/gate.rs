//! The gate before the socket: what makes "no byte after the audit row" true.

use parking_lot::{RwLock, RwLockReadGuard};

/// Payload of a session is handed to a socket only while a [`Pass`] of its gate is held. Closing waits for the passes that
/// are out, so that after [`Gate::close`] returned no byte of the session follows, and a `session_cut` row written then is
/// never older than its last byte.
#[derive(Debug, Default)]
pub struct Gate(RwLock<State>);

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Open,
    Closed,
}

/// The right to hand bytes to a socket now. Hold it across one non-blocking write and nothing else.
#[derive(Debug)]
pub struct Pass<'a> {
    _held: RwLockReadGuard<'a, State>,
}

impl Gate {
    /// A pass, unless the gate is closed.
    #[must_use]
    pub fn pass(&self) -> Option<Pass<'_>> {
        let held = self.0.read();
        (*held == State::Open).then_some(Pass { _held: held })
    }

    /// Closes the gate for good. Returns when no pass is out.
    pub(crate) fn close(&self) {
        *self.0.write() = State::Closed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_gate_gives_no_pass_and_closing_waits_for_those_that_are_out() {
        let gate = Gate::default();
        let pass = gate.pass().expect("open");
        std::thread::scope(|scope| {
            let closing = scope.spawn(|| gate.close());
            assert!(!closing.is_finished());
            drop(pass);
            closing.join().expect("closed");
        });
        assert!(gate.pass().is_none());
    }
}
