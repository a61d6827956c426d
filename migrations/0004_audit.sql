-- One row per act, never changed. `hash` is the SHA-256 over every other column, `prev_hash` among them, which is the
-- hash of the same node's row before: docs/audit.md describes the bytes.
CREATE TABLE audit_events (
    seq BIGINT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    node TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor_type TEXT NOT NULL,
    actor_id TEXT,
    actor_name TEXT,
    person_id BIGINT,
    on_behalf_of BIGINT,
    action TEXT NOT NULL,
    interface TEXT NOT NULL,
    remote_ip TEXT,
    session_id TEXT,
    path TEXT,
    destination TEXT,
    target_type TEXT,
    target_id TEXT,
    target_name TEXT,
    before_json TEXT,
    after_json TEXT,
    bytes BIGINT,
    sha256 TEXT,
    duration_ms BIGINT,
    outcome TEXT NOT NULL,
    failure_type TEXT,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);

-- One index for each way to search, each ending in the order in which rows are shown. A path may be longer than an index
-- entry of PostgreSQL may be, so that only its beginning is in the index.
CREATE INDEX audit_events_by_time ON audit_events (at, seq);
CREATE INDEX audit_events_by_person ON audit_events (person_id, at, seq) WHERE person_id IS NOT NULL;
CREATE INDEX audit_events_by_path ON audit_events (substr(path, 1, 400), at, seq) WHERE path IS NOT NULL;
CREATE INDEX audit_events_by_destination ON audit_events (substr(destination, 1, 400), at, seq) WHERE destination IS NOT NULL;
CREATE INDEX audit_events_by_action ON audit_events (action, at, seq);
CREATE INDEX audit_events_by_interface ON audit_events (interface, at, seq);
CREATE INDEX audit_events_by_address ON audit_events (remote_ip, at, seq) WHERE remote_ip IS NOT NULL;
CREATE INDEX audit_events_by_outcome ON audit_events (outcome, at, seq) WHERE outcome <> 'ok';
CREATE INDEX audit_events_by_target ON audit_events (target_type, target_id, at, seq) WHERE target_id IS NOT NULL;

-- Where each node's chain stands. A node's rows are numbered without a gap from `first_seq`; nodes have ranges of their
-- own, so that no two ever wait for each other. `base_seq` and `base_hash` are those of the last row that expired.
CREATE TABLE audit_heads (
    node TEXT NOT NULL PRIMARY KEY,
    first_seq BIGINT NOT NULL UNIQUE,
    base_seq BIGINT NOT NULL,
    base_hash TEXT NOT NULL,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
);

-- A place in a chain, signed: `head` is how far it reached at that moment, `expiry` how far it was deleted. Kept for ever.
CREATE TABLE audit_seals (
    node TEXT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    hash TEXT NOT NULL,
    sealed_at BIGINT NOT NULL,
    key TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (node, seq, kind)
);

-- One row per answered request of a directory's SCIM client.
CREATE TABLE scim_log (
    id BIGINT NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL,
    connection_id BIGINT,
    token_id BIGINT,
    request_method TEXT NOT NULL,
    request_path TEXT NOT NULL,
    query TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    remote_ip TEXT NOT NULL,
    request_json TEXT,
    http_response_code BIGINT NOT NULL,
    response_json TEXT,
    duration_ms BIGINT NOT NULL,
    effects TEXT NOT NULL,
    -- The names of the users and groups that it is about, in lower case and between line feeds: what is searched.
    user_names TEXT NOT NULL,
    group_names TEXT NOT NULL
);
CREATE INDEX scim_log_by_time ON scim_log (created_at, id);
CREATE INDEX scim_log_by_connection ON scim_log (connection_id, created_at, id);
CREATE INDEX scim_log_by_code ON scim_log (http_response_code, created_at, id);
