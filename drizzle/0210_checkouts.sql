-- portal: tx
-- Paying an invoice online: attempts, the provider’s reports, refunds, disputes, and what the books say differently.

CREATE TABLE checkouts (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  invoice_id uuid NOT NULL,
  user_id uuid NOT NULL,
  amount_cents bigint NOT NULL,
  currency text DEFAULT 'USD' NOT NULL,
  status text DEFAULT 'STARTED' NOT NULL,
  provider_session text,
  page_url text,
  expires_at timestamp with time zone,
  provider_reference text,
  payment_id uuid,
  looked_at timestamp with time zone,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT checkouts_provider_session_once UNIQUE(provider_session),
  CONSTRAINT checkouts_one_line CHECK (is_one_line(provider_session) and is_one_line(page_url) and is_one_line(provider_reference)),
  CONSTRAINT checkouts_status_known CHECK (status in ('STARTED', 'OPEN', 'PROCESSING', 'PAID', 'FAILED', 'EXPIRED')),
  CONSTRAINT checkouts_currency_known CHECK (currency in ('USD')),
  CONSTRAINT checkouts_amount_positive CHECK (amount_cents > 0),
  CONSTRAINT checkouts_paid_whole CHECK ((status = 'PAID') = (payment_id is not null)),
  CONSTRAINT checkouts_page_whole CHECK (status <> 'OPEN' or num_nonnulls(provider_session, page_url, expires_at) = 3),
  CONSTRAINT checkouts_invoice_id_invoices_id_fk FOREIGN KEY (invoice_id) REFERENCES invoices(id) ON DELETE RESTRICT,
  CONSTRAINT checkouts_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE RESTRICT,
  CONSTRAINT checkouts_payment_id_payments_id_fk FOREIGN KEY (payment_id) REFERENCES payments(id) ON DELETE RESTRICT
);

CREATE TABLE online_refunds (
  id uuid PRIMARY KEY NOT NULL,
  payment_id uuid NOT NULL,
  amount_cents bigint NOT NULL,
  reason text NOT NULL,
  status text DEFAULT 'REQUESTED' NOT NULL,
  provider_reference text,
  requested_by uuid,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT online_refunds_reference_once UNIQUE(provider_reference),
  CONSTRAINT online_refunds_one_line CHECK (is_one_line(provider_reference)),
  CONSTRAINT online_refunds_status_known CHECK (status in ('REQUESTED', 'DONE', 'FAILED')),
  CONSTRAINT online_refunds_amount_positive CHECK (amount_cents > 0),
  CONSTRAINT online_refunds_reason_given CHECK (btrim(reason) <> ''),
  CONSTRAINT online_refunds_payment_id_payments_id_fk FOREIGN KEY (payment_id) REFERENCES payments(id) ON DELETE RESTRICT,
  CONSTRAINT online_refunds_requested_by_users_id_fk FOREIGN KEY (requested_by) REFERENCES users(id) ON DELETE SET NULL
);

CREATE TABLE payment_differences (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  kind text NOT NULL,
  reference text NOT NULL,
  words text NOT NULL,
  payment_id uuid,
  invoice_id uuid,
  closed_at timestamp with time zone,
  closed_by uuid,
  close_reason text,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT payment_differences_one_line CHECK (is_one_line(reference) and is_one_line(words) and is_one_line(close_reason)),
  CONSTRAINT payment_differences_kind_known CHECK (kind in ('UNPLACED_EVENT', 'MISSING_HERE', 'MISSING_THERE', 'AMOUNT', 'REFUND_MISSING_HERE', 'REFUND_MISSING_THERE', 'REFUND_FAILED', 'NOT_RENEWED', 'NOT_ALLOCATED', 'DISPUTE')),
  CONSTRAINT payment_differences_closed_whole CHECK (case when closed_at is null then num_nonnulls(closed_by, close_reason) = 0 else close_reason is not null end),
  CONSTRAINT payment_differences_payment_id_payments_id_fk FOREIGN KEY (payment_id) REFERENCES payments(id) ON DELETE RESTRICT,
  CONSTRAINT payment_differences_invoice_id_invoices_id_fk FOREIGN KEY (invoice_id) REFERENCES invoices(id) ON DELETE RESTRICT,
  CONSTRAINT payment_differences_closed_by_users_id_fk FOREIGN KEY (closed_by) REFERENCES users(id) ON DELETE SET NULL
);

CREATE TABLE payment_disputes (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  payment_id uuid NOT NULL,
  provider_reference text NOT NULL,
  amount_cents bigint NOT NULL,
  reason text NOT NULL,
  status text DEFAULT 'OPEN' NOT NULL,
  answer_by timestamp with time zone,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT payment_disputes_reference_once UNIQUE(provider_reference),
  CONSTRAINT payment_disputes_one_line CHECK (is_one_line(provider_reference) and is_one_line(reason)),
  CONSTRAINT payment_disputes_status_known CHECK (status in ('OPEN', 'WON', 'LOST')),
  CONSTRAINT payment_disputes_amount_positive CHECK (amount_cents > 0),
  CONSTRAINT payment_disputes_payment_id_payments_id_fk FOREIGN KEY (payment_id) REFERENCES payments(id) ON DELETE RESTRICT
);

CREATE TABLE provider_events (
  id text PRIMARY KEY NOT NULL,
  type text NOT NULL,
  subject text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT provider_events_one_line CHECK (is_one_line(id) and is_one_line(type) and is_one_line(subject))
);

CREATE UNIQUE INDEX checkouts_one_live_for_invoice ON checkouts (invoice_id) WHERE status in ('STARTED', 'OPEN', 'PROCESSING');
CREATE INDEX idx_checkouts_invoice ON checkouts (invoice_id,created_at,id);
CREATE INDEX idx_checkouts_user ON checkouts (user_id);
CREATE INDEX idx_checkouts_payment ON checkouts (payment_id);
CREATE INDEX idx_checkouts_reference ON checkouts (provider_reference);
CREATE INDEX idx_checkouts_live ON checkouts (created_at,id) WHERE status in ('STARTED', 'OPEN', 'PROCESSING');
CREATE INDEX idx_online_refunds_payment ON online_refunds (payment_id);
CREATE INDEX idx_online_refunds_requested_by ON online_refunds (requested_by);
CREATE INDEX idx_online_refunds_waiting ON online_refunds (created_at,id) WHERE status = 'REQUESTED';
CREATE UNIQUE INDEX payment_differences_once ON payment_differences (kind,reference);
CREATE INDEX idx_payment_differences_open ON payment_differences (created_at,id) WHERE closed_at is null;
CREATE INDEX idx_payment_differences_created ON payment_differences (created_at DESC NULLS FIRST,id);
CREATE INDEX idx_payment_differences_payment ON payment_differences (payment_id);
CREATE INDEX idx_payment_differences_invoice ON payment_differences (invoice_id);
CREATE INDEX idx_payment_differences_closed_by ON payment_differences (closed_by);
CREATE INDEX idx_payment_disputes_payment ON payment_disputes (payment_id);
CREATE INDEX idx_payment_disputes_created ON payment_disputes (created_at DESC NULLS FIRST,id);

SELECT protect_table('checkouts');
SELECT protect_table('online_refunds');
SELECT protect_table('payment_differences');
SELECT protect_table('payment_disputes');
SELECT protect_table('provider_events');
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('online_refunds', 'id', '{payment_id,amount_cents,status,provider_reference,requested_by}', '{reason}');
SELECT record_changes_of('payment_disputes', 'id', '{payment_id,provider_reference,amount_cents,reason,status,answer_by}');
SELECT record_changes_of('payment_differences', 'id', '{kind,reference,words,payment_id,invoice_id,closed_at,closed_by,close_reason}');
REVOKE CREATE ON SCHEMA public FROM definer_role;
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON checkouts FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('STARTED>OPEN', 'STARTED>PROCESSING', 'STARTED>PAID', 'STARTED>FAILED', 'STARTED>EXPIRED',
    'OPEN>PROCESSING', 'OPEN>PAID', 'OPEN>FAILED', 'OPEN>EXPIRED', 'PROCESSING>PAID', 'PROCESSING>FAILED', 'FAILED>PAID', 'EXPIRED>PAID');
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON online_refunds FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('REQUESTED>DONE', 'REQUESTED>FAILED', 'FAILED>DONE');
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON payment_disputes FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('OPEN>WON', 'OPEN>LOST');

CREATE POLICY own_rows ON checkouts FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY staff_read ON checkouts FOR SELECT TO admin_role USING ((SELECT holds_permission('payments.read')));
CREATE POLICY staff_read ON online_refunds FOR SELECT TO admin_role USING ((SELECT holds_permission('payments.read')));
CREATE POLICY staff_read ON payment_differences FOR SELECT TO admin_role USING ((SELECT holds_permission('payments.read')));
CREATE POLICY staff_read ON payment_disputes FOR SELECT TO admin_role USING ((SELECT holds_permission('payments.read')));
CREATE POLICY staff_read ON provider_events FOR SELECT TO admin_role USING ((SELECT holds_permission('payments.read')));
GRANT SELECT ON checkouts TO application_role, admin_role;
GRANT SELECT ON online_refunds, payment_differences, payment_disputes, provider_events TO admin_role;
GRANT SELECT, INSERT, UPDATE (status, provider_session, page_url, expires_at, provider_reference, payment_id, looked_at) ON checkouts TO definer_role;
GRANT SELECT, INSERT, UPDATE (status, provider_reference) ON online_refunds TO definer_role;
GRANT SELECT, INSERT, UPDATE (status, answer_by) ON payment_disputes TO definer_role;
GRANT SELECT, INSERT, UPDATE (closed_at, closed_by, close_reason) ON payment_differences TO definer_role;
GRANT SELECT, INSERT ON provider_events TO definer_role;
GRANT SELECT, INSERT ON payment_refunds TO definer_role;

CREATE FUNCTION in_dollars(cents bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$ SELECT '$' || to_char(cents / 100.0, 'FM999,999,999,990.00') $$;
REVOKE EXECUTE ON FUNCTION in_dollars(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION in_dollars(bigint) TO definer_role;

-- Begins to pay one's own open invoice. A double click, the Back button and a second tab find the same attempt. An attempt for
-- another amount, or one whose page has closed, is named in `replaces`: the caller ends it at the provider, and asks again.
CREATE FUNCTION begin_checkout(of_invoice uuid, OUT checkout uuid, OUT is_new boolean, OUT replaces uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  bill invoices;
  known checkouts;
  account_status text;
BEGIN
  is_new := false;
  SELECT * INTO bill FROM invoices WHERE id = of_invoice AND user_id = current_user_id();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  SELECT status INTO account_status FROM users WHERE id = bill.user_id FOR UPDATE;
  SELECT * INTO bill FROM invoices WHERE id = of_invoice FOR UPDATE;
  IF bill.status <> 'OPEN' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = CASE bill.status
      WHEN 'PAID' THEN 'This invoice is paid already.' ELSE 'This invoice is closed, and takes no payment.' END;
  END IF;
  IF account_status NOT IN ('ACTIVE', 'LAPSED') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('This account is %s, and takes no payment.', lower(account_status));
  END IF;
  SELECT * INTO known FROM checkouts WHERE invoice_id = of_invoice AND status IN ('STARTED', 'OPEN', 'PROCESSING') FOR UPDATE;
  IF FOUND THEN
    -- The provider keeps a key for a day.
    IF known.status = 'PROCESSING' OR (known.amount_cents = bill.total_cents - bill.paid_cents
      AND coalesce(known.expires_at, known.created_at + interval '20 hours') > now() + interval '5 minutes') THEN
      checkout := known.id;
    ELSE
      replaces := known.id;
    END IF;
    RETURN;
  END IF;
  checkout := time_ordered_uuid();
  is_new := true;
  INSERT INTO checkouts (id, invoice_id, user_id, amount_cents, currency)
  VALUES (checkout, of_invoice, bill.user_id, bill.total_cents - bill.paid_cents, bill.currency);
END
$$;
SELECT definer_function('begin_checkout(uuid)');
GRANT EXECUTE ON FUNCTION begin_checkout(uuid) TO application_role;

-- The provider's page for an attempt is there. A repetition changes nothing. For the system.
CREATE FUNCTION open_checkout(of_checkout uuid, session text, address text, ends_at timestamp with time zone) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  UPDATE checkouts SET status = 'OPEN', provider_session = session, page_url = address, expires_at = ends_at, looked_at = now()
  WHERE id = of_checkout AND status = 'STARTED'
$$;
SELECT definer_function('open_checkout(uuid, text, text, timestamp with time zone)');
GRANT EXECUTE ON FUNCTION open_checkout(uuid, text, text, timestamp with time zone) TO system_role;

-- Notes what the books and the provider say differently, once. Returns whether it is new. For the system.
CREATE FUNCTION note_difference(of_kind text, about text, in_words text, of_payment uuid, of_invoice uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO payment_differences (kind, reference, words, payment_id, invoice_id)
  VALUES (of_kind, about, in_words, of_payment, of_invoice) ON CONFLICT (kind, reference) DO NOTHING;
  RETURN FOUND;
END
$$;
SELECT definer_function('note_difference(text, text, text, uuid, uuid)');
GRANT EXECUTE ON FUNCTION note_difference(text, text, text, uuid, uuid) TO system_role;

-- Notes a report of the provider. False for one that was acted on before. For the system.
CREATE FUNCTION note_provider_event(event text, of_type text, about text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO provider_events (id, type, subject) VALUES (event, of_type, about) ON CONFLICT (id) DO NOTHING;
  RETURN FOUND;
END
$$;
SELECT definer_function('note_provider_event(text, text, text)');
GRANT EXECUTE ON FUNCTION note_provider_event(text, text, text) TO system_role;

-- Acts on what the provider says of an attempt now. The return page, the webhook and the job all end here. Money is recorded once,
-- whatever the invoice is meanwhile: what the invoice doesn't need is a credit of the person. A late report of an earlier state
-- changes nothing. Null for an unknown attempt. For the system.
CREATE FUNCTION settle_checkout(of_checkout uuid, session text, reported text, payment_reference text, received bigint,
  OUT invoice uuid, OUT payment uuid, OUT has_changed boolean, OUT was text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  attempt checkouts;
  bill invoices;
  account_status text;
  due bigint;
  part bigint;
  term uuid;
BEGIN
  has_changed := false;
  SELECT * INTO attempt FROM checkouts WHERE id = of_checkout;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  -- In the order of every other act on an account.
  SELECT status INTO account_status FROM users WHERE id = attempt.user_id FOR UPDATE;
  SELECT * INTO bill FROM invoices WHERE id = attempt.invoice_id FOR UPDATE;
  SELECT * INTO attempt FROM checkouts WHERE id = of_checkout FOR UPDATE;
  invoice := bill.id;
  was := attempt.status;
  UPDATE checkouts SET looked_at = now(), provider_session = coalesce(provider_session, session),
    provider_reference = coalesce(provider_reference, payment_reference)
  WHERE id = of_checkout;
  IF attempt.status = 'PAID' THEN
    payment := attempt.payment_id;
    RETURN;
  END IF;
  IF reported <> 'PAID' THEN
    has_changed := (reported = 'PROCESSING' AND was IN ('STARTED', 'OPEN')) OR (reported = 'EXPIRED' AND was IN ('STARTED', 'OPEN'))
      OR (reported = 'FAILED' AND was IN ('STARTED', 'OPEN', 'PROCESSING'));
    IF has_changed THEN
      UPDATE checkouts SET status = reported WHERE id = of_checkout;
    END IF;
    RETURN;
  END IF;

  has_changed := true;
  payment := time_ordered_uuid();
  due := CASE WHEN bill.status = 'OPEN' THEN bill.total_cents - bill.paid_cents ELSE 0 END;
  part := least(received, due);
  IF part > 0 AND part = due AND bill.kind = 'DUES' THEN
    IF account_status IN ('ACTIVE', 'LAPSED') THEN
      -- The tier was open to the member when the invoice was issued.
      term := add_term(bill.user_id, bill.tier_code, bill.years);
      UPDATE invoices SET membership_id = term WHERE id = bill.id;
    ELSE
      part := 0;
      PERFORM note_difference('NOT_RENEWED', payment_reference,
        format('Invoice %s was paid online, and the account is %s. The payment is kept as a credit.', bill.number, lower(account_status)),
        NULL, bill.id);
    END IF;
  ELSIF due = 0 THEN
    PERFORM note_difference('NOT_ALLOCATED', payment_reference,
      format('Invoice %s was paid online when nothing was left to pay. The payment is kept as a credit.', bill.number), NULL, bill.id);
  END IF;
  INSERT INTO payments (id, user_id, membership_id, amount_cents, status, provider, provider_reference, idempotency_key,
    description, paid_at, invoice_id, allocated_cents, received_on)
  VALUES (payment, bill.user_id, term, received, 'SUCCEEDED', 'STRIPE', payment_reference, 'stripe ' || payment_reference,
    'Invoice ' || bill.number, now(), bill.id, part, today);
  UPDATE checkouts SET status = 'PAID', payment_id = payment WHERE id = of_checkout;
  IF received <> attempt.amount_cents THEN
    PERFORM note_difference('AMOUNT', payment_reference,
      format('Invoice %s: %s were asked for, and %s were paid.', bill.number, in_dollars(attempt.amount_cents), in_dollars(received)), payment, bill.id);
  END IF;
  PERFORM add_document(bill.id, 'RECEIPT', jsonb_build_object(
    'payment', jsonb_build_object('way', 'STRIPE', 'reference', payment_reference, 'receivedOn', today, 'amountCents', received),
    'restCents', due - part, 'creditCents', received - part,
    'term', (SELECT jsonb_build_object('tier', t.name, 'startsOn', m.starts_on, 'endsOn', m.ends_on)
             FROM memberships m JOIN membership_tiers t ON t.code = m.tier_code WHERE m.id = term)));
END
$$;
SELECT definer_function('settle_checkout(uuid, text, text, text, bigint)');
GRANT EXECUTE ON FUNCTION settle_checkout(uuid, text, text, text, bigint) TO system_role;

-- Refuses to record another payment while a bank moves the money of this one.
CREATE FUNCTION assert_nothing_under_way(of_invoice uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT holds_permission('payments.manage') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only staff who manage payments record them.';
  END IF;
  IF EXISTS (SELECT FROM checkouts WHERE invoice_id = of_invoice AND status = 'PROCESSING') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = 'An online payment of this invoice is under way. If you record another one, one of the two becomes a credit.';
  END IF;
END
$$;
SELECT definer_function('assert_nothing_under_way(uuid)');
GRANT EXECUTE ON FUNCTION assert_nothing_under_way(uuid) TO admin_role;

-- Asks for money to go back to the card or the bank account that it came from. The provider moves it; the refund counts when it has.
-- The key is the refund's id. Null for a payment that isn't one of an invoice.
CREATE FUNCTION request_refund(of_payment uuid, cents bigint, why text, repeated_key uuid, OUT refund uuid, OUT is_new boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  paid payments;
  asked bigint;
BEGIN
  SELECT * INTO paid FROM payments WHERE id = of_payment AND invoice_id IS NOT NULL;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  PERFORM hold_invoice(paid.invoice_id);
  SELECT * INTO paid FROM payments WHERE id = of_payment FOR UPDATE;
  is_new := false;
  SELECT id INTO refund FROM online_refunds WHERE id = repeated_key AND payment_id = of_payment AND amount_cents = cents;
  IF FOUND THEN
    RETURN;
  END IF;
  IF paid.provider <> 'STRIPE' OR paid.provider_reference IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This payment wasn’t made online.';
  END IF;
  IF paid.status <> 'SUCCEEDED' THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Only a payment that went through can be refunded.';
  END IF;
  IF EXISTS (SELECT FROM payment_disputes WHERE payment_id = of_payment AND status = 'OPEN') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The bank is deciding about this payment. Wait for the end of the dispute.';
  END IF;
  SELECT coalesce(sum(amount_cents), 0) INTO asked FROM online_refunds WHERE payment_id = of_payment AND status = 'REQUESTED';
  IF cents > paid.amount_cents - paid.refunded_cents - asked THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'A refund can’t be more than what is left of the payment.';
  END IF;
  refund := repeated_key;
  is_new := true;
  INSERT INTO online_refunds (id, payment_id, amount_cents, reason, requested_by)
  VALUES (repeated_key, of_payment, cents, why, current_user_id());
END
$$;
SELECT definer_function('request_refund(uuid, bigint, text, uuid)');
GRANT EXECUTE ON FUNCTION request_refund(uuid, bigint, text, uuid) TO admin_role;

-- Acts on what the provider says of a refund now, whoever made it. It counts once. Null for an unknown payment. For the system.
CREATE FUNCTION settle_refund(payment_reference text, refund_reference text, of_refund uuid, reported text, cents bigint,
  OUT payment uuid, OUT invoice uuid, OUT is_new boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  paid payments;
  asked online_refunds;
BEGIN
  is_new := false;
  SELECT * INTO paid FROM payments WHERE provider = 'STRIPE' AND provider_reference = payment_reference;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  PERFORM FROM users WHERE id = paid.user_id FOR UPDATE;
  PERFORM FROM invoices WHERE id = paid.invoice_id FOR UPDATE;
  SELECT * INTO paid FROM payments WHERE id = paid.id FOR UPDATE;
  payment := paid.id;
  invoice := paid.invoice_id;
  SELECT * INTO asked FROM online_refunds WHERE id = of_refund AND payment_id = paid.id FOR UPDATE;
  IF reported = 'FAILED' THEN
    UPDATE online_refunds SET status = 'FAILED', provider_reference = refund_reference WHERE id = asked.id AND status = 'REQUESTED';
    PERFORM note_difference('REFUND_FAILED', refund_reference,
      format('A refund of %s didn’t reach the person.', in_dollars(cents)), paid.id, paid.invoice_id);
    RETURN;
  END IF;
  IF reported <> 'DONE' THEN
    UPDATE online_refunds SET provider_reference = refund_reference WHERE id = asked.id AND provider_reference IS NULL;
    RETURN;
  END IF;
  IF asked.id IS NOT NULL AND asked.status <> 'DONE' THEN
    UPDATE online_refunds SET status = 'DONE', provider_reference = refund_reference WHERE id = asked.id;
  END IF;
  IF EXISTS (SELECT FROM payment_refunds WHERE idempotency_key = 'stripe ' || refund_reference) THEN
    RETURN;
  END IF;
  IF paid.status <> 'SUCCEEDED' OR paid.refunded_cents + cents > paid.amount_cents THEN
    PERFORM note_difference('REFUND_MISSING_HERE', refund_reference,
      format('The provider refunded %s, and the payment here has no room for it.', in_dollars(cents)), paid.id, paid.invoice_id);
    RETURN;
  END IF;
  INSERT INTO payment_refunds (payment_id, amount_cents, reason, refunded_by, provider_reference, idempotency_key)
  VALUES (paid.id, cents, coalesce(asked.reason, 'Refunded at the provider'), asked.requested_by, refund_reference,
    'stripe ' || refund_reference);
  is_new := true;
END
$$;
SELECT definer_function('settle_refund(text, text, uuid, text, bigint)');
GRANT EXECUTE ON FUNCTION settle_refund(text, text, uuid, text, bigint) TO system_role;

-- Acts on what the provider says of a dispute now. A lost one voids the payment. Null for an unknown payment. For the system.
CREATE FUNCTION settle_dispute(payment_reference text, dispute_reference text, reported text, cents bigint, why text,
  must_answer_by timestamp with time zone, OUT dispute uuid, OUT payment uuid, OUT invoice uuid, OUT has_changed boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  paid payments;
  known payment_disputes;
  bill invoices;
BEGIN
  has_changed := false;
  SELECT * INTO paid FROM payments WHERE provider = 'STRIPE' AND provider_reference = payment_reference;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  PERFORM FROM users WHERE id = paid.user_id FOR UPDATE;
  SELECT * INTO bill FROM invoices WHERE id = paid.invoice_id FOR UPDATE;
  SELECT * INTO paid FROM payments WHERE id = paid.id FOR UPDATE;
  payment := paid.id;
  invoice := paid.invoice_id;
  SELECT * INTO known FROM payment_disputes WHERE provider_reference = dispute_reference FOR UPDATE;
  IF NOT FOUND THEN
    has_changed := true;
    INSERT INTO payment_disputes (payment_id, provider_reference, amount_cents, reason, status, answer_by)
    VALUES (paid.id, dispute_reference, cents, why, reported, must_answer_by) RETURNING id INTO dispute;
  ELSE
    dispute := known.id;
    IF known.status <> 'OPEN' THEN
      RETURN;
    END IF;
    has_changed := reported <> 'OPEN';
    UPDATE payment_disputes SET status = reported, answer_by = coalesce(must_answer_by, answer_by) WHERE id = dispute;
  END IF;
  IF NOT has_changed OR reported <> 'LOST' THEN
    RETURN;
  END IF;
  IF paid.status = 'SUCCEEDED' AND paid.refunded_cents = 0 AND bill.status IN ('OPEN', 'PAID') AND cents = paid.amount_cents THEN
    PERFORM void_invoice_payment(paid.id, 'Dispute lost: ' || why, NULL);
  ELSE
    PERFORM note_difference('DISPUTE', dispute_reference,
      format('A dispute about %s is lost, and the payment here can’t be voided as a whole.', in_dollars(cents)), paid.id, paid.invoice_id);
  END IF;
END
$$;
SELECT definer_function('settle_dispute(text, text, text, bigint, text, timestamp with time zone)');
GRANT EXECUTE ON FUNCTION settle_dispute(text, text, text, bigint, text, timestamp with time zone) TO system_role;

-- Compares the books of some days with the provider's, and notes each difference once. `lines` are the provider's, of a longer time,
-- because a report may come a day late. Returns how many are new. For the system.
CREATE FUNCTION compare_with_provider(lines jsonb, from_time timestamp with time zone, until_time timestamp with time zone) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  noted integer;
BEGIN
  WITH line AS (
    SELECT * FROM jsonb_to_recordset(lines) AS one (kind text, id text, payment text, cents bigint, at timestamp with time zone)
  ), found (kind, reference, words, payment_id, invoice_id) AS (
    SELECT 'MISSING_HERE', line.payment, format('The provider received %s that the books don’t have.', in_dollars(cents)), NULL::uuid, NULL::uuid
    FROM line WHERE line.kind = 'charge' AND at >= from_time AND at < until_time
      AND NOT EXISTS (SELECT FROM payments p WHERE p.provider = 'STRIPE' AND p.provider_reference = line.payment)
    UNION ALL
    SELECT 'AMOUNT', line.payment, format('The provider received %s, and the books say %s.', in_dollars(cents), in_dollars(p.amount_cents)), p.id, p.invoice_id
    FROM line JOIN payments p ON p.provider = 'STRIPE' AND p.provider_reference = line.payment
    WHERE line.kind = 'charge' AND at >= from_time AND at < until_time AND p.amount_cents <> cents
    UNION ALL
    SELECT 'MISSING_THERE', p.provider_reference, format('The books have %s that the provider doesn’t know.', in_dollars(p.amount_cents)), p.id, p.invoice_id
    FROM payments p
    WHERE p.provider = 'STRIPE' AND p.invoice_id IS NOT NULL AND p.paid_at >= from_time AND p.paid_at < until_time
      AND NOT EXISTS (SELECT FROM line WHERE line.kind = 'charge' AND line.payment = p.provider_reference)
    UNION ALL
    SELECT 'REFUND_MISSING_HERE', line.id, format('The provider refunded %s that the books don’t have.', in_dollars(cents)), p.id, p.invoice_id
    FROM line LEFT JOIN payments p ON p.provider = 'STRIPE' AND p.provider_reference = line.payment
    WHERE line.kind = 'refund' AND at >= from_time AND at < until_time
      AND NOT EXISTS (SELECT FROM payment_refunds r WHERE r.provider_reference = line.id)
    UNION ALL
    SELECT 'REFUND_MISSING_THERE', r.provider_reference, format('The books have a refund of %s that the provider doesn’t know.', in_dollars(r.amount_cents)), p.id, p.invoice_id
    FROM payment_refunds r JOIN payments p ON p.id = r.payment_id
    WHERE p.provider = 'STRIPE' AND p.invoice_id IS NOT NULL AND r.provider_reference IS NOT NULL
      AND r.created_at >= from_time AND r.created_at < until_time
      AND NOT EXISTS (SELECT FROM line WHERE line.kind = 'refund' AND line.id = r.provider_reference)
  ), added AS (
    INSERT INTO payment_differences (kind, reference, words, payment_id, invoice_id)
    SELECT DISTINCT ON (kind, reference) kind, reference, words, payment_id, invoice_id FROM found
    ON CONFLICT (kind, reference) DO NOTHING RETURNING id
  )
  SELECT count(*) INTO noted FROM added;
  RETURN noted;
END
$$;
SELECT definer_function('compare_with_provider(jsonb, timestamp with time zone, timestamp with time zone)');
GRANT EXECUTE ON FUNCTION compare_with_provider(jsonb, timestamp with time zone, timestamp with time zone) TO system_role;

-- Somebody has looked at a difference. Null for an unknown one.
CREATE FUNCTION close_difference(difference uuid, why text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  known payment_differences;
BEGIN
  IF NOT holds_permission('payments.manage') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only staff who manage payments close differences.';
  END IF;
  SELECT * INTO known FROM payment_differences WHERE id = difference FOR UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF known.closed_at IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Someone else closed this a moment ago.';
  END IF;
  UPDATE payment_differences SET closed_at = now(), closed_by = current_user_id(), close_reason = why WHERE id = difference;
  RETURN difference;
END
$$;
SELECT definer_function('close_difference(uuid, text)');
GRANT EXECUTE ON FUNCTION close_difference(uuid, text) TO admin_role;
