-- The bytes of small files, committed with the file itself: `blob` is a file's in `entries`. What is larger lies in the store.
-- SQLite keeps a value of bytes as bytes whatever the column is called.
CREATE TABLE small_blobs (
    blob TEXT PRIMARY KEY,
    bytes BYTEA NOT NULL
);
