-- portal: tx
-- The association's address, phone and email are a setting that staff change. Everybody reads this one setting: pages show it,
-- and letters end with it.
CREATE FUNCTION association_contact() RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT value FROM portal_settings WHERE name = 'association_contact' $$;
SELECT definer_function('association_contact()');
GRANT EXECUTE ON FUNCTION association_contact() TO application_role, admin_role;

-- The title of the letter in members/letters.ts.
SELECT let_staff_send('account-reinstated', 'members.edit', '{members.reinstate}', 'Your account has been reinstated', '/home');
