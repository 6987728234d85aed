-- Codes that are used or void, by their text: few among many that are live.
CREATE INDEX codes_over_by_text ON codes (coupon_id, standing, canonical) WHERE standing <> 'live';
