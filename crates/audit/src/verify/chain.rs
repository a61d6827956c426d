//! The walk along the chains: rows in, the first fault out. Reads nothing itself.

use std::collections::{HashMap, HashSet};

use keyfold_db::audit::{ChainHead, Row, Seal, SealKind};

use super::{Broken, Fault};
use crate::chain;

/// Where the walk is.
pub struct Walk {
    /// Not yet begun, the next last.
    heads: Vec<ChainHead>,
    current: Option<Chain>,
    nodes: HashSet<String>,
    seals: HashMap<(String, i64, SealKind), String>,
}

struct Chain {
    head: ChainHead,
    /// The last good row, or the base.
    seq: i64,
    hash: String,
}

impl Walk {
    /// Over these chains, with seals that are genuine.
    pub fn new(mut heads: Vec<ChainHead>, seals: Vec<Seal>) -> Self {
        heads.sort_by_key(|head| std::cmp::Reverse(head.first_seq));
        let seals = seals.into_iter().map(|seal| ((seal.node, seal.seq, seal.kind), seal.hash)).collect();
        let nodes = heads.iter().map(|head| head.node.clone()).collect();
        Self { heads, current: None, nodes, seals }
    }

    /// The next row there is, by number.
    pub fn step(&mut self, row: &Row) -> Result<(), Broken> {
        while self.heads.last().is_some_and(|next| next.first_seq <= row.seq) {
            self.finish_chain()?;
            self.begin_chain()?;
        }
        let Some(chain) = &mut self.current else {
            return Err(Broken { node: String::new(), seq: row.seq, fault: Fault::Inserted });
        };
        let broken = |seq, fault| Err(Broken { node: chain.head.node.clone(), seq, fault });
        if row.seq <= chain.seq || chain.seq == chain.head.seq {
            return broken(row.seq, Fault::Inserted);
        }
        if row.seq != chain.seq + 1 {
            return broken(chain.seq + 1, Fault::Removed);
        }
        if row.node != chain.head.node || chain::hash(row) != row.hash {
            return broken(row.seq, Fault::Changed);
        }
        if row.prev_hash != chain.hash {
            return broken(row.seq, Fault::Unlinked);
        }
        let sealed = self.seals.get(&(chain.head.node.clone(), row.seq, SealKind::Head));
        if sealed.is_some_and(|hash| *hash != row.hash) {
            return broken(row.seq, Fault::Resealed);
        }
        chain.seq = row.seq;
        chain.hash.clone_from(&row.hash);
        Ok(())
    }

    /// There are no more rows.
    pub fn end(&mut self) -> Result<(), Broken> {
        self.finish_chain()?;
        while !self.heads.is_empty() {
            self.begin_chain()?;
            self.finish_chain()?;
        }
        let lost = self.seals.keys().filter(|(node, ..)| !self.nodes.contains(node)).min_by_key(|(_, seq, _)| *seq);
        match lost {
            Some((node, seq, _)) => Err(Broken { node: node.clone(), seq: *seq, fault: Fault::Removed }),
            None => Ok(()),
        }
    }

    /// The hash that the next row must follow.
    pub fn expected_hash(&self) -> Option<&str> {
        self.current.as_ref().map(|chain| chain.hash.as_str())
    }

    fn begin_chain(&mut self) -> Result<(), Broken> {
        let Some(head) = self.heads.pop() else { return Ok(()) };
        let expired = head.base_seq >= head.first_seq;
        let sealed = self.seals.get(&(head.node.clone(), head.base_seq, SealKind::Expiry));
        if (expired && sealed != Some(&head.base_hash)) || (!expired && head.base_hash != chain::GENESIS) {
            return Err(Broken { node: head.node, seq: head.base_seq, fault: Fault::Expired });
        }
        self.current = Some(Chain { seq: head.base_seq, hash: head.base_hash.clone(), head });
        Ok(())
    }

    fn finish_chain(&self) -> Result<(), Broken> {
        let Some(chain) = &self.current else { return Ok(()) };
        let broken = |seq, fault| Err(Broken { node: chain.head.node.clone(), seq, fault });
        let sealed = self.seals.keys().filter(|(node, ..)| *node == chain.head.node).map(|(_, seq, _)| *seq).max();
        if chain.seq < chain.head.seq.max(sealed.unwrap_or(i64::MIN)) {
            return broken(chain.seq + 1, Fault::Removed);
        }
        if chain.hash != chain.head.hash {
            return broken(chain.seq, Fault::Head);
        }
        Ok(())
    }
}
