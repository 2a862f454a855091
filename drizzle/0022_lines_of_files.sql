-- portal: tx
-- The names of the files of bids and imports are one line, as every name is.
GRANT EXECUTE ON FUNCTION is_one_line(text) TO import_role, system_role;
ALTER TABLE bid_files ALTER COLUMN content_type SET DEFAULT 'application/octet-stream';
ALTER TABLE bid_files ADD CONSTRAINT bid_files_one_line CHECK (is_one_line(file_name) and is_one_line(content_type)) NOT VALID;
ALTER TABLE contractor_imports ADD CONSTRAINT contractor_imports_one_line CHECK (is_one_line(file_name)) NOT VALID;
