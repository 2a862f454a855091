-- portal: tx
ALTER TABLE memberships VALIDATE CONSTRAINT memberships_replaces_id_memberships_id_fk;
ALTER TABLE invoices VALIDATE CONSTRAINT invoices_kind_known;
ALTER TABLE invoices VALIDATE CONSTRAINT invoices_dues_whole;
ALTER TABLE invoices VALIDATE CONSTRAINT invoices_upgrade_whole;
