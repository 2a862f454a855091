-- portal: no-tx
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_projects_opening_asked_by ON projects (opening_asked_by);
