-- portal: tx
-- Money that goes back takes the member's credit first, whichever payment left it. A term that loses its payment leaves no gap before
-- the terms that were paid for after it. A lost dispute that can't reopen its invoice is a task.

-- Moves the terms after a canceled term to its days, so that a paid year follows the one before it. The caller holds the person's row.
CREATE FUNCTION close_gap(term uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  gone record;
BEGIN
  SELECT (array_agg(user_id))[1] AS user_id, min(starts_on) AS first_day, max(ends_on) AS last_day, bool_and(status = 'CANCELLED') AS is_whole
  INTO gone FROM memberships WHERE id = term OR id = ANY (terms_that_replace(ARRAY[term]));
  IF gone.is_whole AND EXISTS (
    SELECT FROM memberships WHERE user_id = gone.user_id AND status = 'ACTIVE' AND starts_on = gone.last_day + 1) THEN
    PERFORM move_terms(gone.user_id, gone.last_day, gone.first_day - gone.last_day - 1);
  END IF;
END
$$;
SELECT definer_function('close_gap(uuid)');

CREATE OR REPLACE FUNCTION refundable_of(paid payments) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $$
DECLARE
  credit_back bigint := (SELECT coalesce(sum(credit_cents), 0) FROM payment_refunds WHERE payment_id = paid.id);
BEGIN
  RETURN least(paid.amount_cents - paid.refunded_cents,
    CASE WHEN (SELECT status FROM invoices WHERE id = paid.invoice_id) = 'OPEN' THEN 0
      ELSE paid.allocated_cents - (paid.refunded_cents - credit_back) END
    + CASE paid.provider WHEN 'CREDIT' THEN 0 ELSE greatest(0, credit_of(paid.user_id)) END);
END
$$;

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('void_invoice_payment(uuid, text, bigint)',
  $old$        OR (id = ANY (terms_that_replace(ARRAY[bill.membership_id])) AND status <> 'CANCELLED');$old$,
  $new$        OR (id = ANY (terms_that_replace(ARRAY[bill.membership_id])) AND status <> 'CANCELLED');
      PERFORM close_gap(bill.membership_id);$new$);

SELECT reword_function('refund_invoice_payment(uuid, bigint, text, text, text, text)',
  'least(cents, taken.amount_cents - taken.allocated_cents - credit_back, credit_of(bill.user_id))',
  'least(cents, credit_of(bill.user_id))');
SELECT reword_function('refund_invoice_payment(uuid, bigint, text, text, text, text)',
  'IF cents - of_credit > taken', 'IF cents > taken.amount_cents - taken.refunded_cents OR cents - of_credit > taken');
SELECT reword_function('settle_refund(text, text, uuid, text, bigint)',
  $old$least(cents, paid.amount_cents - paid.allocated_cents
    - (SELECT coalesce(sum(credit_cents), 0) FROM payment_refunds WHERE payment_id = paid.id), credit_of(paid.user_id))$old$,
  'least(cents, credit_of(paid.user_id))');
SELECT reword_function('settle_dispute(text, text, text, bigint, text, timestamp with time zone)',
  $old$least(cents, paid.amount_cents - paid.allocated_cents
      - (SELECT coalesce(sum(credit_cents), 0) FROM payment_refunds WHERE payment_id = paid.id), credit_of(paid.user_id))$old$,
  'least(cents, credit_of(paid.user_id))');

-- A person has one open invoice for dues, and one for an upgrade.
SELECT reword_function('settle_dispute(text, text, text, bigint, text, timestamp with time zone)',
  'AND NOT is_upgraded_since(bill) AND credit_of',
  $new$AND NOT is_upgraded_since(bill) AND NOT EXISTS (
      SELECT FROM invoices other
      WHERE other.user_id = bill.user_id AND other.kind = bill.kind AND other.kind IN ('DUES', 'UPGRADE') AND other.status = 'OPEN'
        AND other.id <> bill.id)
    AND credit_of$new$);
SELECT reword_function('settle_dispute(text, text, text, bigint, text, timestamp with time zone)',
  'A dispute about %s is lost, and the payment here can’t be voided as a whole.',
  'A dispute about %s is lost, and the payment here couldn’t be voided by itself. Open the invoice: another open invoice, an upgrade or a used credit stands in the way.');
REVOKE CREATE ON SCHEMA public FROM definer_role;
