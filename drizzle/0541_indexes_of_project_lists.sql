-- portal: no-tx
-- The end of the bidding, with those that have no deadline last. A policy keeps `coalesce` from an index, and not a CASE.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_projects_open_by_deadline ON projects ((CASE WHEN deadline_at IS NULL THEN 'infinity'::timestamptz ELSE deadline_at END), id)
  WHERE status IN ('PUBLISHED', 'BIDDING_OPEN');
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_projects_over_by_deadline ON projects ((CASE WHEN deadline_at IS NULL THEN 'infinity'::timestamptz ELSE deadline_at END), id)
  WHERE status IN ('CLOSED', 'AWARDED', 'CANCELLED');
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_projects_open_by_publication ON projects ((coalesce(published_at, created_at)), id)
  WHERE status IN ('PUBLISHED', 'BIDDING_OPEN');
DROP INDEX CONCURRENTLY IF EXISTS idx_projects_open;
-- No statement uses these any more.
DROP INDEX CONCURRENTLY IF EXISTS idx_projects_status_created;
DROP INDEX CONCURRENTLY IF EXISTS idx_projects_category_status;
DROP INDEX CONCURRENTLY IF EXISTS idx_projects_matching;
DROP INDEX CONCURRENTLY IF EXISTS idx_projects_deadline;
