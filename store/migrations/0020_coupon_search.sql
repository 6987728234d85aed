-- Lists of coupons begin at what is rare in them: a part of a word, a state, a way to come to the discount.

-- The coupon's place in the index of its words; given once.
ALTER TABLE coupons ADD COLUMN number BIGINT;
UPDATE coupons SET number = n.number
    FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY created_at, id) AS number FROM coupons) AS n WHERE n.id = coupons.id;
CREATE UNIQUE INDEX coupons_by_number ON coupons (number);

-- A walk along one of the orders reads the index alone until a page is found.
DROP INDEX coupons_by_creation;
DROP INDEX coupons_by_name;
DROP INDEX coupons_by_end;
DROP INDEX coupons_by_update;
CREATE INDEX coupons_by_creation ON coupons
    (created_at, id, status, activation, campaign_id, starts_at, ends_at, total_limit, deleted_at);
CREATE INDEX coupons_by_name ON coupons
    (name_key, id, status, activation, campaign_id, starts_at, ends_at, total_limit, deleted_at);
CREATE INDEX coupons_by_end ON coupons
    (ends_key, id, status, activation, campaign_id, starts_at, ends_at, total_limit, deleted_at);
CREATE INDEX coupons_by_update ON coupons
    (updated_at, id, status, activation, campaign_id, starts_at, ends_at, total_limit, deleted_at);

CREATE INDEX coupons_by_status ON coupons (status, ends_key, id);
CREATE INDEX coupons_by_start ON coupons (starts_at, id) WHERE starts_at IS NOT NULL;
CREATE INDEX coupons_by_activation ON coupons (activation, id);
-- Codes of batches are found by way of their batches.
CREATE INDEX codes_single_by_text ON codes (canonical, coupon_id) WHERE batch_id IS NULL;

-- Coupons that came to their total limit at some time: few beside those that have one; whether they still are there, their counters say.
CREATE TABLE coupons_once_used_up (
    coupon_id TEXT NOT NULL PRIMARY KEY REFERENCES coupons (id)
);
INSERT INTO coupons_once_used_up (coupon_id)
    SELECT c.id FROM coupons c JOIN counters k ON k.owner = c.id AND k.resource = 'uses'
    WHERE k.used + k.held >= c.total_limit;

-- Every three letters that follow each other in what a coupon is called.
/*sqlite:*/
CREATE VIRTUAL TABLE coupon_trigrams USING fts5 (
    search, content = 'coupons', content_rowid = 'number', tokenize = 'trigram', detail = 'none'
);
INSERT INTO coupon_trigrams (coupon_trigrams) VALUES ('rebuild');
CREATE TRIGGER coupon_trigrams_made AFTER INSERT ON coupons BEGIN
    INSERT INTO coupon_trigrams (rowid, search) VALUES (new.number, new.search);
END;
CREATE TRIGGER coupon_trigrams_edited AFTER UPDATE OF search ON coupons WHEN old.search <> new.search BEGIN
    INSERT INTO coupon_trigrams (coupon_trigrams, rowid, search) VALUES ('delete', old.number, old.search);
    INSERT INTO coupon_trigrams (rowid, search) VALUES (new.number, new.search);
END;
CREATE TRIGGER coupon_trigrams_removed AFTER DELETE ON coupons BEGIN
    INSERT INTO coupon_trigrams (coupon_trigrams, rowid, search) VALUES ('delete', old.number, old.search);
END;
CREATE VIEW coupon_words AS
    SELECT w.id, f.search FROM coupon_trigrams f CROSS JOIN coupons w WHERE w.number = f.rowid;
/*:sqlite*/
/*postgres: CREATE VIEW coupon_words AS SELECT id, search FROM coupons;
-- A part of every PostgreSQL, in some installations a package of its own. Without it every coupon's words are read.
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX coupons_by_trigram ON coupons USING gin (search gin_trgm_ops);
EXCEPTION WHEN undefined_file OR feature_not_supported OR insufficient_privilege OR undefined_object THEN
    RAISE NOTICE 'pg_trgm is not there: coupons are searched without an index. Once it is installed: CREATE EXTENSION pg_trgm; CREATE INDEX coupons_by_trigram ON coupons USING gin (search gin_trgm_ops);';
END $$;
*/
