-- portal: tx
-- Lists of bids say participation goals too. A row with a certification that the portal doesn't know is told so before the import.
GRANT CREATE ON SCHEMA public TO definer_role;

-- The first fault of participation goals, in words.
CREATE FUNCTION refusal_of_goals(goals jsonb) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT CASE WHEN k.code IS NULL THEN format('The portal knows no certification “%s”.', goal.key)
    ELSE 'A goal is from 0.1 to 100 percent for a kind of certification.' END
  FROM jsonb_each(goals) goal LEFT JOIN certification_kinds k ON k.code = goal.key
  WHERE k.code IS NULL OR jsonb_typeof(goal.value) <> 'number' OR NOT goal.value BETWEEN '0.1' AND '100'
  ORDER BY goal.key LIMIT 1
$$;
REVOKE EXECUTE ON FUNCTION refusal_of_goals(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refusal_of_goals(jsonb) TO definer_role;

SELECT reword_function('check_posting()', $old$  IF NEW.goals IS DISTINCT FROM before.goals AND EXISTS (
    SELECT FROM jsonb_each(NEW.goals) goal
    WHERE jsonb_typeof(goal.value) <> 'number' OR NOT goal.value BETWEEN '0.1' AND '100'
      OR NOT EXISTS (SELECT FROM certification_kinds k WHERE k.code = goal.key)) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'goals', MESSAGE = 'A goal is from 0.1 to 100 percent for a kind of certification.';
  END IF;
$old$, $new$  IF NEW.goals IS DISTINCT FROM before.goals THEN
    refusal := refusal_of_goals(NEW.goals);
    IF refusal IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'goals', MESSAGE = refusal;
    END IF;
  END IF;
$new$);
SELECT reword_function('judge_listed_projects(jsonb, jsonb)',
  'SELECT NULL::text AS refused, CASE WHEN e.id IS NULL AND said.status <> ''DRAFT'' THEN refusal_of_publishing(said, false) END AS refusal',
  'SELECT CASE WHEN refusal_of_goals(w.terms -> ''goals'') IS NOT NULL THEN ''goals'' END AS refused,
    coalesce(refusal_of_goals(w.terms -> ''goals''),
      CASE WHEN e.id IS NULL AND said.status <> ''DRAFT'' THEN refusal_of_publishing(said, false) END) AS refusal');
REVOKE CREATE ON SCHEMA public FROM definer_role;
