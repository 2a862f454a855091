-- portal: tx
ALTER TABLE payments VALIDATE CONSTRAINT payments_invoice_id_invoices_id_fk;
ALTER TABLE payments VALIDATE CONSTRAINT payments_recorded_by_users_id_fk;
ALTER TABLE payments VALIDATE CONSTRAINT payments_voided_by_users_id_fk;
ALTER TABLE payments VALIDATE CONSTRAINT payments_status_known;
ALTER TABLE payments VALIDATE CONSTRAINT payments_paid_at_known;
ALTER TABLE payments VALIDATE CONSTRAINT payments_allocated_within;
ALTER TABLE payments VALIDATE CONSTRAINT payments_allocated_to_invoice;
ALTER TABLE payments VALIDATE CONSTRAINT payments_void_whole;
ALTER TABLE payments VALIDATE CONSTRAINT payments_void_reason_one_line;
