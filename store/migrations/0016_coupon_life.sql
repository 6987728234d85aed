-- A coupon that is run again is followed by a new one: which run this is, and which coupon was the run before.
ALTER TABLE coupons ADD COLUMN run BIGINT NOT NULL DEFAULT 1 CHECK (run >= 1);
ALTER TABLE coupons ADD COLUMN previous_run_id TEXT;
CREATE INDEX coupons_by_previous_run ON coupons (previous_run_id) WHERE previous_run_id IS NOT NULL;
-- A coupon that was deleted is shown nowhere any more. The row, its versions and its redemptions stay: orders refer to them.
ALTER TABLE coupons ADD COLUMN deleted_at BIGINT;
-- Whether others may take the codes of a deleted coupon.
ALTER TABLE coupons ADD COLUMN codes_freed BIGINT NOT NULL DEFAULT 0 CHECK (codes_freed IN (0, 1));

-- A campaign's calendar, which its coupons stay within, and where it is run.
ALTER TABLE campaigns ADD COLUMN starts_at BIGINT;
ALTER TABLE campaigns ADD COLUMN ends_at BIGINT;
-- A JSON list.
ALTER TABLE campaigns ADD COLUMN channels TEXT NOT NULL DEFAULT '[]';
ALTER TABLE campaign_versions ADD COLUMN starts_at BIGINT;
ALTER TABLE campaign_versions ADD COLUMN ends_at BIGINT;
ALTER TABLE campaign_versions ADD COLUMN channels TEXT NOT NULL DEFAULT '[]';
