-- Money on codes: one row for each code that holds a balance. What is held is not free to others.
CREATE TABLE balances (
    code_id TEXT NOT NULL PRIMARY KEY REFERENCES codes (id),
    currency TEXT NOT NULL,
    -- What was put on it, less what was taken off by hand.
    credited BIGINT NOT NULL CHECK (credited >= 0),
    used BIGINT NOT NULL CHECK (used >= 0),
    held BIGINT NOT NULL CHECK (held >= 0),
    seq BIGINT NOT NULL CHECK (seq >= 1),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    -- The second line: every change asks it in its own statement.
    CHECK (used + held <= credited)
);

-- Double entry: what goes off the account `balance` goes to `order:<order id>` or comes from `issued`. Rows are added,
-- never changed; those of one movement share its sequence number and sum to zero.
CREATE TABLE balance_entries (
    code_id TEXT NOT NULL REFERENCES balances (code_id),
    seq BIGINT NOT NULL CHECK (seq >= 1),
    account TEXT NOT NULL,
    amount BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (code_id, seq, account)
);

-- Whether a redemption is a payment from a balance and no discount, and what of it went back to the balance.
ALTER TABLE redemptions ADD COLUMN pays BIGINT NOT NULL DEFAULT 0 CHECK (pays IN (0, 1));
ALTER TABLE redemptions ADD COLUMN returned BIGINT NOT NULL DEFAULT 0 CHECK (returned >= 0);

-- `total` and `refunded` are what was paid otherwise and went back that way; this is what went back to balances.
ALTER TABLE orders ADD COLUMN refunded_to_balances BIGINT NOT NULL DEFAULT 0 CHECK (refunded_to_balances >= 0);
ALTER TABLE refunds ADD COLUMN to_balances BIGINT NOT NULL DEFAULT 0 CHECK (to_balances >= 0);
