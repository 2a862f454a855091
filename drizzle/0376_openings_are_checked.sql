-- portal: tx
ALTER TABLE bid_contents VALIDATE CONSTRAINT bid_contents_problem_known;
ALTER TABLE bid_contents VALIDATE CONSTRAINT bid_contents_sealed_until_opened;
ALTER TABLE bid_contents VALIDATE CONSTRAINT bid_contents_problem_of_opened;
ALTER TABLE projects VALIDATE CONSTRAINT projects_opened_by_users_id_fk;
ALTER TABLE projects VALIDATE CONSTRAINT projects_opening_asked_by_users_id_fk;
ALTER TABLE projects VALIDATE CONSTRAINT projects_opened_by_at_opening;
