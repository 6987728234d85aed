-- Groups of customers. Of a static one the members are written down, a dynamic one is a condition on customers.
CREATE TABLE segments (
    id TEXT NOT NULL PRIMARY KEY,
    -- What customers' own lists and coupons call it; the id where the merchant named none.
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('static', 'dynamic')),
    -- A condition tree, JSON; NULL for a static one.
    conditions TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CHECK ((kind = 'dynamic') = (conditions IS NOT NULL))
);

CREATE TABLE segment_members (
    segment_id TEXT NOT NULL REFERENCES segments (id),
    customer_id TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (segment_id, customer_id)
);
CREATE INDEX segment_members_by_customer ON segment_members (customer_id, segment_id);
