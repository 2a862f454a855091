-- portal: tx
-- Lists of projects whose cost does not grow with the number of projects.

-- The published projects for which all of these conditions hold, or null if there are more than `most`. A policy keeps such conditions
-- from an index: a list then reads all open projects for a rare word. PostgreSQL lets only a volatile function ask for a plan. It runs as its definer, finds only what everybody sees, and its
-- caller reads the projects as itself. Each of `words` has to be said, or one of the classes at its place in `word_trades` has to be
-- asked for. `near` is a point in California Albers.
CREATE FUNCTION few_projects(
  is_open boolean, words tsquery[], word_trades text[], work text, near geometry, within_meters double precision, area box, most integer
) RETURNS uuid[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  conditions text := CASE WHEN is_open
    THEN 'p.status IN (''PUBLISHED'', ''BIDDING_OPEN'') AND CASE WHEN p.deadline_at IS NULL THEN ''infinity'' ELSE p.deadline_at END > now()'
    ELSE 'p.status <> ''DRAFT''' END;
  plan json;
  found uuid[];
BEGIN
  FOR at IN 1 .. coalesce(cardinality(words), 0) LOOP
    conditions := conditions || CASE
      WHEN word_trades[at] = '' AND numnode(words[at]) = 0 AND cardinality(words) > 1 THEN ''
      WHEN word_trades[at] = '' THEN format(' AND p.search_vector @@ %L::tsquery', words[at])
      WHEN numnode(words[at]) = 0 THEN format(' AND p.skills_required && %L::text[]', string_to_array(word_trades[at], ' '))
      ELSE format(' AND (p.search_vector @@ %L::tsquery OR p.skills_required && %L::text[])', words[at],
        string_to_array(word_trades[at], ' ')) END;
  END LOOP;
  IF work IS NOT NULL THEN
    conditions := conditions || format(' AND p.skills_required @> ARRAY[%L]', work);
  END IF;
  IF near IS NOT NULL THEN
    conditions := conditions || format(' AND p.albers IS NOT NULL AND p.albers::point <@ %L::circle', circle(near::point, within_meters));
  END IF;
  IF area IS NOT NULL THEN
    conditions := conditions || format(' AND p.albers IS NOT NULL AND p.albers::point <@ %L::box', area);
  END IF;
  -- An index of words has no first rows: it reads all. The planner knows which words are common without reading them.
  EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM projects p WHERE %s', conditions) INTO plan;
  IF (plan -> 0 -> 'Plan' ->> 'Plan Rows')::double precision > 4 * most THEN
    RETURN NULL;
  END IF;
  EXECUTE format('SELECT array(SELECT p.id FROM projects p WHERE %s LIMIT %s)', conditions, most + 1) INTO found;
  RETURN CASE WHEN cardinality(found) <= most THEN found END;
END
$$;
SELECT definer_function('few_projects(boolean, tsquery[], text[], text, geometry, double precision, box, integer)');
GRANT EXECUTE ON FUNCTION few_projects(boolean, tsquery[], text[], text, geometry, double precision, box, integer)
  TO application_role, admin_role, system_role;

-- The names of the firms that posted these projects, with the id of those whose page the reader finds in the directory.
CREATE OR REPLACE FUNCTION firms_of_projects(wanted uuid[]) RETURNS TABLE (project_id uuid, firm text, firm_id uuid)
LANGUAGE plpgsql STABLE ROWS 25 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  reach integer := directory_reach();
BEGIN
  RETURN QUERY
    SELECT p.id, c.name, CASE WHEN d.is_listed AND is_shown_to(d.audience, reach) THEN c.id END
    FROM projects p JOIN companies c ON c.id = p.company_id LEFT JOIN directory_firms d ON d.company_id = c.id
    WHERE p.id = ANY (wanted) AND (p.status <> 'DRAFT' OR p.owner_id = current_user_id());
END
$$;

-- The ends of the exceptions that firms of the reader have for these projects, while they hold and are later than the deadline.
CREATE FUNCTION own_exceptions(wanted uuid[]) RETURNS TABLE (project_id uuid, until timestamptz)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY
    SELECT p.id, max(e.until)
    FROM bid_exceptions e JOIN projects p ON p.id = e.project_id
    WHERE e.project_id = ANY (wanted) AND p.status = 'BIDDING_OPEN' AND e.until > greatest(p.deadline_at, now())
      AND e.company_id = ANY (bidding_companies())
    GROUP BY p.id;
END
$$;
SELECT definer_function('own_exceptions(uuid[])');
GRANT EXECUTE ON FUNCTION own_exceptions(uuid[]) TO application_role, admin_role, system_role;

-- The list of projects took the place of this search.
DROP FUNCTION search_project_ids(tsquery, text[], text[], text[], geometry, double precision, bigint, integer);
