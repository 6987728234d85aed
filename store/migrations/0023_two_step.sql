-- The second step of signing in.

-- What a user's authenticator shares with us.
CREATE TABLE authenticators (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    -- As it is: docs/decisions/0026.
    secret BLOB NOT NULL,
    -- The last half minute of which a code was taken; none of it or before it is taken again.
    last_step BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    -- When its user showed that it works; asked for from then on.
    confirmed_at BIGINT
);

-- For who lost the authenticator: each is used once and goes with it.
CREATE TABLE recovery_codes (
    user_id TEXT NOT NULL REFERENCES users (id),
    -- SHA-256 of the code.
    hash BLOB NOT NULL,
    PRIMARY KEY (user_id, hash)
);

-- Those whose password was right and whose code is asked for.
CREATE TABLE waiting_sign_ins (
    -- SHA-256 of what the browser holds.
    hash BLOB NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    -- SHA-256 of the password's hash: with another password it is over.
    verified BLOB NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX waiting_sign_ins_by_user ON waiting_sign_ins (user_id);
CREATE INDEX waiting_sign_ins_by_end ON waiting_sign_ins (ends_at);
