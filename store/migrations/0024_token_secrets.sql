-- What the shop's server signs customer and cart tokens with.
CREATE TABLE token_secrets (
    -- 1 is the first, each rotation makes the next.
    number BIGINT NOT NULL PRIMARY KEY CHECK (number >= 1),
    -- As it is: both sides compute from it. docs/decisions/0027.
    secret TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    -- From when on it is accepted no more; NULL: it is the one in force.
    ends_at BIGINT
);
