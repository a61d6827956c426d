//! keyfold-vfs
