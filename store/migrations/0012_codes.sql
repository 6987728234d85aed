-- What codes are beside their text: whose, until when, of which batch, and whether all of their uses are taken.
ALTER TABLE codes ADD COLUMN customer_id TEXT;
-- The first instant at which it is no longer valid, or the largest number.
ALTER TABLE codes ADD COLUMN expires_key BIGINT NOT NULL DEFAULT 9223372036854775807;
-- The job that made it.
ALTER TABLE codes ADD COLUMN batch_id TEXT;
-- `void` as its state is; else `used` when as many orders have it as its limit allows.
ALTER TABLE codes ADD COLUMN standing TEXT NOT NULL DEFAULT 'live' CHECK (standing IN ('live', 'used', 'void'));
UPDATE codes SET standing = 'void' WHERE state = 'void';

-- A list of a coupon's or a batch's codes is read from one index in its order, whatever is asked for.
DROP INDEX codes_by_coupon;
DROP INDEX codes_by_coupon_and_text;
CREATE INDEX codes_by_standing ON codes (coupon_id, standing, expires_key, id);
CREATE INDEX codes_by_text ON codes (coupon_id, canonical, standing, expires_key);
CREATE INDEX codes_by_batch ON codes (batch_id, standing, expires_key, id) WHERE batch_id IS NOT NULL;
CREATE INDEX codes_by_customer ON codes (customer_id, coupon_id, id) WHERE customer_id IS NOT NULL;

-- Batches outlive their jobs: how much of the codes a pattern could make is made.
CREATE TABLE code_batches (
    id TEXT NOT NULL PRIMARY KEY,
    coupon_id TEXT NOT NULL REFERENCES coupons (id),
    -- The same text for patterns whose codes share one space; NULL for an import.
    pattern TEXT,
    -- How the codes look, JSON.
    request TEXT NOT NULL,
    count BIGINT NOT NULL CHECK (count >= 0),
    created_at BIGINT NOT NULL
);
CREATE INDEX code_batches_by_pattern ON code_batches (pattern) WHERE pattern IS NOT NULL;
CREATE INDEX code_batches_by_coupon ON code_batches (coupon_id, id);
