//! keyfold-net
