-- The directory here: who people are, how they prove it, and what they were given.
-- Times are microseconds since the epoch; truth is 0 or 1; what is secret stands here as a hash.

-- A company directory (Files.com: sso_strategy). `saml` and `rules` are JSON documents.
CREATE TABLE connections (
    id BIGINT PRIMARY KEY,
    label TEXT NOT NULL,
    provider TEXT NOT NULL,
    logo TEXT,
    enabled BIGINT NOT NULL,
    on_login_page BIGINT NOT NULL,
    scim_enabled BIGINT NOT NULL,
    idp_entity_id TEXT,
    saml TEXT NOT NULL,
    rules TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- `connection_id` is null for people made here. A row whose `deprovisioned_at` is set was deleted by its directory and
-- kept, disabled and unseen by SCIM; one whose `deleted_at` is set is a tombstone: seen by nobody, its name free again.
CREATE TABLE users (
    id BIGINT PRIMARY KEY,
    scim_id TEXT NOT NULL UNIQUE,
    connection_id BIGINT REFERENCES connections (id),
    login TEXT NOT NULL,
    login_folded TEXT NOT NULL,
    external_id TEXT,
    name_id TEXT,
    display_name TEXT,
    given_name TEXT,
    family_name TEXT,
    email TEXT,
    active_in_directory BIGINT NOT NULL,
    disabled_here BIGINT NOT NULL,
    role TEXT NOT NULL,
    partner_id BIGINT,
    password_hash TEXT,
    access_epoch BIGINT NOT NULL,
    first_signed_in_at BIGINT,
    last_signed_in_at BIGINT,
    scim_resource TEXT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deprovisioned_at BIGINT,
    deleted_at BIGINT
);
CREATE UNIQUE INDEX users_by_login ON users (login_folded) WHERE deleted_at IS NULL;
CREATE INDEX users_by_external_id ON users (connection_id, external_id);
CREATE INDEX users_by_connection_login ON users (connection_id, login_folded);

CREATE TABLE groups (
    id BIGINT PRIMARY KEY,
    scim_id TEXT NOT NULL UNIQUE,
    connection_id BIGINT REFERENCES connections (id),
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL UNIQUE,
    external_id TEXT,
    scim_resource TEXT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX groups_by_external_id ON groups (connection_id, external_id);

-- One row per source that says so: a source takes away only its own.
CREATE TABLE memberships (
    user_id BIGINT NOT NULL REFERENCES users (id),
    group_id BIGINT NOT NULL REFERENCES groups (id),
    origin TEXT NOT NULL,
    admin BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (user_id, group_id, origin)
);
CREATE INDEX memberships_by_group ON memberships (group_id, user_id);

CREATE TABLE scim_tokens (
    id BIGINT PRIMARY KEY,
    connection_id BIGINT NOT NULL REFERENCES connections (id),
    label TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    hint TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    last_used_at BIGINT,
    last_used_ip TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX scim_tokens_by_connection ON scim_tokens (connection_id, id);

CREATE TABLE api_keys (
    id BIGINT PRIMARY KEY,
    owner BIGINT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    key_hash TEXT NOT NULL UNIQUE,
    hint TEXT NOT NULL,
    permission_set TEXT NOT NULL,
    path TEXT,
    interfaces TEXT,
    expires_at BIGINT,
    last_used_at BIGINT,
    last_used_ip TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX api_keys_by_owner ON api_keys (owner, id);

-- `blob` is the key in base64, as the second field of an OpenSSH line.
CREATE TABLE public_keys (
    id BIGINT PRIMARY KEY,
    owner BIGINT NOT NULL REFERENCES users (id),
    title TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    blob TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT,
    last_used_ip TEXT,
    created_at BIGINT NOT NULL,
    UNIQUE (owner, fingerprint)
);

CREATE TABLE web_sessions (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    user_id BIGINT NOT NULL REFERENCES users (id),
    access_epoch BIGINT NOT NULL,
    csrf_secret TEXT NOT NULL,
    remote_ip TEXT NOT NULL,
    client TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    idle_expires_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX web_sessions_by_user ON web_sessions (user_id);

-- What ended access, in the order of commits: every node reads on from the last `seq` that it saw.
CREATE TABLE revocation_sequence (next_seq BIGINT NOT NULL);
INSERT INTO revocation_sequence (next_seq) VALUES (1);
CREATE TABLE revocations (
    seq BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT,
    at BIGINT NOT NULL
);

-- `subject_id` is null where the subject is a list of groups: those are in grant_groups.
CREATE TABLE grants (
    id BIGINT PRIMARY KEY,
    folder_id BIGINT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BIGINT,
    level TEXT NOT NULL,
    recursive BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL
);
CREATE INDEX grants_by_folder ON grants (folder_id, id);
CREATE INDEX grants_by_subject ON grants (subject_kind, subject_id);
CREATE TABLE grant_groups (
    grant_id BIGINT NOT NULL REFERENCES grants (id),
    group_id BIGINT NOT NULL,
    PRIMARY KEY (grant_id, group_id)
);
CREATE INDEX grant_groups_by_group ON grant_groups (group_id);

CREATE TABLE fences (
    folder_id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL
);

-- Site policy that administrators change at run time, as JSON by name.
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE setup_links (
    token_hash TEXT PRIMARY KEY,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

-- SAML requests that wait for their answer, each bound to one browser by its cookie.
CREATE TABLE saml_requests (
    id TEXT PRIMARY KEY,
    connection_id BIGINT NOT NULL REFERENCES connections (id),
    cookie_hash TEXT NOT NULL,
    relay_state TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- Assertions that were taken: each is good once, on every node, until it would be refused for its age.
CREATE TABLE saml_assertions (
    connection_id BIGINT NOT NULL,
    assertion_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (connection_id, assertion_id)
);
