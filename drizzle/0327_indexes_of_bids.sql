-- portal: no-tx
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_project_applications_replaces ON project_applications (replaces_id);
