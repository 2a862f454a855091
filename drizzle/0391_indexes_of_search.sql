-- portal: no-tx
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_projects_title ON projects ((search_name(title) collate "C"),id) WHERE status <> 'DRAFT';
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_projects_title_words ON projects USING gin (to_tsvector('simple', search_name(title))) WHERE status <> 'DRAFT';
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_directory_firms_search_name ON directory_firms ((search_name(name_key) collate "C"),company_id) WHERE is_listed;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_users_full_name ON users ((search_name(first_name || ' ' || last_name) collate "C"),id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_users_name_words ON users USING gin (to_tsvector('simple', search_name(first_name || ' ' || last_name)));
