-- portal: tx
-- An invitation that a mail server sent back, hours after it had left, reached nobody. And the day’s limit of invitations has one place.
ALTER TABLE outreach_invitations
  ADD COLUMN returned_at timestamp with time zone,
  ADD COLUMN returned_why text;
ALTER TABLE outreach_invitations ADD CONSTRAINT outreach_invitations_returned_whole CHECK (
  num_nonnulls(returned_at, returned_why) in (0, 2) and returned_at >= invited_at and is_one_line(returned_why)
  and returned_why <> '' and length(returned_why) <= 500) NOT VALID;

CREATE FUNCTION most_invitations() RETURNS integer
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp
AS $$ SELECT 50 $$;
REVOKE EXECUTE ON FUNCTION most_invitations() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION most_invitations() TO definer_role;
SELECT reword_function('send_invitations(uuid, uuid[], jsonb, text, text)', 'SELECT 50 - greatest(', 'SELECT most_invitations() - greatest(');
SELECT reword_function('room_for_invitations(uuid)', 'greatest(50 - greatest(', 'greatest(most_invitations() - greatest(');
SELECT reword_function('room_for_invitations(uuid)', 'OFFSET 49 LIMIT 1', 'OFFSET most_invitations() - 1 LIMIT 1');

GRANT UPDATE (problem) ON mails TO definer_role;

-- Notes that the mail with this Message-ID came back, and returns its address; null for a mail that the portal did not send, or forgot.
-- The first notice stays. `why` holds the words of the mail server.
CREATE FUNCTION note_returned_mail(message text, why text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  returned mails;
BEGIN
  IF NOT is_system() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the portal itself notes that a mail came back.';
  END IF;
  UPDATE mails m SET problem = left('It came back: ' || why, 500) WHERE m.message_id = message RETURNING * INTO returned;
  UPDATE outreach_invitations i SET returned_at = now(), returned_why = why
  WHERE i.mail_id = returned.id AND i.returned_at IS NULL;
  RETURN returned.recipient;
END
$$;
SELECT definer_function('note_returned_mail(text, text)');
GRANT EXECUTE ON FUNCTION note_returned_mail(text, text) TO system_role;

-- The contacts of a project that were invitations which came back, for those who manage the project.
CREATE FUNCTION returned_contacts(wanted uuid) RETURNS TABLE (contact_id uuid, email text, returned_at timestamptz, returned_why text)
LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT manages_outreach(wanted) THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT i.contact_id, i.email, i.returned_at, i.returned_why FROM outreach_invitations i
    WHERE i.project_id = wanted AND i.returned_at IS NOT NULL;
END
$$;
SELECT definer_function('returned_contacts(uuid)');
GRANT EXECUTE ON FUNCTION returned_contacts(uuid) TO application_role, admin_role;

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('outreach_invitations', 'id',
  '{project_id,outreach_id,contact_id,invited_by,invited_at,opened_at,applied_at,returned_at}', '{email,returned_why}');
REVOKE CREATE ON SCHEMA public FROM definer_role;
