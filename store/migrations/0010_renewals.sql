-- A first order may have begun several subscriptions, each with its own payments.
ALTER TABLE redemptions ADD COLUMN subscription_id TEXT;
-- Since when the redemption is not renewed any more.
ALTER TABLE redemptions ADD COLUMN renewals_ended_at BIGINT;
-- A payment is recorded once; one that came to nothing may be made again.
DROP INDEX redemptions_renewed;
CREATE UNIQUE INDEX redemptions_renewed ON redemptions (renews_id, subscription_id, renewal_number)
    WHERE renews_id IS NOT NULL AND state IN ('held', 'committed', 'refunded');
