-- portal: no-tx
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_contractors_at_point
  ON california_contractors (albers, license_number);
