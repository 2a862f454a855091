-- portal: tx
-- Staff may do what staff acts do: permissions by noun, columns instead of whole rows, authorship that is always
-- the actor's, letters by name, and nothing in the queue. The portal's own rights stay with `system_role`, which
-- holds for `admin_role`'s policies too.

-- Permissions by noun. Each role keeps what it could do: it gets the new permissions that its old one is split into.
GRANT SELECT, INSERT, UPDATE, DELETE ON permissions, role_permissions TO definer_role;
SELECT set_config('app.actor', 'system:portal migrate', true);
SET LOCAL ROLE definer_role;
INSERT INTO permissions (code, description) VALUES
  ('applications.read', 'See applications for membership'),
  ('applications.decide', 'Ask applicants, and approve or decline applications'),
  ('memberships.read', 'See memberships'),
  ('roles.read', 'See who has which role'),
  ('bids.read', 'See all bids on all projects'),
  ('bids.manage', 'Shortlist, decline and award bids'),
  ('announcements.manage', 'Write announcements'),
  ('courses.read', 'See who takes which course'),
  ('courses.manage', 'Write courses and enroll people'),
  ('skills.manage', 'Change the list of skills'),
  ('mail.read', 'See which mail the portal sent to whom');
UPDATE permissions SET description = 'See members and where they are signed in' WHERE code = 'members.read';
UPDATE permissions SET description = 'Change and suspend accounts, and end their sessions' WHERE code = 'members.edit';
INSERT INTO role_permissions (role_code, permission_code)
SELECT role_code, code
FROM role_permissions JOIN (VALUES
  ('members.read', 'applications.read'),
  ('members.read', 'memberships.read'),
  ('members.read', 'roles.read'),
  ('members.read', 'courses.read'),
  ('members.read', 'mail.read'),
  ('members.edit', 'applications.decide'),
  ('projects.read', 'bids.read'),
  ('projects.manage', 'bids.manage'),
  ('content.manage', 'announcements.manage'),
  ('content.manage', 'courses.manage'),
  ('content.manage', 'skills.manage')
) AS split (old_code, code) ON old_code = permission_code;
DELETE FROM role_permissions WHERE permission_code IN ('projects.read', 'content.manage');
DELETE FROM permissions WHERE code IN ('projects.read', 'content.manage');
RESET ROLE;
SELECT set_config('app.actor', '', true);
REVOKE INSERT, UPDATE, DELETE ON permissions, role_permissions FROM definer_role;

-- What `admin_role` could write, the system alone can write now. Below, staff get the columns back that their acts need.
DO $$
DECLARE
  held record;
BEGIN
  FOR held IN
    SELECT c.oid::regclass AS target, privilege_type AS verb, '' AS named
    FROM pg_class c, aclexplode(relacl) WHERE relnamespace = 'public'::regnamespace AND relrowsecurity
      AND grantee = 'admin_role'::regrole AND privilege_type <> 'SELECT'
    UNION ALL
    SELECT c.oid::regclass, privilege_type, format('(%I)', attname)
    FROM pg_class c JOIN pg_attribute ON attrelid = c.oid, aclexplode(attacl)
    WHERE relnamespace = 'public'::regnamespace AND relrowsecurity AND grantee = 'admin_role'::regrole
  LOOP
    EXECUTE format('GRANT %s %s ON %s TO system_role', held.verb, held.named, held.target);
    EXECUTE format('REVOKE %s %s ON %s FROM admin_role', held.verb, held.named, held.target);
  END LOOP;
END
$$;
REVOKE ALL ON user_credentials, account_links, two_factor_secrets, recovery_codes, mail_bodies, notifications
  FROM admin_role;
GRANT SELECT ON user_credentials, account_links, two_factor_secrets, recovery_codes, mail_bodies, notifications
  TO system_role;

-- A suspended or closed account may still read its own data, take it along, sign out and close.
CREATE FUNCTION account_is_open() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN EXISTS (SELECT FROM users WHERE id = current_user_id() AND status NOT IN ('SUSPENDED', 'CLOSED'));
END
$$;
SELECT definer_function('account_is_open()');
GRANT EXECUTE ON FUNCTION account_is_open() TO application_role, admin_role;

-- Only staff learn who is staff.
CREATE OR REPLACE FUNCTION standing_of(account uuid) RETURNS integer
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN CASE WHEN is_staff() THEN coalesce((
    SELECT max(standing) FROM user_roles JOIN roles ON roles.code = role_code
    WHERE user_id = account AND (expires_at IS NULL OR expires_at > now())), 0) END;
END
$$;
REVOKE EXECUTE ON FUNCTION standing_of(uuid) FROM application_role;

-- Holds the event of the actor's own registration, or of any for those who keep the list.
CREATE OR REPLACE FUNCTION hold_event_of(registration uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT FROM events WHERE id = (
    SELECT event_id FROM event_registrations
    WHERE id = registration AND (user_id = current_user_id() OR holds_permission('events.manage'))
  ) FOR UPDATE
$$;

-- A trigger before an insert runs before the policies do. It asks this first, and leaves a row that the policies refuse
-- anyway to them, so that its answers tell nothing to a stranger. Others than the portal's roles are not bound by policies.
CREATE FUNCTION may_insert_for(person uuid, permission text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN CASE current_setting('role')
    WHEN 'application_role' THEN person IS NOT DISTINCT FROM current_user_id() AND is_active_member()
    WHEN 'admin_role' THEN holds_permission(permission)
    ELSE true
  END;
END
$$;
SELECT definer_function('may_insert_for(uuid, text)');

DO $$
DECLARE
  change record;
BEGIN
  FOR change IN
    SELECT * FROM (VALUES
      ('check_project()', 'SELECT string_agg(wanted, '', '') INTO unknown', 'owner_id', 'projects.manage'),
      ('check_application()', 'SELECT * INTO project FROM projects', 'applicant_id', 'bids.manage'),
      ('seat_registration()', 'SELECT * INTO event FROM events', 'user_id', 'events.manage'),
      ('check_enrollment()', 'IF NOT EXISTS (SELECT FROM courses', 'user_id', 'courses.manage')
    ) AS asking (target, first_words, person, permission)
  LOOP
    PERFORM reword_function(change.target::regprocedure, change.first_words,
      format(E'IF TG_OP = ''INSERT'' AND NOT may_insert_for(NEW.%I, %L) THEN\n    RETURN NEW;\n  END IF;\n  %s',
             change.person, change.permission, change.first_words));
  END LOOP;
  -- Nobody writes messages but members.
  PERFORM reword_function('check_message()', 'IF NOT EXISTS (SELECT FROM users',
    E'IF NOT may_insert_for(NEW.sender_id, '''') THEN\n    RETURN NEW;\n  END IF;\n  IF NOT EXISTS (SELECT FROM users');
END
$$;

-- Accounts. An application makes its account as the system, so nobody else adds one. Addresses are their owner's alone, and
-- whether an applicant becomes a member is decided on the application.
DROP POLICY apply ON users;
REVOKE INSERT ON users FROM application_role;
DROP POLICY staff_insert ON users;
CREATE POLICY system_insert ON users FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
DROP POLICY staff_update ON users;
CREATE POLICY staff_update ON users FOR UPDATE TO admin_role
  USING ((SELECT is_system()) OR (status IN ('ACTIVE', 'LAPSED', 'SUSPENDED') AND (SELECT holds_permission('members.edit'))
    AND id <> (SELECT current_user_id()) AND standing_of(id) <= (SELECT own_standing())))
  WITH CHECK ((SELECT is_system()) OR (status IN ('ACTIVE', 'LAPSED', 'SUSPENDED')
    AND (SELECT holds_permission('members.edit'))));
GRANT UPDATE (first_name, last_name, company, bio, phone, website, member_type, status, street, city, state, zip_code,
  coordinates, license_number) ON users TO admin_role;
ALTER POLICY own_change ON users
  USING (id = (SELECT current_user_id()) AND (SELECT account_is_open()));

ALTER POLICY staff_insert ON skills WITH CHECK ((SELECT holds_permission('skills.manage')));
ALTER POLICY staff_update ON skills USING ((SELECT holds_permission('skills.manage')))
  WITH CHECK ((SELECT holds_permission('skills.manage')));
GRANT INSERT (code, name, kind), UPDATE (name, kind) ON skills TO admin_role;

DROP POLICY own_rows ON user_skills;
CREATE POLICY own_rows ON user_skills FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY own_insert ON user_skills FOR INSERT TO application_role
  WITH CHECK (user_id = (SELECT current_user_id()) AND (SELECT account_is_open()));
CREATE POLICY own_update ON user_skills FOR UPDATE TO application_role
  USING (user_id = (SELECT current_user_id()) AND (SELECT account_is_open()))
  WITH CHECK (user_id = (SELECT current_user_id()));
CREATE POLICY own_delete ON user_skills FOR DELETE TO application_role
  USING (user_id = (SELECT current_user_id()) AND (SELECT account_is_open()));
REVOKE INSERT, UPDATE ON user_skills FROM application_role;
GRANT INSERT (user_id, skill_code, years), UPDATE (skill_code, years) ON user_skills TO application_role;
GRANT INSERT (user_id, skill_code, years), DELETE ON user_skills TO admin_role;

-- The hash of a session's token is for the system to compare.
REVOKE SELECT ON sessions FROM admin_role;
GRANT SELECT ON sessions TO system_role;
GRANT SELECT (id, user_id, created_at, last_seen_at, expires_at, is_kept, user_agent, address, two_factor_at, last_address,
  rotation), DELETE ON sessions TO admin_role;

-- Roles. Nobody changes a role they hold or one that is not below their own rank, gives it what they lack themselves, or
-- gives one in another's name.
ALTER POLICY staff_insert ON roles
  WITH CHECK ((SELECT holds_permission('roles.manage')) AND standing < (SELECT own_standing()));
ALTER POLICY staff_update ON roles
  USING ((SELECT holds_permission('roles.manage')) AND standing < (SELECT own_standing())
    AND code NOT IN (SELECT role_code FROM user_roles WHERE user_id = (SELECT current_user_id())))
  WITH CHECK (standing < (SELECT own_standing()));
ALTER POLICY staff_delete ON roles
  USING ((SELECT holds_permission('roles.manage')) AND standing < (SELECT own_standing())
    AND code NOT IN (SELECT role_code FROM user_roles WHERE user_id = (SELECT current_user_id())));
GRANT INSERT (code, name, description, standing), UPDATE (name, description, standing), DELETE ON roles TO admin_role;
ALTER POLICY staff_insert ON role_permissions
  WITH CHECK ((SELECT holds_permission('roles.manage')) AND holds_permission(permission_code)
    AND (SELECT standing FROM roles WHERE code = role_code) < (SELECT own_standing())
    AND role_code NOT IN (SELECT u.role_code FROM user_roles u WHERE u.user_id = (SELECT current_user_id())));
ALTER POLICY staff_delete ON role_permissions
  USING ((SELECT holds_permission('roles.manage'))
    AND (SELECT standing FROM roles WHERE code = role_code) < (SELECT own_standing())
    AND role_code NOT IN (SELECT u.role_code FROM user_roles u WHERE u.user_id = (SELECT current_user_id())));
GRANT INSERT (role_code, permission_code), DELETE ON role_permissions TO admin_role;
ALTER POLICY staff_read ON user_roles
  USING (user_id = (SELECT current_user_id()) OR (SELECT holds_permission('roles.read')));
ALTER POLICY staff_insert ON user_roles
  WITH CHECK ((SELECT holds_permission('roles.grant')) AND user_id IS DISTINCT FROM (SELECT current_user_id())
    AND (granted_by = (SELECT current_user_id()) OR (SELECT is_system()))
    AND (SELECT standing FROM roles WHERE code = role_code) <= (SELECT own_standing()));
GRANT INSERT (user_id, role_code, granted_by, reason, expires_at), UPDATE (reason, expires_at), DELETE
  ON user_roles TO admin_role;

-- Applications for membership. Staff decide the ones that wait, and whose they are never changes.
ALTER POLICY staff_read ON membership_applications USING ((SELECT holds_permission('applications.read')));
ALTER POLICY staff_update ON membership_applications
  USING ((SELECT is_system()) OR (status IN ('SUBMITTED', 'QUESTION') AND (SELECT holds_permission('applications.decide'))))
  WITH CHECK ((SELECT is_system()) OR (status IN ('SUBMITTED', 'QUESTION', 'APPROVED', 'DECLINED')
    AND (SELECT holds_permission('applications.decide'))));
GRANT UPDATE (status, reason) ON membership_applications TO admin_role;
ALTER POLICY own_insert ON application_messages
  WITH CHECK (author_id = (SELECT current_user_id()) AND NOT is_from_staff AND (SELECT account_is_open())
    AND application_id IN (SELECT id FROM membership_applications WHERE user_id = (SELECT current_user_id())));
ALTER POLICY staff_read ON application_messages USING ((SELECT holds_permission('applications.read')));
ALTER POLICY staff_insert ON application_messages
  WITH CHECK ((SELECT is_system()) OR (is_from_staff AND author_id = (SELECT current_user_id())
    AND (SELECT holds_permission('applications.decide'))));
REVOKE INSERT ON application_messages FROM application_role;
GRANT INSERT (application_id, author_id, is_from_staff, body) ON application_messages TO application_role, admin_role;
ALTER POLICY staff_read ON application_reviews USING ((SELECT holds_permission('applications.read')));
ALTER POLICY staff_insert ON application_reviews
  WITH CHECK ((SELECT holds_permission('applications.decide'))
    AND ((SELECT is_system()) OR reviewer_id = (SELECT current_user_id())));
ALTER POLICY staff_update ON application_reviews
  USING ((SELECT holds_permission('applications.decide'))
    AND ((SELECT is_system()) OR reviewer_id = (SELECT current_user_id())));
GRANT INSERT (application_id, reviewer_id), UPDATE (opened_at, seen_at) ON application_reviews TO admin_role;

-- Projects. Somebody's project is their own, staff's too.
ALTER POLICY own_update ON projects
  USING (owner_id = (SELECT current_user_id()) AND (SELECT account_is_open()));
ALTER POLICY own_delete ON projects
  USING (owner_id = (SELECT current_user_id()) AND status = 'DRAFT' AND (SELECT account_is_open()));
ALTER POLICY staff_insert ON projects
  WITH CHECK ((SELECT is_system()) OR (owner_id = (SELECT current_user_id()) AND status = 'DRAFT'
    AND (SELECT holds_permission('projects.manage'))));
REVOKE INSERT ON projects FROM application_role;
GRANT INSERT (owner_id, title, description, category, budget_min_cents, budget_max_cents, currency, deadline_at,
  deadline_time_zone, skills_required, city, state, zip_code, coordinates) ON projects TO application_role, admin_role;
GRANT UPDATE (title, description, category, status, budget_min_cents, budget_max_cents, currency, deadline_at,
  deadline_time_zone, skills_required, city, state, zip_code, coordinates), DELETE ON projects TO admin_role;

-- Where a file is stored is the server's to say, and what it is too, once it has looked at the bytes.
ALTER TABLE project_files ALTER COLUMN storage_key SET DEFAULT gen_random_uuid()::text,
  ALTER COLUMN content_type SET DEFAULT 'application/octet-stream';
ALTER TABLE event_files ALTER COLUMN storage_key SET DEFAULT gen_random_uuid()::text,
  ALTER COLUMN content_type SET DEFAULT 'application/octet-stream';
ALTER POLICY owner_insert ON project_files
  WITH CHECK (uploaded_by = (SELECT current_user_id()) AND (SELECT account_is_open())
    AND project_id IN (SELECT id FROM projects WHERE owner_id = (SELECT current_user_id())));
ALTER POLICY owner_delete ON project_files
  USING ((SELECT account_is_open())
    AND project_id IN (SELECT id FROM projects WHERE owner_id = (SELECT current_user_id())));
ALTER POLICY staff_insert ON project_files
  WITH CHECK ((SELECT holds_permission('projects.manage'))
    AND (uploaded_by = (SELECT current_user_id()) OR (SELECT is_system())));
REVOKE INSERT ON project_files FROM application_role;
GRANT INSERT (project_id, uploaded_by, file_name, bytes, sha256) ON project_files TO application_role, admin_role;
GRANT DELETE ON project_files TO admin_role;

-- Bids. Nobody bids in another's name.
ALTER POLICY applicant_update ON project_applications
  USING (applicant_id = (SELECT current_user_id()) AND status IN ('SUBMITTED', 'SHORTLISTED') AND (SELECT account_is_open()));
ALTER POLICY owner_decides ON project_applications
  USING (status IN ('SUBMITTED', 'SHORTLISTED') AND applicant_id <> (SELECT current_user_id()) AND (SELECT account_is_open())
    AND project_id IN (SELECT id FROM projects WHERE owner_id = (SELECT current_user_id())));
ALTER POLICY staff_read ON project_applications USING ((SELECT holds_permission('bids.read')));
DROP POLICY staff_insert ON project_applications;
CREATE POLICY system_insert ON project_applications FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
ALTER POLICY staff_update ON project_applications USING ((SELECT holds_permission('bids.manage')))
  WITH CHECK ((SELECT holds_permission('bids.manage')));
REVOKE INSERT ON project_applications FROM application_role;
GRANT INSERT (project_id, applicant_id, amount_cents, currency, message) ON project_applications TO application_role;
GRANT UPDATE (status) ON project_applications TO admin_role;

-- Events.
ALTER POLICY staff_insert ON events
  WITH CHECK ((SELECT holds_permission('events.manage'))
    AND (created_by = (SELECT current_user_id()) OR (SELECT is_system())));
GRANT INSERT (created_by, title, description, type, status, start_at, end_at, time_zone, venue, street, city, online_url,
  coordinates, capacity), UPDATE (title, description, type, status, start_at, end_at, time_zone, venue, street, city,
  online_url, coordinates, capacity), DELETE ON events TO admin_role;
ALTER POLICY own_cancel ON event_registrations
  USING (user_id = (SELECT current_user_id()) AND (SELECT account_is_open()));
REVOKE INSERT ON event_registrations FROM application_role;
GRANT INSERT (event_id, user_id) ON event_registrations TO application_role, admin_role;
GRANT UPDATE (status) ON event_registrations TO admin_role;
ALTER POLICY staff_insert ON event_files
  WITH CHECK ((SELECT holds_permission('events.manage'))
    AND (uploaded_by = (SELECT current_user_id()) OR (SELECT is_system())));
GRANT INSERT (event_id, uploaded_by, file_name, bytes, sha256), DELETE ON event_files TO admin_role;

-- Messages.
REVOKE INSERT ON messages FROM application_role;
GRANT INSERT (sender_id, receiver_id, project_id, body) ON messages TO application_role;
ALTER POLICY own_marks ON mailbox
  USING (owner_id = (SELECT current_user_id()) AND (SELECT account_is_open()));

-- Announcements.
ALTER POLICY staff_insert ON announcements
  WITH CHECK ((SELECT holds_permission('announcements.manage'))
    AND (author_id = (SELECT current_user_id()) OR (SELECT is_system())));
ALTER POLICY staff_update ON announcements USING ((SELECT holds_permission('announcements.manage')))
  WITH CHECK ((SELECT holds_permission('announcements.manage')));
ALTER POLICY staff_delete ON announcements USING ((SELECT holds_permission('announcements.manage')));
GRANT INSERT (author_id, title, body, audience, is_pinned, publish_at, expires_at),
  UPDATE (title, body, audience, is_pinned, publish_at, expires_at), DELETE ON announcements TO admin_role;
ALTER POLICY own_insert ON announcement_reads
  WITH CHECK (user_id = (SELECT current_user_id()) AND (SELECT account_is_open()));
GRANT INSERT (user_id, announcement_id) ON announcement_reads TO admin_role;

-- Learning.
ALTER POLICY staff_insert ON courses
  WITH CHECK ((SELECT holds_permission('courses.manage'))
    AND (created_by = (SELECT current_user_id()) OR (SELECT is_system())));
ALTER POLICY staff_update ON courses USING ((SELECT holds_permission('courses.manage')))
  WITH CHECK ((SELECT holds_permission('courses.manage')));
ALTER POLICY staff_delete ON courses USING ((SELECT holds_permission('courses.manage')) AND status = 'DRAFT');
ALTER POLICY staff_insert ON course_modules WITH CHECK ((SELECT holds_permission('courses.manage')));
ALTER POLICY staff_update ON course_modules USING ((SELECT holds_permission('courses.manage')))
  WITH CHECK ((SELECT holds_permission('courses.manage')));
ALTER POLICY staff_delete ON course_modules USING ((SELECT holds_permission('courses.manage')));
ALTER POLICY staff_read ON course_enrollments USING ((SELECT holds_permission('courses.read')));
ALTER POLICY staff_insert ON course_enrollments WITH CHECK ((SELECT holds_permission('courses.manage')));
ALTER POLICY staff_read ON module_completions USING ((SELECT holds_permission('courses.read')));
GRANT INSERT (slug, title, summary, status, created_by), UPDATE (slug, title, summary, status), DELETE ON courses
  TO admin_role;
GRANT INSERT (course_id, position, title, kind, content, minutes),
  UPDATE (position, title, kind, content, minutes), DELETE ON course_modules TO admin_role;
REVOKE INSERT ON course_enrollments FROM application_role;
GRANT INSERT (course_id, user_id) ON course_enrollments TO application_role, admin_role;

-- Money.
ALTER POLICY staff_read ON memberships USING ((SELECT holds_permission('memberships.read')));
ALTER POLICY staff_insert ON payment_refunds
  WITH CHECK ((SELECT holds_permission('payments.manage'))
    AND (refunded_by = (SELECT current_user_id()) OR (SELECT is_system())));
GRANT INSERT (code, name, description, member_type, annual_dues_cents, currency, is_offered),
  UPDATE (name, description, member_type, annual_dues_cents, currency, is_offered) ON membership_tiers TO admin_role;
GRANT INSERT (user_id, tier_code, status, starts_on, ends_on), UPDATE (tier_code, status, starts_on, ends_on)
  ON memberships TO admin_role;
GRANT INSERT (user_id, membership_id, registration_id, amount_cents, currency, status, provider, provider_reference,
  idempotency_key, description, paid_at), UPDATE (status, provider_reference, paid_at) ON payments TO admin_role;
GRANT INSERT (payment_id, amount_cents, reason, refunded_by, provider_reference, idempotency_key) ON payment_refunds
  TO admin_role;

-- Support.
ALTER POLICY own_insert ON member_feedback
  WITH CHECK (user_id = (SELECT current_user_id()) AND (SELECT account_is_open()));
ALTER POLICY own_insert ON feedback_replies
  WITH CHECK (author_id = (SELECT current_user_id()) AND NOT is_internal AND (SELECT account_is_open())
    AND feedback_id IN (SELECT id FROM member_feedback));
REVOKE INSERT ON member_feedback, feedback_replies FROM application_role;
GRANT INSERT (user_id, category, subject, body) ON member_feedback TO application_role;
GRANT INSERT (feedback_id, author_id, body) ON feedback_replies TO application_role;
GRANT UPDATE (status, category, assigned_to) ON member_feedback TO admin_role;
GRANT INSERT (feedback_id, author_id, body, is_internal) ON feedback_replies TO admin_role;

-- Tax and bank details. The portal encrypts them, so the portal writes them, on behalf of their owner.
DROP POLICY own_insert ON secure_data;
DROP POLICY own_update ON secure_data;
CREATE POLICY system_insert ON secure_data FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
ALTER POLICY own_delete ON secure_data
  USING (user_id = (SELECT current_user_id()) AND (SELECT account_is_open()));
REVOKE INSERT, UPDATE ON secure_data FROM application_role;
GRANT INSERT ON secure_data TO system_role;

-- The trail, settings, notifications.
GRANT INSERT (action, user_id, actor, target_user_id, target_table, target_id, reason, details, request_id)
  ON admin_actions TO admin_role;
ALTER POLICY staff_insert ON portal_settings
  WITH CHECK ((SELECT holds_permission('settings.manage'))
    AND (updated_by = (SELECT current_user_id()) OR (SELECT is_system())));
ALTER POLICY staff_update ON portal_settings
  WITH CHECK ((SELECT holds_permission('settings.manage'))
    AND (updated_by = (SELECT current_user_id()) OR (SELECT is_system())));
GRANT INSERT (name, value, updated_by), UPDATE (value, updated_by) ON portal_settings TO admin_role;
ALTER POLICY own_update ON notifications
  USING (user_id = (SELECT current_user_id()) AND (SELECT account_is_open()));
ALTER POLICY staff_read ON mails USING ((SELECT holds_permission('mail.read')));

-- The license board's file and the lists of places: an import and `portal migrate` write them, and nobody else.
DO $$
DECLARE
  open_policy record;
BEGIN
  FOR open_policy IN
    SELECT polrelid::regclass AS target, polname AS name,
           CASE polcmd WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' ELSE 'DELETE' END AS verb,
           CASE WHEN polrelid::regclass::text LIKE '%contractor%' THEN 'holds_permission(''contractors.import'')'
                ELSE 'is_system()' END AS allowed
    FROM pg_policy
    WHERE 'admin_role'::regrole = ANY (polroles) AND polcmd <> 'r'
      AND 'true' IN (pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
  LOOP
    EXECUTE format('DROP POLICY %I ON %s', open_policy.name, open_policy.target);
    EXECUTE format('CREATE POLICY %s ON %s FOR %s TO admin_role %s %s', 'import_' || lower(open_policy.verb),
      open_policy.target, open_policy.verb,
      CASE WHEN open_policy.verb <> 'INSERT' THEN format('USING ((SELECT %s))', open_policy.allowed) END,
      CASE WHEN open_policy.verb <> 'DELETE' THEN format('WITH CHECK ((SELECT %s))', open_policy.allowed) END);
  END LOOP;
END
$$;
ALTER POLICY staff_read ON contractor_import_runs USING ((SELECT is_staff()));
ALTER POLICY staff_read ON contractor_changes USING ((SELECT is_staff()));

-- Letters. The ones that a staff member's act sends go to the account that the act was about: the act stands in
-- `admin_actions` in the same transaction, by somebody with the letter's permission.
CREATE TABLE staff_letters (
  letter text PRIMARY KEY NOT NULL,
  permission text NOT NULL,
  actions text[] NOT NULL,
  CONSTRAINT staff_letters_permission_permissions_code_fk FOREIGN KEY (permission) REFERENCES permissions(code),
  CONSTRAINT staff_letters_actions_named CHECK (cardinality(actions) > 0)
);
CREATE INDEX idx_staff_letters_permission ON staff_letters (permission);
SELECT protect_table('staff_letters');
GRANT SELECT, INSERT ON staff_letters TO definer_role;
GRANT SELECT ON admin_actions TO definer_role;

CREATE FUNCTION let_staff_send(letter_name text, with_permission text, after_actions text[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ INSERT INTO staff_letters (letter, permission, actions) VALUES (letter_name, with_permission, after_actions) $$;
SELECT definer_function('let_staff_send(text, text, text[])');
SELECT let_staff_send('account-suspended', 'members.edit', '{members.suspend}');
SELECT let_staff_send('account-reinstated', 'members.edit', '{members.reinstate}');
SELECT let_staff_send('two-factor-changed', 'members.edit', '{members.end_two_factor}');
SELECT let_staff_send('application-approved', 'applications.decide', '{applications.approve}');
SELECT let_staff_send('application-declined', 'applications.decide', '{applications.decline}');
SELECT let_staff_send('application-question', 'applications.decide', '{applications.ask}');
SELECT let_staff_send('roles-changed', 'roles.grant', '{roles.grant,roles.take}');

-- Refuses a letter that the actor's own transaction may not send to this account.
CREATE FUNCTION assert_may_send(letter_name text, to_user uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  for_members member_letters;
  for_staff staff_letters;
BEGIN
  IF is_system() THEN
    RETURN;
  END IF;
  IF current_setting('role') = 'admin_role' THEN
    SELECT * INTO for_staff FROM staff_letters WHERE letter = letter_name;
    IF NOT FOUND OR NOT holds_permission(for_staff.permission) THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('You can’t send the letter %s.', letter_name);
    END IF;
    IF NOT EXISTS (
      SELECT FROM admin_actions
      WHERE created_at = now() AND transaction_id = (pg_current_xact_id()::text)::bigint
        AND target_user_id = to_user AND action = ANY (for_staff.actions)
    ) THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1',
        MESSAGE = format('The letter %s goes only to the person whom the act is about.', letter_name);
    END IF;
    RETURN;
  END IF;
  SELECT * INTO for_members FROM member_letters WHERE letter = letter_name;
  IF NOT FOUND OR NOT account_is_open() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('A member can’t send the letter %s.', letter_name);
  END IF;
  IF for_members.staff_permission IS NULL AND to_user IS DISTINCT FROM current_user_id() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('The letter %s goes only to your own address.', letter_name);
  END IF;
  IF for_members.staff_permission IS NOT NULL AND NOT EXISTS (
    SELECT FROM user_roles JOIN role_permissions USING (role_code)
    WHERE user_id = to_user AND permission_code = for_members.staff_permission
      AND (expires_at IS NULL OR expires_at > now())
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('The letter %s goes only to staff who handle it.', letter_name);
  END IF;
END
$$;
SELECT definer_function('assert_may_send(text, uuid)');

-- Sends a letter in the transaction of a person's act, and notifies its reader when `leads_to` is given. The address is the
-- account's own: the caller names a person and never an address.
CREATE FUNCTION send_letter(letter_name text, to_user uuid, subject_line text, plain text, html text, leads_to text DEFAULT NULL)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  address text;
  made uuid;
BEGIN
  PERFORM assert_may_send(letter_name, to_user);
  SELECT email INTO address FROM users WHERE id = to_user AND status <> 'CLOSED';
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This account is closed.';
  END IF;
  made := add_mail(to_user, address, letter_name, subject_line, plain, html);
  IF leads_to IS NOT NULL THEN
    INSERT INTO notifications (user_id, kind, title, path) VALUES (to_user, letter_name, subject_line, leads_to);
  END IF;
  RETURN made;
END
$$;
SELECT definer_function('send_letter(text, uuid, text, text, text, text)');
GRANT EXECUTE ON FUNCTION send_letter(text, uuid, text, text, text, text) TO application_role, admin_role;
DROP FUNCTION send_member_letter(text, uuid, text, text, text, text);

-- Any address, any words and any job are the system's alone.
CREATE OR REPLACE FUNCTION enqueue_job(queue_name text, payload jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT is_system() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the portal itself can queue background jobs.';
  END IF;
  RETURN add_job(queue_name, payload);
END
$$;
CREATE OR REPLACE FUNCTION queue_mail(to_user uuid, to_address text, template_name text, subject_line text, plain text, html text)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT is_system() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the portal itself can mail any address.';
  END IF;
  RETURN add_mail(to_user, to_address, template_name, subject_line, plain, html);
END
$$;
CREATE OR REPLACE FUNCTION notify_account(account uuid, of_kind text, in_words text, leads_to text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  made uuid;
BEGIN
  IF NOT is_system() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the portal itself can send any notification.';
  END IF;
  INSERT INTO notifications (user_id, kind, title, path) VALUES (account, of_kind, in_words, leads_to) RETURNING id INTO made;
  RETURN made;
END
$$;
REVOKE EXECUTE ON FUNCTION enqueue_job(text, jsonb), queue_mail(uuid, text, text, text, text, text),
  notify_account(uuid, text, text, text) FROM admin_role;
GRANT EXECUTE ON FUNCTION enqueue_job(text, jsonb), queue_mail(uuid, text, text, text, text, text),
  notify_account(uuid, text, text, text) TO system_role;

-- A notification leads to a page of the portal: each part of the path begins with a letter or digit, so that no browser
-- reads it as another site's address.
ALTER TABLE notifications DROP CONSTRAINT notifications_path_inside;
ALTER TABLE notifications ADD CONSTRAINT notifications_path_inside
  CHECK (path ~ '^(/[A-Za-z0-9][A-Za-z0-9_-]*)+([?][A-Za-z0-9_=&-]+)?$' and length(path) <= 300) NOT VALID;

-- The queue is reached through functions alone.
DROP FUNCTION list_jobs(text[], integer);
CREATE FUNCTION list_jobs(wanted_states text[], most integer)
RETURNS TABLE (id uuid, queue text, state text, attempts integer, most_attempts integer, problem text,
               created_at timestamptz, starts_at timestamptz, completed_at timestamptz, mail_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT holds_permission('jobs.manage') THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT j.id, j.name, j.state::text, j.retry_count + (j.started_on IS NOT NULL)::int, j.retry_limit + 1,
         left(coalesce(j.output ->> 'message', j.output ->> 'value'), 500), j.created_on, j.start_after, j.completed_on,
         CASE WHEN j.name = 'send-mail' THEN (j.data ->> 'mailId')::uuid END
  FROM jobs.job j WHERE j.state::text = ANY (wanted_states)
  ORDER BY coalesce(j.completed_on, j.created_on) DESC, j.id LIMIT most;
END
$$;
SELECT definer_function('list_jobs(text[], integer)');

-- How each of these queues stands, for those who look after background work.
CREATE FUNCTION list_queues(queue_names text[])
RETURNS TABLE (name text, failed bigint, waiting bigint, running bigint, last_run_at timestamptz, has_failed_last boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT holds_permission('jobs.manage') THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT wanted, count(*) FILTER (WHERE j.state = 'failed'), count(*) FILTER (WHERE j.state IN ('created', 'retry')),
         count(*) FILTER (WHERE j.state = 'active'), max(j.completed_on),
         coalesce((array_agg(j.state = 'failed' ORDER BY j.completed_on DESC NULLS LAST))[1], false)
  FROM unnest(queue_names) wanted LEFT JOIN jobs.job j ON j.name = wanted GROUP BY wanted;
END
$$;
SELECT definer_function('list_queues(text[])');
GRANT EXECUTE ON FUNCTION list_jobs(text[], integer), list_queues(text[]) TO admin_role;

-- No role of people makes temporary tables, and names are looked for in `public` before a temporary schema. Imports keep what
-- has changed in a temporary table.
DO $$
BEGIN
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM admin_role', current_database());
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO system_role', current_database());
  EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_temp', current_database());
END
$$;

-- Large objects have no policies, and some of PostGIS's functions show where all rows of a table lie, whatever policies
-- say. They belong to the superuser: on a real server its set-up script revokes them.
DO $$
DECLARE
  leak regprocedure;
BEGIN
  IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    FOR leak IN
      SELECT oid FROM pg_proc
      WHERE (pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^(lo_|lowrite|loread)')
        OR (pronamespace = 'public'::regnamespace
          AND lower(proname) IN ('st_estimatedextent', '_postgis_stats', '_postgis_selectivity'))
    LOOP
      EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', leak);
    END LOOP;
  END IF;
END
$$;
