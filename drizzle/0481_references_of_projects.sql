-- portal: no-tx
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS projects_external_reference_unique ON projects (external_reference);
