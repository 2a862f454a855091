-- portal: no-tx
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_bid_contents_to_seal ON bid_contents (bid_id) WHERE sealed is null and opened_at is null;
