-- portal: no-tx
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS files_one_logo ON files (owner_id) WHERE kind = 'COMPANY_LOGO';
