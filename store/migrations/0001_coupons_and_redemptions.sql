-- Types are those that SQLite and PostgreSQL share. Times are microseconds UTC, booleans 0 and 1, documents JSON text.

-- Rises with every edit of a coupon, a category or the settings: a process compares it with its snapshot.
CREATE TABLE catalogue (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    change_number BIGINT NOT NULL
);
INSERT INTO catalogue (id, change_number) VALUES (1, 1);

CREATE TABLE coupons (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL CHECK (version >= 1),
    terms TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'enabled', 'paused', 'archived')),
    name TEXT NOT NULL,
    activation TEXT NOT NULL CHECK (activation IN ('code', 'automatic', 'claim')),
    campaign_id TEXT,
    starts_at BIGINT,
    ends_at BIGINT,
    total_limit BIGINT CHECK (total_limit >= 0),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    -- The sequence number while there is no counter row; that row has it otherwise.
    seq BIGINT NOT NULL CHECK (seq >= 1),
    change_number BIGINT NOT NULL,
    -- For lists: the name in lower case, the end or the largest number, name and description.
    name_key TEXT NOT NULL,
    ends_key BIGINT NOT NULL,
    search TEXT NOT NULL
);
CREATE INDEX coupons_by_change ON coupons (change_number);
CREATE INDEX coupons_by_creation ON coupons (created_at, id);
CREATE INDEX coupons_by_name ON coupons (name_key, id);
CREATE INDEX coupons_by_end ON coupons (ends_key, id);
CREATE INDEX coupons_by_update ON coupons (updated_at, id);
CREATE INDEX coupons_by_campaign ON coupons (campaign_id) WHERE campaign_id IS NOT NULL;

CREATE TABLE coupon_versions (
    coupon_id TEXT NOT NULL REFERENCES coupons (id),
    version BIGINT NOT NULL CHECK (version >= 1),
    terms TEXT NOT NULL,
    status TEXT NOT NULL,
    name TEXT NOT NULL,
    actor TEXT NOT NULL,
    change TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (coupon_id, version)
);

-- One row for each coupon with a total limit, and none for others: what is unlimited has no row to queue at.
CREATE TABLE coupon_counters (
    coupon_id TEXT NOT NULL PRIMARY KEY REFERENCES coupons (id),
    used BIGINT NOT NULL CHECK (used >= 0),
    held BIGINT NOT NULL DEFAULT 0 CHECK (held >= 0),
    seq BIGINT NOT NULL CHECK (seq >= 1)
);

-- Uses of coupons without a total limit are counted from the redemptions; what was counted up to an instant is kept.
CREATE TABLE coupon_use_folds (
    coupon_id TEXT NOT NULL PRIMARY KEY,
    through_at BIGINT NOT NULL,
    counted BIGINT NOT NULL CHECK (counted >= 0)
);

CREATE TABLE customer_counters (
    coupon_id TEXT NOT NULL,
    identity TEXT NOT NULL,
    used BIGINT NOT NULL CHECK (used >= 0),
    held BIGINT NOT NULL DEFAULT 0 CHECK (held >= 0),
    seq BIGINT NOT NULL CHECK (seq >= 1),
    PRIMARY KEY (coupon_id, identity)
);

CREATE TABLE codes (
    id TEXT NOT NULL PRIMARY KEY,
    coupon_id TEXT NOT NULL REFERENCES coupons (id),
    code TEXT NOT NULL,
    canonical TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('live', 'void')),
    kind TEXT NOT NULL CHECK (kind IN ('written', 'generated')),
    use_limit BIGINT CHECK (use_limit >= 0),
    -- Written codes in their order; the live one with the lowest number is the coupon's first code.
    position BIGINT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX codes_by_canonical ON codes (canonical) WHERE state <> 'void';
CREATE INDEX codes_by_coupon ON codes (coupon_id, id);
CREATE INDEX codes_by_coupon_and_text ON codes (coupon_id, canonical);
CREATE INDEX codes_by_position ON codes (coupon_id, position) WHERE position IS NOT NULL;

CREATE TABLE orders (
    order_id TEXT NOT NULL PRIMARY KEY,
    reservation_id TEXT NOT NULL UNIQUE,
    customer_id TEXT,
    identities TEXT NOT NULL,
    currency TEXT NOT NULL,
    total BIGINT NOT NULL,
    savings BIGINT NOT NULL,
    cart TEXT NOT NULL,
    discounts TEXT NOT NULL,
    quote TEXT NOT NULL,
    key_id TEXT NOT NULL,
    placed_at BIGINT NOT NULL
);
CREATE INDEX orders_by_customer ON orders (customer_id, placed_at, order_id) WHERE customer_id IS NOT NULL;

CREATE TABLE redemptions (
    coupon_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    order_id TEXT NOT NULL REFERENCES orders (order_id),
    coupon_version BIGINT NOT NULL,
    code_id TEXT,
    code TEXT,
    claim_id TEXT,
    customer_id TEXT,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    currency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'committed', 'released', 'expired', 'cancelled', 'refunded')),
    -- Whether the use still counts; 0 once it was given back.
    counts BIGINT NOT NULL CHECK (counts IN (0, 1)),
    PRIMARY KEY (coupon_id, created_at, id),
    UNIQUE (order_id, coupon_id)
);
CREATE INDEX redemptions_by_time ON redemptions (created_at, id);
CREATE INDEX redemptions_by_customer ON redemptions (customer_id, created_at, id) WHERE customer_id IS NOT NULL;
CREATE INDEX redemptions_by_code ON redemptions (code_id, created_at, id) WHERE code_id IS NOT NULL;
CREATE INDEX redemptions_given_back ON redemptions (coupon_id) WHERE counts = 0;

CREATE TABLE customers (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT,
    email_normalised TEXT,
    name TEXT,
    birthday TEXT,
    joined_at BIGINT,
    segments TEXT NOT NULL,
    country TEXT,
    region TEXT,
    email_consent BIGINT NOT NULL,
    attributes TEXT NOT NULL,
    search TEXT NOT NULL,
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX customers_by_email ON customers (email_normalised) WHERE email_normalised IS NOT NULL;

CREATE TABLE products (
    id TEXT NOT NULL PRIMARY KEY,
    document TEXT NOT NULL,
    stock BIGINT,
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE categories (
    id TEXT NOT NULL PRIMARY KEY,
    parent_id TEXT REFERENCES categories (id),
    name TEXT,
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX categories_by_parent ON categories (parent_id);

CREATE TABLE api_keys (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('secret', 'publishable')),
    scopes TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    hint TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);

CREATE TABLE idempotency_answers (
    scope TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    status BIGINT NOT NULL,
    body BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (scope, idempotency_key)
);
CREATE INDEX idempotency_answers_by_time ON idempotency_answers (created_at);

CREATE TABLE settings (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL CHECK (version >= 1),
    document TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
