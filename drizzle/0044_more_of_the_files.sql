-- portal: tx
-- Imports tell more: which of the board's files it was, what a person should know about how it was read, codes without words, and
-- every change of a license that somebody would act on.
ALTER TABLE contractor_import_runs
  ADD COLUMN file_kind text DEFAULT 'licenses' NOT NULL,
  ADD COLUMN unknown_statuses jsonb DEFAULT '{}' NOT NULL,
  ADD COLUMN notes jsonb DEFAULT '[]' NOT NULL,
  ADD COLUMN last_license text;
ALTER TABLE contractor_import_runs ADD CONSTRAINT contractor_import_runs_file_kind_known
  CHECK (file_kind in ('licenses', 'personnel', 'workers_comp')) NOT VALID;
-- Pages show the date of the last accepted file of licenses.
GRANT SELECT (file_kind) ON contractor_import_runs TO application_role;

ALTER TABLE california_contractors ADD COLUMN returned_at timestamp with time zone;
GRANT SELECT (returned_at) ON california_contractors TO application_role, report_role;

ALTER TABLE contractor_changes DROP CONSTRAINT contractor_changes_kind_known;
ALTER TABLE contractor_changes ADD CONSTRAINT contractor_changes_kind_known CHECK (kind in ('new_license', 'gone', 'returned', 'status_changed', 'secondary_status_changed', 'pending_suspension_changed', 'pending_class_removal_changed', 'pending_class_replacement_changed', 'expiration_moved', 'reissued', 'inactivated', 'reactivated', 'class_gained', 'class_lost', 'name_changed', 'dba_changed', 'full_name_changed', 'business_type_changed', 'asbestos_registration_changed', 'phone_changed', 'address_changed', 'workers_comp_coverage_changed', 'workers_comp_expiration_moved', 'workers_comp_cancellation_set', 'workers_comp_cancellation_lifted', 'workers_comp_suspension_set', 'bond_filed', 'bond_removed', 'bond_cancellation_set', 'bond_cancellation_lifted', 'bond_amount_changed', 'worker_bond_filed', 'worker_bond_removed', 'worker_bond_cancellation_set', 'worker_bond_cancellation_lifted', 'worker_bond_amount_changed', 'disciplinary_bond_filed', 'disciplinary_bond_removed', 'disciplinary_bond_cancellation_set', 'disciplinary_bond_cancellation_lifted', 'disciplinary_bond_amount_changed', 'disciplinary_bond_required')) NOT VALID;
