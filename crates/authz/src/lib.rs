//! keyfold-authz
