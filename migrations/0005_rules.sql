-- What the rules of a connection, reminders and seats need to know.

-- 1: what the directory pushes is kept apart, and nobody is made here, until an administrator starts the connection.
ALTER TABLE connections ADD COLUMN preview BIGINT NOT NULL DEFAULT 0;

-- When the expiry of a token was said last: a reminder whose moment lies before that would be late already.
ALTER TABLE scim_tokens ADD COLUMN expiry_set_at BIGINT NOT NULL DEFAULT 0;
UPDATE scim_tokens SET expiry_set_at = created_at;

-- What a new account got from the rules of its connection. Without a row: every protocol, no company, no folder of its own.
CREATE TABLE account_settings (
    user_id BIGINT PRIMARY KEY REFERENCES users (id),
    sftp BIGINT NOT NULL,
    ftp BIGINT NOT NULL,
    dav BIGINT NOT NULL,
    company TEXT,
    time_zone TEXT,
    user_root TEXT
);

-- Directory groups that give their members power, each confirmed by a site admin. Bound to the group's id: another group of
-- the same name has none. `group_name` is what the group was called when it was confirmed.
CREATE TABLE directory_powers (
    group_id BIGINT NOT NULL REFERENCES groups (id),
    power TEXT NOT NULL,
    connection_id BIGINT NOT NULL REFERENCES connections (id),
    group_name TEXT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    confirmed_by TEXT NOT NULL,
    PRIMARY KEY (group_id, power)
);
CREATE INDEX directory_powers_by_connection ON directory_powers (connection_id, group_id);

-- People whose role in `users` is their directory's word, with the role that administrators here had given them.
CREATE TABLE directory_roles (
    user_id BIGINT PRIMARY KEY REFERENCES users (id),
    role_here TEXT NOT NULL
);

-- Groups that a sign-in made and that SCIM has not taken over.
CREATE TABLE jit_groups (
    group_id BIGINT PRIMARY KEY REFERENCES groups (id)
);

-- Mail to be sent, and what became of it. `about` names the one thing that a mail is about: nobody is told of it twice.
-- `body` is paragraphs with an empty line between them, `link` a path of this site, `answer` the last word of the server.
CREATE TABLE mails (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    about TEXT,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    link TEXT,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    answer TEXT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    UNIQUE (about, recipient)
);
CREATE INDEX mails_by_time ON mails (created_at, id);
CREATE INDEX mails_by_state ON mails (state, next_attempt_at, id);

-- Who takes a seat: since the first sign-in, until `freed_at` where that is set.
CREATE TABLE seats (
    user_id BIGINT PRIMARY KEY REFERENCES users (id),
    since BIGINT NOT NULL,
    disablings BIGINT NOT NULL,
    freed_at BIGINT
);
INSERT INTO seats (user_id, since, disablings, freed_at)
    SELECT id, first_signed_in_at,
        CASE WHEN active_in_directory = 1 AND disabled_here = 0 AND deprovisioned_at IS NULL AND deleted_at IS NULL
            THEN 0 ELSE 1 END,
        CASE WHEN active_in_directory = 1 AND disabled_here = 0 AND deprovisioned_at IS NULL AND deleted_at IS NULL
            THEN NULL ELSE updated_at END
    FROM users WHERE first_signed_in_at IS NOT NULL;

-- The most seats that were taken at once on a day, by the days since the epoch.
CREATE TABLE seat_days (
    day BIGINT PRIMARY KEY,
    highest BIGINT NOT NULL
);
