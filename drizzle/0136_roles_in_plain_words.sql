-- portal: tx
-- The starting roles say in plain words what their holders do. A description that staff have changed stays.
SELECT set_config('app.actor', 'system:portal migrate', true);
UPDATE roles SET description = plain.words
FROM (VALUES
  ('member', 'A member of the association without duties of staff', 'A member of the association with no staff duties'),
  ('event_manager', 'Makes events and registers people', 'Creates events and registers people for them'),
  ('auditor', 'Reads everything that staff may read, and changes nothing', 'Reads everything that staff can read and changes nothing'),
  ('membership_manager', 'Approves applications and keeps memberships', 'Reviews applications and manages memberships'),
  ('finance', 'Records payments and gives refunds', 'Records payments and issues refunds'),
  ('administrator', 'May do everything, and name others', 'Can do everything, including assigning roles to other people')
) AS plain (code, former, words)
WHERE roles.code = plain.code AND roles.description = plain.former;
SELECT set_config('app.actor', '', true);
