-- portal: tx
-- Every firm has its name by now.
DROP FUNCTION name_firms_again(text);
REVOKE UPDATE (shown_name_key) ON california_contractors FROM definer_role;
