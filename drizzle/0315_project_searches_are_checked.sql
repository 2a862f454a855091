-- portal: tx
ALTER TABLE saved_searches VALIDATE CONSTRAINT saved_searches_subject_known;
ALTER TABLE saved_searches VALIDATE CONSTRAINT saved_searches_notify_known;
