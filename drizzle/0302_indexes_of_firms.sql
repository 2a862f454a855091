-- portal: no-tx
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_membership_applications_license ON membership_applications (license_number);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_companies_words ON companies USING gin (to_tsvector('simple', searchable_text(name)));
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_membership_applications_words ON membership_applications
  USING gin (to_tsvector('simple', searchable_text(company)));
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_users_words ON users
  USING gin (to_tsvector('simple', searchable_text(first_name || ' ' || last_name || ' ' || coalesce(bio, '') || ' ' || coalesce(city, ''))));
