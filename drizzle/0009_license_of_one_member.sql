-- portal: no-tx
-- Whoever merely applied with a license kept its owner from applying. Now only a member's claim excludes others.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS users_license_of_one_member ON users (license_number)
  WHERE status in ('ACTIVE', 'LAPSED', 'SUSPENDED');
DROP INDEX CONCURRENTLY IF EXISTS users_license_claimed_once;
