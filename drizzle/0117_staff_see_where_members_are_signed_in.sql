-- portal: tx
-- A session counts only while its account has the same version. Staff who see the sessions of an account have to compare the two.
GRANT SELECT (security_version) ON sessions TO admin_role;
