-- People who sign in to the admin pages, and where they are signed in.

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    -- As one spelling of the address.
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- In the format of the Password Hashing Competition.
    password_hash TEXT NOT NULL,
    is_owner BIGINT NOT NULL CHECK (is_owner IN (0, 1)),
    -- A JSON list.
    roles TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    created_at BIGINT NOT NULL,
    disabled_at BIGINT
);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of what the browser holds.
    hash BLOB NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES users (id),
    device TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id, created_at);
CREATE INDEX sessions_by_end ON sessions (ends_at);

-- Attempts to sign in, counted by account and by address under a digest of each.
CREATE TABLE sign_in_attempts (
    name BLOB NOT NULL PRIMARY KEY,
    attempts BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX sign_in_attempts_by_end ON sign_in_attempts (ends_at);
