-- portal: tx
-- Before a merge, staff see how many rows of the company that goes move. The list of the references is the one that the merge follows.
CREATE FUNCTION company_references() RETURNS TABLE (of_table name, of_column name)
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT t.relname, a.attname
  FROM pg_constraint r JOIN pg_class t ON t.oid = r.conrelid
  JOIN pg_attribute a ON a.attrelid = r.conrelid AND a.attnum = ANY (r.conkey)
  WHERE r.contype = 'f' AND r.confrelid = 'companies'::regclass AND r.conparentid = 0
  ORDER BY 1, 2
$$;
REVOKE EXECUTE ON FUNCTION company_references() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION company_references() TO definer_role;
CREATE OR REPLACE FUNCTION plain_company_references() RETURNS TABLE (of_table name, of_column name)
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT of_table, of_column FROM company_references()
  WHERE of_table NOT IN ('company_people', 'company_invitations', 'certifications', 'wanted_certifications', 'company_merges')
$$;

-- The rows that belong to a company, by table, without the tables that have none. The policies of projects and bids hide some of them
-- from staff, so that the function counts past them.
CREATE FUNCTION count_rows_of_company(firm uuid) RETURNS TABLE (of_table text, rows bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  reference record;
BEGIN
  IF NOT holds_permission('members.edit') THEN
    RETURN;
  END IF;
  FOR reference IN SELECT * FROM company_references() LOOP
    RETURN QUERY EXECUTE format('SELECT %L::text, count(*) FROM %I WHERE %I = $1 HAVING count(*) > 0',
      reference.of_table, reference.of_table, reference.of_column) USING firm;
  END LOOP;
  RETURN QUERY
    SELECT 'files'::text, count(*) FROM files f JOIN file_kinds k ON k.kind = f.kind
    WHERE f.owner_id = firm AND k.owner_table = 'companies' HAVING count(*) > 0;
END
$$;
SELECT definer_function('count_rows_of_company(uuid)');
GRANT EXECUTE ON FUNCTION count_rows_of_company(uuid) TO admin_role;
