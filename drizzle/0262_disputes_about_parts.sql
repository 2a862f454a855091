-- portal: tx
-- A lost dispute about a part is a refund in the books. A payment page whose invoice needs another amount ends at once.

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('settle_dispute(text, text, text, bigint, text, timestamp with time zone)',
  $old$  bill invoices;
BEGIN$old$,
  $new$  bill invoices;
  of_credit bigint;
BEGIN$new$);
-- The bank took a part: it is a refund with a credit note, as far as the payment has room for it. It has no line of its own among the
-- provider's refunds, so the comparison doesn't look for one.
SELECT reword_function('settle_dispute(text, text, text, bigint, text, timestamp with time zone)',
  $old$    PERFORM void_invoice_payment(paid.id, 'Dispute lost: ' || why, NULL);
  ELSE$old$,
  $new$    PERFORM void_invoice_payment(paid.id, 'Dispute lost: ' || why, NULL);
  ELSIF paid.status = 'SUCCEEDED' AND cents < paid.amount_cents AND cents <= refundable_of(paid) THEN
    of_credit := greatest(0, least(cents, paid.amount_cents - paid.allocated_cents
      - (SELECT coalesce(sum(credit_cents), 0) FROM payment_refunds WHERE payment_id = paid.id), credit_of(paid.user_id)));
    INSERT INTO payment_refunds (payment_id, amount_cents, reason, idempotency_key, way, credit_cents, document_id)
    VALUES (paid.id, cents, 'Dispute lost: ' || why, 'stripe ' || dispute_reference, 'STRIPE', of_credit,
      add_document(paid.invoice_id, 'CREDIT_NOTE', jsonb_build_object(
        'payment', jsonb_build_object('way', 'STRIPE', 'reference', paid.provider_reference, 'receivedOn', paid.received_on,
          'amountCents', paid.amount_cents),
        'refund', jsonb_build_object('way', 'STRIPE', 'reference', dispute_reference, 'amountCents', cents),
        'refundedBeforeCents', paid.refunded_cents)));
  ELSE$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;

-- When the transaction ends, an open payment page that asks for more or less than is left is handed to the worker. The trigger waits for
-- the end, because a payment that was made on the page closes it in the same transaction.
CREATE FUNCTION end_page_of_invoice() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF EXISTS (
    SELECT FROM checkouts c JOIN invoices i ON i.id = c.invoice_id
    WHERE c.invoice_id = NEW.id AND c.status IN ('STARTED', 'OPEN') AND c.charge_id IS NULL
      AND (i.status <> 'OPEN' OR i.total_cents - i.paid_cents <> c.amount_cents)) THEN
    PERFORM add_job('end-checkouts', jsonb_build_object('invoiceId', NEW.id));
  END IF;
  RETURN NULL;
END
$$;
SELECT definer_function('end_page_of_invoice()');
CREATE CONSTRAINT TRIGGER end_page_of_invoice AFTER UPDATE OF status, paid_cents ON invoices DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION end_page_of_invoice();
