-- portal: tx
-- A whole refund of an upgrade can take the upgrade back: the terms have their old tier again, on the same days, in the transaction of
-- the refund. The invoice stays paid, as with every refund, and says when its upgrade was taken back.

ALTER TABLE invoices
  ADD COLUMN taken_back_at timestamp with time zone,
  ADD CONSTRAINT invoices_taken_back_of_upgrade CHECK (taken_back_at is null or kind = 'UPGRADE' and status = 'PAID') NOT VALID;
GRANT UPDATE (taken_back_at) ON invoices TO definer_role;
ALTER TABLE online_refunds ADD COLUMN takes_upgrade_back boolean DEFAULT false NOT NULL;
GRANT UPDATE (takes_upgrade_back) ON online_refunds TO definer_role;
ALTER TABLE payment_differences
  DROP CONSTRAINT payment_differences_kind_known,
  ADD CONSTRAINT payment_differences_kind_known CHECK (kind in ('UNPLACED_EVENT', 'MISSING_HERE', 'MISSING_THERE', 'AMOUNT', 'REFUND_MISSING_HERE', 'REFUND_MISSING_THERE', 'REFUND_FAILED', 'NOT_RENEWED', 'NOT_ALLOCATED', 'UPGRADE_KEPT', 'DISPUTE')) NOT VALID;

GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('invoices', 'id', (
  SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
  WHERE attrelid = 'invoices'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('id', 'created_at', 'updated_at')));
SELECT record_changes_of('online_refunds', 'id', '{payment_id,amount_cents,status,provider_reference,requested_by,takes_upgrade_back}', '{reason}');

-- An upgrade that was taken back stands on nothing any more.
SELECT reword_function('is_upgraded_since(invoices)', 'AND later.id <> bill.id', 'AND later.id <> bill.id AND later.taken_back_at IS NULL');

-- The part of an invoice that its payments still pay: without what went back of it.
CREATE FUNCTION kept_of_invoice(of_invoice uuid) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN (
    SELECT coalesce(sum(p.allocated_cents - p.refunded_cents
      + (SELECT coalesce(sum(r.credit_cents), 0) FROM payment_refunds r WHERE r.payment_id = p.id)), 0)
    FROM payments p WHERE p.invoice_id = of_invoice AND p.status = 'SUCCEEDED');
END
$$;
SELECT definer_function('kept_of_invoice(uuid)');

-- The reason for which the upgrade of an invoice can't be taken back when this much more of its money goes. Null if it can.
CREATE FUNCTION upgrade_stays_because(bill invoices, more_cents bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN CASE
    WHEN bill.kind <> 'UPGRADE' OR bill.status <> 'PAID' OR bill.membership_id IS NULL THEN 'Only a paid upgrade can be taken back.'
    WHEN bill.taken_back_at IS NOT NULL THEN 'This upgrade was taken back already.'
    WHEN kept_of_invoice(bill.id) > more_cents THEN format(
      'An upgrade is taken back when all of its money goes back: %s of it stays. Refund that too, or leave the upgrade.',
      in_dollars(kept_of_invoice(bill.id) - more_cents))
    WHEN is_upgraded_since(bill) THEN 'The terms of this upgrade were upgraded again since. Take that upgrade back first.' END;
END
$$;
SELECT definer_function('upgrade_stays_because(invoices, bigint)');

-- Takes back the upgrade of an invoice whose money went back as a whole. The caller holds the person's row and the invoice.
CREATE FUNCTION take_upgrade_back(bill invoices) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM undo_upgrade(bill);
  UPDATE invoices SET taken_back_at = now() WHERE id = bill.id;
END
$$;
SELECT definer_function('take_upgrade_back(invoices)');

-- The same for staff, in the transaction of the refund.
CREATE FUNCTION take_refunded_upgrade_back(of_invoice uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  bill invoices := hold_invoice(of_invoice);
  reason text := upgrade_stays_because(bill, 0);
BEGIN
  IF reason IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = reason;
  END IF;
  PERFORM take_upgrade_back(bill);
END
$$;
SELECT definer_function('take_refunded_upgrade_back(uuid)');
GRANT EXECUTE ON FUNCTION take_refunded_upgrade_back(uuid) TO admin_role;

-- Lets an online refund take the upgrade back, as soon as the provider has sent the money.
CREATE FUNCTION let_refund_take_upgrade_back(of_refund uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  asked online_refunds;
  bill invoices;
  reason text;
BEGIN
  SELECT * INTO asked FROM online_refunds WHERE id = of_refund;
  bill := hold_invoice((SELECT invoice_id FROM payments WHERE id = asked.payment_id));
  reason := upgrade_stays_because(bill, (
    SELECT coalesce(sum(r.amount_cents), 0)::bigint FROM online_refunds r JOIN payments p ON p.id = r.payment_id
    WHERE p.invoice_id = bill.id AND r.status = 'REQUESTED'));
  IF reason IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = reason;
  END IF;
  UPDATE online_refunds SET takes_upgrade_back = true WHERE id = of_refund AND status = 'REQUESTED';
END
$$;
SELECT definer_function('let_refund_take_upgrade_back(uuid)');
GRANT EXECUTE ON FUNCTION let_refund_take_upgrade_back(uuid) TO admin_role;

-- A reason that keeps the upgrade in place by then becomes a task for staff.
SELECT reword_function('settle_refund(text, text, uuid, text, bigint)', E'  of_credit bigint;\nBEGIN', E'  of_credit bigint;\n  bill invoices;\n  stays text;\nBEGIN');
SELECT reword_function('settle_refund(text, text, uuid, text, bigint)', E'  is_new := true;\nEND', $new$  is_new := true;
  IF asked.takes_upgrade_back THEN
    SELECT * INTO bill FROM invoices WHERE id = paid.invoice_id;
    stays := upgrade_stays_because(bill, 0);
    IF stays IS NULL THEN
      PERFORM take_upgrade_back(bill);
    ELSE
      PERFORM note_difference('UPGRADE_KEPT', refund_reference,
        format('The payment of invoice %s went back, and its upgrade stays. %s', bill.number, stays), paid.id, paid.invoice_id);
    END IF;
  END IF;
END$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;
