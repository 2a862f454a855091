-- portal: tx
-- The trail of changed rows, and the partitions that it and the metrics live in.

GRANT CREATE ON SCHEMA public TO definer_role;

-- Makes a table's trail: its own trigger function with its columns written out, which costs a fraction of turning
-- whole rows into JSON. `recorded` columns keep old and new value; of `marked` ones (secrets, long texts) the trail
-- says only that they changed. Called again with another list, it replaces the function and the trigger.
CREATE FUNCTION record_changes_of(target text, row_key text, recorded text[], marked text[] DEFAULT '{}') RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $make$
DECLARE
  added text;
  removed text;
  changed text;
BEGIN
  SELECT string_agg(format('%L, jsonb_build_array(NULL, NEW.%I)', name, name), ', ' ORDER BY place),
         string_agg(format('%L, jsonb_build_array(OLD.%I, NULL)', name, name), ', ' ORDER BY place),
         string_agg(format(
           'IF NEW.%1$I IS DISTINCT FROM OLD.%1$I THEN changes := changes || jsonb_build_object(%1$L, jsonb_build_array(OLD.%1$I, NEW.%1$I)); END IF;',
           name), E'\n    ' ORDER BY place)
  INTO added, removed, changed
  FROM unnest(recorded) WITH ORDINALITY AS columns (name, place);
  changed := changed || coalesce(E'\n    ' || (
    SELECT string_agg(format(
      'IF NEW.%1$I IS DISTINCT FROM OLD.%1$I THEN changes := changes || jsonb_build_object(%1$L, jsonb_build_array(''kept out'', ''kept out'')); END IF;',
      name), E'\n    ')
    FROM unnest(marked) AS name), '');
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
    VALUES (%3$L, 'UPDATE', %4$s, current_user_id(), current_actor(),
            nullif(current_setting('app.request_id', true), ''), changes);
  ELSIF TG_OP = 'INSERT' THEN
    INSERT INTO audit_log (table_name, operation, row_id, user_id, actor, request_id, changes)
    VALUES (%3$L, 'INSERT', %4$s, current_user_id(), current_actor(),
            nullif(current_setting('app.request_id', true), ''), jsonb_build_object(%5$s));
  ELSE
    INSERT INTO audit_log (table_name, operation, row_id, user_id, actor, request_id, changes)
    VALUES (%3$L, 'DELETE', %6$s, current_user_id(), current_actor(),
            nullif(current_setting('app.request_id', true), ''), jsonb_build_object(%7$s));
  END IF;
  RETURN NULL;
END
$body$
$function$, target, changed, target, 'NEW.' || row_key, added, 'OLD.' || row_key, removed);
  EXECUTE format('REVOKE EXECUTE ON FUNCTION record_change_of_%s() FROM PUBLIC', target);
  EXECUTE format('DROP TRIGGER IF EXISTS record_change ON %I', target);
  EXECUTE format('DROP TRIGGER IF EXISTS record_addition ON %I', target);
  EXECUTE format('CREATE TRIGGER record_addition AFTER INSERT OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION record_change_of_%s()', target, target);
  EXECUTE format('CREATE TRIGGER record_change AFTER UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION record_change_of_%s()', target, target);
  EXECUTE format('ALTER FUNCTION record_change_of_%s() OWNER TO definer_role', target);
END
$make$;
REVOKE EXECUTE ON FUNCTION record_changes_of(text, text, text[], text[]) FROM PUBLIC;

SELECT record_changes_of('users', 'id',
  '{email,email_verified_at,first_name,last_name,company,phone,website,member_type,status,street,city,state,zip_code,license_number,show_in_directory,show_email,show_phone,show_on_map}',
  '{bio}');
SELECT record_changes_of('user_credentials', 'user_id', '{changed_at}', '{password_hash}');
SELECT record_changes_of('user_roles', 'id', '{user_id,role_code,granted_by,reason,expires_at}');
SELECT record_changes_of('roles', 'code', '{code,name,description,standing}');
SELECT record_changes_of('role_permissions', 'role_code', '{role_code,permission_code}');
SELECT record_changes_of('projects', 'id',
  '{owner_id,title,category,status,budget_min_cents,budget_max_cents,currency,deadline_at,deadline_time_zone,skills_required,city,state,zip_code,published_at}',
  '{description}');
SELECT record_changes_of('project_applications', 'id',
  '{project_id,applicant_id,status,amount_cents,currency,decided_at,decided_by}', '{message}');
SELECT record_changes_of('membership_tiers', 'code', '{code,name,member_type,annual_dues_cents,currency,is_offered}');
SELECT record_changes_of('memberships', 'id', '{user_id,tier_code,status,starts_on,ends_on}');
SELECT record_changes_of('payments', 'id',
  '{user_id,membership_id,registration_id,amount_cents,currency,status,provider,provider_reference,description,refunded_cents,paid_at}');
SELECT record_changes_of('payment_refunds', 'id', '{payment_id,amount_cents,reason,refunded_by,provider_reference}');
SELECT record_changes_of('secure_data', 'id', '{user_id,key_id}',
  '{encrypted_tax_id,tax_id_index,encrypted_bank_account}');
SELECT record_changes_of('portal_settings', 'name', '{name,value,updated_by}');
GRANT INSERT ON audit_log TO definer_role;

-- Partitions. Bounds are UTC whatever the session's time zone; a partition that exists with other bounds is an error
-- and not a silence. It is filled and secured before it is attached, which holds no lock that readers or writers
-- of the others would notice.
CREATE FUNCTION create_range_partition(target text, partition_name text, lower_bound timestamptz, upper_bound timestamptz)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET TimeZone = 'UTC' SET lock_timeout = '2s'
AS $$
DECLARE
  wanted text := format('FOR VALUES FROM (%L) TO (%L)', lower_bound, upper_bound);
  actual text;
BEGIN
  SELECT pg_get_expr(relpartbound, oid) INTO actual FROM pg_class
  WHERE relname = partition_name AND relnamespace = 'public'::regnamespace;
  IF FOUND THEN
    IF actual IS DISTINCT FROM wanted THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('The partition %s is %s and should be %s.',
        partition_name, coalesce(lower(actual), 'detached'), lower(wanted));
    END IF;
    RETURN false;
  END IF;
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', partition_name, target);
  -- Closed to everybody: rows are reached through the parent, whose policies hold.
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', partition_name);
  EXECUTE format('ALTER TABLE %I OWNER TO schema_owner', partition_name);
  -- A dump reads partitions one by one.
  EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO backup_role USING (true)', partition_name);
  EXECUTE format('GRANT SELECT ON %I TO backup_role', partition_name);
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I %s', target, partition_name, wanted);
  RETURN true;
EXCEPTION WHEN duplicate_table OR unique_violation THEN
  -- Another process made it in this moment.
  RETURN false;
END
$$;

-- The partition of the UTC month that `month` is in, `admin_actions_2026_11`. True when it was made now.
CREATE FUNCTION create_monthly_partition(table_name text, month date) RETURNS boolean
LANGUAGE sql VOLATILE SET search_path = public, pg_temp SET TimeZone = 'UTC'
AS $$
  SELECT create_range_partition(table_name, table_name || to_char(month, '_YYYY_MM'),
    date_trunc('month', month::timestamptz), date_trunc('month', month::timestamptz) + interval '1 month')
$$;

-- The partition of a UTC day, `system_metrics_2026_11_23`. True when it was made now.
CREATE FUNCTION create_daily_partition(table_name text, day date) RETURNS boolean
LANGUAGE sql VOLATILE SET search_path = public, pg_temp SET TimeZone = 'UTC'
AS $$
  SELECT create_range_partition(table_name, table_name || to_char(day, '_YYYY_MM_DD'),
    day::timestamptz, day::timestamptz + interval '1 day')
$$;

-- Each attached partition with its bounds as instants.
CREATE FUNCTION list_partitions(target text DEFAULT NULL)
RETURNS TABLE (table_name text, partition_name text, lower_bound timestamptz, upper_bound timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET TimeZone = 'UTC'
AS $$
  SELECT parent.relname::text, child.relname::text, bounds[1]::timestamptz, bounds[2]::timestamptz
  FROM partitioned_tables
  JOIN pg_class parent ON parent.relname = partitioned_tables.table_name AND parent.relnamespace = 'public'::regnamespace
  JOIN pg_inherits ON inhparent = parent.oid
  JOIN pg_class child ON child.oid = inhrelid,
  regexp_match(pg_get_expr(child.relpartbound, child.oid), 'FROM \(''([^'']+)''\) TO \(''([^'']+)''\)') AS bounds
  WHERE target IS NULL OR partitioned_tables.table_name = target
  ORDER BY 1, 3
$$;

-- Keeps one table, or all: makes what is needed ahead, detaches what is past its retention by its upper bound, drops
-- what is past its grace, a row for each thing done or failed. A table or partition that fails stops no other, and no
-- lock is waited for longer than two seconds. `moment` is the present, and another one in a test.
CREATE FUNCTION maintain_partitions(target text DEFAULT NULL, moment timestamptz DEFAULT now())
RETURNS TABLE (table_name text, partition_name text, outcome text, problem text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET TimeZone = 'UTC' SET lock_timeout = '2s'
AS $$
DECLARE
  rules partitioned_tables;
  part record;
  step interval;
  at timestamptz;
BEGIN
  FOR rules IN SELECT * FROM partitioned_tables p WHERE target IS NULL OR p.table_name = target ORDER BY p.table_name LOOP
    table_name := rules.table_name;
    step := ('1 ' || rules.every)::interval;
    FOR ahead IN 0 .. rules.ahead LOOP
      at := date_trunc(rules.every, moment) + ahead * step;
      partition_name := rules.table_name || to_char(at, CASE rules.every WHEN 'month' THEN '_YYYY_MM' ELSE '_YYYY_MM_DD' END);
      outcome := NULL;
      problem := NULL;
      BEGIN
        IF create_range_partition(rules.table_name, partition_name, at, at + step) THEN
          outcome := 'created';
        END IF;
      EXCEPTION WHEN OTHERS THEN
        outcome := 'failed';
        problem := SQLERRM;
      END;
      IF outcome IS NOT NULL THEN
        RETURN NEXT;
      END IF;
    END LOOP;

    FOR part IN SELECT * FROM list_partitions(rules.table_name) p WHERE p.upper_bound <= moment - rules.retention LOOP
      partition_name := part.partition_name;
      outcome := 'detached';
      problem := NULL;
      BEGIN
        EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', rules.table_name, part.partition_name);
        INSERT INTO detached_partitions VALUES
          (part.partition_name, rules.table_name, part.upper_bound, moment, moment + rules.grace);
      EXCEPTION WHEN OTHERS THEN
        outcome := 'failed';
        problem := SQLERRM;
      END;
      RETURN NEXT;
    END LOOP;

    FOR part IN SELECT * FROM detached_partitions d WHERE d.table_name = rules.table_name AND d.drop_after <= moment
      ORDER BY d.upper_bound LOOP
      partition_name := part.partition_name;
      outcome := 'dropped';
      problem := NULL;
      BEGIN
        EXECUTE format('DROP TABLE IF EXISTS %I', part.partition_name);
        DELETE FROM detached_partitions d WHERE d.partition_name = part.partition_name;
        -- The seals of rows that are gone say nothing any more; their batch's own seal stays in the chain.
        DELETE FROM audit_row_seals r USING audit_seals s
        WHERE r.batch = s.batch AND s.trail = rules.table_name AND s.month = part.upper_bound - step;
      EXCEPTION WHEN OTHERS THEN
        outcome := 'failed';
        problem := SQLERRM;
      END;
      RETURN NEXT;
    END LOOP;
  END LOOP;
END
$$;

-- The same for the present moment, which is all that the application may ask for: by its schedule, and when an insert
-- found no partition.
CREATE FUNCTION ensure_partitions(target text DEFAULT NULL)
RETURNS TABLE (table_name text, partition_name text, outcome text, problem text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT * FROM maintain_partitions(target) $$;

-- These make and drop tables, so that they belong to the owner; the policies let him see what he keeps.
CREATE POLICY owner ON partitioned_tables FOR ALL TO schema_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON detached_partitions FOR ALL TO schema_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON audit_seals FOR SELECT TO schema_owner USING (true);
CREATE POLICY owner ON audit_row_seals FOR ALL TO schema_owner USING (true) WITH CHECK (true);
ALTER TABLE admin_actions OWNER TO schema_owner;
ALTER TABLE audit_log OWNER TO schema_owner;
ALTER TABLE system_metrics OWNER TO schema_owner;
ALTER TABLE partitioned_tables OWNER TO schema_owner;
ALTER TABLE detached_partitions OWNER TO schema_owner;
ALTER TABLE audit_seals OWNER TO schema_owner;
ALTER TABLE audit_row_seals OWNER TO schema_owner;
ALTER FUNCTION create_range_partition(text, text, timestamptz, timestamptz) OWNER TO schema_owner;
ALTER FUNCTION create_monthly_partition(text, date) OWNER TO schema_owner;
ALTER FUNCTION create_daily_partition(text, date) OWNER TO schema_owner;
ALTER FUNCTION list_partitions(text) OWNER TO schema_owner;
ALTER FUNCTION maintain_partitions(text, timestamptz) OWNER TO schema_owner;
ALTER FUNCTION ensure_partitions(text) OWNER TO schema_owner;
GRANT EXECUTE ON FUNCTION time_ordered_uuid(), current_user_id(), current_actor() TO schema_owner;
REVOKE EXECUTE ON FUNCTION create_range_partition(text, text, timestamptz, timestamptz),
  create_monthly_partition(text, date), create_daily_partition(text, date), list_partitions(text),
  maintain_partitions(text, timestamptz), ensure_partitions(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_partitions(text) TO application_role, admin_role;
GRANT EXECUTE ON FUNCTION list_partitions(text) TO admin_role;

INSERT INTO partitioned_tables (table_name, every, ahead, retention, grace) VALUES
  ('admin_actions', 'month', 3, interval '2 years', interval '30 days'),
  ('audit_log', 'month', 3, interval '2 years', interval '30 days'),
  ('system_metrics', 'day', 14, interval '90 days', interval '7 days');
SELECT count(*) FROM ensure_partitions();
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO backup_role;
REVOKE CREATE ON SCHEMA public FROM definer_role;
