//! keyfold-sftp
