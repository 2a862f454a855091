-- portal: tx
ALTER TABLE project_applications VALIDATE CONSTRAINT project_applications_withdrawn;
ALTER TABLE project_notices VALIDATE CONSTRAINT project_notices_reason_known;
