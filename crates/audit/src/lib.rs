//! keyfold-audit
