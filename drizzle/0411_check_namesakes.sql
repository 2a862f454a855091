-- portal: tx
ALTER TABLE member_imports VALIDATE CONSTRAINT member_imports_namesakes_sensible;
