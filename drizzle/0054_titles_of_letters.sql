-- portal: tx
-- The title and the page of a letter that a person's act sends are the letter's own: the caller names the letter and what
-- it is about, and no longer its title.

ALTER TABLE member_letters ADD COLUMN subject text, ADD COLUMN path text;
ALTER TABLE staff_letters ADD COLUMN subject text, ADD COLUMN path text;
GRANT UPDATE ON member_letters, staff_letters TO definer_role;

DROP FUNCTION let_members_send(text, text);
DROP FUNCTION let_staff_send(text, text, text[]);

-- Lets a member's own act send the letter, with this title, and makes it a notification that leads to a page of the
-- portal, if one is given.
CREATE FUNCTION let_members_send(letter_name text, in_words text, to_staff_with text DEFAULT NULL, leads_to text DEFAULT NULL)
RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  INSERT INTO member_letters (letter, staff_permission, subject, path)
  VALUES (letter_name, to_staff_with, in_words, leads_to)
  ON CONFLICT (letter) DO UPDATE
  SET staff_permission = excluded.staff_permission, subject = excluded.subject, path = excluded.path
$$;
SELECT definer_function('let_members_send(text, text, text, text)');

-- The same for one of these acts of staff.
CREATE FUNCTION let_staff_send(letter_name text, with_permission text, after_actions text[], in_words text, leads_to text DEFAULT NULL)
RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  INSERT INTO staff_letters (letter, permission, actions, subject, path)
  VALUES (letter_name, with_permission, after_actions, in_words, leads_to)
  ON CONFLICT (letter) DO UPDATE
  SET permission = excluded.permission, actions = excluded.actions, subject = excluded.subject, path = excluded.path
$$;
SELECT definer_function('let_staff_send(text, text, text[], text, text)');

SELECT let_members_send('bid-received', 'We received your bid');
SELECT let_staff_send('account-suspended', 'members.edit', '{members.suspend}', 'Your account is suspended');
SELECT let_staff_send('account-reinstated', 'members.edit', '{members.reinstate}', 'Your account is open again', '/home');
SELECT let_staff_send('two-factor-changed', 'members.edit', '{members.end_two_factor}', 'Two-step sign-in is off', '/settings');
SELECT let_staff_send('application-approved', 'applications.decide', '{applications.approve}', 'Welcome to NAMC NorCal', '/home');
SELECT let_staff_send('application-declined', 'applications.decide', '{applications.decline}',
  'Your application for membership', '/application');
SELECT let_staff_send('application-question', 'applications.decide', '{applications.ask}',
  'A question about your application', '/application');
SELECT let_staff_send('roles-changed', 'roles.grant', '{roles.grant,roles.take}', 'Your roles have changed', '/home');

-- These tables have a row for each letter that an act sends, so the checks take no time.
-- squawk-ignore adding-not-nullable-field
ALTER TABLE member_letters ALTER COLUMN subject SET NOT NULL;
-- squawk-ignore adding-not-nullable-field
ALTER TABLE staff_letters ALTER COLUMN subject SET NOT NULL;
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE member_letters ADD CONSTRAINT member_letters_one_line CHECK (is_one_line(subject) and is_one_line(path));
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE staff_letters ADD CONSTRAINT staff_letters_one_line CHECK (is_one_line(subject) and is_one_line(path));

DROP FUNCTION send_letter(text, uuid, text, jsonb, text);
DROP FUNCTION assert_may_send(text, uuid);

-- The title and the page of a letter. Refuses one that the actor's own transaction may not send to this account.
CREATE FUNCTION letter_of_act(letter_name text, to_user uuid, OUT in_words text, OUT leads_to text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  for_members member_letters;
  for_staff staff_letters;
BEGIN
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
    in_words := for_staff.subject;
    leads_to := for_staff.path;
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
  in_words := for_members.subject;
  leads_to := for_members.path;
END
$$;
SELECT definer_function('letter_of_act(text, uuid)');

-- Sends a letter in the transaction of a person's act, and notifies its reader when the letter has a page. The address is
-- the account's own: the caller names a person and never an address. Such a letter is never urgent.
CREATE FUNCTION send_letter(letter_name text, to_user uuid, about jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  own_address text;
  letter record;
  made uuid;
BEGIN
  letter := letter_of_act(letter_name, to_user);
  SELECT email INTO own_address FROM users WHERE id = to_user AND status <> 'CLOSED';
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This account is closed.';
  END IF;
  made := add_mail(to_user, own_address, letter_name, letter.in_words, about, 0);
  IF letter.leads_to IS NOT NULL THEN
    INSERT INTO notifications (user_id, kind, title, path) VALUES (to_user, letter_name, letter.in_words, letter.leads_to);
  END IF;
  RETURN made;
END
$$;
SELECT definer_function('send_letter(text, uuid, jsonb)');
GRANT EXECUTE ON FUNCTION send_letter(text, uuid, jsonb) TO application_role, admin_role;
