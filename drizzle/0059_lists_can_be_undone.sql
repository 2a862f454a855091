-- portal: tx
-- The last import of the board's file of people, and the last one of its file of policies, can be undone. What changes in them is
-- news for those who follow a license.
CREATE TABLE contractor_list_rows_before (
  import_run_id uuid NOT NULL,
  digest uuid NOT NULL,
  kind text NOT NULL,
  before jsonb,
  CONSTRAINT contractor_list_rows_before_import_run_id_digest_pk PRIMARY KEY (import_run_id, digest),
  CONSTRAINT contractor_list_rows_before_kind_known CHECK (kind in ('new', 'gone')),
  CONSTRAINT contractor_list_rows_before_kept CHECK ((kind = 'gone') = (before IS NOT NULL)),
  CONSTRAINT contractor_list_rows_before_import_run FOREIGN KEY (import_run_id) REFERENCES contractor_import_runs(id)
    ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
SELECT protect_table('contractor_list_rows_before');
CREATE POLICY import_all ON contractor_list_rows_before FOR ALL TO import_role USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON contractor_list_rows_before TO import_role;

ALTER POLICY import_delete ON contractor_changes USING (
  EXISTS (SELECT FROM contractor_rows_before b WHERE b.import_run_id = contractor_changes.import_run_id)
  OR EXISTS (SELECT FROM contractor_list_rows_before b WHERE b.import_run_id = contractor_changes.import_run_id));

ALTER TABLE contractor_changes DROP CONSTRAINT contractor_changes_kind_known;
ALTER TABLE contractor_changes ADD CONSTRAINT contractor_changes_kind_known CHECK (kind in ('new_license', 'gone', 'returned', 'status_changed', 'secondary_status_changed', 'pending_suspension_changed', 'pending_class_removal_changed', 'pending_class_replacement_changed', 'expiration_moved', 'reissued', 'inactivated', 'reactivated', 'class_gained', 'class_lost', 'name_changed', 'dba_changed', 'full_name_changed', 'business_type_changed', 'asbestos_registration_changed', 'phone_changed', 'address_changed', 'workers_comp_coverage_changed', 'workers_comp_expiration_moved', 'workers_comp_cancellation_set', 'workers_comp_cancellation_lifted', 'workers_comp_suspension_set', 'bond_filed', 'bond_removed', 'bond_cancellation_set', 'bond_cancellation_lifted', 'bond_amount_changed', 'worker_bond_filed', 'worker_bond_removed', 'worker_bond_cancellation_set', 'worker_bond_cancellation_lifted', 'worker_bond_amount_changed', 'disciplinary_bond_filed', 'disciplinary_bond_removed', 'disciplinary_bond_cancellation_set', 'disciplinary_bond_cancellation_lifted', 'disciplinary_bond_amount_changed', 'disciplinary_bond_required', 'qualifiers_left', 'qualifiers_replaced', 'qualifier_bond_filed', 'qualifier_bond_removed', 'qualifier_bond_cancellation_set', 'qualifier_bond_cancellation_lifted', 'policy_cancellation_set')) NOT VALID;
