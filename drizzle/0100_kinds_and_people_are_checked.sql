-- portal: tx
-- Every row keeps them by now.
ALTER TABLE contractor_changes VALIDATE CONSTRAINT contractor_changes_kind_known;
ALTER TABLE contractor_imports VALIDATE CONSTRAINT contractor_imports_loaded_by_users_id_fk;
ALTER TABLE contractor_imports VALIDATE CONSTRAINT contractor_imports_canceled_by_users_id_fk;
