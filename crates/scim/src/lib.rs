//! keyfold-scim
