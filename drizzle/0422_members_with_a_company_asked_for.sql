-- portal: tx
-- The form of 0230 makes a second company of one name without asking. The one that asks (0410) calls it; nobody else does any more.
REVOKE EXECUTE ON FUNCTION add_member(text, text, text, text, text, text, text, date, date, text, text) FROM admin_role;
