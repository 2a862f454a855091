-- portal: tx
ALTER TABLE projects VALIDATE CONSTRAINT projects_reference_one_line;
ALTER TABLE projects VALIDATE CONSTRAINT projects_reference_sensible;
