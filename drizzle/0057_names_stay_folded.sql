-- portal: tx
-- Every name is folded by now.
DROP FUNCTION fold_names_again(text);
REVOKE UPDATE (business_name, dba_name, full_business_name, city) ON california_contractors FROM definer_role;
REVOKE UPDATE (first_name, last_name, company, bio, city) ON users FROM definer_role;
REVOKE UPDATE (title, description, city) ON projects FROM definer_role;
