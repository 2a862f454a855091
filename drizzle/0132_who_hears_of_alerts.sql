-- portal: tx
-- Who acknowledged an alert and who began a maintenance, pages that hear of alerts, and what each person wants to be told.
ALTER TABLE health_alerts
  ADD COLUMN acknowledged_at timestamp with time zone,
  ADD COLUMN acknowledged_by uuid,
  ADD COLUMN escalated_at timestamp with time zone,
  ADD CONSTRAINT health_alerts_acknowledged_ahead
    CHECK (acknowledged_until > acknowledged_at and acknowledged_until <= acknowledged_at + interval '744 hours') NOT VALID;
ALTER TABLE health_maintenance ADD COLUMN started_by uuid;

-- The person and the time are the database's own.
CREATE FUNCTION note_acknowledger() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF current_user_id() IS NOT NULL THEN
    NEW.acknowledged_at := now();
    NEW.acknowledged_by := current_user_id();
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER note_acknowledger BEFORE UPDATE ON health_alerts
  FOR EACH ROW WHEN (NEW.acknowledged_until IS DISTINCT FROM OLD.acknowledged_until) EXECUTE FUNCTION note_acknowledger();
CREATE FUNCTION note_maintainer() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  NEW.started_by := coalesce(current_user_id(), NEW.started_by);
  RETURN NEW;
END
$$;
CREATE TRIGGER note_maintainer BEFORE INSERT OR UPDATE ON health_maintenance
  FOR EACH ROW EXECUTE FUNCTION note_maintainer();

ALTER TABLE live_events DROP CONSTRAINT live_events_kind_known;
ALTER TABLE live_events ADD CONSTRAINT live_events_kind_known
  CHECK (kind in ('notification', 'notifications-read', 'account', 'sessions', 'applications', 'imports', 'jobs', 'alerts')) NOT VALID;
CREATE TRIGGER tell_of_new_alerts AFTER INSERT ON health_alerts
  FOR EACH ROW EXECUTE FUNCTION tell_of_staff_work('health.read', 'alerts');
-- The words of an alert change each minute, and that is no news.
CREATE TRIGGER tell_of_changed_alerts AFTER UPDATE ON health_alerts
  FOR EACH ROW WHEN ((OLD.state, OLD.resolved_at, OLD.acknowledged_until) IS DISTINCT FROM (NEW.state, NEW.resolved_at, NEW.acknowledged_until))
  EXECUTE FUNCTION tell_of_staff_work('health.read', 'alerts');
CREATE TRIGGER tell_of_maintenance AFTER INSERT OR UPDATE OR DELETE ON health_maintenance
  FOR EACH ROW EXECUTE FUNCTION tell_of_staff_work('health.read', 'alerts');

-- What a person wants to be told of alerts. Without a row: everything.
CREATE TABLE alert_choices (
  user_id uuid PRIMARY KEY CONSTRAINT alert_choices_user_id_users_id_fk REFERENCES users (id) ON DELETE CASCADE,
  by_email boolean NOT NULL,
  in_portal boolean NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL
);
SELECT protect_table('alert_choices');
CREATE POLICY own_rows ON alert_choices FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY own_insert ON alert_choices FOR INSERT TO application_role
  WITH CHECK (user_id = (SELECT current_user_id()) AND (SELECT account_is_open()));
CREATE POLICY own_update ON alert_choices FOR UPDATE TO application_role
  USING (user_id = (SELECT current_user_id()) AND (SELECT account_is_open()))
  WITH CHECK (user_id = (SELECT current_user_id()));
CREATE POLICY system_select ON alert_choices FOR SELECT TO system_role USING ((SELECT is_system()));
CREATE POLICY system_delete ON alert_choices FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT, INSERT (user_id, by_email, in_portal), UPDATE (by_email, in_portal) ON alert_choices TO application_role;
GRANT SELECT, DELETE ON alert_choices TO system_role;
