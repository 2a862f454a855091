-- portal: tx
-- Staff who manage the health of the database change one setting of the portal: after how many minutes an alert that nobody
-- answers is told to administrators.
ALTER TABLE portal_settings ADD CONSTRAINT portal_settings_escalation_possible CHECK (
  case when name = 'alert_escalation_minutes'
    then jsonb_typeof(value) = 'number' and value::text ~ '^[0-9]{1,4}$' and value::text::integer between 5 and 1440
    else true end) NOT VALID;
ALTER POLICY staff_insert ON portal_settings
  WITH CHECK (((SELECT holds_permission('settings.manage'))
      OR (name = 'alert_escalation_minutes' AND (SELECT holds_permission('health.manage'))))
    AND (updated_by = (SELECT current_user_id()) OR (SELECT is_system())));
ALTER POLICY staff_update ON portal_settings
  USING ((SELECT holds_permission('settings.manage'))
    OR (name = 'alert_escalation_minutes' AND (SELECT holds_permission('health.manage'))))
  WITH CHECK (((SELECT holds_permission('settings.manage'))
      OR (name = 'alert_escalation_minutes' AND (SELECT holds_permission('health.manage'))))
    AND (updated_by = (SELECT current_user_id()) OR (SELECT is_system())));
