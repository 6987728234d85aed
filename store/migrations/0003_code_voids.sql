-- When a code was voided, so that a quote for an earlier instant knows whether it was in force then. Unknown for codes
-- that were void before: those count as void from the beginning.
ALTER TABLE codes ADD COLUMN voided_at BIGINT;
CREATE INDEX codes_voided ON codes (canonical, created_at) WHERE voided_at IS NOT NULL;
