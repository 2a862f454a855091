-- portal: tx
-- A tier has a period in months. Its dues are for one, and its terms are of whole periods.

ALTER TABLE membership_tiers
  ADD COLUMN period_months integer DEFAULT 12 NOT NULL,
  ADD CONSTRAINT membership_tiers_period_sensible CHECK (period_months between 1 and 60) NOT VALID;
GRANT INSERT (period_months), UPDATE (period_months) ON membership_tiers TO admin_role;
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('membership_tiers', 'code',
  '{code,name,member_type,annual_dues_cents,period_months,currency,is_offered,is_joinable,position,benefits,covers_people}', '{description}');
REVOKE CREATE ON SCHEMA public FROM definer_role;

-- Terms, invoices and upgrades count in periods of their tier, so that another period would make them mean something else.
CREATE FUNCTION keep_period() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM memberships WHERE tier_code = OLD.code) OR EXISTS (SELECT FROM invoices WHERE tier_code = OLD.code) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', COLUMN = 'period_months',
      MESSAGE = 'This tier has terms or invoices, so its period stays. Add another tier with the new period, and stop offering this one.';
  END IF;
  RETURN NEW;
END
$$;
SELECT definer_function('keep_period()');
CREATE TRIGGER keep_period BEFORE UPDATE OF period_months ON membership_tiers FOR EACH ROW
  WHEN (OLD.period_months <> NEW.period_months) EXECUTE FUNCTION keep_period();

-- The last day of so many periods. Periods of whole years count as before. With others, a day after the 28th counts as the first of the
-- next month, so that periods in a row end on the same day as so many at once.
CREATE FUNCTION periods_last_day(first_day date, months integer, periods integer) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN months % 12 = 0 THEN term_last_day(first_day, months / 12 * periods)
  ELSE (CASE WHEN extract(day FROM first_day) > 28 THEN date_trunc('month', first_day::timestamp) + interval '1 month'
             ELSE first_day::timestamp END + make_interval(months => months * periods) - interval '1 day')::date END;

-- The same of a tier. Null for an unknown one.
CREATE FUNCTION tier_last_day(of_tier text, first_day date, periods integer) RETURNS date
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN (SELECT periods_last_day(first_day, period_months, periods) FROM membership_tiers WHERE code = of_tier);
END
$$;

-- “2 years” or “18 months”.
CREATE FUNCTION months_in_words(months integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN months % 12 = 0 THEN months / 12 || CASE months WHEN 12 THEN ' year' ELSE ' years' END
  ELSE months || CASE months WHEN 1 THEN ' month' ELSE ' months' END END;
REVOKE EXECUTE ON FUNCTION periods_last_day(date, integer, integer), tier_last_day(text, date, integer), months_in_words(integer)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION periods_last_day(date, integer, integer), tier_last_day(text, date, integer), months_in_words(integer)
  TO application_role, admin_role, definer_role;

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('settle_application()', 'term_last_day(today, 1)', 'tier_last_day(NEW.tier_code, today, 1)');
SELECT reword_function('add_term(uuid, text, integer)', 'term_last_day(first_day, years)', 'tier_last_day(of_tier, first_day, years)');
SELECT reword_function('renew_membership(uuid, text, integer, date, text, text, boolean)',
  'term_last_day(first_day, years)', 'tier_last_day(of_tier, first_day, years)');
SELECT reword_function('renew_membership(uuid, text, integer, date, text, text, boolean)',
  'Choose more years, or leave', 'Choose a longer time, or leave');
SELECT reword_function('assert_renewable(uuid, text, integer)',
  $old$  IF renewal_first_day(person, today) > today$old$,
  $new$  IF years > 1 AND years * (SELECT period_months FROM membership_tiers WHERE code = of_tier) > 60 THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A membership is renewed for five years at most.';
  END IF;
  IF renewal_first_day(person, today) > today$new$);
SELECT reword_function('issue_dues_invoice(uuid, text, integer)',
  $old$format('%s membership, %s %s', tier.name, of_years, CASE of_years WHEN 1 THEN 'year' ELSE 'years' END)$old$,
  $new$format('%s membership, %s', tier.name, months_in_words(of_years * tier.period_months))$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;

-- An upgrade is to a tier with the same period, because dues of other periods don't compare day by day. The periods of a term count back
-- from its last day. A term that begins on the 29th, 30th or 31st has a few days more than its periods (see periods_last_day): they
-- belong to its first period, so that an upgrade on the first day costs the difference of as many periods as the term has.
CREATE OR REPLACE FUNCTION upgrade_parts(person uuid, of_tier text, from_day date)
RETURNS TABLE (term uuid, first_day date, last_day date, days integer, cents bigint)
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY
  SELECT m.id, part.first_day, of_period.next_first - 1, of_period.next_first - part.first_day,
         prorated_cents(wanted.annual_dues_cents - held.annual_dues_cents, of_period.next_first - part.first_day,
           of_period.next_first - of_period.first_day)
  FROM memberships m
  JOIN membership_tiers held ON held.code = m.tier_code
  JOIN membership_tiers wanted ON wanted.code = of_tier AND wanted.annual_dues_cents > held.annual_dues_cents
    AND wanted.period_months = held.period_months
  CROSS JOIN generate_series(0, (m.ends_on - greatest(m.starts_on, from_day)) / (28 * held.period_months)) back
  CROSS JOIN LATERAL (
    SELECT CASE WHEN held.period_months % 12 <> 0 AND extract(day FROM m.starts_on) > 28
      AND NOT EXISTS (SELECT FROM memberships replaced WHERE replaced.id = m.replaces_id AND replaced.starts_on < m.starts_on)
      THEN (date_trunc('month', m.starts_on::timestamp) + interval '1 month')::date ELSE m.starts_on END AS day) counted_from
  CROSS JOIN LATERAL (
    SELECT CASE back_first WHEN counted_from.day THEN m.starts_on ELSE back_first END AS first_day, next_first
    FROM (SELECT (m.ends_on + 1 - make_interval(months => held.period_months * (back + 1)))::date AS back_first,
                 (m.ends_on + 1 - make_interval(months => held.period_months * back))::date AS next_first) counted_back
    WHERE next_first <> counted_from.day) of_period
  CROSS JOIN LATERAL (SELECT greatest(of_period.first_day, m.starts_on, from_day) AS first_day) part
  WHERE m.user_id = person AND m.status = 'ACTIVE' AND m.basis = 'DUES' AND m.ends_on >= from_day
    AND part.first_day < of_period.next_first
  ORDER BY part.first_day;
END
$$;
