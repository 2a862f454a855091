-- portal: tx
-- The part of a payment that pays an open invoice doesn't go back: the invoice would go on saying that it is paid, and the next payment
-- would renew a membership for less than its dues. Staff close the invoice first. What the member has as credit can go back any time.
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('refundable_of(payments)',
  'RETURN paid.allocated_cents - (paid.refunded_cents - credit_back)',
  $new$RETURN CASE WHEN (SELECT status FROM invoices WHERE id = paid.invoice_id) = 'OPEN' THEN 0
    ELSE paid.allocated_cents - (paid.refunded_cents - credit_back) END$new$);
SELECT reword_function('refund_invoice_payment(uuid, bigint, text, text, text, text)',
  'IF cents - of_credit > taken.allocated_cents - (taken.refunded_cents - credit_back) THEN',
  $new$IF bill.status = 'OPEN' AND cents > of_credit THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The invoice is still open. Close it first, or refund no more than the credit.';
  END IF;
  IF cents - of_credit > taken.allocated_cents - (taken.refunded_cents - credit_back) THEN$new$);
SELECT reword_function('request_refund(uuid, bigint, text, uuid)',
  'IF cents > refundable_of(paid) - asked THEN',
  $new$IF cents > refundable_of(paid) - asked AND EXISTS (SELECT FROM invoices WHERE id = paid.invoice_id AND status = 'OPEN') THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The invoice is still open. Close it first, or refund no more than the credit.';
  END IF;
  IF cents > refundable_of(paid) - asked THEN$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;
