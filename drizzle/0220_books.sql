-- portal: tx
-- The books beside the invoices: credits that pay, refunds, deposits of checks, and the months of the chart.

-- Checks and cash that were taken to the bank at once. An open one can change; a closed one has a number and stays.
CREATE TABLE deposits (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  number text,
  deposited_on date NOT NULL,
  total_cents bigint,
  made_by uuid,
  closed_at timestamp with time zone,
  closed_by uuid,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT deposits_number_once UNIQUE(number),
  CONSTRAINT deposits_one_line CHECK (is_one_line(number)),
  CONSTRAINT deposits_number_sensible CHECK (number ~ '^D[0-9]{4}-[0-9]{4,}$'),
  CONSTRAINT deposits_total_positive CHECK (total_cents > 0),
  CONSTRAINT deposits_closed_whole CHECK (case when closed_at is null then num_nonnulls(number, total_cents, closed_by) = 0 else num_nonnulls(number, total_cents) = 2 end),
  CONSTRAINT deposits_made_by_users_id_fk FOREIGN KEY (made_by) REFERENCES users(id) ON DELETE SET NULL,
  CONSTRAINT deposits_closed_by_users_id_fk FOREIGN KEY (closed_by) REFERENCES users(id) ON DELETE SET NULL
);
CREATE INDEX idx_deposits_created ON deposits (created_at DESC NULLS FIRST,id DESC NULLS FIRST);
CREATE INDEX idx_deposits_closed ON deposits (closed_at);
CREATE INDEX idx_deposits_made_by ON deposits (made_by);
CREATE INDEX idx_deposits_closed_by ON deposits (closed_by);
SELECT protect_table('deposits');
CREATE POLICY staff_read ON deposits FOR SELECT TO admin_role USING ((SELECT holds_permission('payments.read')));
GRANT SELECT ON deposits TO admin_role;
GRANT SELECT, INSERT, UPDATE (number, deposited_on, total_cents, closed_at, closed_by), DELETE ON deposits TO definer_role;

-- A month that is over, for the chart. It stays as it was counted.
CREATE TABLE ledger_months (
  month date PRIMARY KEY NOT NULL,
  members integer NOT NULL,
  joined integer NOT NULL,
  invoiced_cents bigint NOT NULL,
  received_cents bigint NOT NULL,
  counted_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT ledger_months_begin CHECK (extract(day from month) = 1),
  CONSTRAINT ledger_months_members_not_negative CHECK (members >= 0 and joined >= 0)
);
SELECT protect_table('ledger_months');
CREATE POLICY staff_read ON ledger_months FOR SELECT TO admin_role USING ((SELECT holds_permission('payments.read')));
CREATE POLICY system_insert ON ledger_months FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
GRANT SELECT ON ledger_months TO admin_role;
GRANT INSERT (month, members, joined, invoiced_cents, received_cents) ON ledger_months TO system_role;

-- The invoice that a fee came from.
ALTER TABLE invoices
  ADD COLUMN for_invoice_id uuid,
  ADD CONSTRAINT invoices_for_invoice_id_invoices_id_fk FOREIGN KEY (for_invoice_id) REFERENCES invoices (id) ON DELETE RESTRICT NOT VALID;
GRANT UPDATE (for_invoice_id) ON invoices TO definer_role;

-- A credit that pays an invoice is a payment of its own, by the way CREDIT: no money arrives with it.
ALTER TABLE payments
  ADD COLUMN receipt_id uuid,
  ADD COLUMN deposit_id uuid,
  DROP CONSTRAINT payments_provider_known,
  ADD CONSTRAINT payments_provider_known CHECK (provider in ('STRIPE', 'CHECK', 'CASH', 'TRANSFER', 'CREDIT')) NOT VALID,
  ADD CONSTRAINT payments_credit_whole CHECK (provider <> 'CREDIT' or (invoice_id is not null and allocated_cents = amount_cents)) NOT VALID,
  ADD CONSTRAINT payments_deposit_of_checks CHECK (deposit_id is null or (invoice_id is not null and provider in ('CHECK', 'CASH'))) NOT VALID,
  ADD CONSTRAINT payments_receipt_id_invoice_documents_id_fk FOREIGN KEY (receipt_id) REFERENCES invoice_documents (id) ON DELETE RESTRICT NOT VALID,
  ADD CONSTRAINT payments_deposit_id_deposits_id_fk FOREIGN KEY (deposit_id) REFERENCES deposits (id) ON DELETE RESTRICT NOT VALID;
GRANT UPDATE (receipt_id, deposit_id) ON payments TO definer_role;

-- How a refund went back, the part of it that the member's credit held, and its credit note.
ALTER TABLE payment_refunds
  ADD COLUMN way text,
  ADD COLUMN credit_cents bigint DEFAULT 0 NOT NULL,
  ADD COLUMN document_id uuid,
  ADD CONSTRAINT payment_refunds_way_known CHECK (way in ('CHECK', 'TRANSFER', 'CASH')) NOT VALID,
  ADD CONSTRAINT payment_refunds_credit_within CHECK (credit_cents between 0 and amount_cents) NOT VALID,
  ADD CONSTRAINT payment_refunds_document_id_invoice_documents_id_fk FOREIGN KEY (document_id) REFERENCES invoice_documents (id) ON DELETE RESTRICT NOT VALID;
GRANT SELECT, INSERT ON payment_refunds TO definer_role;
-- A refund of an invoice's payment is made by the function below alone.
ALTER POLICY staff_insert ON payment_refunds
  WITH CHECK ((SELECT holds_permission('payments.manage'))
    AND (refunded_by = (SELECT current_user_id()) OR (SELECT is_system()))
    AND ((SELECT is_system()) OR EXISTS (SELECT FROM payments p WHERE p.id = payment_id AND p.invoice_id IS NULL)));

-- The trail names every column but the keys and those that say nothing about the matter.
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of(target, 'id', (
  SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
  WHERE attrelid = target::regclass AND attnum > 0 AND NOT attisdropped
    AND attname NOT IN ('id', 'created_at', 'updated_at', 'idempotency_key', 'receipt_id', 'document_id')))
FROM unnest('{invoices,payments,payment_refunds,deposits}'::text[]) target;

-- A receipt belongs to the payment that was recorded right before it.
CREATE FUNCTION link_receipt() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE payments SET receipt_id = NEW.id
  WHERE id = (SELECT p.id FROM payments p WHERE p.invoice_id = NEW.invoice_id AND p.status = 'SUCCEEDED' AND p.receipt_id IS NULL
              ORDER BY p.paid_at DESC, p.id DESC LIMIT 1);
  RETURN NULL;
END
$$;
SELECT definer_function('link_receipt()');
CREATE TRIGGER link_receipt AFTER INSERT ON invoice_documents FOR EACH ROW
  WHEN (NEW.kind = 'RECEIPT') EXECUTE FUNCTION link_receipt();

-- Links the receipts and the fees of before. A payment and its receipt came in one transaction, and a fee names the invoice.
CREATE FUNCTION link_documents_of_before(after text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  bills uuid[];
BEGIN
  SELECT array_agg(id ORDER BY id) INTO bills FROM (
    SELECT id FROM invoices WHERE after IS NULL OR id > after::uuid ORDER BY id LIMIT 500
  ) AS next;
  IF bills IS NULL THEN
    RETURN NULL;
  END IF;
  UPDATE payments p SET receipt_id = d.id FROM invoice_documents d
  WHERE p.invoice_id = ANY (bills) AND p.receipt_id IS NULL AND d.invoice_id = p.invoice_id AND d.kind = 'RECEIPT'
    AND d.created_at = p.created_at;
  UPDATE invoices fee SET for_invoice_id = bill.id FROM invoices bill
  WHERE fee.id = ANY (bills) AND fee.kind = 'FEE' AND fee.for_invoice_id IS NULL AND bill.user_id = fee.user_id
    AND bill.number = substring(fee.words from 'invoice ([0-9]{4}-[0-9]{4,})$');
  RETURN bills[cardinality(bills)]::text;
END
$$;
SELECT definer_function('link_documents_of_before(text)');
GRANT EXECUTE ON FUNCTION link_documents_of_before(text) TO schema_owner;

-- The credit of a person with the association: what payments of invoices brought above them, without what was refunded of it and
-- what paid other invoices.
CREATE FUNCTION credit_of(person uuid) RETURNS bigint
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN (
    SELECT coalesce(sum(CASE WHEN p.provider = 'CREDIT' THEN -p.amount_cents ELSE p.amount_cents - p.allocated_cents END), 0)
         - coalesce(sum((SELECT sum(r.credit_cents) FROM payment_refunds r WHERE r.payment_id = p.id)), 0)
    FROM payments p WHERE p.user_id = person AND p.invoice_id IS NOT NULL AND p.status = 'SUCCEEDED'
  )::bigint;
END
$$;
REVOKE EXECUTE ON FUNCTION credit_of(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit_of(uuid) TO application_role, admin_role, definer_role;

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('record_invoice_payment(uuid, text, text, bigint, date, bigint, boolean, text)',
  $old$  IF by_way NOT IN ('CHECK', 'CASH', 'TRANSFER') THEN$old$,
  $new$  IF by_way = 'CREDIT' AND cents > credit_of(bill.user_id) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This is more than the member’s credit.';
  END IF;
  IF by_way NOT IN ('CHECK', 'CASH', 'TRANSFER', 'CREDIT') THEN$new$);

SELECT reword_function('record_invoice_payment(uuid, text, text, bigint, date, bigint, boolean, text)',
  $old$  IF cents > due AND NOT keeps_credit THEN$old$,
  $new$  IF by_way = 'CREDIT' AND cents > due THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A credit pays no more than what’s left of the invoice.';
  END IF;
  IF cents > due AND NOT keeps_credit THEN$new$);

-- A payment whose credit is used, or was refunded, holds the other invoice up. A check leaves a deposit that is still open; in a
-- closed one it stays.
SELECT reword_function('void_invoice_payment(uuid, text, bigint)',
  $old$  IF bill.status NOT IN ('OPEN', 'PAID') THEN$old$,
  $new$  IF taken.provider <> 'CREDIT' AND credit_of(bill.user_id) < taken.amount_cents - taken.allocated_cents THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The credit that this payment left has paid another invoice. Take that back first.';
  END IF;
  IF taken.deposit_id IS NOT NULL THEN
    PERFORM FROM deposits WHERE id = taken.deposit_id FOR UPDATE;
    UPDATE payments SET deposit_id = NULL
    WHERE id = of_payment AND EXISTS (SELECT FROM deposits d WHERE d.id = taken.deposit_id AND d.closed_at IS NULL);
  END IF;
  IF bill.status NOT IN ('OPEN', 'PAID') THEN$new$);
SELECT reword_function('void_invoice_payment(uuid, text, bigint)',
  'END, fee, NULL, NULL);',
  E'END, fee, NULL, NULL);\n    UPDATE invoices SET for_invoice_id = bill.id WHERE id = fee_invoice;');

-- Deposits are numbered as documents are.
ALTER TABLE invoice_counters
  DROP CONSTRAINT invoice_counters_kind_known,
  ADD CONSTRAINT invoice_counters_kind_known CHECK (kind in ('INVOICE', 'RECEIPT', 'CREDIT_NOTE', 'DEPOSIT')) NOT VALID;
SELECT reword_function('next_document_number(text, date)', $old$WHEN 'CREDIT_NOTE' THEN 'C'$old$,
  $new$WHEN 'CREDIT_NOTE' THEN 'C' WHEN 'DEPOSIT' THEN 'D'$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;

-- Gives money of a payment back, with a credit note. What the member still has as credit goes first. The invoice stays paid, and the
-- membership stays as it is. A repeated key changes nothing. Null for a payment that isn't one of an invoice.
CREATE FUNCTION refund_invoice_payment(of_payment uuid, cents bigint, by_way text, number_of_refund text, why text, repeated_key text,
  OUT refund uuid, OUT is_new boolean, OUT invoice uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  bill invoices;
  taken payments;
  credit_back bigint;
  of_credit bigint;
  note uuid;
BEGIN
  SELECT * INTO taken FROM payments WHERE id = of_payment AND invoice_id IS NOT NULL;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  bill := hold_invoice(taken.invoice_id);
  invoice := bill.id;
  SELECT id INTO refund FROM payment_refunds WHERE idempotency_key = repeated_key AND payment_id = of_payment;
  IF FOUND THEN
    is_new := false;
    RETURN;
  END IF;
  SELECT * INTO taken FROM payments WHERE id = of_payment FOR UPDATE;
  IF taken.status <> 'SUCCEEDED' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Only a payment that went through can be refunded.';
  END IF;
  IF taken.provider = 'STRIPE' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'An online payment goes back the way it came.';
  END IF;
  IF by_way NOT IN ('CHECK', 'CASH', 'TRANSFER') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Staff refund by check, transfer or cash.';
  END IF;
  SELECT coalesce(sum(credit_cents), 0) INTO credit_back FROM payment_refunds WHERE payment_id = of_payment;
  of_credit := CASE taken.provider WHEN 'CREDIT' THEN 0
    ELSE greatest(0, least(cents, taken.amount_cents - taken.allocated_cents - credit_back, credit_of(bill.user_id))) END;
  IF cents - of_credit > taken.allocated_cents - (taken.refunded_cents - credit_back) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A refund can’t be more than what’s left of the payment.';
  END IF;
  note := add_document(bill.id, 'CREDIT_NOTE', jsonb_build_object(
    'payment', jsonb_build_object('way', taken.provider, 'reference', taken.provider_reference, 'receivedOn', taken.received_on,
      'amountCents', taken.amount_cents),
    'refund', jsonb_build_object('way', by_way, 'reference', number_of_refund, 'amountCents', cents),
    'refundedBeforeCents', taken.refunded_cents));
  refund := time_ordered_uuid();
  is_new := true;
  INSERT INTO payment_refunds (id, payment_id, amount_cents, reason, refunded_by, provider_reference, idempotency_key, way, credit_cents,
    document_id)
  VALUES (refund, of_payment, cents, why, current_user_id(), number_of_refund, repeated_key, by_way, of_credit, note);
END
$$;
SELECT definer_function('refund_invoice_payment(uuid, bigint, text, text, text, text)');
GRANT EXECUTE ON FUNCTION refund_invoice_payment(uuid, bigint, text, text, text, text) TO admin_role;

-- Puts exactly these checks and this cash into an open deposit. Each is in one deposit at most, because it names its own.
CREATE FUNCTION fill_deposit(of_deposit uuid, of_payments uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  -- Payments first, as where a check is voided, and in one order.
  PERFORM FROM payments WHERE id = ANY (of_payments) OR deposit_id = of_deposit ORDER BY id FOR UPDATE;
  PERFORM FROM deposits WHERE id = of_deposit AND closed_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This deposit is closed and stays as it is.';
  END IF;
  IF cardinality(of_payments) = 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Choose at least one check.';
  END IF;
  IF EXISTS (
    SELECT FROM unnest(of_payments) chosen LEFT JOIN payments p ON p.id = chosen AND p.status = 'SUCCEEDED'
      AND p.invoice_id IS NOT NULL AND p.provider IN ('CHECK', 'CASH') AND coalesce(p.deposit_id, of_deposit) = of_deposit
    WHERE p.id IS NULL) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'One of these is in another deposit already, or void. Choose again.';
  END IF;
  UPDATE payments SET deposit_id = CASE WHEN id = ANY (of_payments) THEN of_deposit END
  WHERE id = ANY (of_payments) AND deposit_id IS NULL OR deposit_id = of_deposit AND id <> ALL (of_payments);
END
$$;
SELECT definer_function('fill_deposit(uuid, uuid[])');

CREATE FUNCTION assert_keeps_books(on_day date) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
BEGIN
  IF NOT holds_permission('payments.manage') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only staff who manage payments make deposits.';
  END IF;
  IF on_day NOT BETWEEN today - 31 AND today + 7 THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The day of a deposit is within the last month or the next week.';
  END IF;
END
$$;
SELECT definer_function('assert_keeps_books(date)');

-- Makes a deposit of checks and cash that are in no other.
CREATE FUNCTION make_deposit(on_day date, of_payments uuid[]) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  made uuid := time_ordered_uuid();
BEGIN
  PERFORM assert_keeps_books(on_day);
  INSERT INTO deposits (id, deposited_on, made_by) VALUES (made, on_day, current_user_id());
  PERFORM fill_deposit(made, of_payments);
  RETURN made;
END
$$;
SELECT definer_function('make_deposit(date, uuid[])');
GRANT EXECUTE ON FUNCTION make_deposit(date, uuid[]) TO admin_role;

-- Changes the day and the checks of an open deposit. Null for an unknown one.
CREATE FUNCTION change_deposit(of_deposit uuid, on_day date, of_payments uuid[]) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM assert_keeps_books(on_day);
  PERFORM FROM deposits WHERE id = of_deposit;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  PERFORM fill_deposit(of_deposit, of_payments);
  UPDATE deposits SET deposited_on = on_day WHERE id = of_deposit;
  RETURN of_deposit;
END
$$;
SELECT definer_function('change_deposit(uuid, date, uuid[])');
GRANT EXECUTE ON FUNCTION change_deposit(uuid, date, uuid[]) TO admin_role;

-- Closes a deposit, which then has a number and stays as it is. The person who closes it names the total on the bank's slip. Null for
-- an unknown one.
CREATE FUNCTION close_deposit(of_deposit uuid, seen_cents bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  found_deposit deposits;
  total bigint;
BEGIN
  PERFORM assert_keeps_books(today);
  SELECT * INTO found_deposit FROM deposits WHERE id = of_deposit FOR UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF found_deposit.closed_at IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This deposit is closed and stays as it is.';
  END IF;
  SELECT coalesce(sum(amount_cents), 0) INTO total FROM payments WHERE deposit_id = of_deposit;
  IF total = 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This deposit is empty.';
  END IF;
  IF total <> seen_cents THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The total isn’t that of the slip. Compare the checks with the slip.';
  END IF;
  UPDATE deposits SET number = next_document_number('DEPOSIT', today), total_cents = total, closed_at = now(),
    closed_by = current_user_id()
  WHERE id = of_deposit;
  RETURN (SELECT number FROM deposits WHERE id = of_deposit);
END
$$;
SELECT definer_function('close_deposit(uuid, bigint)');
GRANT EXECUTE ON FUNCTION close_deposit(uuid, bigint) TO admin_role;

-- Takes an open deposit apart: its checks wait again. Null for an unknown one.
CREATE FUNCTION discard_deposit(of_deposit uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM assert_keeps_books((now() AT TIME ZONE 'America/Los_Angeles')::date);
  PERFORM FROM payments WHERE deposit_id = of_deposit ORDER BY id FOR UPDATE;
  PERFORM FROM deposits WHERE id = of_deposit FOR UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  PERFORM FROM deposits WHERE id = of_deposit AND closed_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This deposit is closed and stays as it is.';
  END IF;
  UPDATE payments SET deposit_id = NULL WHERE deposit_id = of_deposit;
  DELETE FROM deposits WHERE id = of_deposit;
  RETURN of_deposit;
END
$$;
SELECT definer_function('discard_deposit(uuid)');
GRANT EXECUTE ON FUNCTION discard_deposit(uuid) TO admin_role;

SELECT let_staff_send('payment-refunded', 'payments.manage', '{invoices.refund_payment}', 'We refunded your payment', '/membership');
