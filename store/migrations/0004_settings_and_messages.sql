-- Every version of the settings: who wrote it, when, and what the next one differs from.
CREATE TABLE settings_versions (
    version BIGINT NOT NULL PRIMARY KEY,
    document TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- The merchant's own words in each language.
CREATE TABLE messages (
    locale TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL CHECK (version >= 1),
    document TEXT NOT NULL,
    actor TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
