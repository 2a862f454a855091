-- portal: tx
-- One table of rules says which acts a standing allows. Policies, functions and pages ask it through `standing_allows`.

CREATE TABLE standing_rules (
  act text PRIMARY KEY NOT NULL,
  words text NOT NULL,
  allowed text[] NOT NULL,
  position integer NOT NULL,
  CONSTRAINT standing_rules_one_line CHECK (is_one_line(words)),
  CONSTRAINT standing_rules_act_known CHECK (act in ('READ_DIRECTORY', 'BE_LISTED', 'READ_MEMBER_PAGES', 'READ_PLANS', 'BID', 'POST_PROJECT', 'TAKE_PART', 'MESSAGE', 'FOLLOW', 'EDIT_COMPANY', 'PAY', 'READ_RECEIPTS', 'READ_HISTORY')),
  CONSTRAINT standing_rules_allowed_known CHECK (allowed <@ '{NONE,ACTIVE,DUE_SOON,PAUSED,GRACE,LAPSED,SUSPENDED}'::text[]),
  CONSTRAINT standing_rules_listed_by_status CHECK (act <> 'BE_LISTED' or allowed @> '{ACTIVE,DUE_SOON,PAUSED,GRACE}' or not allowed && '{ACTIVE,DUE_SOON,PAUSED,GRACE}')
);
SELECT protect_table('standing_rules');
CREATE POLICY everyone_reads ON standing_rules FOR SELECT TO application_role, admin_role USING (true);
GRANT SELECT ON standing_rules TO application_role, admin_role, definer_role;

-- A lapsed member keeps what is theirs: the company, the dues and the history. A paused one reads on and is found, and takes on no
-- work. An account without a membership is an applicant's.
INSERT INTO standing_rules (act, words, allowed, position) VALUES
  ('READ_DIRECTORY', 'see what the directory shows members alone', '{ACTIVE,DUE_SOON,PAUSED,GRACE}', 10),
  ('BE_LISTED', 'be found in the directory', '{ACTIVE,DUE_SOON,PAUSED,GRACE}', 20),
  ('READ_MEMBER_PAGES', 'read what is for members alone', '{ACTIVE,DUE_SOON,PAUSED,GRACE}', 30),
  ('READ_PLANS', 'read the plans and the contacts of projects', '{ACTIVE,DUE_SOON,PAUSED,GRACE}', 40),
  ('BID', 'bid on projects', '{ACTIVE,DUE_SOON,GRACE}', 50),
  ('POST_PROJECT', 'post projects', '{ACTIVE,DUE_SOON,GRACE}', 60),
  ('TAKE_PART', 'register for events and courses', '{ACTIVE,DUE_SOON,PAUSED,GRACE}', 70),
  ('MESSAGE', 'send messages to other members', '{ACTIVE,DUE_SOON,PAUSED,GRACE}', 80),
  ('FOLLOW', 'follow licenses and projects, and save searches', '{ACTIVE,DUE_SOON,PAUSED,GRACE}', 90),
  ('EDIT_COMPANY', 'keep your company and its papers up to date', '{NONE,ACTIVE,DUE_SOON,PAUSED,GRACE,LAPSED}', 100),
  ('PAY', 'pay your dues and renew', '{ACTIVE,DUE_SOON,PAUSED,GRACE,LAPSED}', 110),
  ('READ_RECEIPTS', 'download your invoices and receipts', '{NONE,ACTIVE,DUE_SOON,PAUSED,GRACE,LAPSED,SUSPENDED}', 120),
  ('READ_HISTORY', 'see and download the history of your membership', '{NONE,ACTIVE,DUE_SOON,PAUSED,GRACE,LAPSED,SUSPENDED}', 130);

-- The standing of an account today: that of its membership, or SUSPENDED. Null for one that is closed or unknown. An active account
-- without any term is an administrator's, and counts as active. So does one with a role after its grace: it keeps its status.
CREATE FUNCTION account_standing(person uuid) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  account_status text := (SELECT status FROM users WHERE id = person);
  by_terms text;
BEGIN
  IF account_status <> 'ACTIVE' THEN
    RETURN CASE account_status
      WHEN 'PENDING' THEN 'NONE' WHEN 'DECLINED' THEN 'NONE' WHEN 'CLOSED' THEN NULL ELSE account_status END;
  END IF;
  IF account_status IS NULL THEN
    RETURN NULL;
  END IF;
  by_terms := membership_standing_of(person, (now() AT TIME ZONE 'America/Los_Angeles')::date);
  RETURN CASE
    WHEN by_terms = 'NONE' THEN 'ACTIVE'
    WHEN by_terms = 'LAPSED' AND EXISTS (
      SELECT FROM user_roles WHERE user_id = person AND (expires_at IS NULL OR expires_at > now())) THEN 'ACTIVE'
    ELSE by_terms END;
END
$$;
SELECT definer_function('account_standing(uuid)');

-- The same of the acting person.
CREATE FUNCTION own_account_standing() RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN account_standing(current_user_id());
END
$$;
SELECT definer_function('own_account_standing()');

-- True if the standing of the acting person allows an act today. Most acts are allowed in every standing before LAPSED. Those ask
-- first for a term that has begun and whose grace isn't over, which costs a fifth of the whole standing.
CREATE FUNCTION standing_allows(wanted text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  person uuid := current_user_id();
BEGIN
  IF EXISTS (
    SELECT FROM memberships m JOIN users u ON u.id = m.user_id AND u.status = 'ACTIVE'
    WHERE m.user_id = person AND m.status <> 'CANCELLED' AND m.starts_on <= today AND m.ends_on >= today - membership_grace_days())
    AND EXISTS (SELECT FROM standing_rules WHERE act = wanted AND allowed @> '{ACTIVE,DUE_SOON,PAUSED,GRACE}') THEN
    RETURN true;
  END IF;
  RETURN coalesce(account_standing(person) = ANY ((SELECT allowed FROM standing_rules WHERE act = wanted)::text[]), false);
END
$$;
SELECT definer_function('standing_allows(text)');

-- The reason of a refusal, for the acting person.
CREATE FUNCTION standing_refusal(wanted text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  standing text := account_standing(current_user_id());
  said text := (SELECT words FROM standing_rules WHERE act = wanted);
BEGIN
  RETURN CASE
    WHEN standing = 'LAPSED' THEN format('Your membership has lapsed. You can %s again as soon as you renew it, under “Your membership”.', said)
    WHEN standing = 'PAUSED' THEN format('Your membership is paused. You can %s again after the pause. To end it now, ask us.', said)
    WHEN standing = 'SUSPENDED' THEN 'Your account is suspended.'
    WHEN standing = 'NONE' THEN format('You can %s once your membership is approved.', said)
    ELSE 'You may not do this.' END;
END
$$;
SELECT definer_function('standing_refusal(text)');
GRANT EXECUTE ON FUNCTION own_account_standing(), standing_allows(text), standing_refusal(text) TO application_role, admin_role;

-- Names the reason before a policy refuses the row without one. The argument is the act.
CREATE FUNCTION ask_standing() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF current_setting('role') = 'application_role' AND NOT standing_allows(TG_ARGV[0]) THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = standing_refusal(TG_ARGV[0]);
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION ask_standing() FROM PUBLIC;
CREATE TRIGGER ask_standing BEFORE INSERT ON projects FOR EACH ROW EXECUTE FUNCTION ask_standing('POST_PROJECT');
CREATE TRIGGER ask_standing BEFORE INSERT ON project_applications FOR EACH ROW EXECUTE FUNCTION ask_standing('BID');
CREATE TRIGGER ask_standing BEFORE INSERT OR UPDATE ON bid_contents FOR EACH ROW EXECUTE FUNCTION ask_standing('BID');
CREATE TRIGGER ask_standing BEFORE INSERT ON bid_files FOR EACH ROW EXECUTE FUNCTION ask_standing('BID');
CREATE TRIGGER ask_standing BEFORE INSERT ON event_registrations FOR EACH ROW EXECUTE FUNCTION ask_standing('TAKE_PART');
CREATE TRIGGER ask_standing BEFORE INSERT ON course_enrollments FOR EACH ROW EXECUTE FUNCTION ask_standing('TAKE_PART');
CREATE TRIGGER ask_standing BEFORE INSERT ON module_completions FOR EACH ROW EXECUTE FUNCTION ask_standing('TAKE_PART');
CREATE TRIGGER ask_standing BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION ask_standing('MESSAGE');
CREATE TRIGGER ask_standing BEFORE INSERT ON follows FOR EACH ROW EXECUTE FUNCTION ask_standing('FOLLOW');
CREATE TRIGGER ask_standing BEFORE INSERT ON saved_searches FOR EACH ROW EXECUTE FUNCTION ask_standing('FOLLOW');

-- The policies that asked for the status of the account, word for word as they were but for the question.
DO $$
DECLARE
  asking record;
BEGIN
  FOR asking IN
    SELECT rule.act, p.*
    FROM (VALUES
      ('BID', 'bid_contents', 'own_insert'), ('BID', 'bid_contents', 'own_update'),
      ('BID', 'bid_files', 'own_insert'), ('BID', 'bid_files', 'own_delete'),
      ('BID', 'project_applications', 'own_insert'),
      ('POST_PROJECT', 'projects', 'own_insert'),
      ('READ_PLANS', 'files', 'members_read_plans'),
      ('READ_MEMBER_PAGES', 'announcements', 'audience'), ('READ_MEMBER_PAGES', 'contractor_changes', 'member_read'),
      ('READ_MEMBER_PAGES', 'course_modules', 'members_read'), ('READ_MEMBER_PAGES', 'event_files', 'members_read'),
      ('TAKE_PART', 'course_enrollments', 'own_insert'), ('TAKE_PART', 'module_completions', 'own_insert'),
      ('TAKE_PART', 'event_registrations', 'own_insert'),
      ('MESSAGE', 'messages', 'own_insert'),
      ('FOLLOW', 'follows', 'own_insert'), ('FOLLOW', 'follows', 'own_update'),
      ('FOLLOW', 'saved_searches', 'own_insert'), ('FOLLOW', 'saved_searches', 'own_update'),
      ('EDIT_COMPANY', 'companies', 'owners_update'), ('EDIT_COMPANY', 'company_invitations', 'owners_delete'),
      ('EDIT_COMPANY', 'certifications', 'owners_update'), ('EDIT_COMPANY', 'certifications', 'owners_delete'),
      ('EDIT_COMPANY', 'wanted_certifications', 'owners_insert'), ('EDIT_COMPANY', 'wanted_certifications', 'owners_delete'),
      ('READ_RECEIPTS', 'invoices', 'own_rows'), ('READ_RECEIPTS', 'invoice_documents', 'own_rows'),
      ('READ_RECEIPTS', 'payments', 'own_rows'),
      ('READ_HISTORY', 'memberships', 'own_rows'), ('READ_HISTORY', 'membership_pauses', 'own_rows'),
      ('READ_HISTORY', 'membership_notices', 'own_rows')
    ) AS rule (act, on_table, named)
    LEFT JOIN pg_policies p ON p.schemaname = 'public' AND p.tablename = rule.on_table AND p.policyname = rule.named
  LOOP
    EXECUTE format('ALTER POLICY %I ON %I %s %s', asking.policyname, asking.tablename,
      'USING (' || CASE WHEN asking.act LIKE 'READ_%' AND asking.policyname = 'own_rows'
        THEN format('%s AND (SELECT standing_allows(%L))', asking.qual, asking.act)
        ELSE regexp_replace(asking.qual, 'SELECT (is_active_member|account_is_open)\(\) AS \w+',
          format('SELECT standing_allows(%L)', asking.act), 'g') END || ')',
      'WITH CHECK (' || regexp_replace(asking.with_check, 'SELECT (is_active_member|account_is_open)\(\) AS \w+',
        format('SELECT standing_allows(%L)', asking.act), 'g') || ')');
  END LOOP;
END
$$;

-- The functions that asked for it.
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('directory_reach()', 'is_active_member()', 'standing_allows(''READ_DIRECTORY'')');
SELECT reword_function('mailing_address_of(text)', 'is_active_member()', 'standing_allows(''READ_MEMBER_PAGES'')');
SELECT reword_function('contact_of_project(uuid)', 'is_active_member()', 'standing_allows(''READ_PLANS'')');
SELECT reword_function('check_posting()', 'is_active_member()', 'standing_allows(''POST_PROJECT'')');
SELECT reword_function('check_posting()', '''Only active members can publish a project.''', 'standing_refusal(''POST_PROJECT'')');
-- The trigger and the policy before it have asked for the standing of a bidder.
SELECT reword_function('check_bid_content()', 'NOT may_insert_for(bid.applicant_id, '''')',
  'NOT (bid.applicant_id IS NOT DISTINCT FROM current_user_id() OR may_insert_for(bid.applicant_id, ''''))');
SELECT reword_function('hold_owned_company(uuid)', 'account_is_open()', 'standing_allows(''EDIT_COMPANY'')');
SELECT reword_function('hold_owned_company(uuid)', '''Your account is suspended.''', 'standing_refusal(''EDIT_COMPANY'')');
SELECT reword_function('begin_checkout(uuid)', 'account_status NOT IN (''ACTIVE'', ''LAPSED'')', 'NOT standing_allows(''PAY'')');
SELECT reword_function(asking::regprocedure, 'AND account_is_open();', 'AND standing_allows(''PAY'');'),
  reword_function(asking::regprocedure, '  IF NOT (holds_permission(''payments.manage'') OR coalesce(is_own, false)) THEN',
    E'  IF person = current_user_id() AND NOT is_own AND NOT holds_permission(''payments.manage'') THEN\n'
    '    RAISE EXCEPTION USING ERRCODE = ''42501'', MESSAGE = standing_refusal(''PAY'');\n  END IF;\n'
    '  IF NOT (holds_permission(''payments.manage'') OR coalesce(is_own, false)) THEN')
FROM unnest('{"issue_dues_invoice(uuid,text,integer)","issue_upgrade_invoice(uuid,text,bigint)"}'::text[]) asking;
-- The directory holds a firm by the status of the accounts of its people.
SELECT reword_function(listing::regprocedure, 'u.status = ''ACTIVE''',
  'u.status = ANY ((SELECT allowed FROM standing_rules WHERE act = ''BE_LISTED'')::text[])')
FROM unnest('{write_directory_firms(uuid[]),is_in_directory(uuid),"is_shown_at(uuid,uuid)"}'::text[]) listing;
REVOKE CREATE ON SCHEMA public FROM definer_role;
