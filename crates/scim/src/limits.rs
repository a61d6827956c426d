//! What one request may hold. The size of a body in bytes is the caller's to limit before it is parsed.

/// Longest filter or PATCH path, in bytes.
pub const MAX_FILTER_BYTES: usize = 8 * 1024;
/// Deepest nesting of brackets and `not` in a filter.
pub const MAX_FILTER_DEPTH: usize = 32;
/// Most operations in one PATCH or one bulk request.
pub const MAX_OPERATIONS: usize = 1_000;
/// Most members that one group request may name, over all of its operations.
pub const MAX_MEMBERS: usize = 100_000;
/// Most values of one multi-valued attribute of a user.
pub const MAX_VALUES: usize = 500;
/// Most work that one PATCH of a user may ask for: its operations, the values in their lists and the terms of their
/// filters together. Each is held against every value that is there, so that this bounds the time it takes.
pub const MAX_PATCH_COST: usize = 5_000;
/// Longest text value of an attribute, in bytes (certificates and photos are the long ones).
pub const MAX_TEXT_BYTES: usize = 64 * 1024;
/// Resources on a page where the client names no `count`.
pub const DEFAULT_COUNT: u64 = 100;
/// Most resources on one page; a larger `count` is lowered to it.
pub const MAX_COUNT: u64 = 1_000;
/// Longest bulk body in bytes, as announced in the service provider configuration.
pub const MAX_BULK_BYTES: usize = 8 * 1024 * 1024;
