//! Open files and folders. A handle keeps its decision and notices when the session is cut, the policy changes or a folder
//! moves: three atomic loads per call.

mod dir;
mod guard;
mod read;
mod write;

pub use dir::DirHandle;
pub use read::ReadHandle;
pub use write::WriteHandle;
