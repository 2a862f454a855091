-- portal: no-tx
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_checkouts_charge ON checkouts (charge_id);
