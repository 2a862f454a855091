-- portal: tx
ALTER TABLE project_outreach VALIDATE CONSTRAINT project_outreach_email_normalized;
