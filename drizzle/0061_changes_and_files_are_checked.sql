-- portal: tx
-- Every row keeps these by now.
ALTER TABLE contractor_import_runs VALIDATE CONSTRAINT contractor_import_runs_file_kind_known;
ALTER TABLE contractor_changes VALIDATE CONSTRAINT contractor_changes_kind_known;
ALTER TABLE account_events VALIDATE CONSTRAINT account_events_kind_known;
ALTER TABLE account_links VALIDATE CONSTRAINT account_links_purpose_known;
ALTER TABLE two_factor_secrets VALIDATE CONSTRAINT two_factor_secrets_replacement_whole;
