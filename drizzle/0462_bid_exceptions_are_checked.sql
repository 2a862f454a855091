-- portal: tx
ALTER TABLE projects VALIDATE CONSTRAINT projects_opened_after_exceptions;
