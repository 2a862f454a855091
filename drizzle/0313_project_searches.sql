-- portal: tx
-- People save searches for projects, and hear of new results at once, once a day or once a week. A letter about them ends by its key.

ALTER TABLE saved_searches ADD COLUMN unsubscribe_key uuid;
-- Searches from before are for contractors, whose letters tell of several things at once and have no key.
ALTER TABLE saved_searches ALTER COLUMN unsubscribe_key SET DEFAULT gen_random_uuid();
ALTER TABLE saved_searches DROP CONSTRAINT saved_searches_subject_known;
ALTER TABLE saved_searches DROP CONSTRAINT saved_searches_notify_known;
ALTER TABLE saved_searches
  ADD CONSTRAINT saved_searches_subject_known CHECK (subject in ('contractors', 'projects')) NOT VALID,
  ADD CONSTRAINT saved_searches_notify_known CHECK (notify in ('OFF', 'AT_ONCE', 'DAILY', 'WEEKLY')) NOT VALID;
GRANT SELECT, UPDATE (notify, untold) ON saved_searches TO definer_role;

CREATE OR REPLACE FUNCTION stop_letters(wanted uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  DELETE FROM project_follows WHERE unsubscribe_key = ANY (wanted);
  UPDATE saved_searches SET notify = 'OFF', untold = '{}' WHERE unsubscribe_key = ANY (wanted);
END
$$;

-- A project that is published, or changes while it is open, may be a new result of a search. The job comes with the change, so that
-- it sees what was committed, in whatever order changes are.
CREATE FUNCTION compare_project_searches() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM add_job('tell-of-projects', '{"compares": true}');
  RETURN NULL;
END
$$;
SELECT definer_function('compare_project_searches()');
CREATE TRIGGER compare_searches AFTER INSERT ON projects FOR EACH ROW
  WHEN (NEW.status IN ('PUBLISHED', 'BIDDING_OPEN')) EXECUTE FUNCTION compare_project_searches();
CREATE TRIGGER compare_searches_again AFTER UPDATE ON projects FOR EACH ROW
  WHEN (NEW.status IN ('PUBLISHED', 'BIDDING_OPEN') AND NEW.version <> OLD.version) EXECUTE FUNCTION compare_project_searches();
