-- portal: tx
-- Which procedure ran which statement: both sides know a statement by the same key of its text, made without its values.
ALTER TABLE statement_texts ADD COLUMN text_key text;

CREATE TABLE statement_callers (
  name text NOT NULL,
  text_key text NOT NULL,
  first_seen_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT statement_callers_name_text_key_pk PRIMARY KEY (name, text_key),
  CONSTRAINT statement_callers_one_line CHECK (is_one_line(name)),
  CONSTRAINT statement_callers_text_key_plain CHECK (text_key ~ '^[0-9a-f]{32}$')
);
CREATE INDEX idx_statement_callers_text_key ON statement_callers (text_key);

SELECT protect_table('statement_callers');
CREATE POLICY staff_read ON statement_callers FOR SELECT TO admin_role USING ((SELECT holds_permission('health.read')));
CREATE POLICY system_insert ON statement_callers FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON statement_callers FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON statement_callers FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT ON statement_callers TO admin_role;
GRANT INSERT, UPDATE, DELETE ON statement_callers TO system_role;
