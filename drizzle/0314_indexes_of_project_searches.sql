-- portal: no-tx
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS saved_searches_unsubscribe_key ON saved_searches (unsubscribe_key);
