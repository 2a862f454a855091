-- portal: no-tx
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS contractor_imports_one_at_work ON contractor_imports ((true)) WHERE status in ('WAITING', 'RUNNING');
DROP INDEX CONCURRENTLY IF EXISTS contractor_imports_one_live;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_file_kinds_permission_code ON file_kinds (permission_code);
