-- portal: tx
-- A key says that a request is the same one again. With another amount, way, number or day it is another one: answering it with the
-- earlier payment would lose a check, and say that it was recorded.
SELECT reword_function('record_invoice_payment(uuid,text,text,bigint,date,bigint,boolean,text)', '  IF FOUND THEN
    is_new := false;', $new$  IF FOUND THEN
    IF NOT EXISTS (
      SELECT FROM payments WHERE id = payment AND amount_cents = cents AND provider = by_way
        AND provider_reference IS NOT DISTINCT FROM number_of_payment AND received_on = arrived_on) THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1',
        MESSAGE = 'The payment that you sent from here before was recorded. Close this window and look at what’s left before you record another one.';
    END IF;
    is_new := false;$new$);
SELECT reword_function('refund_invoice_payment(uuid,bigint,text,text,text,text)', '  IF FOUND THEN
    is_new := false;', $new$  IF FOUND THEN
    IF NOT EXISTS (
      SELECT FROM payment_refunds WHERE id = refund AND amount_cents = cents AND way = by_way
        AND provider_reference IS NOT DISTINCT FROM number_of_refund) THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1',
        MESSAGE = 'The refund that you sent from here before was recorded. Close this window and look at what’s left before you make another one.';
    END IF;
    is_new := false;$new$);
SELECT reword_function('request_refund(uuid,bigint,text,uuid)', '  IF paid.provider <> ''STRIPE'' OR', $new$  IF EXISTS (SELECT FROM online_refunds WHERE id = repeated_key) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = 'The refund that you sent from here before is under way. Close this window and look at what’s left before you make another one.';
  END IF;
  IF paid.provider <> 'STRIPE' OR$new$);
