//! Persistent maps keyed by our own ids.

use std::hash::{BuildHasherDefault, Hasher};

use imbl::{GenericHashMap, shared_ptr::DefaultSharedPtr};

/// A map whose copies share structure: a clone costs one counter, a change copies a few nodes.
pub(crate) type IdMap<K, V> = GenericHashMap<K, V, BuildHasherDefault<IdHasher>, DefaultSharedPtr>;

/// Hashes an integer id with one multiplication. The database numbers the ids, nobody outside chooses them: so no
/// attacker can aim at collisions, and a keyed hash would cost half of a decision's time.
#[derive(Clone, Copy, Default)]
pub(crate) struct IdHasher(u64);

/// 2^64 divided by the golden ratio: spreads consecutive integers evenly.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl IdHasher {
    fn mix(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word) * u128::from(SPREAD);
        self.0 = (product as u64) ^ ((product >> 64) as u64);
    }
}

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.mix(u64::from(*byte));
        }
    }

    fn write_i64(&mut self, id: i64) {
        self.mix(id.cast_unsigned());
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
