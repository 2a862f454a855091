-- portal: no-tx
-- A member whose membership is renewed before it ends has a term to come beside the one that runs.
DROP INDEX CONCURRENTLY IF EXISTS memberships_one_active;
