-- portal: tx
-- A license whose row in the newest file could not be read keeps what an older file said. The date of that file stands beside it;
-- null for all others. Imports note it.
ALTER TABLE california_contractors ADD COLUMN kept_from_date date;
GRANT SELECT (kept_from_date) ON california_contractors TO application_role, report_role;
