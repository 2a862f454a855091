-- portal: no-tx
-- `place_names` finds cities now.
DROP INDEX CONCURRENTLY IF EXISTS idx_zip_codes_city;
