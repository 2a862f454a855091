-- portal: tx
-- A first load notes the points once, after its rows: a trigger would keep a second copy of every row until then.
CREATE POLICY owner ON contractor_points FOR ALL TO schema_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON contractor_points TO schema_owner;

CREATE OR REPLACE FUNCTION begin_first_load() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  found record;
BEGIN
  LOCK TABLE california_contractors;
  IF EXISTS (SELECT FROM california_contractors) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'There are contractors already.';
  END IF;
  ALTER TABLE california_contractors DISABLE TRIGGER note_points_of_new;
  FOR found IN
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
    FROM pg_index WHERE indrelid = 'california_contractors'::regclass AND NOT indisprimary
  LOOP
    INSERT INTO dropped_indexes (name, definition) VALUES (found.name, found.definition);
    EXECUTE format('DROP INDEX %s', found.name);
  END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION end_first_load() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET maintenance_work_mem = '512MB'
AS $$
DECLARE
  found record;
BEGIN
  FOR found IN DELETE FROM dropped_indexes RETURNING definition LOOP
    EXECUTE found.definition;
  END LOOP;
  INSERT INTO contractor_points (albers)
  SELECT DISTINCT albers FROM california_contractors WHERE albers IS NOT NULL
  ON CONFLICT DO NOTHING;
  ALTER TABLE california_contractors ENABLE TRIGGER note_points_of_new;
END
$$;
