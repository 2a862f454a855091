-- portal: tx
-- The rules of the portal read other rows: a deadline moves only while there is no bid, an administrator leaves only while
-- there is another. A rule takes its locks first and reads then, so it has to see what was committed meanwhile. A transaction
-- with one snapshot for all its statements would see the rows of its beginning. Its writes are refused.
CREATE FUNCTION refuse_old_snapshot() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
    RAISE EXCEPTION USING ERRCODE = '25000', TABLE = TG_TABLE_NAME,
      MESSAGE = format('Write to %s in a READ COMMITTED transaction: the rules of the portal have to see the rows of this moment.',
                       TG_TABLE_NAME);
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION refuse_old_snapshot() FROM PUBLIC;

DO $$
DECLARE
  target regclass;
BEGIN
  FOR target IN
    SELECT oid::regclass FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relrowsecurity AND NOT relispartition
    ORDER BY relname
  LOOP
    EXECUTE format('CREATE TRIGGER refuse_old_snapshot BEFORE INSERT OR UPDATE OR DELETE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_old_snapshot()', target);
  END LOOP;
END
$$;

-- New tables get it with the rest of their protection.
SELECT reword_function('protect_table(regclass)', '  EXECUTE format(''ALTER TABLE %s OWNER TO schema_owner'', target);',
  '  EXECUTE format(''CREATE TRIGGER refuse_old_snapshot BEFORE INSERT OR UPDATE OR DELETE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_old_snapshot()'', target);
  EXECUTE format(''ALTER TABLE %s OWNER TO schema_owner'', target);');
