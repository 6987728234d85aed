-- Where events are sent. An endpoint gets them one after another in their order; what it does not take is sent again.
CREATE TABLE webhooks (
    id TEXT NOT NULL PRIMARY KEY,
    url TEXT NOT NULL,
    description TEXT,
    -- Types of events, JSON, sorted; empty for all.
    types TEXT NOT NULL,
    secret TEXT NOT NULL,
    -- Signs too until its time is over, so that a receiver can change to the new one.
    previous_secret TEXT,
    previous_until BIGINT,
    state TEXT NOT NULL CHECK (state IN ('active', 'failing', 'disabled')),
    -- The last event it was sent or that is none of its types.
    position BIGINT NOT NULL CHECK (position >= 0),
    -- How often the next event was sent in vain, since when, and when it is sent again.
    attempts BIGINT NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    failing_since BIGINT,
    next_at BIGINT NOT NULL,
    last_at BIGINT,
    last_status BIGINT,
    last_error TEXT,
    -- Until when one node has it to itself.
    leased_until BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX webhooks_due ON webhooks (next_at) WHERE state <> 'disabled';
