-- portal: no-tx
DROP INDEX CONCURRENTLY IF EXISTS idx_companies_county;
DROP INDEX CONCURRENTLY IF EXISTS idx_companies_city;
DROP INDEX CONCURRENTLY IF EXISTS idx_companies_service_counties;
DROP INDEX CONCURRENTLY IF EXISTS idx_companies_without_place;
