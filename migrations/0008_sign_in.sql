-- Second factors, what guards sign-ins, and how passwords age.

-- `secret` is sealed with the site's secret, which is not in this database: of a `totp` its key, of a `passkey` its
-- credential, of an `email` there is none, and `label` is the address. In force since `confirmed_at`. `last_step` is the
-- last step of 30 seconds whose code was taken: neither it nor one before it is taken again.
CREATE TABLE factors (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    secret TEXT,
    confirmed_at BIGINT,
    last_step BIGINT,
    last_used_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX factors_by_user ON factors (user_id, id);

-- Codes that were sent by mail, the last one of each factor. Hashes here and below are keyed with the site's secret: six
-- digits are soon guessed.
CREATE TABLE email_codes (
    factor_id BIGINT PRIMARY KEY REFERENCES factors (id) ON DELETE CASCADE,
    code_hash TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- Recovery codes that were not used yet.
CREATE TABLE recovery_codes (
    user_id BIGINT NOT NULL REFERENCES users (id),
    code_hash TEXT NOT NULL,
    PRIMARY KEY (user_id, code_hash)
);

-- How often a sign-in has failed of late. `subject` is a hash of what is counted for: a user name, whether anybody has it or
-- not, a person's codes, an address. Nothing of the subject is let in before `paused_until`.
CREATE TABLE sign_in_failures (
    subject TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    since BIGINT NOT NULL,
    paused_until BIGINT,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_failures_by_expiry ON sign_in_failures (expires_at);

-- What a group says of its members' sign-ins. `two_factor` is `always`, `never` or `site`; addresses stand with commas
-- between them, none meaning any.
CREATE TABLE group_sign_in (
    group_id BIGINT PRIMARY KEY REFERENCES groups (id) ON DELETE CASCADE,
    two_factor TEXT NOT NULL,
    sftp BIGINT NOT NULL,
    ftp BIGINT NOT NULL,
    dav BIGINT NOT NULL,
    allowed_addresses TEXT NOT NULL
);
ALTER TABLE account_settings ADD COLUMN two_factor TEXT NOT NULL DEFAULT 'site';
ALTER TABLE account_settings ADD COLUMN allowed_addresses TEXT NOT NULL DEFAULT '';

-- By which second factor a browser signed in; null: by none.
ALTER TABLE web_sessions ADD COLUMN factor TEXT;

-- The age of passwords. One without a row is as old as its account.
CREATE TABLE password_ages (
    user_id BIGINT PRIMARY KEY REFERENCES users (id),
    set_at BIGINT NOT NULL,
    must_change BIGINT NOT NULL
);
-- Passwords that people had before.
CREATE TABLE password_history (
    user_id BIGINT NOT NULL REFERENCES users (id),
    set_at BIGINT NOT NULL,
    password_hash TEXT NOT NULL,
    PRIMARY KEY (user_id, set_at)
);
