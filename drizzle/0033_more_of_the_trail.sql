-- portal: tx
-- The trail keeps a digest of secrets and long texts in place of their values, so that a value that was changed past the
-- trail is noticed. Stored verifications carry a seal. The sealer reads who may send which letter.

-- Makes a table's trail: its own trigger function with its columns written out, which costs a fraction of turning
-- whole rows into JSON. `recorded` columns keep old and new value; of `marked` ones (secrets, long texts) the trail keeps
-- a digest over the place and the value, which two rows never share. Called again with another list, it replaces the
-- function.
CREATE OR REPLACE FUNCTION record_changes_of(target text, row_key text, recorded text[], marked text[] DEFAULT '{}') RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $make$
DECLARE
  added text;
  removed text;
  changed text;
BEGIN
  WITH digests AS (
    SELECT place, name, format(
      CASE WHEN atttypid = 'bytea'::regtype
        THEN '''kept out '' || encode(sha256(convert_to(%L || %%1$s.%I || '':'', ''UTF8'') || %%1$s.%I), ''hex'')'
        ELSE '''kept out '' || encode(sha256(convert_to(%L || %%1$s.%I || '':'' || %%1$s.%I, ''UTF8'')), ''hex'')' END,
      target || '.' || name || ':', row_key, name) AS digest
    FROM unnest(marked) WITH ORDINALITY AS columns (name, place)
    JOIN pg_attribute ON attrelid = target::regclass AND attname = name
  ), parts AS (
    SELECT 0 AS part, place, name, format('OLD.%I', name) AS before, format('NEW.%I', name) AS after
    FROM unnest(recorded) WITH ORDINALITY AS columns (name, place)
    UNION ALL
    SELECT 1, place, name, format(digest, 'OLD'), format(digest, 'NEW') FROM digests
  )
  SELECT string_agg(format('%L, jsonb_build_array(NULL, %s)', name, after), ', ' ORDER BY part, place),
         string_agg(format('%L, jsonb_build_array(%s, NULL)', name, before), ', ' ORDER BY part, place),
         string_agg(format(
           'IF NEW.%1$I IS DISTINCT FROM OLD.%1$I THEN changes := changes || jsonb_build_object(%1$L, jsonb_build_array(%2$s, %3$s)); END IF;',
           name, before, after), E'\n    ' ORDER BY part, place)
  INTO added, removed, changed FROM parts;
  EXECUTE format($function$
CREATE OR REPLACE FUNCTION record_change_of_%1$s() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $body$
DECLARE
  changes jsonb := '{}';
BEGIN
  IF TG_OP = 'UPDATE' THEN
    %2$s
    IF changes = '{}' THEN
      RETURN NULL;
    END IF;
    INSERT INTO audit_log (table_name, operation, row_id, user_id, actor, request_id, changes)
    VALUES (%3$L, 'UPDATE', %4$s, recorded_user_id(), current_actor(),
            nullif(current_setting('app.request_id', true), ''), changes);
  ELSIF TG_OP = 'INSERT' THEN
    INSERT INTO audit_log (table_name, operation, row_id, user_id, actor, request_id, changes)
    VALUES (%3$L, 'INSERT', %4$s, recorded_user_id(), current_actor(),
            nullif(current_setting('app.request_id', true), ''), jsonb_build_object(%5$s));
  ELSE
    INSERT INTO audit_log (table_name, operation, row_id, user_id, actor, request_id, changes)
    VALUES (%3$L, 'DELETE', %6$s, recorded_user_id(), current_actor(),
            nullif(current_setting('app.request_id', true), ''), jsonb_build_object(%7$s));
  END IF;
  RETURN NULL;
END
$body$
$function$, target, changed, target, 'NEW.' || row_key, added, 'OLD.' || row_key, removed);
  EXECUTE format('REVOKE EXECUTE ON FUNCTION record_change_of_%s() FROM PUBLIC', target);
  IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = target::regclass AND tgname = 'record_change') THEN
    EXECUTE format('CREATE TRIGGER record_addition AFTER INSERT OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION record_change_of_%s()', target, target);
    EXECUTE format('CREATE TRIGGER record_change AFTER UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION record_change_of_%s()', target, target);
  END IF;
  EXECUTE format('ALTER FUNCTION record_change_of_%s() OWNER TO definer_role', target);
END
$make$;

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('users', 'id',
  '{email,email_verified_at,first_name,last_name,company,phone,website,member_type,status,street,city,state,zip_code,license_number,show_in_directory,show_email,show_phone,show_on_map}',
  '{bio}');
SELECT record_changes_of('user_credentials', 'user_id', '{changed_at}', '{password_hash}');
SELECT record_changes_of('projects', 'id',
  '{owner_id,title,category,status,budget_min_cents,budget_max_cents,currency,deadline_at,deadline_time_zone,skills_required,city,state,zip_code,published_at,opened_at}',
  '{description}');
SELECT record_changes_of('secure_data', 'id', '{user_id,key_id}',
  '{encrypted_tax_id,tax_id_index,encrypted_bank_account}');
SELECT record_changes_of('membership_applications', 'id', '{user_id,tier_code,status,reason,decided_by,decided_at}',
  '{statement}');
SELECT record_changes_of('two_factor_secrets', 'user_id', '{confirmed_at}', '{encrypted_secret,encrypted_replacement}');
REVOKE CREATE ON SCHEMA public FROM definer_role;

-- Outcomes from before carry no seal.
ALTER TABLE audit_verifications ADD COLUMN key_id text, ADD COLUMN seal bytea;
GRANT INSERT (key_id, seal) ON audit_verifications TO system_role;

-- The sealer and the migrating login read the rules that are rows.
GRANT SELECT ON member_letters, staff_letters TO system_role;
CREATE POLICY system_select ON member_letters FOR SELECT TO system_role USING ((SELECT is_system()));
CREATE POLICY system_select ON staff_letters FOR SELECT TO system_role USING ((SELECT is_system()));
CREATE POLICY owner ON member_letters FOR SELECT TO schema_owner USING (true);
CREATE POLICY owner ON staff_letters FOR SELECT TO schema_owner USING (true);
CREATE POLICY owner ON permissions FOR SELECT TO schema_owner USING (true);
