-- portal: tx
-- A saved search says which of its words it does not watch for. The next import fills in those of the searches saved before.
ALTER TABLE saved_searches ADD COLUMN left_out text[] DEFAULT '{}' NOT NULL
  CONSTRAINT saved_searches_left_out_one_line CHECK (is_one_line(array_to_string(left_out, ' ')) and cardinality(left_out) <= 100);
GRANT INSERT (left_out) ON saved_searches TO application_role;
GRANT UPDATE (left_out) ON saved_searches TO system_role;
