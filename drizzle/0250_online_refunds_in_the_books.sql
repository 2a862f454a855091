-- portal: tx
-- A refund at the provider has a credit note as others have, and takes what the member still has as credit first.

ALTER TABLE payment_refunds
  DROP CONSTRAINT payment_refunds_way_known,
  ADD CONSTRAINT payment_refunds_way_known CHECK (way in ('CHECK', 'TRANSFER', 'CASH', 'STRIPE')) NOT VALID;

-- The part of a payment that can still go back: the part that paid its invoice, and what the member still has as credit of the rest.
CREATE FUNCTION refundable_of(paid payments) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $$
DECLARE
  credit_back bigint := (SELECT coalesce(sum(credit_cents), 0) FROM payment_refunds WHERE payment_id = paid.id);
BEGIN
  RETURN paid.allocated_cents - (paid.refunded_cents - credit_back)
    + greatest(0, least(paid.amount_cents - paid.allocated_cents - credit_back, credit_of(paid.user_id)));
END
$$;
REVOKE EXECUTE ON FUNCTION refundable_of(payments) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refundable_of(payments) TO definer_role;

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('request_refund(uuid, bigint, text, uuid)',
  'IF cents > paid.amount_cents - paid.refunded_cents - asked THEN', 'IF cents > refundable_of(paid) - asked THEN');
SELECT reword_function('settle_refund(text, text, uuid, text, bigint)',
  'IF paid.status <> ''SUCCEEDED'' OR paid.refunded_cents + cents > paid.amount_cents THEN',
  'IF paid.status <> ''SUCCEEDED'' OR cents > refundable_of(paid) THEN');
SELECT reword_function('settle_refund(text, text, uuid, text, bigint)',
  $old$  asked online_refunds;
BEGIN$old$,
  $new$  asked online_refunds;
  of_credit bigint;
BEGIN$new$);
SELECT reword_function('settle_refund(text, text, uuid, text, bigint)',
  $old$  INSERT INTO payment_refunds (payment_id, amount_cents, reason, refunded_by, provider_reference, idempotency_key)
  VALUES (paid.id, cents, coalesce(asked.reason, 'Refunded at the provider'), asked.requested_by, refund_reference,
    'stripe ' || refund_reference);$old$,
  $new$  of_credit := greatest(0, least(cents, paid.amount_cents - paid.allocated_cents
    - (SELECT coalesce(sum(credit_cents), 0) FROM payment_refunds WHERE payment_id = paid.id), credit_of(paid.user_id)));
  INSERT INTO payment_refunds (payment_id, amount_cents, reason, refunded_by, provider_reference, idempotency_key, way, credit_cents,
    document_id)
  VALUES (paid.id, cents, coalesce(asked.reason, 'Refunded at the provider'), asked.requested_by, refund_reference,
    'stripe ' || refund_reference, 'STRIPE', of_credit,
    add_document(paid.invoice_id, 'CREDIT_NOTE', jsonb_build_object(
      'payment', jsonb_build_object('way', 'STRIPE', 'reference', paid.provider_reference, 'receivedOn', paid.received_on,
        'amountCents', paid.amount_cents),
      'refund', jsonb_build_object('way', 'STRIPE', 'reference', refund_reference, 'amountCents', cents),
      'refundedBeforeCents', paid.refunded_cents)));$new$);
-- A payment whose credit paid another invoice can't be voided: staff settle it.
SELECT reword_function('settle_dispute(text, text, text, bigint, text, timestamp with time zone)',
  'AND cents = paid.amount_cents THEN',
  'AND cents = paid.amount_cents AND credit_of(paid.user_id) >= paid.amount_cents - paid.allocated_cents THEN');
REVOKE CREATE ON SCHEMA public FROM definer_role;
