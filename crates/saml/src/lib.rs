//! keyfold-saml
