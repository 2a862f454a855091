-- portal: tx
-- The page of a letter's key says what the letter is about, who gets it, and whether it is stopped, and brings it back. The key in the
-- letter is the right to that, whoever is signed in.

CREATE FUNCTION masked_address(address text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp
AS $$
  SELECT left(address, 1) || '…@' || split_part(address, '@', 2)
$$;
REVOKE EXECUTE ON FUNCTION masked_address(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION masked_address(text) TO definer_role;

CREATE FUNCTION letters_of_key(wanted uuid)
RETURNS TABLE (subject text, name text, project_id uuid, address text, notify text, is_stopped boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY
    SELECT 'PROJECT', p.title, p.id, masked_address(u.email), NULL::text, false
    FROM project_follows f JOIN projects p ON p.id = f.project_id JOIN users u ON u.id = f.user_id WHERE f.unsubscribe_key = wanted
    UNION ALL
    SELECT 'SEARCH', s.name, NULL, masked_address(u.email), s.notify, s.notify = 'OFF'
    FROM saved_searches s JOIN users u ON u.id = s.user_id WHERE s.unsubscribe_key = wanted
    UNION ALL
    SELECT 'MATCHES', NULL, NULL, masked_address(u.email), m.notify, m.notify = 'OFF'
    FROM match_choices m JOIN users u ON u.id = m.user_id WHERE m.unsubscribe_key = wanted
    UNION ALL
    SELECT 'INVITATIONS', NULL, NULL, masked_address(i.email), NULL, has_stopped_invitations(i.email)
    FROM outreach_invitations i WHERE i.stop_key = wanted;
END
$$;
SELECT definer_function('letters_of_key(uuid)');
GRANT EXECUTE ON FUNCTION letters_of_key(uuid) TO application_role, admin_role;

-- A following that was given up is not brought back here: the person follows the project again on its page.
CREATE FUNCTION resume_letters(wanted uuid, times text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE saved_searches SET notify = times WHERE unsubscribe_key = wanted AND notify = 'OFF';
  UPDATE match_choices SET notify = times WHERE unsubscribe_key = wanted AND notify = 'OFF';
  DELETE FROM outreach_stops s USING outreach_invitations i
  WHERE i.stop_key = wanted AND s.address_hash = encode(sha256(convert_to(i.email, 'UTF8')), 'hex');
END
$$;
SELECT definer_function('resume_letters(uuid, text)');
GRANT EXECUTE ON FUNCTION resume_letters(uuid, text) TO application_role, admin_role;
GRANT DELETE ON outreach_stops TO definer_role;

-- A staff member who opens the link of a letter is signed in as staff.
GRANT EXECUTE ON FUNCTION stop_letters(uuid[]) TO admin_role;
