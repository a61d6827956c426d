//! The real binary as a process of its own: driven by real clients, and killed.

mod crash;
mod process;
mod same_rules;
