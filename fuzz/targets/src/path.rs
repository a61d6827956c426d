use keyfold_model::{MAX_NAME_BYTES, MAX_PATH_BYTES, VPath};

/// A path that is taken stays below the root, and is one path: reading it again changes nothing.
pub fn path(bytes: &[u8]) {
    for read in [VPath::parse(bytes), VPath::resolve(bytes)].into_iter().flatten() {
        assert!(read.as_str().len() <= MAX_PATH_BYTES);
        let mut rebuilt = VPath::root();
        for name in read.names() {
            assert!(!matches!(name.as_str(), "" | "." | "..") && name.as_str().len() <= MAX_NAME_BYTES);
            assert!(!name.as_str().contains(['/', '\0']));
            rebuilt = rebuilt.join(&name).expect("its parts make a path");
        }
        assert_eq!(rebuilt, read);
        assert_eq!(VPath::parse(read.as_str().as_bytes()).as_ref(), Ok(&read));
        assert!(read.is_within(&VPath::root()) && read.is_within(&read));
        if let Some((folder, name)) = read.split_last() {
            assert!(read.is_within(&folder) && !folder.is_within(&read));
            assert_eq!(folder.join(&name).as_ref(), Ok(&read));
        }
    }
}
