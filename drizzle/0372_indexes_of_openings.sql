-- portal: no-tx
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_projects_to_open ON projects (deadline_at) WHERE opened_at is null and status in ('BIDDING_OPEN', 'CLOSED', 'AWARDED');
