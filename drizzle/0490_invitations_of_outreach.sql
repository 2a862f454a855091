-- portal: tx
-- Invitations by email to firms on an outreach list. A person enters the address. Its holder can end all invitations by one click, and
-- can apply for membership by a personal link.

ALTER TABLE project_outreach ADD COLUMN email text;
ALTER TABLE project_outreach
  ADD CONSTRAINT project_outreach_email_normalized CHECK (is_mailbox(email) and email = lower(email)) NOT VALID;
CREATE POLICY poster_update ON project_outreach FOR UPDATE TO application_role
  USING ((SELECT account_is_open()) AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.owner_id = (SELECT current_user_id())))
  WITH CHECK ((SELECT account_is_open())
    AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.owner_id = (SELECT current_user_id())));
CREATE POLICY staff_update ON project_outreach FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('projects.manage')) AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.status <> 'DRAFT'))
  WITH CHECK ((SELECT holds_permission('projects.manage')) AND EXISTS (SELECT FROM projects p WHERE p.id = project_id AND p.status <> 'DRAFT'));
GRANT UPDATE (email) ON project_outreach TO application_role, admin_role;

-- An address gets one invitation for a project. Nobody but functions reads the rows, because of their keys.
CREATE TABLE outreach_invitations (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  project_id uuid NOT NULL,
  outreach_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  email text NOT NULL,
  mail_id uuid,
  stop_key uuid DEFAULT gen_random_uuid() NOT NULL,
  invited_by uuid,
  invited_at timestamp with time zone DEFAULT now() NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  opened_at timestamp with time zone,
  applied_at timestamp with time zone,
  CONSTRAINT outreach_invitations_once UNIQUE (project_id, email),
  CONSTRAINT outreach_invitations_contact UNIQUE (contact_id),
  CONSTRAINT outreach_invitations_stop_key UNIQUE (stop_key),
  CONSTRAINT outreach_invitations_email_normalized CHECK (is_mailbox(email) and email = lower(email)),
  CONSTRAINT outreach_invitations_in_order CHECK (expires_at > invited_at and opened_at >= invited_at and applied_at >= invited_at),
  CONSTRAINT outreach_invitations_project_id_projects_id_fk FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE,
  CONSTRAINT outreach_invitations_mail_id_mails_id_fk FOREIGN KEY (mail_id) REFERENCES mails (id) ON DELETE SET NULL,
  CONSTRAINT outreach_invitations_invited_by_users_id_fk FOREIGN KEY (invited_by) REFERENCES users (id) ON DELETE SET NULL,
  CONSTRAINT outreach_invitations_firm_on_list FOREIGN KEY (outreach_id, project_id) REFERENCES project_outreach (id, project_id),
  CONSTRAINT outreach_invitations_contact_of_firm FOREIGN KEY (contact_id, outreach_id) REFERENCES outreach_contacts (id, outreach_id)
);
CREATE INDEX idx_outreach_invitations_firm ON outreach_invitations (outreach_id, invited_at);
CREATE INDEX idx_outreach_invitations_project ON outreach_invitations (project_id, invited_at);
CREATE INDEX idx_outreach_invitations_email ON outreach_invitations (email, invited_at);
CREATE INDEX idx_outreach_invitations_mail ON outreach_invitations (mail_id);
CREATE INDEX idx_outreach_invitations_invited_by ON outreach_invitations (invited_by);
SELECT protect_table('outreach_invitations');

-- The personal links. Each attempt to send a letter makes one, and all of them stay good, because an attempt that failed may have arrived.
CREATE TABLE outreach_claims (
  token_hash text PRIMARY KEY NOT NULL,
  invitation_id uuid NOT NULL,
  CONSTRAINT outreach_claims_token_hash_sha256 CHECK (token_hash ~ '^[0-9a-f]{64}$'),
  CONSTRAINT outreach_claims_invitation_id_outreach_invitations_id_fk FOREIGN KEY (invitation_id)
    REFERENCES outreach_invitations (id) ON DELETE CASCADE
);
CREATE INDEX idx_outreach_claims_invitation ON outreach_claims (invitation_id);
SELECT protect_table('outreach_claims');

-- The addresses that get no invitations any more, as hashes.
CREATE TABLE outreach_stops (
  address_hash text PRIMARY KEY NOT NULL,
  stopped_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT outreach_stops_address_hash_sha256 CHECK (address_hash ~ '^[0-9a-f]{64}$')
);
SELECT protect_table('outreach_stops');

GRANT SELECT, INSERT, UPDATE ON outreach_invitations TO definer_role;
GRANT SELECT, INSERT ON outreach_claims, outreach_stops, outreach_contacts TO definer_role;
GRANT SELECT ON mails TO definer_role;

CREATE FUNCTION has_stopped_invitations(address text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM outreach_stops WHERE address_hash = encode(sha256(convert_to(address, 'UTF8')), 'hex'))
$$;
REVOKE EXECUTE ON FUNCTION has_stopped_invitations(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION has_stopped_invitations(text) TO definer_role;

SELECT reword_function('stop_letters(uuid[])', 'DELETE FROM project_follows',
  $new$INSERT INTO outreach_stops (address_hash)
    SELECT DISTINCT encode(sha256(convert_to(email, 'UTF8')), 'hex') FROM outreach_invitations WHERE stop_key = ANY (wanted)
    ON CONFLICT DO NOTHING;
  DELETE FROM project_follows$new$);

-- The facts of a project that an invitation names, as its public page shows them. Null for one that takes no bids now.
CREATE FUNCTION facts_of_invitation(wanted uuid) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT jsonb_build_object('projectId', p.id, 'title', p.title, 'trades', to_jsonb(p.skills_required),
    'place', nullif(concat_ws(', ', p.city, p.state), ''), 'deadline', clock_words(p.deadline_at, p.deadline_time_zone),
    'askedBy', coalesce((SELECT c.name FROM companies c WHERE c.id = p.company_id), concat_ws(' ', u.first_name, u.last_name)))
  FROM projects p JOIN users u ON u.id = p.owner_id
  WHERE p.id = wanted AND p.status IN ('PUBLISHED', 'BIDDING_OPEN') AND coalesce(p.deadline_at > now(), true)
$$;
REVOKE EXECUTE ON FUNCTION facts_of_invitation(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION facts_of_invitation(uuid) TO definer_role;

CREATE FUNCTION manages_outreach(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN EXISTS (SELECT FROM projects p WHERE p.id = wanted
    AND (p.owner_id = current_user_id() OR p.status <> 'DRAFT' AND holds_permission('projects.manage')));
END
$$;
SELECT definer_function('manages_outreach(uuid)');

-- The facts that the next invitation would name, for those who manage the project.
CREATE FUNCTION preview_invitation(wanted uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN CASE WHEN manages_outreach(wanted) THEN facts_of_invitation(wanted) END;
END
$$;
SELECT definer_function('preview_invitation(uuid)');
GRANT EXECUTE ON FUNCTION preview_invitation(uuid) TO application_role, admin_role;

-- Sends invitations to firms of a list, and logs each as a contact. `seen` holds the facts that `said`, the words for the log, was made of.
-- The lock of the project puts senders in order, so that no address gets two and the limit holds. Returns the outcome for each firm.
CREATE FUNCTION send_invitations(wanted uuid, firms uuid[], seen jsonb, said text, portal text)
RETURNS TABLE (outreach_id uuid, outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  listed record;
  room integer;
  contact uuid;
  invitation uuid;
BEGIN
  IF NOT manages_outreach(wanted) OR NOT account_is_open() THEN
    RETURN;
  END IF;
  PERFORM FROM projects p WHERE p.id = wanted FOR NO KEY UPDATE;
  IF facts_of_invitation(wanted) IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The project takes no bids now, so nobody can be invited to bid on it.';
  END IF;
  IF facts_of_invitation(wanted) IS DISTINCT FROM seen THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The project has just changed. Read the email again before you send it.';
  END IF;
  -- The limits of a person and of an address reach across projects, so senders wait for one another.
  PERFORM pg_advisory_xact_lock(hashtextextended('outreach invitations', 0));
  SELECT 50 - greatest(count(*) FILTER (WHERE i.project_id = wanted), count(*) FILTER (WHERE i.invited_by = current_user_id())) INTO room
  FROM outreach_invitations i
  WHERE (i.project_id = wanted OR i.invited_by = current_user_id()) AND i.invited_at > clock_timestamp() - interval '1 day';
  FOR listed IN
    SELECT o.id, o.email, o.license_number,
      (SELECT l.business_name FROM california_contractors l WHERE l.license_number = o.license_number) AS firm
    FROM project_outreach o WHERE o.project_id = wanted AND o.id = ANY (firms) ORDER BY o.added_at, o.id
  LOOP
    outreach_id := listed.id;
    outcome := CASE
      WHEN listed.email IS NULL THEN 'NO_ADDRESS'
      WHEN EXISTS (SELECT FROM outreach_invitations i WHERE i.project_id = wanted AND i.email = listed.email) THEN 'INVITED_BEFORE'
      WHEN has_stopped_invitations(listed.email) THEN 'STOPPED'
      WHEN (SELECT count(*) FROM outreach_invitations i
        WHERE i.email = listed.email AND i.invited_at > clock_timestamp() - interval '30 days') >= 3 THEN 'OFTEN'
      WHEN room <= 0 THEN 'LIMIT'
      ELSE 'SENT' END;
    IF outcome = 'SENT' THEN
      room := room - 1;
      invitation := time_ordered_uuid();
      INSERT INTO outreach_contacts (outreach_id, project_id, channel, contacted_at, said, answer, author_id)
      VALUES (listed.id, wanted, 'EMAIL', now(), left(format(E'Invitation sent to %s.\n%s', listed.email, said), 4000), 'NO_ANSWER',
        current_user_id())
      RETURNING id INTO contact;
      INSERT INTO outreach_invitations (id, project_id, outreach_id, contact_id, email, invited_by, expires_at, mail_id)
      VALUES (invitation, wanted, listed.id, contact, listed.email, current_user_id(), now() + interval '90 days',
        add_mail(NULL, listed.email, 'outreach-invitation', left(format('Invitation to bid: %s', seen ->> 'title'), 190),
          seen || jsonb_build_object('origin', portal, 'invitationId', invitation, 'firm', listed.firm,
            'licenseNumber', listed.license_number), 0));
    END IF;
    RETURN NEXT;
  END LOOP;
END
$$;
SELECT definer_function('send_invitations(uuid, uuid[], jsonb, text, text)');
GRANT EXECUTE ON FUNCTION send_invitations(uuid, uuid[], jsonb, text, text) TO application_role, admin_role;

-- Right before a letter leaves: keeps the hash of its link, and returns the key that ends such letters. Null if it must not leave.
CREATE FUNCTION make_claim(invitation uuid, hash text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  known outreach_invitations;
BEGIN
  SELECT * INTO known FROM outreach_invitations i WHERE i.id = invitation AND i.expires_at > now();
  IF known.id IS NULL OR has_stopped_invitations(known.email) OR facts_of_invitation(known.project_id) IS NULL THEN
    RETURN NULL;
  END IF;
  INSERT INTO outreach_claims (token_hash, invitation_id) VALUES (hash, invitation);
  RETURN known.stop_key;
END
$$;
SELECT definer_function('make_claim(uuid, text)');
GRANT EXECUTE ON FUNCTION make_claim(uuid, text) TO system_role;

-- The license and the project of a personal link, for whoever has it. Notes that it was opened. It gives no right.
CREATE FUNCTION open_claim(hash text)
RETURNS TABLE (license_number text, firm text, project_id uuid, title text, asked_by text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY
    WITH opened AS (
      UPDATE outreach_invitations i SET opened_at = coalesce(i.opened_at, now())
      FROM outreach_claims c WHERE c.token_hash = hash AND i.id = c.invitation_id AND i.expires_at > now()
      RETURNING i.outreach_id, i.project_id
    )
    SELECT o.license_number, l.business_name, p.id, p.title,
      coalesce((SELECT c.name FROM companies c WHERE c.id = p.company_id), concat_ws(' ', u.first_name, u.last_name))
    FROM opened JOIN project_outreach o ON o.id = opened.outreach_id JOIN projects p ON p.id = opened.project_id
    JOIN users u ON u.id = p.owner_id JOIN california_contractors l ON l.license_number = o.license_number;
END
$$;
SELECT definer_function('open_claim(text)');
GRANT EXECUTE ON FUNCTION open_claim(text) TO application_role, admin_role;

-- Notes that somebody with a personal link has applied with its license. Whether the address of the applicant has an account already
-- makes no difference, because the poster must not learn that.
CREATE FUNCTION note_claim(hash text, license text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE outreach_invitations i SET applied_at = coalesce(i.applied_at, now()), opened_at = coalesce(i.opened_at, now())
  FROM outreach_claims c, project_outreach o
  WHERE c.token_hash = hash AND i.id = c.invitation_id AND i.expires_at > now() AND o.id = i.outreach_id AND o.license_number = license;
END
$$;
SELECT definer_function('note_claim(text, text)');
GRANT EXECUTE ON FUNCTION note_claim(text, text) TO system_role;

-- The last invitation of each firm on a list, and whether its address gets invitations, for those who manage the project.
CREATE FUNCTION invitations_of_outreach(wanted uuid)
RETURNS TABLE (outreach_id uuid, is_stopped boolean, email text, invited_at timestamptz, delivery text, opened_at timestamptz,
  applied_at timestamptz)
LANGUAGE plpgsql STABLE ROWS 50 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT manages_outreach(wanted) THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT o.id, coalesce(has_stopped_invitations(coalesce(o.email, i.email)), false), i.email, i.invited_at, m.status, i.opened_at,
      i.applied_at
    FROM project_outreach o
    LEFT JOIN LATERAL (
      SELECT * FROM outreach_invitations last WHERE last.outreach_id = o.id ORDER BY last.invited_at DESC, last.id DESC LIMIT 1
    ) i ON true
    LEFT JOIN mails m ON m.id = i.mail_id
    WHERE o.project_id = wanted AND (o.email IS NOT NULL OR i.id IS NOT NULL);
END
$$;
SELECT definer_function('invitations_of_outreach(uuid)');
GRANT EXECUTE ON FUNCTION invitations_of_outreach(uuid) TO application_role, admin_role;

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('project_outreach', 'id', '{project_id,license_number,added_by}', '{email}');
SELECT record_changes_of('outreach_invitations', 'id', '{project_id,outreach_id,contact_id,invited_by,invited_at,opened_at,applied_at}',
  '{email}');
REVOKE CREATE ON SCHEMA public FROM definer_role;
