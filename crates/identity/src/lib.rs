//! keyfold-identity
