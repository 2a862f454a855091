-- portal: tx
-- Terms that move to the days of a canceled term keep all their paid days: a pause in their new days makes them longer, and one that
-- they leave no longer does. The gap is the days that were canceled, whatever days the terms had that an upgrade replaced.

-- The last day of so many days of membership from a day on. The days of pauses don't count.
CREATE FUNCTION last_unpaused_day(person uuid, first_day date, days integer) RETURNS date
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
DECLARE
  last_day date := first_day + days - 1;
  pause membership_pauses;
BEGIN
  FOR pause IN SELECT * FROM membership_pauses WHERE user_id = person AND ends_on >= first_day ORDER BY starts_on LOOP
    EXIT WHEN pause.starts_on > last_day;
    last_day := last_day + (pause.ends_on - greatest(pause.starts_on, first_day) + 1);
  END LOOP;
  RETURN last_day;
END
$$;
REVOKE EXECUTE ON FUNCTION last_unpaused_day(uuid, date, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION last_unpaused_day(uuid, date, integer) TO definer_role;

-- Cancels a term with those that replaced its days, and moves the terms after it to its days, so that a paid year follows the one before
-- it. Pauses stay on their days. What the member was told about the last days is told anew. The caller holds the person's row.
CREATE FUNCTION cancel_term(term uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  gone record;
  later memberships;
  first_day date;
  last_day date;
  next_day date;
BEGIN
  WITH canceled AS (
    UPDATE memberships SET status = 'CANCELLED'
    WHERE (id = term AND status = 'ACTIVE') OR (id = ANY (terms_that_replace(ARRAY[term])) AND status <> 'CANCELLED')
    RETURNING user_id, starts_on, ends_on
  )
  SELECT (array_agg(user_id))[1] AS user_id, min(starts_on) AS first_day, max(ends_on) AS last_day INTO gone FROM canceled;
  first_day := gone.first_day;
  next_day := gone.last_day + 1;
  -- The earliest first: two terms never share a day, not even in between.
  FOR later IN
    SELECT * FROM memberships WHERE user_id = gone.user_id AND status = 'ACTIVE' AND starts_on > gone.last_day ORDER BY starts_on
  LOOP
    -- A lapse between two terms stays.
    EXIT WHEN later.starts_on <> next_day;
    next_day := later.ends_on + 1;
    last_day := last_unpaused_day(later.user_id, first_day, later.ends_on - later.starts_on + 1 - (
      SELECT coalesce(sum(least(p.ends_on, later.ends_on) - greatest(p.starts_on, later.starts_on) + 1), 0)::integer
      FROM membership_pauses p WHERE p.user_id = later.user_id AND p.starts_on <= later.ends_on AND p.ends_on >= later.starts_on));
    UPDATE memberships SET starts_on = first_day, ends_on = last_day WHERE id = later.id;
    DELETE FROM membership_notices WHERE membership_id = later.id;
    first_day := last_day + 1;
  END LOOP;
END
$$;
SELECT definer_function('cancel_term(uuid)');

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('void_invoice_payment(uuid, text, bigint)',
  $old$      UPDATE memberships SET status = 'CANCELLED'
      WHERE (id = bill.membership_id AND status = 'ACTIVE')
        OR (id = ANY (terms_that_replace(ARRAY[bill.membership_id])) AND status <> 'CANCELLED');
      PERFORM close_gap(bill.membership_id);$old$,
  '      PERFORM cancel_term(bill.membership_id);');
REVOKE CREATE ON SCHEMA public FROM definer_role;
DROP FUNCTION close_gap(uuid);
