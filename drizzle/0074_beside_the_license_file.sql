-- portal: tx
-- What the board's files of people and of policies say beside the license file, where it bears on the standing of a license.
-- Imports note it; no name and no number.
ALTER TABLE california_contractors
  ADD COLUMN qualifier_bond_cancellation_date date,
  ADD COLUMN policy_cancellation_date date,
  ADD COLUMN policy_expiration_date date;
GRANT SELECT (qualifier_bond_cancellation_date, policy_cancellation_date, policy_expiration_date) ON california_contractors
  TO application_role, report_role;
