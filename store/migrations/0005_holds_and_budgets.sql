-- Every limited resource is one row: uses of a coupon, of a code, on a day, by a customer; money of a budget; the first
-- order of an identity. What is unlimited has no row, but for what belongs to one customer alone.
CREATE TABLE counters (
    -- The coupon, or the identity: `id:...` the account, `em:...` the normalised e-mail.
    owner TEXT NOT NULL,
    -- Of a coupon `uses`, `code:<code id>`, `day:<date>`, `customer:<identity>`, `budget:<currency>`,
    -- `budget:<currency>:day:<date>`, `budget:<currency>:customer:<identity>`; of an identity `orders`, `holds`.
    resource TEXT NOT NULL,
    used BIGINT NOT NULL CHECK (used >= 0),
    held BIGINT NOT NULL CHECK (held >= 0),
    seq BIGINT NOT NULL CHECK (seq >= 1),
    PRIMARY KEY (owner, resource)
);
INSERT INTO counters (owner, resource, used, held, seq) SELECT coupon_id, 'uses', used, held, seq FROM coupon_counters;
INSERT INTO counters (owner, resource, used, held, seq)
    SELECT coupon_id, 'customer:' || identity, used, held, seq FROM customer_counters;
INSERT INTO counters (owner, resource, used, held, seq)
    SELECT identity, 'orders', CAST(SUM(orders) AS BIGINT), 0, 1 FROM order_counters WHERE also = '' GROUP BY identity;
DROP TABLE coupon_counters;
DROP TABLE customer_counters;

-- The limits of the current version, JSON: what a use counts against is read with the coupon's row.
ALTER TABLE coupons ADD COLUMN limits TEXT NOT NULL DEFAULT '{}';

CREATE TABLE redemptions_next (
    coupon_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    order_id TEXT NOT NULL,
    reservation_id TEXT NOT NULL,
    coupon_version BIGINT NOT NULL,
    code_id TEXT,
    code TEXT,
    claim_id TEXT,
    customer_id TEXT,
    -- What the use counts against, JSON, sorted.
    identities TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    currency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'committed', 'released', 'expired', 'cancelled', 'refunded')),
    -- Whether the use still counts; 0 once it was given back.
    counts BIGINT NOT NULL CHECK (counts IN (0, 1)),
    -- The date in the store's zone it counts on, and whether it still does. Empty before there were limits for a day.
    day TEXT NOT NULL,
    counts_on_day BIGINT NOT NULL CHECK (counts_on_day IN (0, 1)),
    -- Whether its amount still counts against budgets.
    in_budget BIGINT NOT NULL CHECK (in_budget IN (0, 1)),
    -- While it is held: until when.
    expires_at BIGINT,
    -- A payment of a subscription after its first: the redemption it renews, and 1 for the second payment.
    renews_id TEXT,
    renewal_number BIGINT CHECK (renewal_number >= 1),
    PRIMARY KEY (coupon_id, created_at, id)
);
INSERT INTO redemptions_next (coupon_id, created_at, id, order_id, reservation_id, coupon_version, code_id, code, claim_id,
        customer_id, identities, amount, currency, state, counts, day, counts_on_day, in_budget)
    SELECT r.coupon_id, r.created_at, r.id, r.order_id, o.reservation_id, r.coupon_version, r.code_id, r.code, r.claim_id,
        r.customer_id, o.identities, r.amount, r.currency, r.state, r.counts, '', 0, 1
    FROM redemptions r JOIN orders o ON o.order_id = r.order_id;
DROP TABLE redemptions;
ALTER TABLE redemptions_next RENAME TO redemptions;
CREATE INDEX redemptions_by_time ON redemptions (created_at, id);
CREATE INDEX redemptions_by_customer ON redemptions (customer_id, created_at, id) WHERE customer_id IS NOT NULL;
CREATE INDEX redemptions_by_code ON redemptions (code_id, created_at, id) WHERE code_id IS NOT NULL;
CREATE INDEX redemptions_by_order ON redemptions (order_id, id);
CREATE INDEX redemptions_given_back ON redemptions (coupon_id) WHERE counts = 0 AND renews_id IS NULL;
CREATE INDEX redemptions_held ON redemptions (coupon_id, expires_at) WHERE state = 'held';
-- An order has a coupon once, whatever was forgotten of the request that brought it.
CREATE UNIQUE INDEX redemptions_once ON redemptions (order_id, coupon_id, COALESCE(code_id, claim_id, ''))
    WHERE state IN ('held', 'committed', 'cancelled', 'refunded');
CREATE UNIQUE INDEX redemptions_renewed ON redemptions (renews_id, renewal_number) WHERE renews_id IS NOT NULL;

CREATE TABLE reservations (
    id TEXT NOT NULL PRIMARY KEY,
    order_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'committed', 'released', 'expired')),
    held_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- The order to be, JSON: cart, discounts, quote and what it was priced with.
    document TEXT NOT NULL,
    identities TEXT NOT NULL,
    -- Whether it takes the first order of each identity.
    takes_first_order BIGINT NOT NULL CHECK (takes_first_order IN (0, 1))
);
-- One live hold for an order.
CREATE UNIQUE INDEX reservations_live ON reservations (order_id) WHERE state = 'held';
CREATE INDEX reservations_due ON reservations (expires_at) WHERE state = 'held';

-- What a later price of the order needs: the cart with what the store knew, the facts, the instant. NULL before they were kept.
ALTER TABLE orders ADD COLUMN priced TEXT;
ALTER TABLE orders ADD COLUMN state TEXT NOT NULL DEFAULT 'placed' CHECK (state IN ('placed', 'cancelled', 'refunded'));
-- What was given back of it so far, in minor units.
ALTER TABLE orders ADD COLUMN refunded BIGINT NOT NULL DEFAULT 0 CHECK (refunded >= 0);
ALTER TABLE orders ADD COLUMN ended_at BIGINT;

CREATE TABLE refunds (
    order_id TEXT NOT NULL REFERENCES orders (order_id),
    -- 1 for the order's first.
    number BIGINT NOT NULL CHECK (number >= 1),
    id TEXT NOT NULL UNIQUE,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    tax BIGINT NOT NULL CHECK (tax >= 0),
    -- What came back and what was answered, JSON.
    document TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (order_id, number)
);
