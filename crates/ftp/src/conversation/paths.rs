//! What a client's names mean, from the folder that it is in.

use keyfold_model::VPath;
use keyfold_vfs::Error;

use super::Conversation;

impl Conversation {
    /// The place that a command acts on.
    pub(super) fn place(&self, path: &[u8]) -> Result<VPath, Error> {
        Ok(VPath::parse(&self.absolute(path))?)
    }

    /// The folder that `CWD` goes to: here alone `..` is followed, by the text.
    pub(super) fn destination(&self, path: &[u8]) -> Result<VPath, Error> {
        Ok(VPath::resolve(&self.absolute(path))?)
    }

    fn absolute(&self, path: &[u8]) -> Vec<u8> {
        if path.starts_with(b"/") {
            return path.to_vec();
        }
        [self.settings.folder.as_str().as_bytes(), b"/", path].concat()
    }
}
