-- Whether the order was placed elsewhere and told afterwards: it is history and consumed nothing here.
ALTER TABLE orders ADD COLUMN is_past BIGINT NOT NULL DEFAULT 0 CHECK (is_past IN (0, 1));
-- For backtests, which go through orders in the order of time.
CREATE INDEX orders_by_time ON orders (placed_at, order_id);
