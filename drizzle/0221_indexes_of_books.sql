-- portal: no-tx
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_invoices_for_invoice ON invoices (for_invoice_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_payments_receipt ON payments (receipt_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_payments_deposit ON payments (deposit_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_payments_undeposited ON payments (received_on, id) WHERE deposit_id is null and status = 'SUCCEEDED' and invoice_id is not null and provider in ('CHECK', 'CASH');
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_payment_refunds_document ON payment_refunds (document_id);
