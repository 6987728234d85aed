-- What the team keeps for itself: templates of coupons, views of lists, test baskets. Small documents, a thousand of a
-- kind at most.
CREATE TABLE saved_documents (
    kind TEXT NOT NULL CHECK (kind IN ('template', 'view', 'basket')),
    id TEXT NOT NULL UNIQUE,
    version BIGINT NOT NULL CHECK (version >= 1),
    -- The key that made it, and whether others see it.
    owner TEXT NOT NULL,
    shared BIGINT NOT NULL CHECK (shared IN (0, 1)),
    -- What lists are filtered by: words, each between spaces.
    facets TEXT NOT NULL,
    -- Everything that was written, JSON.
    document TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (kind, id)
);

-- The template a coupon was made from: what it locks is not changed on the coupon.
ALTER TABLE coupons ADD COLUMN template_id TEXT;
