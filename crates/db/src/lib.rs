//! keyfold-db
