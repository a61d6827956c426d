-- Signing in over SSH: from where a key is taken, and sign-ins that a browser has to approve.

-- The only address ranges from which a key is taken, in CIDR notation with commas between; null where any will do.
ALTER TABLE public_keys ADD COLUMN addresses TEXT;

-- Sign-ins on SFTP that wait for their person in a browser. `user_id` is null where nobody could ever approve: an unknown
-- name is asked the same, and waits in vain. `code_hash` is that of what stands in the terminal.
CREATE TABLE approvals (
    id TEXT PRIMARY KEY,
    user_id BIGINT REFERENCES users (id),
    code_hash TEXT NOT NULL,
    state TEXT NOT NULL,
    wrong_codes BIGINT NOT NULL,
    remote_ip TEXT NOT NULL,
    client TEXT NOT NULL,
    login TEXT NOT NULL,
    access_epoch BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX approvals_by_user ON approvals (user_id);
CREATE INDEX approvals_by_code ON approvals (code_hash);
CREATE INDEX approvals_by_expiry ON approvals (expires_at);

-- Browsers whose person has signed in afresh in order to approve, and how many codes they mistyped.
CREATE TABLE approval_browsers (
    session_id TEXT PRIMARY KEY,
    wrong_codes BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX approval_browsers_by_expiry ON approval_browsers (expires_at);
