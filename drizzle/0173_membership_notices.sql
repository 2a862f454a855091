-- portal: tx
-- Which notice of which term went out, and when. A step belongs to a last day, so that each goes out once a term.
CREATE TABLE membership_notices (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  membership_id uuid NOT NULL,
  user_id uuid NOT NULL,
  step text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT membership_notices_once UNIQUE (membership_id, step),
  CONSTRAINT membership_notices_membership_id_memberships_id_fk FOREIGN KEY (membership_id) REFERENCES memberships (id) ON DELETE CASCADE,
  CONSTRAINT membership_notices_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT membership_notices_step_known CHECK (step in ('DAYS_90', 'DAYS_60', 'DAYS_30', 'DAYS_7', 'LAST_DAY', 'GRACE', 'LAPSED'))
);
CREATE INDEX idx_membership_notices_user ON membership_notices (user_id);
SELECT protect_table('membership_notices');
CREATE POLICY own_rows ON membership_notices FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY staff_read ON membership_notices FOR SELECT TO admin_role USING ((SELECT holds_permission('memberships.read')));
CREATE POLICY system_insert ON membership_notices FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON membership_notices FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT ON membership_notices TO application_role, admin_role;
GRANT INSERT (membership_id, user_id, step), DELETE ON membership_notices TO system_role;

-- The step of a last day that has come by a day. A step that was missed is told late, until the next one comes: the last day's
-- until the middle of the grace. Null while nothing is to be told. The first step comes with “due soon”.
CREATE FUNCTION membership_notice_step(last_day date, on_day date) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE membership_standing(last_day, on_day)
    WHEN 'LAPSED' THEN 'LAPSED'
    WHEN 'GRACE' THEN CASE WHEN on_day - last_day >= membership_grace_days() / 2 THEN 'GRACE' ELSE 'LAST_DAY' END
    WHEN 'DUE_SOON' THEN CASE
      WHEN last_day - on_day > 60 THEN 'DAYS_90'
      WHEN last_day - on_day > 30 THEN 'DAYS_60'
      WHEN last_day - on_day > 7 THEN 'DAYS_30'
      WHEN last_day > on_day THEN 'DAYS_7'
      ELSE 'LAST_DAY' END
    END;
REVOKE EXECUTE ON FUNCTION membership_notice_step(date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION membership_notice_step(date, date) TO admin_role;
