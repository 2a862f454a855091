-- portal: no-tx
-- Checks of different banks have the same numbers. The numbers that an online provider gives stay unique.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS payments_online_reference_once ON payments (provider, provider_reference) WHERE provider = 'STRIPE';
DROP INDEX CONCURRENTLY IF EXISTS payments_provider_reference_once;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_payments_invoice ON payments (invoice_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_payments_recorded_by ON payments (recorded_by);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_payments_voided_by ON payments (voided_by);
