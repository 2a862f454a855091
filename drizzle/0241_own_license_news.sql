-- portal: no-tx
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_followed_changes_own ON followed_changes (id DESC NULLS FIRST) WHERE is_own;
