-- portal: no-tx
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_projects_company ON projects (company_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_project_applications_company ON project_applications (company_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_projects_open ON projects (deadline_at, id) WHERE status in ('PUBLISHED', 'BIDDING_OPEN');
