-- What happened, for programs that follow along: written with its effect, numbered once it is committed.
CREATE TABLE events (
    -- What it happened to: one of our ids, or `order:`, `customer:`, `product:`, `category:`, `messages:` with the merchant's.
    aggregate TEXT NOT NULL,
    -- 1 for the first event of the aggregate.
    seq BIGINT NOT NULL CHECK (seq >= 1),
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    -- Rises with `seq`.
    at BIGINT NOT NULL,
    -- What became of it, JSON. Never a gift code, an e-mail or a name.
    data TEXT NOT NULL,
    -- The mutation it belongs to.
    audit_id TEXT NOT NULL,
    -- Its place among those of the mutation.
    number BIGINT NOT NULL CHECK (number >= 1),
    -- Its place among all. NULL until the sealer numbers what is committed, so that no reader sees a gap.
    position BIGINT CHECK (position >= 1),
    PRIMARY KEY (aggregate, seq)
);
CREATE UNIQUE INDEX events_by_position ON events (position) WHERE position IS NOT NULL;
CREATE INDEX events_unsealed ON events (at, audit_id, number) WHERE position IS NULL;
CREATE INDEX events_by_audit ON events (audit_id, number);

-- Who did what: one row for each mutation, written with its effect, chained once it is committed. It holds no name, no
-- e-mail and no id of a customer; a reason can be erased without breaking the chain, which holds its digest.
CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    -- The API key, or `program`.
    actor TEXT NOT NULL,
    -- The use case.
    action TEXT NOT NULL,
    -- What was changed first; a customer by a pseudonym.
    resource TEXT NOT NULL,
    request_id TEXT NOT NULL,
    -- Of the events that belong to it, keyed with the store's secret, hexadecimal.
    digest TEXT NOT NULL,
    reason TEXT,
    reason_digest TEXT,
    position BIGINT CHECK (position >= 1),
    -- SHA-256 of the row before's and this row, hexadecimal.
    chain TEXT
);
CREATE UNIQUE INDEX audit_by_position ON audit (position) WHERE position IS NOT NULL;
CREATE INDEX audit_unsealed ON audit (at, id) WHERE position IS NULL;

-- How far the sealer came. Whoever seals holds this row.
CREATE TABLE sealer (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    event_position BIGINT NOT NULL,
    audit_position BIGINT NOT NULL,
    chain TEXT NOT NULL
);
INSERT INTO sealer (id, event_position, audit_position, chain)
    VALUES (1, 0, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- A new epoch begins when a backup is put into use: what was written after it was taken is gone, and places in the
-- order of events are given out again.
CREATE TABLE epochs (
    number BIGINT NOT NULL PRIMARY KEY CHECK (number >= 1),
    began_at BIGINT NOT NULL,
    event_position BIGINT NOT NULL,
    audit_position BIGINT NOT NULL,
    backed_up_at BIGINT
);
INSERT INTO epochs (number, began_at, event_position, audit_position) VALUES (1, 0, 0, 0);

-- Stands in a backup alone, until it is put into use.
CREATE TABLE backup_marks (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    taken_at BIGINT NOT NULL
);

-- What this store keeps to itself, hexadecimal.
CREATE TABLE secrets (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Money of budgets, double entry: what a coupon's account gives an order's account takes. Rows are added, never changed.
CREATE TABLE ledger_entries (
    coupon_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    -- The sequence number of the budget's counter after the movement: the entries of one movement share it.
    seq BIGINT NOT NULL CHECK (seq >= 1),
    -- `budget` the coupon's, `order:<order id>` the other side; `opening` when a budget comes to a coupon that gave
    -- before, `closing` when it goes.
    account TEXT NOT NULL,
    amount BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (coupon_id, currency, seq, account)
);
INSERT INTO ledger_entries (coupon_id, currency, seq, account, amount, at)
    SELECT owner, SUBSTR(resource, 8), seq, 'budget', used + held, 0 FROM counters
    WHERE resource LIKE 'budget:___' AND used + held > 0;
INSERT INTO ledger_entries (coupon_id, currency, seq, account, amount, at)
    SELECT owner, SUBSTR(resource, 8), seq, 'opening', 0 - used - held, 0 FROM counters
    WHERE resource LIKE 'budget:___' AND used + held > 0;
