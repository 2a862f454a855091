-- portal: tx
-- The trail proves its own end. Seals form one chain of rows, marks, rules and retirements. Rows carry the login that
-- wrote them, an act of staff is recorded like any changed row, and a partition of the trail is dropped only after its
-- retirement is sealed.
-- Seals of the earlier form joined rows by half of their key. They are dropped, and all rows are sealed anew. After sealing
-- by hand, run `portal audit verify` before this migration.

-- squawk-ignore ban-drop-table
DROP TABLE audit_row_seals;
-- squawk-ignore ban-drop-table
DROP TABLE audit_seals;

CREATE TABLE audit_seals (
  batch bigint PRIMARY KEY NOT NULL,
  kind text NOT NULL,
  trail text,
  month timestamp with time zone,
  rows integer DEFAULT 0 NOT NULL,
  rows_digest bytea,
  snapshot text,
  details text DEFAULT '{}' NOT NULL,
  rules_digest bytea NOT NULL,
  sealed_at timestamp with time zone DEFAULT now() NOT NULL,
  key_id text NOT NULL,
  seal bytea NOT NULL,
  CONSTRAINT audit_seals_kind_known CHECK (kind in ('rows', 'mark', 'rules', 'retire')),
  CONSTRAINT audit_seals_trail_known CHECK (trail in ('admin_actions', 'audit_log')),
  CONSTRAINT audit_seals_rows_counted CHECK (rows >= 0),
  CONSTRAINT audit_seals_kind_complete CHECK ((kind in ('rows', 'retire')) = (trail is not null and month is not null) and (kind = 'mark') = (snapshot is not null))
);
CREATE INDEX idx_audit_seals_month ON audit_seals (trail, month);
CREATE INDEX idx_audit_seals_kind ON audit_seals (kind, batch);
SELECT protect_table('audit_seals');
CREATE POLICY auditors_read ON audit_seals FOR SELECT TO admin_role USING ((SELECT holds_permission('audit.read')));
CREATE POLICY system_insert ON audit_seals FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
-- The migrating login seals the rules that a migration changed, and partitions are kept by their owner.
CREATE POLICY owner ON audit_seals FOR SELECT TO schema_owner USING (true);
CREATE POLICY owner_insert ON audit_seals FOR INSERT TO schema_owner WITH CHECK (kind = 'rules');
GRANT SELECT ON audit_seals TO admin_role;
GRANT INSERT ON audit_seals TO system_role;

CREATE TABLE audit_row_seals (
  trail text NOT NULL,
  row_id uuid NOT NULL,
  created_at timestamp with time zone NOT NULL,
  batch bigint NOT NULL,
  position integer NOT NULL,
  seal bytea NOT NULL,
  CONSTRAINT audit_row_seals_trail_row_id_created_at_pk PRIMARY KEY(trail,row_id,created_at),
  CONSTRAINT audit_row_seals_position_once UNIQUE(batch,position),
  CONSTRAINT audit_row_seals_batch_audit_seals_batch_fk FOREIGN KEY (batch) REFERENCES audit_seals(batch) ON DELETE RESTRICT
);
SELECT protect_table('audit_row_seals');
CREATE POLICY auditors_read ON audit_row_seals FOR SELECT TO admin_role USING ((SELECT holds_permission('audit.read')));
CREATE POLICY system_insert ON audit_row_seals FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
CREATE POLICY owner ON audit_row_seals FOR ALL TO schema_owner USING (true) WITH CHECK (true);
GRANT SELECT ON audit_row_seals TO admin_role;
GRANT INSERT ON audit_row_seals TO system_role;

CREATE TABLE audit_verifications (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  verified_by text NOT NULL,
  started_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone DEFAULT now() NOT NULL,
  batches bigint NOT NULL,
  rows bigint NOT NULL,
  unsealed bigint NOT NULL,
  problems integer NOT NULL,
  messages text[] DEFAULT '{}' NOT NULL,
  compared_anchor boolean NOT NULL,
  compared_state boolean NOT NULL,
  bypassed_policies boolean NOT NULL,
  CONSTRAINT audit_verifications_problems_counted CHECK (problems >= 0)
);
CREATE INDEX idx_audit_verifications_finished ON audit_verifications (finished_at DESC);
SELECT protect_table('audit_verifications');
CREATE POLICY auditors_read ON audit_verifications FOR SELECT TO admin_role USING ((SELECT holds_permission('audit.read')));
CREATE POLICY system_insert ON audit_verifications FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
GRANT SELECT ON audit_verifications TO admin_role;
GRANT INSERT (verified_by, started_at, batches, rows, unsealed, problems, messages, compared_anchor, compared_state, bypassed_policies)
  ON audit_verifications TO system_role;

-- The default comes after the column, so that rows from before keep NULL instead of the migrating login.
ALTER TABLE admin_actions ADD COLUMN login text;
ALTER TABLE admin_actions ALTER COLUMN login SET DEFAULT session_user;
ALTER TABLE audit_log ADD COLUMN login text;
ALTER TABLE audit_log ALTER COLUMN login SET DEFAULT session_user;

-- An act that is deleted or changed before it is sealed no longer agrees with its row in `audit_log`.
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('admin_actions', 'id',
  '{action,user_id,actor,target_user_id,target_table,target_id,reason,transaction_id}');
REVOKE CREATE ON SCHEMA public FROM definer_role;
-- A partition gets the triggers of its table from the role that attaches it.
GRANT EXECUTE ON FUNCTION record_change_of_admin_actions() TO schema_owner;

CREATE OR REPLACE FUNCTION maintain_partitions(target text DEFAULT NULL, moment timestamptz DEFAULT now())
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

    -- A partition of the trail waits until the sealer has sealed its retirement.
    FOR part IN SELECT * FROM list_partitions(rules.table_name) p WHERE p.upper_bound <= moment - rules.retention
      AND (rules.table_name NOT IN ('admin_actions', 'audit_log') OR EXISTS (
        SELECT FROM audit_seals s WHERE s.kind = 'retire' AND s.trail = rules.table_name AND s.month = p.lower_bound))
    LOOP
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
        WHERE r.batch = s.batch AND s.kind = 'rows' AND s.trail = rules.table_name AND s.month = part.upper_bound - step;
      EXCEPTION WHEN OTHERS THEN
        outcome := 'failed';
        problem := SQLERRM;
      END;
      RETURN NEXT;
    END LOOP;
  END LOOP;
END
$$;
