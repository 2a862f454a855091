-- portal: no-tx
-- The words of the foremost tenth of the contractors. A search for a word that tens of thousands have finds its first
-- candidates there.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_contractors_fts_foremost ON california_contractors USING gin (search_vector)
  WHERE precedence < 232871;
