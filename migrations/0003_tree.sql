-- The one tree of files and folders, and the bytes that its files own.
-- A name is unique in its folder. `blob` names the immutable bytes of a file in the store, and is null for a folder; copies
-- of a file share one blob. `untouched` is 1 as long as nobody but its maker has changed the file. `written_by` is charged
-- for its bytes.
CREATE TABLE entries (
    id BIGINT PRIMARY KEY,
    parent_id BIGINT REFERENCES entries (id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    size BIGINT NOT NULL,
    modified BIGINT NOT NULL,
    created BIGINT NOT NULL,
    created_by BIGINT,
    created_via TEXT NOT NULL,
    written_by BIGINT,
    untouched BIGINT NOT NULL,
    sha256 TEXT,
    blob TEXT,
    UNIQUE (parent_id, name)
);
CREATE INDEX entries_by_blob ON entries (blob);
INSERT INTO entries (id, parent_id, name, kind, size, modified, created, created_via, untouched)
    VALUES (1, NULL, '', 'folder', 0, 0, 0, 'robot', 1);

-- Bytes that were written and not committed, kept for the person who wrote them. `entry_id` is what the file will have.
CREATE TABLE staging (
    blob TEXT PRIMARY KEY,
    entry_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    parent_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    interface TEXT NOT NULL,
    length BIGINT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX staging_by_name ON staging (user_id, parent_id, name);
CREATE INDEX staging_by_expiry ON staging (expires);

-- Blobs that lost an entry: swept when no other entry owns them.
CREATE TABLE dead_blobs (
    blob TEXT PRIMARY KEY,
    size BIGINT NOT NULL,
    since BIGINT NOT NULL
);

-- What a person's files, or the files below a folder, take, and how much they may at the most (null: without limit).
-- `kind` is user or folder; folders are counted only where they have a limit.
CREATE TABLE quotas (
    kind TEXT NOT NULL,
    owner_id BIGINT NOT NULL,
    most BIGINT,
    used BIGINT NOT NULL,
    PRIMARY KEY (kind, owner_id)
);
