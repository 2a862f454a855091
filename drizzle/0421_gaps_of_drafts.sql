-- portal: tx
-- All that a draft lacks, by the rules of its submission, before somebody submits it.
GRANT CREATE ON SCHEMA public TO definer_role;
CREATE FUNCTION gaps_of_offer(project projects, amount bigint, note text, list jsonb, files bigint) RETURNS SETOF text
LANGUAGE sql STABLE ROWS 3 SET search_path = public, pg_temp
AS $$
  SELECT said FROM (
    SELECT 0 AS place, 'Enter a price, a cover note, or add a file before you submit.' AS said
    WHERE amount IS NULL AND btrim(note) = '' AND files = 0
    UNION ALL
    SELECT place, format('Subcontractor %s needs %s.', place, lacking) FROM (
      SELECT place, concat_ws(', ',
        CASE WHEN coalesce(sub ->> 'name', '') = '' THEN 'a name' END,
        CASE WHEN coalesce(sub ->> 'place', '') = '' THEN 'a place of business' END,
        CASE WHEN coalesce(sub ->> 'licenseNumber', '') = '' THEN 'a license number' END,
        CASE WHEN project.is_public_works AND coalesce(sub ->> 'dirNumber', '') = '' THEN 'a DIR registration number' END,
        CASE WHEN coalesce(sub ->> 'work', '') = '' THEN 'the portion of the work' END,
        CASE WHEN sub ->> 'amountCents' IS NULL AND sub ->> 'percent' IS NULL THEN 'an amount or a percentage' END) AS lacking
      FROM jsonb_array_elements(list) WITH ORDINALITY s (sub, place)) l WHERE lacking <> '') gaps
  ORDER BY place
$$;
REVOKE EXECUTE ON FUNCTION gaps_of_offer(projects, bigint, text, jsonb, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gaps_of_offer(projects, bigint, text, jsonb, bigint) TO definer_role;

CREATE OR REPLACE FUNCTION lacking_in_offer(project projects, amount bigint, note text, list jsonb, files bigint) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$ SELECT gap FROM gaps_of_offer(project, amount, note, list, files) WITH ORDINALITY g (gap, at) ORDER BY at LIMIT 1 $$;

-- For the firm of the draft. The reader passes what the draft says, which stands encrypted in it.
CREATE FUNCTION gaps_of_draft(draft uuid, amount bigint, note text, list jsonb) RETURNS TABLE (gap text)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 3 SET search_path = public, pg_temp
AS $$
  SELECT g.gap FROM bid_drafts d JOIN projects p ON p.id = d.project_id
  CROSS JOIN LATERAL gaps_of_offer(p, amount, note, list,
    (SELECT count(*) FROM files f WHERE f.owner_id = d.id AND f.kind = 'BID_FILE')) WITH ORDINALITY g (gap, at)
  WHERE d.id = draft AND d.company_id = ANY (bidding_companies()) ORDER BY g.at
$$;
SELECT definer_function('gaps_of_draft(uuid, bigint, text, jsonb)');
GRANT EXECUTE ON FUNCTION gaps_of_draft(uuid, bigint, text, jsonb) TO application_role, admin_role;
REVOKE CREATE ON SCHEMA public FROM definer_role;
