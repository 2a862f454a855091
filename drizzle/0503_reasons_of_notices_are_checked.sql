-- portal: tx
ALTER TABLE project_notices VALIDATE CONSTRAINT project_notices_reason_known;
