//! keyfold-web
