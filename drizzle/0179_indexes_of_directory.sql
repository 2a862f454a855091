-- portal: no-tx
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_companies_point ON companies USING gist ((albers::point)) WHERE albers is not null;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_companies_fts ON companies USING gin (search_vector);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_companies_public_fts ON companies USING gin (public_search_vector);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_companies_county ON companies (county,lower(name),id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_companies_city ON companies (lower(city),lower(name),id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_companies_service_counties ON companies USING gin (service_counties);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_companies_without_place ON companies (license_number) WHERE city is null and zip_code is null;
