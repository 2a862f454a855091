-- portal: tx
ALTER TABLE bid_files VALIDATE CONSTRAINT bid_files_sealed_until_opened;
