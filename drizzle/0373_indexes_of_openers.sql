-- portal: no-tx
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_projects_opened_by ON projects (opened_by);
