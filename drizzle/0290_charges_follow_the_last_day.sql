-- portal: tx
-- A pause moves the last day of a membership. A charge that was announced for the old one is given up, and the next notice names the
-- new day.
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('begin_renewal_charge(uuid)',
  'OR NOT is_last_term(due.membership_id)',
  $new$OR NOT is_last_term(due.membership_id)
    OR EXISTS (SELECT FROM membership_pauses WHERE user_id = due.user_id AND created_at > due.created_at)$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;
