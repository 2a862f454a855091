-- portal: tx
-- People follow licenses and save searches. The commit of an import copies its changes to those who follow the licenses at
-- that moment, and asks for the job that tells them.

CREATE TABLE follows (
  user_id uuid NOT NULL,
  license_number text NOT NULL,
  note text,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT follows_license_number_digits CHECK (license_number ~ '^[0-9]{1,8}$'),
  CONSTRAINT follows_user_id_license_number_pk PRIMARY KEY(user_id,license_number),
  CONSTRAINT follows_one_line CHECK (is_one_line(note)),
  CONSTRAINT follows_note_sensible CHECK (btrim(note) <> '' and length(note) <= 200)
);
ALTER TABLE follows ADD CONSTRAINT follows_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
CREATE INDEX idx_follows_license ON follows (license_number);
SELECT protect_table('follows');

CREATE TABLE followed_changes (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  user_id uuid NOT NULL,
  license_number text NOT NULL,
  change_id bigint,
  kind text NOT NULL,
  before text,
  after text,
  noted_at timestamp with time zone DEFAULT now() NOT NULL,
  told_at timestamp with time zone,
  is_undone boolean DEFAULT false NOT NULL,
  CONSTRAINT followed_changes_undone_was_told CHECK (not is_undone or told_at is not null)
);
ALTER TABLE followed_changes ADD CONSTRAINT followed_changes_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
CREATE UNIQUE INDEX followed_changes_once ON followed_changes (user_id,change_id) WHERE change_id is not null;
CREATE UNIQUE INDEX followed_changes_date_once ON followed_changes (user_id,license_number,kind,after) WHERE change_id is null;
CREATE INDEX idx_followed_changes_untold ON followed_changes (user_id) WHERE told_at is null;
CREATE INDEX idx_followed_changes_told ON followed_changes (user_id,license_number,kind,told_at DESC NULLS FIRST);
CREATE INDEX idx_followed_changes_change ON followed_changes (change_id) WHERE change_id is not null;
SELECT protect_table('followed_changes');

CREATE TABLE saved_searches (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  user_id uuid NOT NULL,
  subject text DEFAULT 'contractors' NOT NULL,
  name text NOT NULL,
  filters jsonb NOT NULL,
  notify text DEFAULT 'AT_ONCE' NOT NULL,
  known text[] NOT NULL,
  fresh text[] DEFAULT '{}' NOT NULL,
  untold text[] DEFAULT '{}' NOT NULL,
  is_too_wide boolean DEFAULT false NOT NULL,
  seen_at timestamp with time zone DEFAULT now() NOT NULL,
  compared_at timestamp with time zone DEFAULT now() NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT saved_searches_one_line CHECK (is_one_line(name)),
  CONSTRAINT saved_searches_subject_known CHECK (subject in ('contractors')),
  CONSTRAINT saved_searches_notify_known CHECK (notify in ('OFF', 'AT_ONCE', 'WEEKLY')),
  CONSTRAINT saved_searches_name_sensible CHECK (btrim(name) <> '' and length(name) <= 100),
  CONSTRAINT saved_searches_filters_sensible CHECK (jsonb_typeof(filters) = 'object' and length(filters::text) <= 8000),
  CONSTRAINT saved_searches_results_short CHECK (cardinality(known) <= 5000 and cardinality(fresh) <= 5000 and cardinality(untold) <= 5000)
);
ALTER TABLE saved_searches ADD CONSTRAINT saved_searches_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
CREATE UNIQUE INDEX saved_searches_one_of_each ON saved_searches (user_id,subject,md5(filters::text));
SELECT protect_table('saved_searches');

-- One person's rows are counted one transaction after the other.
CREATE FUNCTION limit_own_rows() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
DECLARE
  most integer := TG_ARGV[0];
  held integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(TG_TABLE_NAME || NEW.user_id, 0));
  EXECUTE format('SELECT count(*) FROM %I WHERE user_id = $1', TG_TABLE_NAME) INTO held USING NEW.user_id;
  IF held > most THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format(TG_ARGV[1], most);
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION limit_own_rows() FROM PUBLIC;
CREATE TRIGGER limit_own_rows AFTER INSERT ON follows FOR EACH ROW
  EXECUTE FUNCTION limit_own_rows('200', 'You follow %s licenses already, and that’s the most. Unfollow one first.');
CREATE TRIGGER limit_own_rows AFTER INSERT ON saved_searches FOR EACH ROW
  EXECUTE FUNCTION limit_own_rows('50', 'You have %s saved searches already, and that’s the most. Remove one first.');

-- Everybody keeps what they follow after a membership has lapsed, and may give it up. An active member adds to it.
CREATE POLICY own_rows ON follows FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY own_insert ON follows FOR INSERT TO application_role
  WITH CHECK (user_id = (SELECT current_user_id()) AND (SELECT is_active_member())
    AND EXISTS (SELECT FROM california_contractors c WHERE c.license_number = follows.license_number));
CREATE POLICY own_update ON follows FOR UPDATE TO application_role
  USING (user_id = (SELECT current_user_id()) AND (SELECT is_active_member()))
  WITH CHECK (user_id = (SELECT current_user_id()));
CREATE POLICY own_delete ON follows FOR DELETE TO application_role
  USING (user_id = (SELECT current_user_id()) AND (SELECT account_is_open()));
CREATE POLICY system_select ON follows FOR SELECT TO system_role USING ((SELECT is_system()));
CREATE POLICY system_delete ON follows FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT, INSERT (user_id, license_number, note), UPDATE (note), DELETE ON follows TO application_role;
GRANT SELECT, DELETE ON follows TO system_role;

CREATE POLICY system_select ON followed_changes FOR SELECT TO system_role USING ((SELECT is_system()));
CREATE POLICY system_insert ON followed_changes FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON followed_changes FOR UPDATE TO system_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON followed_changes FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT, INSERT (user_id, license_number, kind, before, after), UPDATE (told_at), DELETE ON followed_changes TO system_role;

CREATE POLICY own_rows ON saved_searches FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY own_insert ON saved_searches FOR INSERT TO application_role
  WITH CHECK (user_id = (SELECT current_user_id()) AND (SELECT is_active_member()));
CREATE POLICY own_update ON saved_searches FOR UPDATE TO application_role
  USING (user_id = (SELECT current_user_id()) AND (SELECT is_active_member()))
  WITH CHECK (user_id = (SELECT current_user_id()));
CREATE POLICY own_delete ON saved_searches FOR DELETE TO application_role
  USING (user_id = (SELECT current_user_id()) AND (SELECT account_is_open()));
CREATE POLICY system_select ON saved_searches FOR SELECT TO system_role USING ((SELECT is_system()));
CREATE POLICY system_update ON saved_searches FOR UPDATE TO system_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON saved_searches FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT, INSERT (user_id, subject, name, filters, notify, known, is_too_wide), UPDATE (name, notify, fresh, untold, seen_at), DELETE
  ON saved_searches TO application_role;
GRANT SELECT, UPDATE (known, fresh, untold, is_too_wide, compared_at), DELETE ON saved_searches TO system_role;

-- Members read on a license's page what changed.
CREATE POLICY member_read ON contractor_changes FOR SELECT TO application_role USING ((SELECT is_active_member()));
GRANT SELECT ON contractor_changes TO application_role;

GRANT SELECT ON contractor_changes, follows TO definer_role;
GRANT SELECT, INSERT, UPDATE, DELETE ON followed_changes TO definer_role;

-- The followers of a license at the commit of an import hear of its changes. A change that they heard of last, and that was
-- undone since, is no news when another file brings it again.
CREATE FUNCTION note_followed_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO followed_changes (user_id, license_number, change_id, kind, before, after)
  SELECT follows.user_id, change.license_number, change.id, change.kind, change.before, change.after
  FROM contractor_changes change
  JOIN follows ON follows.license_number = change.license_number
  JOIN users ON users.id = follows.user_id AND users.status = 'ACTIVE'
  LEFT JOIN LATERAL (
    SELECT heard.is_undone, heard.before, heard.after FROM followed_changes heard
    WHERE heard.user_id = follows.user_id AND heard.license_number = change.license_number AND heard.kind = change.kind
      AND heard.told_at IS NOT NULL
    ORDER BY heard.told_at DESC, heard.id DESC LIMIT 1
  ) last ON true
  WHERE change.import_run_id = NEW.id
    AND (coalesce(last.is_undone, false) AND last.before IS NOT DISTINCT FROM change.before
      AND last.after IS NOT DISTINCT FROM change.after) IS NOT TRUE
  ORDER BY change.id
  ON CONFLICT DO NOTHING;
  PERFORM add_job('tell-followers', jsonb_build_object('isQuiet', NEW.first_load));
  RETURN NULL;
END
$$;
SELECT definer_function('note_followed_changes()');
CREATE CONSTRAINT TRIGGER note_followed_changes AFTER INSERT ON contractor_import_runs
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.outcome = 'accepted')
  EXECUTE FUNCTION note_followed_changes();

-- An import that is undone deletes its changes. Nobody hears of them any more, and nobody hears twice.
CREATE FUNCTION forget_followed_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM undone) THEN
    RETURN NULL;
  END IF;
  DELETE FROM followed_changes f USING undone WHERE f.change_id = undone.id AND f.told_at IS NULL;
  UPDATE followed_changes f SET is_undone = true FROM undone WHERE f.change_id = undone.id;
  PERFORM add_job('tell-followers', jsonb_build_object('isQuiet', true));
  RETURN NULL;
END
$$;
SELECT definer_function('forget_followed_changes()');
CREATE TRIGGER forget_followed_changes AFTER DELETE ON contractor_changes
  REFERENCING OLD TABLE AS undone FOR EACH STATEMENT EXECUTE FUNCTION forget_followed_changes();
