-- portal: no-tx
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_contractor_imports_loaded_by ON contractor_imports (loaded_by);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_contractor_imports_canceled_by ON contractor_imports (canceled_by);
