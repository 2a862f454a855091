-- portal: tx
ALTER TABLE bid_files VALIDATE CONSTRAINT bid_files_one_line;
ALTER TABLE contractor_imports VALIDATE CONSTRAINT contractor_imports_one_line;
