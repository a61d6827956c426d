//! keyfold-testkit
