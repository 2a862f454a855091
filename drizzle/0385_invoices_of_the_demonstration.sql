-- portal: tx
-- Nobody dates an invoice back. The demonstration alone has invoices that are overdue, of people at example.org, who are invented.
GRANT CREATE ON SCHEMA public TO definer_role;
-- An invoice's document has its day, which is the same day for every other invoice.
SELECT reword_function('add_document(uuid, text, jsonb)', 'today date := (now() AT TIME ZONE ''America/Los_Angeles'')::date;',
  'today date := CASE of_kind WHEN ''INVOICE'' THEN (SELECT issued_on FROM invoices WHERE id = of_invoice)
    ELSE (now() AT TIME ZONE ''America/Los_Angeles'')::date END;');
REVOKE CREATE ON SCHEMA public FROM definer_role;

CREATE FUNCTION add_demo_invoice(person uuid, of_tier text, days_ago integer) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  issued date := (now() AT TIME ZONE 'America/Los_Angeles')::date - days_ago;
  made uuid := time_ordered_uuid();
BEGIN
  IF NOT is_system() OR NOT EXISTS (SELECT FROM users WHERE id = person AND email::text LIKE '%@example.org') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only the people of the demonstration have invoices of the past.';
  END IF;
  INSERT INTO invoices (id, number, user_id, kind, words, tier_code, years, total_cents, issued_on, due_on)
  SELECT made, next_document_number('INVOICE', issued), person, 'DUES', format('%s membership, 1 year', t.name), t.code, 1,
    t.annual_dues_cents, issued, issued + (payment_terms()->>'dueDays')::integer
  FROM membership_tiers t WHERE t.code = of_tier;
  PERFORM add_document(made, 'INVOICE', jsonb_build_object('howToPay', payment_terms()->>'howToPay'));
  RETURN made;
END
$$;
SELECT definer_function('add_demo_invoice(uuid, text, integer)');
GRANT EXECUTE ON FUNCTION add_demo_invoice(uuid, text, integer) TO system_role;
