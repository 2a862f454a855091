-- portal: tx
-- The plan of a stored statement: what it prepares is taken back also when it is canceled or takes too long.
CREATE OR REPLACE FUNCTION explain_statement(wanted bigint, OUT plan text, OUT problem text)
LANGUAGE plpgsql SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  stored text;
  arguments text;
  line text;
BEGIN
  SELECT t.text INTO stored FROM statement_texts t WHERE t.query_id = wanted AND kind = 'STATEMENT';
  IF NOT FOUND THEN
    problem := 'No text of this statement is stored.';
    RETURN;
  END IF;
  BEGIN
    EXECUTE 'PREPARE explained_statement AS ' || stored;
    SELECT CASE WHEN cardinality(parameter_types) > 0
           THEN '(' || array_to_string(array_fill('NULL'::text, array[cardinality(parameter_types)]), ', ') || ')' ELSE '' END
    INTO arguments FROM pg_prepared_statements WHERE name = 'explained_statement';
    FOR line IN EXECUTE 'EXPLAIN (VERBOSE, SETTINGS) EXECUTE explained_statement' || arguments LOOP
      plan := concat_ws(E'\n', plan, line);
    END LOOP;
  EXCEPTION
    WHEN query_canceled THEN
      IF EXISTS (SELECT FROM pg_prepared_statements WHERE name = 'explained_statement') THEN
        DEALLOCATE explained_statement;
      END IF;
      RAISE;
    WHEN OTHERS THEN
      plan := NULL;
      problem := SQLERRM;
  END;
  IF EXISTS (SELECT FROM pg_prepared_statements WHERE name = 'explained_statement') THEN
    DEALLOCATE explained_statement;
  END IF;
END
$$;
