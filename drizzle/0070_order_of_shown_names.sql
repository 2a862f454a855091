-- portal: no-tx
-- The order by name follows the name that people see.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_contractors_shown_name
  ON california_contractors ((coalesce(shown_name_key, name_key)), license_number);
DROP INDEX CONCURRENTLY IF EXISTS idx_contractors_name;
