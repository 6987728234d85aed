-- Coupons in wallets. Each is used once: by the redemption it names, while that holds or has it.
CREATE TABLE claims (
    -- The merchant's id of the account; empty once the customer was erased.
    customer_id TEXT NOT NULL,
    claimed_at BIGINT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    coupon_id TEXT NOT NULL REFERENCES coupons (id),
    -- Benefits, conditions, validity, stacking and renewals are those of this version, unless a later one says otherwise.
    coupon_version BIGINT NOT NULL CHECK (coupon_version >= 1),
    -- What it counts against, JSON, sorted.
    identities TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('available', 'held', 'used', 'revoked')),
    redemption_id TEXT,
    -- An end of its own, and the earliest of that and those of its version. What is over is not a state.
    own_ends_at BIGINT,
    ends_at BIGINT,
    origin TEXT NOT NULL CHECK (origin IN ('claim', 'code', 'staff', 'distribution')),
    code_id TEXT,
    key_id TEXT NOT NULL,
    reason TEXT,
    seq BIGINT NOT NULL CHECK (seq >= 1),
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (customer_id, claimed_at, id),
    CHECK ((state IN ('held', 'used')) = (redemption_id IS NOT NULL))
);
CREATE INDEX claims_by_coupon ON claims (coupon_id, claimed_at, id);
CREATE INDEX claims_by_state ON claims (coupon_id, state, claimed_at, id);
-- A customer claims with a code once.
CREATE UNIQUE INDEX claims_by_code ON claims (code_id, customer_id) WHERE code_id IS NOT NULL AND customer_id <> '';

-- What an edit means for the claims made before: `better` lets them have these terms as well, `all` gives them these
-- instead. The dates stand beside it, so that a wallet is read without reading terms.
ALTER TABLE coupon_versions ADD COLUMN for_claims TEXT NOT NULL DEFAULT 'keep' CHECK (for_claims IN ('keep', 'better', 'all'));
ALTER TABLE coupon_versions ADD COLUMN ends_at BIGINT;
ALTER TABLE coupon_versions ADD COLUMN days_after_claim BIGINT;
CREATE INDEX coupon_versions_for_claims ON coupon_versions (coupon_id, version) WHERE for_claims <> 'keep';

-- Whether a customer is shown the coupon to claim it: its visibility is `claimable` or `public`, and it needs a code or
-- a claim.
ALTER TABLE coupons ADD COLUMN claimable BIGINT NOT NULL DEFAULT 0 CHECK (claimable IN (0, 1));
CREATE INDEX coupons_claimable ON coupons (id) WHERE claimable = 1;
