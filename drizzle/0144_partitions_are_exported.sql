-- portal: tx
-- A partition past its retention is exported before it is dropped. What the next coarser table holds too needs no export.
ALTER TABLE partitioned_tables ADD COLUMN exports boolean DEFAULT true NOT NULL;
SET LOCAL ROLE schema_owner;
UPDATE partitioned_tables SET exports = false WHERE table_name IN ('statement_minutes', 'statement_hours');
RESET ROLE;

ALTER TABLE detached_partitions
  ADD COLUMN exported_at timestamp with time zone,
  ADD COLUMN export_file text,
  ADD COLUMN export_rows bigint,
  ADD COLUMN export_bytes bigint,
  ADD COLUMN export_sha256 text,
  ADD COLUMN proven_at timestamp with time zone;
ALTER TABLE detached_partitions ADD CONSTRAINT detached_partitions_one_line
  CHECK (is_one_line(export_file) and is_one_line(export_sha256)) NOT VALID;
ALTER TABLE detached_partitions ADD CONSTRAINT detached_partitions_exported_whole
  CHECK (num_nonnulls(exported_at, export_file, export_rows, export_bytes, export_sha256) in (0, 5)) NOT VALID;
GRANT EXECUTE ON FUNCTION is_one_line(text) TO schema_owner;

CREATE POLICY system_update ON detached_partitions FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT UPDATE (exported_at, export_file, export_rows, export_bytes, export_sha256, proven_at) ON detached_partitions TO system_role;

-- The job of partitions no longer drops what is to be exported.
SELECT reword_function('maintain_partitions(text, timestamptz)',
  'd.table_name = rules.table_name AND d.drop_after <= moment',
  'd.table_name = rules.table_name AND d.drop_after <= moment AND NOT rules.exports');

-- Drops a partition whose export was read back within the last hour, if it still holds as many rows as the export.
-- `sha256` names the file that was read. False if the partition is not due, or the export is another one.
CREATE FUNCTION drop_exported_partition(partition text, sha256 text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
  kept detached_partitions;
  rules partitioned_tables;
  present bigint;
BEGIN
  IF NOT is_system() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the portal itself drops partitions.';
  END IF;
  SELECT * INTO kept FROM detached_partitions d
  WHERE d.partition_name = partition AND d.export_sha256 = sha256 AND d.drop_after <= now()
    AND d.proven_at > now() - interval '1 hour'
  FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  SELECT * INTO STRICT rules FROM partitioned_tables t WHERE t.table_name = kept.table_name;
  -- Its policies would hide the rows from the owner, and then all of them from the count.
  EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', partition);
  EXECUTE format('SELECT count(*) FROM ONLY %I', partition) INTO present;
  IF present <> kept.export_rows THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = format('%s holds %s rows, and its export %s.', partition, present, kept.export_rows);
  END IF;
  EXECUTE format('DROP TABLE %I', partition);
  DELETE FROM detached_partitions d WHERE d.partition_name = partition;
  -- The seals of rows that are gone say nothing any more; their batch's own seal stays in the chain.
  DELETE FROM audit_row_seals r USING audit_seals s
  WHERE r.batch = s.batch AND s.kind = 'rows' AND s.trail = kept.table_name
    AND s.month = kept.upper_bound - ('1 ' || rules.every)::interval;
  RETURN true;
END
$$;
ALTER FUNCTION drop_exported_partition(text, text) OWNER TO schema_owner;
REVOKE EXECUTE ON FUNCTION drop_exported_partition(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drop_exported_partition(text, text) TO system_role;
GRANT EXECUTE ON FUNCTION is_system() TO schema_owner;
