-- portal: no-tx
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS invoices_one_open_upgrade ON invoices (user_id) WHERE status = 'OPEN' and kind = 'UPGRADE';
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_memberships_replaces ON memberships (replaces_id);
