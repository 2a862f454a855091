-- portal: no-tx
DROP INDEX CONCURRENTLY IF EXISTS idx_users_directory;
DROP INDEX CONCURRENTLY IF EXISTS idx_users_location_gist;
