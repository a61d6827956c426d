-- SAML: this site's own keys, sessions that a directory may end, what is known of its metadata, and its last answers.

-- `sealed_key` is the private key, encrypted with the site's secret, which is not in this database. The key that was
-- activated last signs; one that never was is announced only.
CREATE TABLE saml_keys (
    id BIGINT PRIMARY KEY,
    certificate TEXT NOT NULL,
    sealed_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    activated_at BIGINT
);

-- Whose answer began a web session, by the names that the directory gave: a logout there or here repeats them.
CREATE TABLE saml_sessions (
    session_id TEXT PRIMARY KEY REFERENCES web_sessions (id) ON DELETE CASCADE,
    connection_id BIGINT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    name_id TEXT NOT NULL,
    name_id_format TEXT,
    name_qualifier TEXT,
    sp_name_qualifier TEXT,
    session_index TEXT
);
CREATE INDEX saml_sessions_by_name ON saml_sessions (connection_id, name_id);

-- Logout requests of ours that wait for the directory's answer.
CREATE TABLE saml_logouts (
    id TEXT PRIMARY KEY,
    connection_id BIGINT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);

-- The last answers of each directory, taken or refused. `xml` is masked: nobody can sign in with it.
CREATE TABLE saml_attempts (
    id BIGINT PRIMARY KEY,
    connection_id BIGINT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    failure_type TEXT,
    expected TEXT,
    found TEXT,
    name_id TEXT,
    user_id BIGINT,
    remote_ip TEXT NOT NULL,
    client TEXT NOT NULL,
    xml TEXT
);
CREATE INDEX saml_attempts_by_connection ON saml_attempts (connection_id, id);

-- How fetching the metadata of a connection goes. `error` is the last word, and `failures` how often in a row.
CREATE TABLE saml_metadata (
    connection_id BIGINT PRIMARY KEY REFERENCES connections (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    etag TEXT,
    checked_at BIGINT NOT NULL,
    fetched_at BIGINT,
    failures BIGINT NOT NULL,
    error TEXT,
    next_at BIGINT NOT NULL
);

-- Whether a person began the request here (`page`) or on the tile of their portal (`tile`).
ALTER TABLE saml_requests ADD COLUMN origin TEXT NOT NULL DEFAULT 'page';
