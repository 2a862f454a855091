-- portal: tx
-- Dues by invoice: what a person owes, what was paid of it, and the documents about both.

CREATE TABLE invoice_counters (
  kind text NOT NULL,
  year integer NOT NULL,
  last_number integer NOT NULL,
  CONSTRAINT invoice_counters_pkey PRIMARY KEY(kind,year),
  CONSTRAINT invoice_counters_kind_known CHECK (kind in ('INVOICE', 'RECEIPT', 'CREDIT_NOTE')),
  CONSTRAINT invoice_counters_last_number_positive CHECK (last_number > 0)
);

CREATE TABLE invoices (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  number text NOT NULL,
  user_id uuid NOT NULL,
  kind text NOT NULL,
  words text NOT NULL,
  tier_code text,
  years integer,
  total_cents bigint NOT NULL,
  paid_cents bigint DEFAULT 0 NOT NULL,
  currency text DEFAULT 'USD' NOT NULL,
  status text DEFAULT 'OPEN' NOT NULL,
  issued_on date NOT NULL,
  due_on date NOT NULL,
  issued_by uuid,
  membership_id uuid,
  closed_at timestamp with time zone,
  closed_by uuid,
  close_reason text,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT invoices_number_once UNIQUE(number),
  CONSTRAINT invoices_one_line CHECK (is_one_line(number) and is_one_line(words) and is_one_line(close_reason)),
  CONSTRAINT invoices_number_sensible CHECK (number ~ '^[0-9]{4}-[0-9]{4,}$'),
  CONSTRAINT invoices_kind_known CHECK (kind in ('DUES', 'FEE', 'OTHER')),
  CONSTRAINT invoices_status_known CHECK (status in ('OPEN', 'PAID', 'VOID', 'WRITTEN_OFF', 'WAIVED')),
  CONSTRAINT invoices_currency_known CHECK (currency in ('USD')),
  CONSTRAINT invoices_total_positive CHECK (total_cents > 0),
  CONSTRAINT invoices_paid_within CHECK (paid_cents between 0 and total_cents),
  CONSTRAINT invoices_paid_when_whole CHECK ((status = 'PAID') = (paid_cents = total_cents)),
  CONSTRAINT invoices_void_unpaid CHECK (status <> 'VOID' or paid_cents = 0),
  CONSTRAINT invoices_years_sensible CHECK (years between 1 and 5),
  CONSTRAINT invoices_dues_whole CHECK (num_nonnulls(tier_code, years) = case when kind = 'DUES' then 2 else 0 end),
  CONSTRAINT invoices_days_in_order CHECK (due_on >= issued_on),
  CONSTRAINT invoices_closed_whole CHECK (case when status in ('VOID', 'WRITTEN_OFF', 'WAIVED') then num_nonnulls(closed_at, close_reason) = 2 else num_nonnulls(closed_at, close_reason, closed_by) = 0 end),
  CONSTRAINT invoices_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE RESTRICT,
  CONSTRAINT invoices_tier_code_membership_tiers_code_fk FOREIGN KEY (tier_code) REFERENCES membership_tiers(code) ON DELETE RESTRICT,
  CONSTRAINT invoices_issued_by_users_id_fk FOREIGN KEY (issued_by) REFERENCES users(id) ON DELETE SET NULL,
  CONSTRAINT invoices_membership_id_memberships_id_fk FOREIGN KEY (membership_id) REFERENCES memberships(id) ON DELETE RESTRICT,
  CONSTRAINT invoices_closed_by_users_id_fk FOREIGN KEY (closed_by) REFERENCES users(id) ON DELETE SET NULL
);

CREATE TABLE invoice_documents (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  invoice_id uuid NOT NULL,
  user_id uuid NOT NULL,
  kind text NOT NULL,
  number text NOT NULL,
  issued_on date NOT NULL,
  snapshot jsonb NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT invoice_documents_number_once UNIQUE(number),
  CONSTRAINT invoice_documents_kind_known CHECK (kind in ('INVOICE', 'RECEIPT', 'CREDIT_NOTE')),
  CONSTRAINT invoice_documents_one_line CHECK (is_one_line(number)),
  CONSTRAINT invoice_documents_number_sensible CHECK (number ~ '^[RC]?[0-9]{4}-[0-9]{4,}$'),
  CONSTRAINT invoice_documents_invoice_id_invoices_id_fk FOREIGN KEY (invoice_id) REFERENCES invoices(id) ON DELETE RESTRICT,
  CONSTRAINT invoice_documents_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE RESTRICT
);

CREATE INDEX idx_invoice_documents_invoice ON invoice_documents (invoice_id,created_at,id);
CREATE INDEX idx_invoice_documents_user ON invoice_documents (user_id,created_at DESC NULLS FIRST,id);
CREATE UNIQUE INDEX invoices_one_open_for_dues ON invoices (user_id) WHERE status = 'OPEN' and kind = 'DUES';
CREATE INDEX idx_invoices_user ON invoices (user_id,created_at DESC NULLS FIRST,id);
CREATE INDEX idx_invoices_created ON invoices (created_at DESC NULLS FIRST,id DESC NULLS FIRST);
CREATE INDEX idx_invoices_open ON invoices (due_on,id) WHERE status = 'OPEN';
CREATE INDEX idx_invoices_tier ON invoices (tier_code);
CREATE INDEX idx_invoices_membership ON invoices (membership_id);
CREATE INDEX idx_invoices_issued_by ON invoices (issued_by);
CREATE INDEX idx_invoices_closed_by ON invoices (closed_by);

-- A payment pays an invoice. A check that bounced leaves a payment that is void.
ALTER TABLE payments
  ADD COLUMN invoice_id uuid,
  ADD COLUMN allocated_cents bigint DEFAULT 0 NOT NULL,
  ADD COLUMN received_on date,
  ADD COLUMN recorded_by uuid,
  ADD COLUMN voided_at timestamp with time zone,
  ADD COLUMN voided_by uuid,
  ADD COLUMN void_reason text,
  DROP CONSTRAINT payments_status_known,
  DROP CONSTRAINT payments_paid_at_known,
  ADD CONSTRAINT payments_invoice_id_invoices_id_fk FOREIGN KEY (invoice_id) REFERENCES invoices (id) ON DELETE RESTRICT NOT VALID,
  ADD CONSTRAINT payments_recorded_by_users_id_fk FOREIGN KEY (recorded_by) REFERENCES users (id) ON DELETE SET NULL NOT VALID,
  ADD CONSTRAINT payments_voided_by_users_id_fk FOREIGN KEY (voided_by) REFERENCES users (id) ON DELETE SET NULL NOT VALID,
  ADD CONSTRAINT payments_status_known CHECK (status in ('PENDING', 'SUCCEEDED', 'FAILED', 'VOIDED')) NOT VALID,
  ADD CONSTRAINT payments_paid_at_known CHECK ((status in ('SUCCEEDED', 'VOIDED')) = (paid_at is not null)) NOT VALID,
  ADD CONSTRAINT payments_allocated_within CHECK (allocated_cents between 0 and amount_cents) NOT VALID,
  ADD CONSTRAINT payments_allocated_to_invoice CHECK (allocated_cents = 0 or invoice_id is not null) NOT VALID,
  ADD CONSTRAINT payments_void_whole CHECK ((status = 'VOIDED') = (voided_at is not null and void_reason is not null)) NOT VALID,
  ADD CONSTRAINT payments_void_reason_one_line CHECK (is_one_line(void_reason)) NOT VALID;
CREATE OR REPLACE TRIGGER follow_status_flow BEFORE UPDATE OF status ON payments FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('PENDING>SUCCEEDED', 'PENDING>FAILED', 'FAILED>SUCCEEDED', 'SUCCEEDED>VOIDED');
-- A payment of an invoice changes by the functions below alone.
ALTER POLICY staff_update ON payments
  USING ((SELECT holds_permission('payments.manage')) AND invoice_id IS NULL)
  WITH CHECK ((SELECT holds_permission('payments.manage')) AND invoice_id IS NULL);

SELECT protect_table('invoice_counters');
SELECT protect_table('invoices');
SELECT protect_table('invoice_documents');
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON invoices FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('OPEN>PAID', 'OPEN>VOID', 'OPEN>WRITTEN_OFF', 'OPEN>WAIVED', 'PAID>OPEN');
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('invoices', 'id', '{number,user_id,kind,words,tier_code,years,total_cents,paid_cents,currency,status,issued_on,due_on,issued_by,membership_id,closed_at,closed_by,close_reason}');
SELECT record_changes_of('payments', 'id',
  '{user_id,membership_id,registration_id,amount_cents,currency,status,provider,provider_reference,description,refunded_cents,paid_at,invoice_id,allocated_cents,received_on,recorded_by,voided_at,voided_by,void_reason}');
REVOKE CREATE ON SCHEMA public FROM definer_role;
GRANT SELECT, INSERT, UPDATE (last_number) ON invoice_counters TO definer_role;
GRANT SELECT, INSERT, UPDATE (paid_cents, status, membership_id, closed_at, closed_by, close_reason) ON invoices TO definer_role;
GRANT SELECT, INSERT ON invoice_documents TO definer_role;
GRANT INSERT ON payments TO definer_role;
GRANT SELECT, UPDATE (status) ON memberships TO definer_role;

CREATE POLICY own_rows ON invoices FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY staff_read ON invoices FOR SELECT TO admin_role USING ((SELECT holds_permission('payments.read')));
CREATE POLICY own_rows ON invoice_documents FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY staff_read ON invoice_documents FOR SELECT TO admin_role USING ((SELECT holds_permission('payments.read')));
GRANT SELECT ON invoices, invoice_documents TO application_role, admin_role;

-- The paid part of an invoice, counted anew from its payments, which nobody else can change meanwhile: the functions below hold the
-- invoice. An invoice is paid exactly when nothing is left of it.
CREATE FUNCTION count_payments_of_invoice() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  paid bigint;
BEGIN
  PERFORM FROM invoices WHERE id = NEW.invoice_id FOR UPDATE;
  SELECT coalesce(sum(allocated_cents), 0) INTO paid FROM payments WHERE invoice_id = NEW.invoice_id AND status = 'SUCCEEDED';
  UPDATE invoices
  SET paid_cents = paid,
      status = CASE WHEN paid = total_cents THEN 'PAID' WHEN status = 'PAID' THEN 'OPEN' ELSE status END
  WHERE id = NEW.invoice_id;
  RETURN NULL;
END
$$;
SELECT definer_function('count_payments_of_invoice()');
CREATE TRIGGER count_payments_of_invoice AFTER INSERT OR UPDATE OF status, allocated_cents ON payments FOR EACH ROW
  WHEN (NEW.invoice_id IS NOT NULL) EXECUTE FUNCTION count_payments_of_invoice();

-- The next number of a kind in the year of a day. The row stays locked until the transaction ends: a number that is not used is
-- given again.
CREATE FUNCTION next_document_number(of_kind text, on_day date) RETURNS text
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  INSERT INTO invoice_counters AS counter (kind, year, last_number) VALUES (of_kind, extract(year FROM on_day), 1)
  ON CONFLICT (kind, year) DO UPDATE SET last_number = counter.last_number + 1
  RETURNING CASE of_kind WHEN 'RECEIPT' THEN 'R' WHEN 'CREDIT_NOTE' THEN 'C' ELSE '' END
    || year || '-' || lpad(last_number::text, greatest(4, length(last_number::text)), '0')
$$;
SELECT definer_function('next_document_number(text, date)');

-- How to pay, in the words of the association, and the days until an invoice is due.
CREATE FUNCTION payment_terms() RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT jsonb_build_object('howToPay', '', 'dueDays', 30)
    || coalesce((SELECT value FROM portal_settings WHERE name = 'payment_terms'), '{}')
$$;
SELECT definer_function('payment_terms()');
GRANT EXECUTE ON FUNCTION payment_terms() TO application_role, admin_role;
-- The table has a dozen rows, so the check takes no time.
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE portal_settings ADD CONSTRAINT portal_settings_payment_terms_sensible CHECK (case when name = 'payment_terms'
        then jsonb_typeof(value->'howToPay') = 'string' and length(value->>'howToPay') <= 1000
          and value->>'dueDays' ~ '^[0-9]{1,3}$' and (value->>'dueDays')::integer between 1 and 365
        else true end);

-- Adds a document about an invoice. What it says is read here and never again.
CREATE FUNCTION add_document(of_invoice uuid, of_kind text, more jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  made uuid := time_ordered_uuid();
  bill invoices;
  person users;
  contact jsonb := coalesce(association_contact(), '{}');
  given text;
BEGIN
  SELECT * INTO STRICT bill FROM invoices WHERE id = of_invoice;
  SELECT * INTO STRICT person FROM users WHERE id = bill.user_id;
  given := CASE of_kind WHEN 'INVOICE' THEN bill.number ELSE next_document_number(of_kind, today) END;
  INSERT INTO invoice_documents (id, invoice_id, user_id, kind, number, issued_on, snapshot)
  VALUES (made, of_invoice, bill.user_id, of_kind, given, today, jsonb_build_object(
    'kind', of_kind,
    'number', given,
    'issuedOn', today,
    'from', jsonb_build_object('name', 'NAMC NorCal', 'address', contact->>'address', 'phone', contact->>'phone',
      'email', contact->>'email'),
    'to', jsonb_build_object('name', person.first_name || ' ' || person.last_name, 'company', person.company,
      'street', person.street, 'city', person.city, 'state', person.state, 'zipCode', person.zip_code),
    'invoice', jsonb_build_object('number', bill.number, 'issuedOn', bill.issued_on, 'dueOn', bill.due_on,
      'lines', jsonb_build_array(jsonb_build_object('words', bill.words, 'amountCents', bill.total_cents)),
      'totalCents', bill.total_cents, 'currency', bill.currency)) || more);
  RETURN made;
END
$$;
SELECT definer_function('add_document(uuid, text, jsonb)');

-- Adds an invoice with its document. The caller holds the person's row.
CREATE FUNCTION add_invoice(person uuid, of_kind text, in_words text, cents bigint, of_tier text, of_years integer) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  made uuid := time_ordered_uuid();
  terms jsonb := payment_terms();
BEGIN
  INSERT INTO invoices (id, number, user_id, kind, words, tier_code, years, total_cents, issued_on, due_on, issued_by)
  VALUES (made, next_document_number('INVOICE', today), person, of_kind, in_words, of_tier, of_years, cents, today,
    today + (terms->>'dueDays')::integer, current_user_id());
  PERFORM add_document(made, 'INVOICE', jsonb_build_object('howToPay', terms->>'howToPay'));
  RETURN made;
END
$$;
SELECT definer_function('add_invoice(uuid, text, text, bigint, text, integer)');

-- Adds a term of whole years and makes a lapsed member active again. The caller holds the person's row and has checked who asks.
CREATE FUNCTION add_term(person uuid, of_tier text, years integer) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  made uuid := time_ordered_uuid();
  first_day date := renewal_first_day(person, today);
  type_of_tier text;
BEGIN
  INSERT INTO memberships (id, user_id, tier_code, starts_on, ends_on)
  VALUES (made, person, of_tier, first_day, term_last_day(first_day, years));
  SELECT member_type INTO type_of_tier FROM membership_tiers WHERE code = of_tier;
  UPDATE users SET status = 'ACTIVE', member_type = CASE WHEN first_day <= today THEN type_of_tier ELSE member_type END
  WHERE id = person AND (status <> 'ACTIVE' OR first_day <= today);
  RETURN made;
END
$$;
SELECT definer_function('add_term(uuid, text, integer)');

-- Refuses a renewal that this account, these years or this tier can't have. A tier that is not offered any more stays open to
-- those who have it.
CREATE FUNCTION assert_renewable(person uuid, of_tier text, years integer) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  account_status text := (SELECT status FROM users WHERE id = person);
BEGIN
  IF account_status NOT IN ('ACTIVE', 'LAPSED') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('This account is %s.', lower(account_status));
  END IF;
  IF years NOT BETWEEN 1 AND 5 THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A membership is renewed for one to five years.';
  END IF;
  IF renewal_first_day(person, today) > today + interval '5 years' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This membership is renewed for more than five years already.';
  END IF;
  IF NOT EXISTS (SELECT FROM membership_tiers WHERE code = of_tier AND (is_offered OR code = (
    SELECT tier_code FROM memberships WHERE user_id = person AND status <> 'CANCELLED' ORDER BY starts_on DESC LIMIT 1))) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This tier isn’t offered.';
  END IF;
END
$$;
SELECT definer_function('assert_renewable(uuid, text, integer)');

CREATE OR REPLACE FUNCTION renew_membership(person uuid, of_tier text, years integer, seen_first_day date) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
BEGIN
  IF NOT holds_permission('memberships.manage') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only staff who manage memberships renew them.';
  END IF;
  PERFORM FROM users WHERE id = person FOR UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF person = current_user_id() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Somebody else has to renew your own membership.';
  END IF;
  IF renewal_first_day(person, today) <> seen_first_day THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = 'The first day of the new term has changed: somebody has renewed this membership, or a new day has begun. Look at the new days.';
  END IF;
  PERFORM assert_renewable(person, of_tier, years);
  RETURN add_term(person, of_tier, years);
END
$$;

-- Issues an invoice for dues, by the person or by staff, and changes nothing about the membership. A person has one open invoice
-- for dues: asking again finds it. Null for an unknown account.
CREATE FUNCTION issue_dues_invoice(person uuid, of_tier text, of_years integer, OUT invoice uuid, OUT is_new boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  is_own boolean := person = current_user_id() AND account_is_open();
  own_tier text;
  tier membership_tiers;
BEGIN
  IF NOT (holds_permission('payments.manage') OR coalesce(is_own, false)) THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only staff who manage payments issue invoices to others.';
  END IF;
  PERFORM FROM users WHERE id = person FOR UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  SELECT id INTO invoice FROM invoices WHERE user_id = person AND kind = 'DUES' AND status = 'OPEN';
  IF FOUND THEN
    is_new := false;
    RETURN;
  END IF;
  PERFORM assert_renewable(person, of_tier, of_years);
  SELECT tier_code INTO own_tier FROM memberships WHERE user_id = person AND status <> 'CANCELLED' ORDER BY starts_on DESC LIMIT 1;
  IF of_tier <> own_tier AND NOT holds_permission('payments.manage') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Ask us to change your tier.';
  END IF;
  SELECT * INTO STRICT tier FROM membership_tiers WHERE code = of_tier;
  IF tier.annual_dues_cents = 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This tier has no dues.';
  END IF;
  invoice := add_invoice(person, 'DUES',
    format('%s membership, %s %s', tier.name, of_years, CASE of_years WHEN 1 THEN 'year' ELSE 'years' END),
    tier.annual_dues_cents * of_years, of_tier, of_years);
  is_new := true;
END
$$;
SELECT definer_function('issue_dues_invoice(uuid, text, integer)');
GRANT EXECUTE ON FUNCTION issue_dues_invoice(uuid, text, integer) TO application_role, admin_role;

-- Issues an invoice for something else. Null for an unknown account.
CREATE FUNCTION issue_other_invoice(person uuid, in_words text, cents bigint) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT holds_permission('payments.manage') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only staff who manage payments issue invoices.';
  END IF;
  PERFORM FROM users WHERE id = person AND status <> 'CLOSED' FOR UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  RETURN add_invoice(person, 'OTHER', in_words, cents, NULL, NULL);
END
$$;
SELECT definer_function('issue_other_invoice(uuid, text, bigint)');
GRANT EXECUTE ON FUNCTION issue_other_invoice(uuid, text, bigint) TO admin_role;

-- Holds an invoice and the account that it belongs to, in the order of every other act on an account. Refuses those who can't
-- keep the books, and anybody for their own invoice. Null for an unknown invoice.
CREATE FUNCTION hold_invoice(of_invoice uuid) RETURNS invoices
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  bill invoices;
BEGIN
  IF NOT holds_permission('payments.manage') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only staff who manage payments change what an invoice is owed.';
  END IF;
  SELECT * INTO bill FROM invoices WHERE id = of_invoice;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF bill.user_id = current_user_id() THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Somebody else has to handle your own invoice.';
  END IF;
  PERFORM FROM users WHERE id = bill.user_id FOR UPDATE;
  SELECT * INTO bill FROM invoices WHERE id = of_invoice FOR UPDATE;
  RETURN bill;
END
$$;
SELECT definer_function('hold_invoice(uuid)');

-- Records a payment that arrived, with a receipt. A payment in full of dues adds the term in the same transaction. The person who
-- records it names the rest that they saw: of two who record at once, the second one is refused. A repeated key changes nothing.
-- Null for an unknown invoice.
CREATE FUNCTION record_invoice_payment(of_invoice uuid, by_way text, number_of_payment text, cents bigint, arrived_on date,
  seen_due bigint, keeps_credit boolean, repeated_key text, OUT payment uuid, OUT is_new boolean, OUT term uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  bill invoices := hold_invoice(of_invoice);
  due bigint;
  part bigint;
BEGIN
  IF bill.id IS NULL THEN
    RETURN;
  END IF;
  SELECT id, membership_id INTO payment, term FROM payments WHERE idempotency_key = repeated_key AND invoice_id = of_invoice;
  IF FOUND THEN
    is_new := false;
    RETURN;
  END IF;
  IF bill.status <> 'OPEN' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = CASE bill.status
      WHEN 'PAID' THEN 'This invoice is paid already.' ELSE 'This invoice is closed and takes no payment.' END;
  END IF;
  due := bill.total_cents - bill.paid_cents;
  IF due <> seen_due THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Someone else recorded a payment of this invoice a moment ago. Check what’s left, and try again.';
  END IF;
  IF arrived_on > today THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The day received can’t be in the future.';
  END IF;
  -- A slip of the year, or of a digit, would renew a membership or promise somebody money.
  IF arrived_on < bill.issued_on - 90 THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The day received is more than 90 days before the invoice was issued.';
  END IF;
  IF cents > due AND NOT keeps_credit THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The payment is more than what’s left of the invoice. Correct the amount, or keep the rest as a credit.';
  END IF;
  IF by_way NOT IN ('CHECK', 'CASH', 'TRANSFER') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Staff record checks, transfers and cash.';
  END IF;
  part := least(cents, due);
  IF part = due AND bill.kind = 'DUES' THEN
    -- The tier was open to the member when the invoice was issued.
    PERFORM FROM users WHERE id = bill.user_id AND status IN ('ACTIVE', 'LAPSED');
    IF NOT FOUND THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This account can’t be renewed: it is suspended or closed. Reinstate it, or void the invoice.';
    END IF;
    term := add_term(bill.user_id, bill.tier_code, bill.years);
    UPDATE invoices SET membership_id = term WHERE id = of_invoice;
  END IF;
  payment := time_ordered_uuid();
  is_new := true;
  INSERT INTO payments (id, user_id, membership_id, amount_cents, status, provider, provider_reference, idempotency_key,
    description, paid_at, invoice_id, allocated_cents, received_on, recorded_by)
  VALUES (payment, bill.user_id, term, cents, 'SUCCEEDED', by_way, number_of_payment, repeated_key,
    'Invoice ' || bill.number, now(), of_invoice, part, arrived_on, current_user_id());
  PERFORM add_document(of_invoice, 'RECEIPT', jsonb_build_object(
    'payment', jsonb_build_object('way', by_way, 'reference', number_of_payment, 'receivedOn', arrived_on, 'amountCents', cents),
    'restCents', due - part, 'creditCents', cents - part,
    'term', (SELECT jsonb_build_object('tier', t.name, 'startsOn', m.starts_on, 'endsOn', m.ends_on)
             FROM memberships m JOIN membership_tiers t ON t.code = m.tier_code WHERE m.id = term)));
END
$$;
SELECT definer_function('record_invoice_payment(uuid, text, text, bigint, date, bigint, boolean, text)');
GRANT EXECUTE ON FUNCTION record_invoice_payment(uuid, text, text, bigint, date, bigint, boolean, text) TO admin_role;

-- Takes back a payment: a check that bounced, or one that was recorded by mistake. The invoice is open again. A term that the
-- invoice's payment added is canceled, begun or not; a member without another term is lapsed at once. The fee becomes an invoice.
-- Null for a payment that isn't one of an invoice.
CREATE FUNCTION void_invoice_payment(of_payment uuid, why text, fee bigint, OUT invoice uuid, OUT fee_invoice uuid, OUT ended_term boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  bill invoices;
  taken payments;
BEGIN
  SELECT * INTO taken FROM payments WHERE id = of_payment AND invoice_id IS NOT NULL;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  bill := hold_invoice(taken.invoice_id);
  SELECT * INTO taken FROM payments WHERE id = of_payment FOR UPDATE;
  IF taken.status <> 'SUCCEEDED' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This payment is void already.';
  END IF;
  IF taken.refunded_cents > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A part of this payment was refunded, so it can’t be voided.';
  END IF;
  IF bill.status NOT IN ('OPEN', 'PAID') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The invoice of this payment is closed.';
  END IF;
  invoice := bill.id;
  ended_term := bill.membership_id IS NOT NULL AND taken.allocated_cents > 0;
  UPDATE payments SET status = 'VOIDED', voided_at = now(), voided_by = current_user_id(), void_reason = why WHERE id = of_payment;
  IF ended_term THEN
    UPDATE invoices SET membership_id = NULL WHERE id = bill.id;
    UPDATE memberships SET status = 'CANCELLED' WHERE id = bill.membership_id AND status = 'ACTIVE';
    -- Staff keep their status, as when a membership lapses.
    UPDATE users SET status = 'LAPSED'
    WHERE id = bill.user_id AND status = 'ACTIVE' AND membership_standing_of(id, today) IN ('NONE', 'LAPSED')
      AND NOT EXISTS (SELECT FROM user_roles held WHERE held.user_id = users.id AND (held.expires_at IS NULL OR held.expires_at > now()));
  END IF;
  IF fee IS NOT NULL THEN
    fee_invoice := add_invoice(bill.user_id, 'FEE',
      CASE WHEN taken.provider = 'CHECK' THEN format('Fee for returned check%s, invoice %s', coalesce(' ' || taken.provider_reference, ''), bill.number)
        ELSE format('Fee for a returned payment, invoice %s', bill.number) END, fee, NULL, NULL);
  END IF;
END
$$;
SELECT definer_function('void_invoice_payment(uuid, text, bigint)');
GRANT EXECUTE ON FUNCTION void_invoice_payment(uuid, text, bigint) TO admin_role;

-- Closes an open invoice without a payment, with a credit note of what is left of it. Waived dues add the term as if they were
-- paid. Null for an unknown invoice.
CREATE FUNCTION close_invoice(of_invoice uuid, by_way text, why text, OUT invoice uuid, OUT term uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  bill invoices := hold_invoice(of_invoice);
BEGIN
  IF bill.id IS NULL THEN
    RETURN;
  END IF;
  IF bill.status <> 'OPEN' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This invoice isn’t open anymore.';
  END IF;
  IF by_way NOT IN ('VOID', 'WRITTEN_OFF', 'WAIVED') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'An invoice is voided, written off or waived.';
  END IF;
  IF by_way = 'VOID' AND bill.paid_cents > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A part of this invoice is paid. Void the payment first, or write off the rest.';
  END IF;
  IF by_way = 'WAIVED' AND bill.kind = 'DUES' THEN
    PERFORM FROM users WHERE id = bill.user_id AND status IN ('ACTIVE', 'LAPSED');
    IF NOT FOUND THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This account can’t be renewed: it is suspended or closed. Reinstate it, or void the invoice.';
    END IF;
    term := add_term(bill.user_id, bill.tier_code, bill.years);
  END IF;
  invoice := bill.id;
  UPDATE invoices SET status = by_way, membership_id = term, closed_at = now(), closed_by = current_user_id(), close_reason = why
  WHERE id = of_invoice;
  PERFORM add_document(of_invoice, 'CREDIT_NOTE', jsonb_build_object('closing', by_way, 'creditedCents', bill.total_cents - bill.paid_cents,
    'term', (SELECT jsonb_build_object('tier', t.name, 'startsOn', m.starts_on, 'endsOn', m.ends_on)
             FROM memberships m JOIN membership_tiers t ON t.code = m.tier_code WHERE m.id = term)));
END
$$;
SELECT definer_function('close_invoice(uuid, text, text)');
GRANT EXECUTE ON FUNCTION close_invoice(uuid, text, text) TO admin_role;

SELECT let_members_send('invoice-issued', 'Your invoice from NAMC NorCal', NULL, '/membership');
SELECT let_staff_send('invoice-issued', 'payments.manage', '{invoices.issue}', 'Your invoice from NAMC NorCal', '/membership');
SELECT let_staff_send('payment-received', 'payments.manage', '{invoices.record_payment}', 'We received your payment', '/membership');
SELECT let_staff_send('payment-voided', 'payments.manage', '{invoices.void_payment}', 'Your payment didn’t go through', '/membership');
SELECT let_staff_send('invoice-closed', 'payments.manage', '{invoices.close}', 'Your invoice is closed', '/membership');
