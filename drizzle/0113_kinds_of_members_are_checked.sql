-- portal: tx
-- Every venture has its members by now.
DROP FUNCTION fill_barred_members(text);
REVOKE UPDATE (barred_members) ON california_contractors FROM definer_role;
-- Every change keeps it by now.
ALTER TABLE contractor_changes VALIDATE CONSTRAINT contractor_changes_kind_known;
