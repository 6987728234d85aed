-- Coupons that share a budget.
CREATE TABLE campaigns (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL CHECK (version >= 1),
    name TEXT NOT NULL,
    -- Discount in all by currency, JSON; NULL is unlimited.
    budget TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Every version, for what a budget was before it was lowered.
CREATE TABLE campaign_versions (
    campaign_id TEXT NOT NULL REFERENCES campaigns (id),
    version BIGINT NOT NULL CHECK (version >= 1),
    name TEXT NOT NULL,
    budget TEXT,
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (campaign_id, version)
);

-- The campaign the coupon was in when its discount was taken: its budget gave it and gets it back. `counters` and
-- `ledger_entries` hold budgets of campaigns as they hold those of coupons, under the campaign's id.
ALTER TABLE redemptions ADD COLUMN campaign_id TEXT;
CREATE INDEX redemptions_by_campaign ON redemptions (campaign_id, created_at, id) WHERE campaign_id IS NOT NULL;
CREATE INDEX redemptions_held_in_campaign ON redemptions (campaign_id, expires_at)
    WHERE campaign_id IS NOT NULL AND state = 'held';
