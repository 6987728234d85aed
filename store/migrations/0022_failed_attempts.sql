-- How often coupons were tried in vain, by day and cause. Counts alone: not who tried, and not with what.
CREATE TABLE failed_attempts (
    coupon_id TEXT NOT NULL,
    -- In the store's zone, such as 2026-06-01.
    day TEXT NOT NULL,
    -- The stable name of the engine's reason.
    reason TEXT NOT NULL,
    attempts BIGINT NOT NULL CHECK (attempts >= 1),
    PRIMARY KEY (coupon_id, day, reason)
);
CREATE INDEX failed_attempts_by_day ON failed_attempts (day);
