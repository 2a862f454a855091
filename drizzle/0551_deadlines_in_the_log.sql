-- portal: tx
-- The deadline in the bidding log: which one the bidding began with, who moved it, and who closed the bidding before it. The trail of
-- row changes is for staff alone, so each change leaves a row of its own, in the statement that makes it.

CREATE TABLE deadline_changes (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  project_id uuid NOT NULL,
  act text NOT NULL,
  deadline_before timestamp with time zone,
  deadline_at timestamp with time zone,
  changed_by uuid,
  is_of_staff boolean NOT NULL,
  changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
  CONSTRAINT deadline_changes_act_known CHECK (act in ('DEADLINE_SET', 'DEADLINE_MOVED', 'CLOSED_EARLY', 'REOPENED')),
  CONSTRAINT deadline_changes_project_id_projects_id_fk FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE,
  CONSTRAINT deadline_changes_changed_by_users_id_fk FOREIGN KEY (changed_by) REFERENCES users (id) ON DELETE SET NULL
);
CREATE INDEX idx_deadline_changes_project ON deadline_changes (project_id, changed_at, id);
CREATE INDEX idx_deadline_changes_changed_by ON deadline_changes (changed_by);
SELECT protect_table('deadline_changes');
-- `bidding_log` alone reads it, and the trigger alone writes it.
GRANT SELECT, INSERT ON deadline_changes TO definer_role;
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('deadline_changes', 'id', '{project_id,act,deadline_before,deadline_at,changed_by,is_of_staff,changed_at}');

-- The clock that closes a bidding is no act of anybody.
CREATE FUNCTION keep_deadline() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  earlier timestamptz;
  happened text;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    earlier := OLD.deadline_at;
  END IF;
  IF NEW.status = 'DRAFT' THEN
    RETURN NULL;
  ELSIF TG_OP = 'INSERT' OR OLD.status = 'DRAFT' THEN
    happened := CASE WHEN NEW.deadline_at IS NOT NULL THEN 'DEADLINE_SET' END;
    earlier := NULL;
  ELSIF NEW.deadline_at IS DISTINCT FROM OLD.deadline_at THEN
    happened := CASE WHEN OLD.deadline_at IS NULL THEN 'DEADLINE_SET' ELSE 'DEADLINE_MOVED' END;
  ELSIF NEW.status = 'CLOSED' AND OLD.status IN ('PUBLISHED', 'BIDDING_OPEN') AND coalesce(OLD.deadline_at > clock_timestamp(), true) THEN
    happened := 'CLOSED_EARLY';
  ELSIF OLD.status = 'CLOSED' AND NEW.status = 'BIDDING_OPEN' THEN
    happened := 'REOPENED';
  END IF;
  IF happened IS NOT NULL THEN
    INSERT INTO deadline_changes (project_id, act, deadline_before, deadline_at, changed_by, is_of_staff)
    VALUES (NEW.id, happened, earlier, NEW.deadline_at, (SELECT u.id FROM users u WHERE u.id = current_user_id()),
      current_setting('role') = 'admin_role' AND NOT is_system() AND NEW.owner_id IS DISTINCT FROM current_user_id());
  END IF;
  RETURN NULL;
END
$$;
SELECT definer_function('keep_deadline()');
CREATE TRIGGER keep_deadline AFTER INSERT OR UPDATE OF status, deadline_at ON projects FOR EACH ROW EXECUTE FUNCTION keep_deadline();

-- The name of a person in the log, and that the person acted as staff. For other functions.
CREATE FUNCTION person_in_log(person uuid, is_of_staff boolean) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT concat_ws(' ', u.first_name, u.last_name) || CASE WHEN is_of_staff THEN ' (NAMC staff)' ELSE '' END FROM users u WHERE u.id = person
$$;
REVOKE EXECUTE ON FUNCTION person_in_log(uuid, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION person_in_log(uuid, boolean) TO definer_role;
SELECT reword_function('bidding_log(uuid)', $old$    UNION ALL
    SELECT h.said_at, 1,$old$, $new$    UNION ALL
    SELECT d.changed_at, 1, d.act, NULL, coalesce(person_in_log(d.changed_by, d.is_of_staff), CASE WHEN d.is_of_staff THEN 'NAMC staff' END), NULL, NULL,
      CASE d.act
        WHEN 'DEADLINE_MOVED' THEN format('From %s to %s', clock_words(d.deadline_before, p.deadline_time_zone),
          coalesce(clock_words(d.deadline_at, p.deadline_time_zone), 'no date'))
        WHEN 'CLOSED_EARLY' THEN format('The deadline was %s.', coalesce(clock_words(d.deadline_at, p.deadline_time_zone), 'not set'))
        ELSE format('Until %s', clock_words(d.deadline_at, p.deadline_time_zone)) END
    FROM deadline_changes d JOIN projects p ON p.id = d.project_id WHERE d.project_id = wanted
    UNION ALL
    SELECT h.said_at, 1,$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;
