-- portal: tx
-- Dates that are taken away are changes, and so is another kind of second name. Those who were told of an import hear of its
-- undoing.
ALTER TABLE contractor_changes DROP CONSTRAINT contractor_changes_kind_known;
ALTER TABLE contractor_changes ADD CONSTRAINT contractor_changes_kind_known CHECK (kind in ('new_license', 'gone', 'returned', 'status_changed', 'secondary_status_changed', 'pending_suspension_changed', 'pending_class_removal_changed', 'pending_class_replacement_changed', 'expiration_moved', 'reissued', 'reissue_lifted', 'inactivated', 'inactivation_lifted', 'reactivated', 'reactivation_lifted', 'class_gained', 'class_lost', 'name_changed', 'dba_changed', 'full_name_changed', 'shown_name_changed', 'business_type_changed', 'asbestos_registration_changed', 'phone_changed', 'address_changed', 'workers_comp_coverage_changed', 'workers_comp_expiration_moved', 'workers_comp_cancellation_set', 'workers_comp_cancellation_lifted', 'workers_comp_suspension_set', 'workers_comp_suspension_lifted', 'bond_filed', 'bond_removed', 'bond_cancellation_set', 'bond_cancellation_lifted', 'bond_amount_changed', 'worker_bond_filed', 'worker_bond_removed', 'worker_bond_cancellation_set', 'worker_bond_cancellation_lifted', 'worker_bond_amount_changed', 'disciplinary_bond_filed', 'disciplinary_bond_removed', 'disciplinary_bond_cancellation_set', 'disciplinary_bond_cancellation_lifted', 'disciplinary_bond_amount_changed', 'disciplinary_bond_required', 'qualifiers_left', 'qualifiers_replaced', 'qualifier_bond_filed', 'qualifier_bond_removed', 'qualifier_bond_cancellation_set', 'qualifier_bond_cancellation_lifted', 'policy_cancellation_set', 'policy_cancellation_lifted')) NOT VALID;

-- The followers of a license at the commit of an import hear of its changes, of those too that they had heard of before an
-- undoing: they were told that those no longer hold.
CREATE OR REPLACE FUNCTION note_followed_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO followed_changes (user_id, license_number, change_id, kind, before, after)
  SELECT follows.user_id, change.license_number, change.id, change.kind, change.before, change.after
  FROM contractor_changes change
  JOIN follows ON follows.license_number = change.license_number
  JOIN users ON users.id = follows.user_id AND users.status = 'ACTIVE'
  WHERE change.import_run_id = NEW.id
  ORDER BY change.id
  ON CONFLICT DO NOTHING;
  PERFORM add_job('tell-followers', jsonb_build_object('isQuiet', NEW.first_load));
  RETURN NULL;
END
$$;

-- An import that is undone deletes its changes. Nobody hears of them any more, and those who heard of them hear once of each
-- license that its changes no longer hold.
CREATE OR REPLACE FUNCTION forget_followed_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM undone) THEN
    RETURN NULL;
  END IF;
  DELETE FROM followed_changes f USING undone WHERE f.change_id = undone.id AND f.told_at IS NULL;
  WITH told AS (
    UPDATE followed_changes f SET is_undone = true FROM undone WHERE f.change_id = undone.id
    RETURNING f.user_id, f.license_number
  )
  INSERT INTO followed_changes (user_id, license_number, kind)
  SELECT DISTINCT told.user_id, told.license_number, 'changes_undone' FROM told
  WHERE NOT EXISTS (SELECT FROM followed_changes untold
                    WHERE untold.user_id = told.user_id AND untold.license_number = told.license_number
                      AND untold.kind = 'changes_undone' AND untold.told_at IS NULL);
  PERFORM add_job('tell-followers', jsonb_build_object('isQuiet', true));
  RETURN NULL;
END
$$;
