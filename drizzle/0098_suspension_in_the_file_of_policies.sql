-- portal: tx
-- The board's file of policies may know a suspension for workers' compensation that the license file lacks. Imports note its day.
ALTER TABLE california_contractors ADD COLUMN policy_suspension_date date;
GRANT SELECT (policy_suspension_date) ON california_contractors TO application_role, report_role;
