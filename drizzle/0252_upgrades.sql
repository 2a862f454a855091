-- portal: tx
-- A higher tier in the middle of a term. An invoice names the days and the terms that it upgrades, and asks for the difference of
-- the dues, day by day. Its payment ends the old term on the day before, and the new one runs to the same last day.

ALTER TABLE memberships
  ADD COLUMN replaces_id uuid,
  ADD CONSTRAINT memberships_replaces_id_memberships_id_fk FOREIGN KEY (replaces_id) REFERENCES memberships (id) ON DELETE RESTRICT NOT VALID;
ALTER TABLE invoices
  ADD COLUMN upgrade_from date,
  ADD COLUMN upgrade_through date,
  ADD COLUMN upgrade_days integer,
  ADD COLUMN upgraded_terms uuid[],
  DROP CONSTRAINT invoices_kind_known,
  DROP CONSTRAINT invoices_dues_whole,
  ADD CONSTRAINT invoices_kind_known CHECK (kind in ('DUES', 'UPGRADE', 'FEE', 'OTHER')) NOT VALID,
  ADD CONSTRAINT invoices_dues_whole CHECK (num_nonnulls(tier_code, years) = case kind when 'DUES' then 2 when 'UPGRADE' then 1 else 0 end and (kind <> 'UPGRADE' or years is null)) NOT VALID,
  ADD CONSTRAINT invoices_upgrade_whole CHECK (num_nonnulls(upgrade_from, upgrade_through, upgrade_days, upgraded_terms) = case kind when 'UPGRADE' then 4 else 0 end) NOT VALID;
GRANT UPDATE (starts_on, ends_on) ON memberships TO definer_role;

-- A term that an upgrade replaced as a whole comes back when the upgrade is taken back.
CREATE OR REPLACE TRIGGER follow_status_flow BEFORE UPDATE OF status ON memberships FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('ACTIVE>ENDED', 'ACTIVE>CANCELLED', 'ENDED>ACTIVE', 'CANCELLED>ACTIVE',
    'ENDED>CANCELLED');

-- The part of an amount for some of the days of a year, both ends counted, half a cent up.
CREATE FUNCTION prorated_cents(cents bigint, days integer, of_days integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (2 * cents * days + of_days) / (2 * of_days);
REVOKE EXECUTE ON FUNCTION prorated_cents(bigint, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prorated_cents(bigint, integer, integer) TO application_role, admin_role, definer_role;

-- The days of a person's terms from a day on that a higher tier would cover, and the difference of the dues for them. The years of a
-- term count back from its last day, so that an upgrade in its middle leaves them as they are: a whole year costs the whole
-- difference, and a part of one its days out of the 365 or 366 of that year. Terms without dues, and terms whose tier costs as much
-- already, stay out.
CREATE FUNCTION upgrade_parts(person uuid, of_tier text, from_day date)
RETURNS TABLE (term uuid, first_day date, last_day date, days integer, cents bigint)
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY
  SELECT m.id, part.first_day, of_year.next_first - 1, of_year.next_first - part.first_day,
         prorated_cents(wanted.annual_dues_cents - held.annual_dues_cents, of_year.next_first - part.first_day,
           of_year.next_first - of_year.first_day)
  FROM memberships m
  JOIN membership_tiers held ON held.code = m.tier_code
  JOIN membership_tiers wanted ON wanted.code = of_tier AND wanted.annual_dues_cents > held.annual_dues_cents
  CROSS JOIN generate_series(0, (m.ends_on - greatest(m.starts_on, from_day)) / 365) back
  CROSS JOIN LATERAL (SELECT (m.ends_on + 1 - make_interval(years => back + 1))::date AS first_day,
                             (m.ends_on + 1 - make_interval(years => back))::date AS next_first) of_year
  CROSS JOIN LATERAL (SELECT greatest(of_year.first_day, m.starts_on, from_day) AS first_day) part
  WHERE m.user_id = person AND m.status = 'ACTIVE' AND m.basis = 'DUES' AND m.ends_on >= from_day
    AND part.first_day < of_year.next_first
  ORDER BY part.first_day;
END
$$;
REVOKE EXECUTE ON FUNCTION upgrade_parts(uuid, text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION upgrade_parts(uuid, text, date) TO application_role, admin_role, definer_role;

-- Issues an invoice for an upgrade, by the person or by staff, and changes nothing about the membership. A person has one open invoice
-- for an upgrade: asking again for the same tier finds it. The person names the amount that they saw. Null for an unknown account.
CREATE FUNCTION issue_upgrade_invoice(person uuid, of_tier text, seen_cents bigint, OUT invoice uuid, OUT is_new boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  is_own boolean := person = current_user_id() AND account_is_open();
  account_status text;
  open_bill invoices;
  tier membership_tiers;
  found_parts record;
  terms jsonb := payment_terms();
BEGIN
  IF NOT (holds_permission('payments.manage') OR coalesce(is_own, false)) THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only staff who manage payments issue invoices to others.';
  END IF;
  SELECT status INTO account_status FROM users WHERE id = person FOR UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  SELECT * INTO open_bill FROM invoices WHERE user_id = person AND kind = 'UPGRADE' AND status = 'OPEN';
  IF open_bill.tier_code = of_tier THEN
    invoice := open_bill.id;
    is_new := false;
    RETURN;
  END IF;
  IF open_bill.id IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('Invoice %s for another upgrade is open. It has to be paid or voided first.', open_bill.number);
  END IF;
  IF account_status <> 'ACTIVE' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = CASE account_status
      WHEN 'LAPSED' THEN 'This membership has lapsed. Choose the tier when it is renewed.'
      ELSE format('This account is %s.', lower(account_status)) END;
  END IF;
  SELECT * INTO tier FROM membership_tiers WHERE code = of_tier AND is_offered AND (is_joinable OR holds_permission('payments.manage'));
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This tier isn’t offered.';
  END IF;
  SELECT min(first_day) AS first_day, max(last_day) AS last_day, sum(days)::integer AS days, sum(cents)::bigint AS cents,
         array_agg(DISTINCT term) AS term_ids INTO found_parts
  FROM upgrade_parts(person, of_tier, today);
  IF coalesce(found_parts.cents, 0) = 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = 'No term with lower dues runs today or later. A tier with the same or lower dues begins with the next term.';
  END IF;
  IF found_parts.cents <> seen_cents THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = 'The price of the upgrade has changed: a new day has begun, or the membership is another one now. Look at the new price.';
  END IF;
  invoice := time_ordered_uuid();
  is_new := true;
  INSERT INTO invoices (id, number, user_id, kind, words, tier_code, total_cents, issued_on, due_on, issued_by,
    upgrade_from, upgrade_through, upgrade_days, upgraded_terms)
  VALUES (invoice, next_document_number('INVOICE', today), person, 'UPGRADE',
    format('Upgrade to %s, %s days: %s through %s', tier.name, found_parts.days, to_char(found_parts.first_day, 'FMMonth FMDD, YYYY'),
      to_char(found_parts.last_day, 'FMMonth FMDD, YYYY')),
    of_tier, found_parts.cents, today, today + (terms->>'dueDays')::integer, current_user_id(),
    found_parts.first_day, found_parts.last_day, found_parts.days, found_parts.term_ids);
  PERFORM add_document(invoice, 'INVOICE', jsonb_build_object('howToPay', terms->>'howToPay'));
END
$$;
SELECT definer_function('issue_upgrade_invoice(uuid, text, bigint)');
GRANT EXECUTE ON FUNCTION issue_upgrade_invoice(uuid, text, bigint) TO application_role, admin_role;

-- Gives the terms that an invoice names its tier, on exactly the days that it asks for, and returns the first one. Null, and nothing
-- happens, when the terms are not the same any more. The caller holds the person's row.
CREATE FUNCTION apply_upgrade(bill invoices) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  first_term uuid;
  made uuid;
  old memberships;
BEGIN
  IF (SELECT sum(m.ends_on - greatest(m.starts_on, bill.upgrade_from) + 1) FROM memberships m
      WHERE m.id = ANY (bill.upgraded_terms) AND m.status = 'ACTIVE' AND m.ends_on BETWEEN bill.upgrade_from AND bill.upgrade_through)
    IS DISTINCT FROM bill.upgrade_days THEN
    RETURN NULL;
  END IF;
  FOR old IN SELECT * FROM memberships WHERE id = ANY (bill.upgraded_terms) ORDER BY starts_on LOOP
    made := time_ordered_uuid();
    IF old.starts_on < bill.upgrade_from THEN
      UPDATE memberships SET ends_on = bill.upgrade_from - 1 WHERE id = old.id;
    ELSE
      UPDATE memberships SET status = 'CANCELLED' WHERE id = old.id;
    END IF;
    INSERT INTO memberships (id, user_id, tier_code, starts_on, ends_on, basis, basis_note, replaces_id)
    VALUES (made, old.user_id, bill.tier_code, greatest(old.starts_on, bill.upgrade_from), old.ends_on, old.basis, old.basis_note, old.id);
    -- A step that the member was told about this last day is not told again.
    INSERT INTO membership_notices (membership_id, user_id, step)
    SELECT made, user_id, step FROM membership_notices WHERE membership_id = old.id;
    first_term := coalesce(first_term, made);
  END LOOP;
  UPDATE users SET member_type = (SELECT member_type FROM membership_tiers WHERE code = bill.tier_code)
  WHERE id = bill.user_id AND bill.upgrade_from <= today;
  RETURN first_term;
END
$$;
SELECT definer_function('apply_upgrade(invoices)');

-- The terms that took over the days of these, one after the other, in any state.
CREATE FUNCTION terms_that_replace(terms uuid[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN (
    WITH RECURSIVE later AS (
      SELECT id FROM memberships WHERE replaces_id = ANY (terms)
      UNION
      SELECT m.id FROM later JOIN memberships m ON m.replaces_id = later.id
    )
    SELECT coalesce(array_agg(id), '{}') FROM later
  );
END
$$;
REVOKE EXECUTE ON FUNCTION terms_that_replace(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION terms_that_replace(uuid[]) TO application_role, admin_role, definer_role;

-- True if money of another upgrade stands on the terms that an invoice paid for. That payment has to be taken back first.
CREATE FUNCTION is_upgraded_since(bill invoices) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  own uuid[] := CASE bill.kind
    WHEN 'UPGRADE' THEN ARRAY(SELECT id FROM memberships WHERE replaces_id = ANY (bill.upgraded_terms))
    ELSE ARRAY[bill.membership_id] END;
BEGIN
  RETURN EXISTS (
    SELECT FROM invoices later
    WHERE later.user_id = bill.user_id AND later.kind = 'UPGRADE' AND later.status = 'PAID' AND later.id <> bill.id
      AND later.upgraded_terms && (own || terms_that_replace(own)));
END
$$;
SELECT definer_function('is_upgraded_since(invoices)');

-- Gives the terms of an upgrade their old tier back, on the days that they have now. An upgrade without money that stands on this one
-- falls with it. The caller holds the person's row.
CREATE FUNCTION undo_upgrade(bill invoices) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  old memberships;
  later uuid[];
  first_day date;
  last_day date;
BEGIN
  FOR old IN SELECT * FROM memberships WHERE id = ANY (bill.upgraded_terms) ORDER BY starts_on LOOP
    SELECT min(starts_on), max(ends_on), array_agg(id) INTO first_day, last_day, later
    FROM memberships WHERE id = ANY (terms_that_replace(ARRAY[old.id])) AND status <> 'CANCELLED';
    CONTINUE WHEN later IS NULL;
    UPDATE memberships SET status = 'CANCELLED' WHERE id = ANY (later);
    UPDATE memberships SET status = 'ACTIVE', ends_on = last_day,
      starts_on = CASE old.status WHEN 'CANCELLED' THEN first_day ELSE old.starts_on END
    WHERE id = old.id;
    INSERT INTO membership_notices (membership_id, user_id, step)
    SELECT DISTINCT old.id, user_id, step FROM membership_notices WHERE membership_id = ANY (later)
    ON CONFLICT DO NOTHING;
  END LOOP;
  UPDATE users SET member_type = t.member_type
  FROM memberships m JOIN membership_tiers t ON t.code = m.tier_code
  WHERE users.id = bill.user_id AND m.user_id = users.id AND m.status = 'ACTIVE' AND today BETWEEN m.starts_on AND m.ends_on;
END
$$;
SELECT definer_function('undo_upgrade(invoices)');

-- Adds what an invoice for dues brings when nothing is left to pay: a term, or a higher tier. Null for an upgrade of terms that have
-- changed since. The caller holds the person's row and has checked who asks.
CREATE FUNCTION add_paid_term(bill invoices) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN CASE bill.kind WHEN 'UPGRADE' THEN apply_upgrade(bill) ELSE add_term(bill.user_id, bill.tier_code, bill.years) END;
END
$$;
SELECT definer_function('add_paid_term(invoices)');

-- The same for staff, who are told.
CREATE FUNCTION add_term_of_invoice(bill invoices) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  term uuid := add_paid_term(bill);
BEGIN
  IF term IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = 'The membership has changed since this upgrade was invoiced. Void the invoice, and issue another one.';
  END IF;
  RETURN term;
END
$$;
SELECT definer_function('add_term_of_invoice(invoices)');

-- The phase of a term on a day. One whose days a higher tier has taken over as a whole is UPGRADED.
CREATE FUNCTION phase_of_term(term memberships, on_day date) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN CASE
    WHEN term.status = 'CANCELLED' AND EXISTS (
      SELECT FROM memberships WHERE id = ANY (terms_that_replace(ARRAY[term.id])) AND status <> 'CANCELLED') THEN 'UPGRADED'
    ELSE term_phase(term.status, term.starts_on, term.ends_on, on_day) END;
END
$$;
REVOKE EXECUTE ON FUNCTION phase_of_term(memberships, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION phase_of_term(memberships, date) TO application_role, admin_role;

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('memberships', 'id', '{user_id,tier_code,status,starts_on,ends_on,basis,basis_note,replaces_id}');
SELECT record_changes_of('invoices', 'id', (
  SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
  WHERE attrelid = 'invoices'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('id', 'created_at', 'updated_at')));

SELECT reword_function('record_invoice_payment(uuid, text, text, bigint, date, bigint, boolean, text)',
  'IF part = due AND bill.kind = ''DUES'' THEN', 'IF part = due AND bill.kind IN (''DUES'', ''UPGRADE'') THEN');
SELECT reword_function('record_invoice_payment(uuid, text, text, bigint, date, bigint, boolean, text)',
  'term := add_term(bill.user_id, bill.tier_code, bill.years);', 'term := add_term_of_invoice(bill);');
SELECT reword_function('close_invoice(uuid, text, text)',
  'IF by_way = ''WAIVED'' AND bill.kind = ''DUES'' THEN', 'IF by_way = ''WAIVED'' AND bill.kind IN (''DUES'', ''UPGRADE'') THEN');
SELECT reword_function('close_invoice(uuid, text, text)',
  'term := add_term(bill.user_id, bill.tier_code, bill.years);', 'term := add_term_of_invoice(bill);');
SELECT reword_function('settle_checkout(uuid, text, text, text, bigint)',
  $old$  IF part > 0 AND part = due AND bill.kind = 'DUES' THEN
    IF account_status IN ('ACTIVE', 'LAPSED') THEN
      -- The tier was open to the member when the invoice was issued.
      term := add_term(bill.user_id, bill.tier_code, bill.years);
      UPDATE$old$,
  $new$  IF part > 0 AND part = due AND bill.kind IN ('DUES', 'UPGRADE') THEN
    IF account_status IN ('ACTIVE', 'LAPSED') THEN
      -- The tier was open to the member when the invoice was issued.
      term := add_paid_term(bill);
    END IF;
    IF term IS NOT NULL THEN
      UPDATE$new$);
SELECT reword_function('settle_checkout(uuid, text, text, text, bigint)',
  $old$format('Invoice %s was paid online, and the account is %s. The payment is kept as a credit.', bill.number, lower(account_status)),$old$,
  $new$format('Invoice %s was paid online, and %s. The payment is kept as a credit.', bill.number,
          CASE WHEN account_status IN ('ACTIVE', 'LAPSED') THEN 'the membership that it upgrades has changed'
            ELSE 'the account is ' || lower(account_status) END),$new$);
SELECT reword_function('void_invoice_payment(uuid, text, bigint)',
  $old$    UPDATE memberships SET status = 'CANCELLED' WHERE id = bill.membership_id AND status = 'ACTIVE';$old$,
  $new$    IF is_upgraded_since(bill) THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1',
        MESSAGE = 'The term that this payment paid for was upgraded since. Take back the payment of the upgrade first.';
    END IF;
    IF bill.kind = 'UPGRADE' THEN
      PERFORM undo_upgrade(bill);
    ELSE
      UPDATE memberships SET status = 'CANCELLED'
      WHERE (id = bill.membership_id AND status = 'ACTIVE')
        OR (id = ANY (terms_that_replace(ARRAY[bill.membership_id])) AND status <> 'CANCELLED');
    END IF;$new$);
-- A lost dispute about such a payment is a task for staff.
SELECT reword_function('settle_dispute(text, text, text, bigint, text, timestamp with time zone)',
  'AND cents = paid.amount_cents AND credit_of', 'AND cents = paid.amount_cents AND NOT is_upgraded_since(bill) AND credit_of');
REVOKE CREATE ON SCHEMA public FROM definer_role;
