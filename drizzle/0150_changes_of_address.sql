-- portal: tx
-- The address that an account is to get, which its settings show until its link is used. The links themselves tell it no
-- longer: there is none for an address that another account has.
CREATE TABLE email_changes (
  user_id uuid PRIMARY KEY NOT NULL,
  email text NOT NULL,
  requested_at timestamp with time zone DEFAULT now() NOT NULL,
  security_version integer DEFAULT 0 NOT NULL,
  CONSTRAINT email_changes_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT email_changes_one_line CHECK (is_mailbox(email))
);

SELECT protect_table('email_changes');
CREATE POLICY own_rows ON email_changes FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY system_read ON email_changes FOR SELECT TO admin_role USING ((SELECT is_system()));
CREATE POLICY system_insert ON email_changes FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON email_changes FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON email_changes FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT ON email_changes TO application_role, system_role;
GRANT INSERT, UPDATE (email, requested_at, security_version), DELETE ON email_changes TO system_role;
CREATE TRIGGER assert_confirmed_address AFTER INSERT ON email_changes
  FOR EACH ROW EXECUTE FUNCTION assert_confirmed_address();
