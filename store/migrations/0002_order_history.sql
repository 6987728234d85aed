-- What an identity (`id:...` the account, `em:...` the normalised e-mail) has ordered before, for conditions on
-- history: written with each order, read by keys.

-- How many orders an identity has placed and for how much. A reader adds the counts of an account and of an e-mail and
-- takes away those of both, so that an order that bears both counts once: `also` is empty for all orders of the
-- identity, or the later one of two for those orders that bear both.
CREATE TABLE order_counters (
    identity TEXT NOT NULL,
    also TEXT NOT NULL,
    currency TEXT NOT NULL,
    orders BIGINT NOT NULL CHECK (orders >= 0),
    spent BIGINT NOT NULL CHECK (spent >= 0),
    PRIMARY KEY (identity, also, currency)
);

-- The same by time, for what was spent in the last so many days. `also` is the other identity of the order, or empty.
CREATE TABLE order_identities (
    identity TEXT NOT NULL,
    currency TEXT NOT NULL,
    placed_at BIGINT NOT NULL,
    order_id TEXT NOT NULL,
    also TEXT NOT NULL,
    spent BIGINT NOT NULL CHECK (spent >= 0),
    PRIMARY KEY (identity, currency, placed_at, order_id)
);

-- What an identity has bought, one row for each product and the categories it was in, JSON, sorted.
CREATE TABLE purchases (
    identity TEXT NOT NULL,
    product_id TEXT NOT NULL,
    categories TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity >= 0),
    last_at BIGINT NOT NULL,
    PRIMARY KEY (identity, product_id, categories)
);
CREATE INDEX purchases_by_time ON purchases (identity, last_at);
