-- portal: tx
-- One line of text is one line: names, companies, cities, titles and such hold no control character, no line end, and
-- nothing that is drawn as nothing or reorders its neighbors. An email address is one mailbox.

-- The characters are those of `notInLine` in packages/inputs/src/text.ts; a test compares the two over all of Unicode.
CREATE FUNCTION is_one_line(words text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN words !~ '[\u0001-\u001f\u007f-\u009f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]' AND words = btrim(words) AND words IS NFC NORMALIZED;

-- The grammar of `email` in packages/inputs/src/text.ts; a test compares the two.
CREATE FUNCTION is_mailbox(address text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN length(address) <= 254 AND address ~
  '^(?![.])(?!.*[.][.])[a-z0-9_''+.-]{0,63}[a-z0-9_+-]@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z]{2,63}$';

REVOKE EXECUTE ON FUNCTION is_one_line(text), is_mailbox(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_one_line(text), is_mailbox(text) TO application_role, admin_role, definer_role, schema_owner;

ALTER TABLE announcements ADD CONSTRAINT announcements_one_line CHECK (is_one_line(title)) NOT VALID;
ALTER TABLE california_contractors ADD CONSTRAINT california_contractors_one_line CHECK (is_one_line(business_name) and is_one_line(dba_name) and is_one_line(full_business_name) and is_one_line(mailing_address) and is_one_line(city)) NOT VALID;
ALTER TABLE course_modules ADD CONSTRAINT course_modules_one_line CHECK (is_one_line(title)) NOT VALID;
ALTER TABLE courses ADD CONSTRAINT courses_one_line CHECK (is_one_line(title)) NOT VALID;
ALTER TABLE event_files ADD CONSTRAINT event_files_one_line CHECK (is_one_line(file_name) and is_one_line(content_type)) NOT VALID;
ALTER TABLE events ADD CONSTRAINT events_one_line CHECK (is_one_line(title) and is_one_line(venue) and is_one_line(street) and is_one_line(city) and is_one_line(online_url)) NOT VALID;
ALTER TABLE member_feedback ADD CONSTRAINT member_feedback_one_line CHECK (is_one_line(subject)) NOT VALID;
ALTER TABLE membership_tiers ADD CONSTRAINT membership_tiers_one_line CHECK (is_one_line(name)) NOT VALID;
ALTER TABLE notifications ADD CONSTRAINT notifications_one_line CHECK (is_one_line(kind) and is_one_line(title) and is_one_line(path)) NOT VALID;
ALTER TABLE payment_refunds ADD CONSTRAINT payment_refunds_one_line CHECK (is_one_line(provider_reference) and is_one_line(idempotency_key)) NOT VALID;
ALTER TABLE payments ADD CONSTRAINT payments_one_line CHECK (is_one_line(provider_reference) and is_one_line(idempotency_key) and is_one_line(description)) NOT VALID;
ALTER TABLE project_files ADD CONSTRAINT project_files_one_line CHECK (is_one_line(file_name) and is_one_line(content_type)) NOT VALID;
ALTER TABLE projects ADD CONSTRAINT projects_one_line CHECK (is_one_line(title) and is_one_line(city) and is_one_line(zip_code)) NOT VALID;
ALTER TABLE roles ADD CONSTRAINT roles_one_line CHECK (is_one_line(name)) NOT VALID;
ALTER TABLE skills ADD CONSTRAINT skills_one_line CHECK (is_one_line(name)) NOT VALID;
ALTER TABLE users ADD CONSTRAINT users_one_line CHECK (is_one_line(first_name) and is_one_line(last_name) and is_one_line(company) and is_one_line(phone) and is_one_line(website) and is_one_line(street) and is_one_line(city)) NOT VALID;
ALTER TABLE mails DROP CONSTRAINT mails_recipient_one_line,
  ADD CONSTRAINT mails_one_line CHECK (is_one_line(subject) and is_mailbox(recipient)) NOT VALID;
ALTER TABLE account_requests ADD CONSTRAINT account_requests_one_line CHECK (is_mailbox(email)) NOT VALID;
ALTER TABLE users DROP CONSTRAINT users_email_normalized,
  ADD CONSTRAINT users_email_normalized CHECK (is_mailbox(email::text)) NOT VALID;

-- Cleans the rows that were written before, a thousand at a time, in the order of their keys. The next migration but
-- one drops both functions.
CREATE FUNCTION cleaned_line(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT
RETURN coalesce(nullif(btrim(normalize(regexp_replace(words, '[\u0001-\u001f\u007f-\u009f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+', ' ', 'g'), NFC)), ''), '?');
CREATE FUNCTION clean_lines(after text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  ids uuid[];
  licenses text[];
  board constant text := 'license ';
BEGIN
  PERFORM set_config('app.actor', 'system:portal migrate', true);
  IF after IS NULL OR NOT starts_with(after, board) THEN
    SELECT array_agg(id ORDER BY id) INTO ids FROM (

      (SELECT id FROM mails WHERE after IS NULL OR id > after::uuid ORDER BY id LIMIT 1000)
      UNION ALL (SELECT id FROM announcements WHERE after IS NULL OR id > after::uuid ORDER BY id LIMIT 1000)
      UNION ALL (SELECT id FROM course_modules WHERE after IS NULL OR id > after::uuid ORDER BY id LIMIT 1000)
      UNION ALL (SELECT id FROM courses WHERE after IS NULL OR id > after::uuid ORDER BY id LIMIT 1000)
      UNION ALL (SELECT id FROM event_files WHERE after IS NULL OR id > after::uuid ORDER BY id LIMIT 1000)
      UNION ALL (SELECT id FROM events WHERE after IS NULL OR id > after::uuid ORDER BY id LIMIT 1000)
      UNION ALL (SELECT id FROM member_feedback WHERE after IS NULL OR id > after::uuid ORDER BY id LIMIT 1000)
      UNION ALL (SELECT id FROM notifications WHERE after IS NULL OR id > after::uuid ORDER BY id LIMIT 1000)
      UNION ALL (SELECT id FROM payment_refunds WHERE after IS NULL OR id > after::uuid ORDER BY id LIMIT 1000)
      UNION ALL (SELECT id FROM payments WHERE after IS NULL OR id > after::uuid ORDER BY id LIMIT 1000)
      UNION ALL (SELECT id FROM project_files WHERE after IS NULL OR id > after::uuid ORDER BY id LIMIT 1000)
      UNION ALL (SELECT id FROM projects WHERE after IS NULL OR id > after::uuid ORDER BY id LIMIT 1000)
      UNION ALL (SELECT id FROM users WHERE after IS NULL OR id > after::uuid ORDER BY id LIMIT 1000)
      ORDER BY id LIMIT 1000
    ) AS next;
    IF ids IS NULL THEN
      RETURN board;
    END IF;
    UPDATE announcements SET title = cleaned_line(title)
    WHERE id = ANY (ids) AND NOT (coalesce(is_one_line(title), true));
    UPDATE course_modules SET title = cleaned_line(title)
    WHERE id = ANY (ids) AND NOT (coalesce(is_one_line(title), true));
    UPDATE courses SET title = cleaned_line(title)
    WHERE id = ANY (ids) AND NOT (coalesce(is_one_line(title), true));
    UPDATE event_files SET file_name = cleaned_line(file_name), content_type = cleaned_line(content_type)
    WHERE id = ANY (ids) AND NOT (coalesce(is_one_line(file_name), true) AND coalesce(is_one_line(content_type), true));
    UPDATE events SET title = cleaned_line(title), venue = cleaned_line(venue), street = cleaned_line(street), city = cleaned_line(city), online_url = cleaned_line(online_url)
    WHERE id = ANY (ids) AND NOT (coalesce(is_one_line(title), true) AND coalesce(is_one_line(venue), true) AND coalesce(is_one_line(street), true) AND coalesce(is_one_line(city), true) AND coalesce(is_one_line(online_url), true));
    UPDATE member_feedback SET subject = cleaned_line(subject)
    WHERE id = ANY (ids) AND NOT (coalesce(is_one_line(subject), true));
    UPDATE notifications SET kind = cleaned_line(kind), title = cleaned_line(title), path = cleaned_line(path)
    WHERE id = ANY (ids) AND NOT (coalesce(is_one_line(kind), true) AND coalesce(is_one_line(title), true) AND coalesce(is_one_line(path), true));
    UPDATE payment_refunds SET provider_reference = cleaned_line(provider_reference), idempotency_key = cleaned_line(idempotency_key)
    WHERE id = ANY (ids) AND NOT (coalesce(is_one_line(provider_reference), true) AND coalesce(is_one_line(idempotency_key), true));
    UPDATE payments SET provider_reference = cleaned_line(provider_reference), idempotency_key = cleaned_line(idempotency_key), description = cleaned_line(description)
    WHERE id = ANY (ids) AND NOT (coalesce(is_one_line(provider_reference), true) AND coalesce(is_one_line(idempotency_key), true) AND coalesce(is_one_line(description), true));
    UPDATE project_files SET file_name = cleaned_line(file_name), content_type = cleaned_line(content_type)
    WHERE id = ANY (ids) AND NOT (coalesce(is_one_line(file_name), true) AND coalesce(is_one_line(content_type), true));
    UPDATE projects SET title = cleaned_line(title), city = cleaned_line(city), zip_code = cleaned_line(zip_code)
    WHERE id = ANY (ids) AND NOT (coalesce(is_one_line(title), true) AND coalesce(is_one_line(city), true) AND coalesce(is_one_line(zip_code), true));
    UPDATE users SET first_name = cleaned_line(first_name), last_name = cleaned_line(last_name), company = cleaned_line(company), phone = cleaned_line(phone), website = cleaned_line(website), street = cleaned_line(street), city = cleaned_line(city)
    WHERE id = ANY (ids) AND NOT (coalesce(is_one_line(first_name), true) AND coalesce(is_one_line(last_name), true) AND coalesce(is_one_line(company), true) AND coalesce(is_one_line(phone), true) AND coalesce(is_one_line(website), true) AND coalesce(is_one_line(street), true) AND coalesce(is_one_line(city), true));
    UPDATE mails SET subject = cleaned_line(subject)
    WHERE id = ANY (ids) AND NOT is_one_line(subject);
    UPDATE mails SET recipient = 'unreadable-' || id || '@invalid.example'
    WHERE id = ANY (ids) AND NOT is_mailbox(recipient);
    -- Mail whose words were dropped with `mail_bodies`.
    UPDATE mails SET status = 'DROPPED', problem = 'The portal was updated before this mail could leave.'
    WHERE id = ANY (ids) AND status IN ('WAITING', 'KEPT', 'FAILED')
      AND NOT EXISTS (SELECT FROM mail_contents WHERE mail_id = id);
    -- Such an account cannot receive mail at an address of its own. Its owner writes to staff, and the old text stays in
    -- the audit trail.
    UPDATE users SET email = 'unreadable-' || id || '@invalid.example', email_verified_at = NULL
    WHERE id = ANY (ids) AND NOT is_mailbox(email::text);
    RETURN ids[array_length(ids, 1)];
  END IF;
  SELECT array_agg(license_number ORDER BY license_number) INTO licenses FROM (
    SELECT license_number FROM california_contractors WHERE license_number > substr(after, length(board) + 1)
    ORDER BY license_number LIMIT 10000
  ) AS next;
  IF licenses IS NULL THEN
    RETURN NULL;
  END IF;
  UPDATE california_contractors SET business_name = cleaned_line(business_name), dba_name = cleaned_line(dba_name), full_business_name = cleaned_line(full_business_name), mailing_address = cleaned_line(mailing_address), city = cleaned_line(city)
  WHERE license_number = ANY (licenses) AND NOT (coalesce(is_one_line(business_name), true) AND coalesce(is_one_line(dba_name), true) AND coalesce(is_one_line(full_business_name), true) AND coalesce(is_one_line(mailing_address), true) AND coalesce(is_one_line(city), true));
  RETURN board || licenses[array_length(licenses, 1)];
END
$$;
REVOKE EXECUTE ON FUNCTION cleaned_line(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cleaned_line(text) TO definer_role;
SELECT definer_function('clean_lines(text)');
GRANT EXECUTE ON FUNCTION clean_lines(text) TO schema_owner;
GRANT SELECT, UPDATE (title) ON announcements TO definer_role;
GRANT UPDATE (subject, recipient, status, problem) ON mails TO definer_role;
GRANT SELECT ON mail_contents TO definer_role;
GRANT SELECT, UPDATE (business_name, dba_name, full_business_name, mailing_address, city) ON california_contractors TO definer_role;
GRANT SELECT, UPDATE (title) ON course_modules TO definer_role;
GRANT SELECT, UPDATE (title) ON courses TO definer_role;
GRANT SELECT, UPDATE (file_name, content_type) ON event_files TO definer_role;
GRANT SELECT, UPDATE (subject) ON member_feedback TO definer_role;
GRANT SELECT, UPDATE (kind, title, path) ON notifications TO definer_role;
GRANT SELECT, UPDATE (provider_reference, idempotency_key) ON payment_refunds TO definer_role;
GRANT SELECT, UPDATE (file_name, content_type) ON project_files TO definer_role;
GRANT SELECT, UPDATE (first_name, last_name, company, phone, website, street, city, email, email_verified_at) ON users TO definer_role;
