//! keyfold-model
