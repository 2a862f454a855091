-- portal: tx
-- The system may act for a person: a member changes a password, and no policy lets members write credentials. Policies go
-- on seeing the system. The trail names the person.

-- The person who acts, or the one the system acts for. NULL when there is none.
CREATE FUNCTION acting_user_id() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_user_id(), nullif(current_setting('app.on_behalf_of', true), '')::uuid);
GRANT EXECUTE ON FUNCTION acting_user_id() TO schema_owner;

-- The maker of the trail's trigger functions, and each function it has made so far.
DO $$
DECLARE
  recorder regprocedure;
BEGIN
  FOR recorder IN
    SELECT oid::regprocedure FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
      AND (proname = 'record_changes_of' OR proname LIKE 'record\_change\_of\_%')
  LOOP
    EXECUTE replace(pg_get_functiondef(recorder), 'current_user_id()', 'acting_user_id()');
  END LOOP;
END
$$;
