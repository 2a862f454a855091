-- portal: no-tx
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_file_contents_stored ON file_contents (stored_at) WHERE stored_at is not null AND discarded_at is null;
