-- portal: no-tx
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_companies_name ON companies (lower(name), id);
