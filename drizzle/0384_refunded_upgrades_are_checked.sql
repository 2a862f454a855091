-- portal: tx
ALTER TABLE invoices VALIDATE CONSTRAINT invoices_taken_back_of_upgrade;
ALTER TABLE payment_differences VALIDATE CONSTRAINT payment_differences_kind_known;
