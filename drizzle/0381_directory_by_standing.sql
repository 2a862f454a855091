-- portal: tx
-- The directory follows the standing of a firm's people, and not the status that the nightly job keeps: a covering and a term count
-- as soon as they are there.
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function(listing::regprocedure, 'u.status = ANY ((SELECT allowed FROM standing_rules WHERE act = ''BE_LISTED'')::text[])',
  'account_standing(u.id) = ANY ((SELECT allowed FROM standing_rules WHERE act = ''BE_LISTED'')::text[])')
FROM unnest('{write_directory_firms(uuid[]),is_in_directory(uuid),"is_shown_at(uuid,uuid)"}'::text[]) listing;

-- A term may cover colleagues, who have other firms too.
SELECT reword_function('follow_in_directory()', $old$  ELSIF TG_TABLE_NAME = 'company_people' THEN
    firms := ARRAY[NEW.company_id, OLD.company_id];
  ELSIF TG_TABLE_NAME = 'users' THEN
    firms := ARRAY(SELECT company_id FROM company_people WHERE user_id = NEW.id);
$old$, $new$  ELSIF TG_TABLE_NAME = 'company_people' THEN
    firms := ARRAY[NEW.company_id, OLD.company_id] || ARRAY(
      SELECT DISTINCT theirs.company_id FROM company_people theirs
      WHERE theirs.user_id IN (NEW.user_id, OLD.user_id) OR theirs.user_id IN (
        SELECT p.user_id FROM company_people p WHERE p.company_id IN (NEW.company_id, OLD.company_id)));
  ELSIF TG_TABLE_NAME IN ('users', 'memberships') THEN
    firms := ARRAY(
      SELECT DISTINCT theirs.company_id
      FROM company_people own JOIN company_people colleague ON colleague.company_id = own.company_id
      JOIN company_people theirs ON theirs.user_id = colleague.user_id
      WHERE own.user_id IN (
        CASE TG_TABLE_NAME WHEN 'users' THEN to_jsonb(NEW) ->> 'id' ELSE coalesce(to_jsonb(NEW), to_jsonb(OLD)) ->> 'user_id' END::uuid));
$new$);
CREATE CONSTRAINT TRIGGER follow_in_directory AFTER INSERT OR DELETE OR UPDATE OF status, tier_code, starts_on, ends_on ON memberships
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION follow_in_directory();

-- The kind of member is that of the tier of today's term. Terms are begun by the day, so that a job looks at it every night.
CREATE FUNCTION follow_tiers() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  changed integer;
BEGIN
  UPDATE users SET member_type = t.member_type
  FROM memberships m JOIN membership_tiers t ON t.code = m.tier_code
  WHERE m.user_id = users.id AND m.status = 'ACTIVE'
    AND (now() AT TIME ZONE 'America/Los_Angeles')::date BETWEEN m.starts_on AND m.ends_on
    AND users.member_type <> t.member_type;
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END
$$;
SELECT definer_function('follow_tiers()');
GRANT EXECUTE ON FUNCTION follow_tiers() TO system_role;
REVOKE CREATE ON SCHEMA public FROM definer_role;

-- Rows from before this change are written again.
SELECT write_directory_firms(ARRAY(
  SELECT d.company_id FROM directory_firms d
  WHERE d.is_listed <> EXISTS (
    SELECT FROM company_people p WHERE p.company_id = d.company_id
      AND account_standing(p.user_id) = ANY ((SELECT allowed FROM standing_rules WHERE act = 'BE_LISTED')::text[]))));
