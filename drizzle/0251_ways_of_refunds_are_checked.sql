-- portal: tx
ALTER TABLE payment_refunds VALIDATE CONSTRAINT payment_refunds_way_known;
