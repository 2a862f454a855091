-- portal: tx
-- Saved cards and automatic renewal: the members’ numbers at the provider, the cards with which memberships renew, and their charges.

CREATE TABLE payment_customers (
  user_id uuid PRIMARY KEY NOT NULL,
  provider_reference text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT payment_customers_reference_once UNIQUE(provider_reference),
  CONSTRAINT payment_customers_one_line CHECK (is_one_line(provider_reference)),
  CONSTRAINT payment_customers_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE RESTRICT
);

CREATE TABLE automatic_renewals (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  user_id uuid NOT NULL,
  payment_id uuid NOT NULL,
  status text DEFAULT 'ON' NOT NULL,
  method_reference text NOT NULL,
  brand text,
  last_four text,
  expires_month integer,
  expires_year integer,
  off_at timestamp with time zone,
  off_reason text,
  removed_at timestamp with time zone,
  looked_at timestamp with time zone,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT automatic_renewals_once UNIQUE(payment_id),
  CONSTRAINT automatic_renewals_one_line CHECK (is_one_line(method_reference) and is_one_line(brand) and is_one_line(last_four)),
  CONSTRAINT automatic_renewals_status_known CHECK (status in ('ON', 'OFF')),
  CONSTRAINT automatic_renewals_off_reason_known CHECK (off_reason in ('MEMBER', 'LINK', 'DECLINED', 'PROVIDER', 'REPLACED', 'ACCOUNT')),
  CONSTRAINT automatic_renewals_last_four_digits CHECK (last_four ~ '^[0-9]{4}$'),
  CONSTRAINT automatic_renewals_month_sensible CHECK (expires_month between 1 and 12),
  CONSTRAINT automatic_renewals_card_whole CHECK (removed_at is not null or num_nonnulls(brand, last_four, expires_month, expires_year) = 4),
  CONSTRAINT automatic_renewals_off_whole CHECK (num_nonnulls(off_at, off_reason) = case when status = 'OFF' then 2 else 0 end),
  CONSTRAINT automatic_renewals_removed_when_off CHECK (removed_at is null or status = 'OFF'),
  CONSTRAINT automatic_renewals_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE RESTRICT,
  CONSTRAINT automatic_renewals_payment_id_payments_id_fk FOREIGN KEY (payment_id) REFERENCES payments(id) ON DELETE RESTRICT
);

CREATE TABLE renewal_charges (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  renewal_id uuid NOT NULL,
  user_id uuid NOT NULL,
  membership_id uuid NOT NULL,
  tier_code text NOT NULL,
  amount_cents bigint NOT NULL,
  charge_on date NOT NULL,
  status text DEFAULT 'NOTICED' NOT NULL,
  tries integer DEFAULT 0 NOT NULL,
  problem text,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT renewal_charges_one_line CHECK (is_one_line(problem)),
  CONSTRAINT renewal_charges_status_known CHECK (status in ('NOTICED', 'CHARGING', 'RETRY', 'PAID', 'FAILED', 'CANCELED')),
  CONSTRAINT renewal_charges_amount_positive CHECK (amount_cents > 0),
  CONSTRAINT renewal_charges_tries_sensible CHECK (tries between 0 and 2),
  CONSTRAINT renewal_charges_renewal_id_automatic_renewals_id_fk FOREIGN KEY (renewal_id) REFERENCES automatic_renewals(id) ON DELETE RESTRICT,
  CONSTRAINT renewal_charges_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE RESTRICT,
  CONSTRAINT renewal_charges_membership_id_memberships_id_fk FOREIGN KEY (membership_id) REFERENCES memberships(id) ON DELETE RESTRICT,
  CONSTRAINT renewal_charges_tier_code_membership_tiers_code_fk FOREIGN KEY (tier_code) REFERENCES membership_tiers(code) ON DELETE RESTRICT
);

ALTER TABLE checkouts
  ADD COLUMN saves_card boolean DEFAULT false NOT NULL,
  ADD COLUMN charge_id uuid,
  ADD CONSTRAINT checkouts_charge_id_renewal_charges_id_fk FOREIGN KEY (charge_id) REFERENCES renewal_charges(id) ON DELETE RESTRICT NOT VALID;

CREATE UNIQUE INDEX automatic_renewals_one_on ON automatic_renewals (user_id) WHERE status = 'ON';
CREATE INDEX idx_automatic_renewals_user ON automatic_renewals (user_id,created_at,id);
CREATE INDEX idx_automatic_renewals_method ON automatic_renewals (method_reference);
CREATE INDEX idx_automatic_renewals_to_remove ON automatic_renewals (id) WHERE status = 'OFF' and removed_at is null;
CREATE UNIQUE INDEX renewal_charges_once ON renewal_charges (renewal_id,membership_id) WHERE status <> 'CANCELED';
CREATE INDEX idx_renewal_charges_renewal ON renewal_charges (renewal_id,created_at,id);
CREATE INDEX idx_renewal_charges_user ON renewal_charges (user_id);
CREATE INDEX idx_renewal_charges_membership ON renewal_charges (membership_id);
CREATE INDEX idx_renewal_charges_tier ON renewal_charges (tier_code);
CREATE INDEX idx_renewal_charges_waiting ON renewal_charges (charge_on,id) WHERE status in ('NOTICED', 'CHARGING', 'RETRY');

SELECT protect_table('payment_customers');
SELECT protect_table('automatic_renewals');
SELECT protect_table('renewal_charges');
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('automatic_renewals', 'id', '{user_id,payment_id,status,method_reference,off_at,off_reason,removed_at}');
SELECT record_changes_of('renewal_charges', 'id', '{renewal_id,user_id,membership_id,tier_code,amount_cents,charge_on,status,tries,problem}');
REVOKE CREATE ON SCHEMA public FROM definer_role;
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON automatic_renewals FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('ON>OFF');
CREATE TRIGGER follow_status_flow BEFORE UPDATE OF status ON renewal_charges FOR EACH ROW
  EXECUTE FUNCTION follow_status_flow('NOTICED>CHARGING', 'NOTICED>CANCELED', 'CHARGING>PAID', 'CHARGING>RETRY', 'CHARGING>FAILED',
    'CHARGING>CANCELED', 'RETRY>CHARGING', 'RETRY>PAID', 'RETRY>CANCELED', 'FAILED>PAID');

CREATE POLICY own_rows ON payment_customers FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY own_rows ON automatic_renewals FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY own_rows ON renewal_charges FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY staff_read ON payment_customers FOR SELECT TO admin_role USING ((SELECT holds_permission('payments.read')));
CREATE POLICY staff_read ON automatic_renewals FOR SELECT TO admin_role USING ((SELECT holds_permission('payments.read')));
CREATE POLICY staff_read ON renewal_charges FOR SELECT TO admin_role USING ((SELECT holds_permission('payments.read')));
GRANT SELECT ON payment_customers, automatic_renewals, renewal_charges TO application_role, admin_role;
GRANT SELECT, INSERT ON payment_customers TO definer_role;
GRANT SELECT, INSERT, UPDATE (status, off_at, off_reason, removed_at, looked_at, brand, last_four, expires_month, expires_year)
  ON automatic_renewals TO definer_role;
GRANT SELECT, INSERT, UPDATE (status, charge_on, tries, problem) ON renewal_charges TO definer_role;

-- The days between the last day of a term and its charge, between a notice and its charge, and the least that may be left of these.
CREATE FUNCTION renewal_charge_days() RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$ SELECT 7 $$;
CREATE FUNCTION renewal_notice_days() RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$ SELECT 14 $$;
CREATE FUNCTION renewal_least_notice_days() RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$ SELECT 7 $$;
REVOKE EXECUTE ON FUNCTION renewal_charge_days(), renewal_notice_days(), renewal_least_notice_days() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION renewal_charge_days(), renewal_notice_days(), renewal_least_notice_days() TO definer_role;
GRANT EXECUTE ON FUNCTION renewal_least_notice_days() TO system_role;

-- The account links may turn an automatic renewal off.
ALTER TABLE account_links DROP CONSTRAINT account_links_purpose_known;
ALTER TABLE account_links ADD CONSTRAINT account_links_purpose_known
  CHECK (purpose in ('VERIFY_EMAIL', 'RESET_PASSWORD', 'CHANGE_EMAIL', 'CANCEL_CHANGE', 'STOP_RENEWAL')) NOT VALID;

-- Keeps a person's number at the provider, and returns the one that counts. For the system.
CREATE FUNCTION keep_customer(person uuid, reference text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO payment_customers (user_id, provider_reference) VALUES (person, reference) ON CONFLICT (user_id) DO NOTHING;
  RETURN (SELECT provider_reference FROM payment_customers WHERE user_id = person);
END
$$;
SELECT definer_function('keep_customer(uuid, text)');
GRANT EXECUTE ON FUNCTION keep_customer(uuid, text) TO system_role;

-- Switches the renewal of a person off. A charge that has begun goes on, and `is_charging` tells of it. Its rows are held in the order
-- of a charge that begins: the account, the renewal, the charge. Null without one that is on.
CREATE FUNCTION stop_renewal(person uuid, why text, OUT renewal uuid, OUT is_charging boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM FROM users WHERE id = person FOR UPDATE;
  UPDATE automatic_renewals SET status = 'OFF', off_at = now(), off_reason = why
  WHERE user_id = person AND status = 'ON' RETURNING id INTO renewal;
  UPDATE renewal_charges SET status = 'CANCELED' WHERE renewal_id = renewal AND status IN ('NOTICED', 'RETRY');
  is_charging := EXISTS (SELECT FROM renewal_charges WHERE renewal_id = renewal AND status = 'CHARGING');
END
$$;
SELECT definer_function('stop_renewal(uuid, text)');
GRANT EXECUTE ON FUNCTION stop_renewal(uuid, text) TO system_role;

-- The same for one's own.
CREATE FUNCTION stop_own_renewal(OUT renewal uuid, OUT is_charging boolean)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT s.renewal, s.is_charging FROM stop_renewal(current_user_id(), 'MEMBER') s $$;
SELECT definer_function('stop_own_renewal()');
GRANT EXECUTE ON FUNCTION stop_own_renewal() TO application_role;

-- An account that is closed, suspended or lapsed is not charged.
CREATE FUNCTION stop_renewal_of_account() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM stop_renewal(NEW.id, 'ACCOUNT');
  RETURN NULL;
END
$$;
SELECT definer_function('stop_renewal_of_account()');
CREATE TRIGGER stop_renewal AFTER UPDATE OF status ON users FOR EACH ROW
  WHEN (OLD.status = 'ACTIVE' AND NEW.status <> 'ACTIVE') EXECUTE FUNCTION stop_renewal_of_account();

-- Keeps the card of a payment with which the person asked for it, once. An earlier one is replaced. A card of an account that is not
-- active any more is noted as off, so that it is removed at the provider. For the system.
CREATE FUNCTION start_renewal(of_checkout uuid, method text, of_brand text, four text, month integer, year integer) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  attempt checkouts;
  account_status text;
  made uuid;
BEGIN
  SELECT * INTO attempt FROM checkouts WHERE id = of_checkout AND saves_card AND status = 'PAID';
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  SELECT status INTO account_status FROM users WHERE id = attempt.user_id FOR UPDATE;
  IF EXISTS (SELECT FROM automatic_renewals WHERE payment_id = attempt.payment_id) THEN
    RETURN NULL;
  END IF;
  IF account_status = 'ACTIVE' THEN
    PERFORM stop_renewal(attempt.user_id, 'REPLACED');
    INSERT INTO automatic_renewals (user_id, payment_id, method_reference, brand, last_four, expires_month, expires_year)
    VALUES (attempt.user_id, attempt.payment_id, method, of_brand, four, month, year) RETURNING id INTO made;
  ELSE
    INSERT INTO automatic_renewals (user_id, payment_id, method_reference, brand, last_four, expires_month, expires_year, status, off_at,
      off_reason)
    VALUES (attempt.user_id, attempt.payment_id, method, of_brand, four, month, year, 'OFF', now(), 'ACCOUNT') RETURNING id INTO made;
  END IF;
  RETURN made;
END
$$;
SELECT definer_function('start_renewal(uuid, text, text, text, integer, integer)');
GRANT EXECUTE ON FUNCTION start_renewal(uuid, text, text, text, integer, integer) TO system_role;

-- The provider has removed the card of a renewal that is off. Its facts go with it. For the system.
CREATE FUNCTION note_card_removed(of_renewal uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  UPDATE automatic_renewals SET removed_at = now(), brand = NULL, last_four = NULL, expires_month = NULL, expires_year = NULL
  WHERE id = of_renewal AND status = 'OFF' AND removed_at IS NULL
$$;
SELECT definer_function('note_card_removed(uuid)');
GRANT EXECUTE ON FUNCTION note_card_removed(uuid) TO system_role;

-- True if nobody has renewed since this term, and it still stands.
CREATE FUNCTION is_last_term(term uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM memberships m WHERE m.id = term AND m.status <> 'CANCELLED' AND NOT EXISTS (
      SELECT FROM memberships later WHERE later.user_id = m.user_id AND later.status <> 'CANCELLED' AND later.ends_on > m.ends_on));
END
$$;
REVOKE EXECUTE ON FUNCTION is_last_term(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_last_term(uuid) TO definer_role;

-- The renewals whose notice is due. A notice that comes late moves its charge, so that the member always has the whole time. One who
-- has an open invoice for something else than a year of these dues decides alone. For the system.
CREATE FUNCTION renewals_to_notice(of_renewal uuid DEFAULT NULL)
RETURNS TABLE (renewal_id uuid, user_id uuid, membership_id uuid, tier_code text, amount_cents bigint, charge_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT r.id, u.id, m.id, m.tier_code, t.annual_dues_cents, greatest(m.ends_on - renewal_charge_days(), today + renewal_notice_days())
  FROM (SELECT (now() AT TIME ZONE 'America/Los_Angeles')::date AS today) clock
  JOIN automatic_renewals r ON r.status = 'ON' AND (of_renewal IS NULL OR r.id = of_renewal)
  JOIN users u ON u.id = r.user_id AND u.status = 'ACTIVE'
  JOIN memberships m ON m.user_id = u.id AND is_last_term(m.id)
  JOIN membership_tiers t ON t.code = m.tier_code AND t.annual_dues_cents > 0
  WHERE m.ends_on <= today + renewal_charge_days() + renewal_notice_days()
    AND today + renewal_notice_days() <= m.ends_on + membership_grace_days()
    AND NOT EXISTS (SELECT FROM renewal_charges c WHERE c.renewal_id = r.id AND c.membership_id = m.id AND c.status <> 'CANCELED')
    AND NOT EXISTS (
      SELECT FROM invoices i WHERE i.user_id = u.id AND i.kind = 'DUES' AND i.status = 'OPEN'
        AND (i.tier_code <> m.tier_code OR i.years <> 1 OR i.total_cents - i.paid_cents <> t.annual_dues_cents))
  ORDER BY r.id
$$;
SELECT definer_function('renewals_to_notice(uuid)');
GRANT EXECUTE ON FUNCTION renewals_to_notice(uuid) TO system_role;

-- Notes the notice of a renewal, in the transaction of its letter. Null if there is nothing to tell any more. For the system.
CREATE FUNCTION notice_renewal(of_renewal uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  made uuid;
BEGIN
  PERFORM FROM users WHERE id = (SELECT user_id FROM automatic_renewals WHERE id = of_renewal) FOR UPDATE;
  INSERT INTO renewal_charges (renewal_id, user_id, membership_id, tier_code, amount_cents, charge_on)
  SELECT * FROM renewals_to_notice(of_renewal) ON CONFLICT DO NOTHING RETURNING id INTO made;
  RETURN made;
END
$$;
SELECT definer_function('notice_renewal(uuid)');
GRANT EXECUTE ON FUNCTION notice_renewal(uuid) TO system_role;

-- Begins the charge that was noticed, and decides whether there is one: the notice has left in time, the amount is the one of the
-- notice, the renewal is on, and nobody has renewed. What doesn't hold any more cancels the charge, and the next notice begins anew.
-- `checkout` is the attempt whose id is the key at the provider; a charge that has begun gives the same one. `replaces` is a page on
-- which the member could pay the same invoice: end it at the provider, then ask again. For the system.
CREATE FUNCTION begin_renewal_charge(of_charge uuid, OUT checkout uuid, OUT is_new boolean, OUT may_begin boolean, OUT replaces uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'America/Los_Angeles')::date;
  due renewal_charges;
  renewal automatic_renewals;
  account_status text;
  bill invoices;
  live checkouts;
  notice mails;
BEGIN
  is_new := false;
  may_begin := false;
  SELECT * INTO due FROM renewal_charges WHERE id = of_charge;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  SELECT status INTO account_status FROM users WHERE id = due.user_id FOR UPDATE;
  SELECT * INTO renewal FROM automatic_renewals WHERE id = due.renewal_id FOR UPDATE;
  SELECT * INTO due FROM renewal_charges WHERE id = of_charge FOR UPDATE;
  IF due.status = 'CHARGING' THEN
    -- Another worker has begun, or an answer was lost. Money that the provider hasn't moved by now stays where it is once this is off.
    SELECT id INTO checkout FROM checkouts WHERE charge_id = of_charge AND status IN ('STARTED', 'PROCESSING');
    may_begin := renewal.status = 'ON';
    RETURN;
  END IF;
  IF due.status NOT IN ('NOTICED', 'RETRY') OR due.charge_on > today THEN
    RETURN;
  END IF;
  -- The notice was written in the transaction that noted the charge.
  SELECT * INTO notice FROM mails
  WHERE user_id = due.user_id AND template = 'renewal-notice' AND created_at = due.created_at;
  SELECT * INTO bill FROM invoices WHERE user_id = due.user_id AND kind = 'DUES' AND status = 'OPEN' FOR UPDATE;
  IF renewal.status <> 'ON' OR account_status <> 'ACTIVE' OR NOT is_last_term(due.membership_id)
    OR due.amount_cents IS DISTINCT FROM (SELECT annual_dues_cents FROM membership_tiers WHERE code = due.tier_code)
    OR notice.id IS NULL OR notice.status IN ('DROPPED', 'FAILED')
    OR bill.id IS NOT NULL AND (bill.tier_code <> due.tier_code OR bill.years <> 1 OR bill.total_cents - bill.paid_cents <> due.amount_cents)
  THEN
    UPDATE renewal_charges SET status = 'CANCELED' WHERE id = of_charge;
    RETURN;
  END IF;
  -- A mail that nobody sends, on a developer's machine, is there to be read at once.
  IF notice.status NOT IN ('SENT', 'KEPT')
    OR coalesce(notice.sent_at, notice.created_at) > now() - renewal_least_notice_days() * interval '1 day' THEN
    RETURN;
  END IF;
  SELECT * INTO live FROM checkouts WHERE invoice_id = bill.id AND status IN ('STARTED', 'OPEN', 'PROCESSING') FOR UPDATE;
  IF FOUND THEN
    -- A bank that moves the money already is waited for.
    IF live.status <> 'PROCESSING' THEN
      replaces := live.id;
    END IF;
    RETURN;
  END IF;
  IF bill.id IS NULL THEN
    SELECT invoice INTO bill.id FROM issue_dues_invoice(due.user_id, due.tier_code, 1);
  END IF;
  checkout := time_ordered_uuid();
  is_new := true;
  may_begin := true;
  INSERT INTO checkouts (id, invoice_id, user_id, amount_cents, charge_id)
  VALUES (checkout, bill.id, due.user_id, due.amount_cents, of_charge);
  UPDATE renewal_charges SET status = 'CHARGING', tries = tries + 1, problem = NULL WHERE id = of_charge;
END
$$;
SELECT definer_function('begin_renewal_charge(uuid)');
GRANT EXECUTE ON FUNCTION begin_renewal_charge(uuid) TO system_role;

-- The card was declined: it is tried once more after three days, and then the renewal is off. False if the attempt has an end already.
-- For the system.
CREATE FUNCTION decline_renewal_charge(of_checkout uuid, payment_reference text, why text, OUT charge uuid, OUT is_last boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  attempt checkouts;
  due renewal_charges;
BEGIN
  SELECT * INTO attempt FROM checkouts WHERE id = of_checkout AND charge_id IS NOT NULL;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  PERFORM FROM users WHERE id = attempt.user_id FOR UPDATE;
  SELECT * INTO due FROM renewal_charges WHERE id = attempt.charge_id FOR UPDATE;
  PERFORM settle_checkout(of_checkout, NULL, 'FAILED', payment_reference, 0);
  -- A late word on the first try, or a second worker.
  IF due.status <> 'CHARGING' OR EXISTS (SELECT FROM checkouts WHERE charge_id = due.id AND status IN ('STARTED', 'PROCESSING', 'PAID')) THEN
    RETURN;
  END IF;
  charge := due.id;
  is_last := due.tries >= 2 OR NOT EXISTS (SELECT FROM automatic_renewals WHERE id = due.renewal_id AND status = 'ON');
  UPDATE renewal_charges SET status = CASE WHEN is_last THEN 'FAILED' ELSE 'RETRY' END, problem = why,
    charge_on = CASE WHEN is_last THEN charge_on ELSE (now() AT TIME ZONE 'America/Los_Angeles')::date + 3 END
  WHERE id = due.id;
  IF is_last THEN
    PERFORM stop_renewal(due.user_id, 'DECLINED');
  END IF;
END
$$;
SELECT definer_function('decline_renewal_charge(uuid, text, text)');
GRANT EXECUTE ON FUNCTION decline_renewal_charge(uuid, text, text) TO system_role;

-- The charge follows its attempt, whichever road the provider's word came.
CREATE FUNCTION follow_charged_checkout() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.status = 'PAID' THEN
    -- One that was given up, or noticed anew, stays so: the money has its payment all the same.
    UPDATE renewal_charges SET status = 'PAID', problem = NULL
    WHERE id = NEW.charge_id AND status IN ('CHARGING', 'RETRY', 'FAILED');
  ELSIF NEW.status = 'EXPIRED' THEN
    UPDATE renewal_charges SET status = 'CANCELED' WHERE id = NEW.charge_id AND status = 'CHARGING';
  END IF;
  RETURN NULL;
END
$$;
SELECT definer_function('follow_charged_checkout()');
CREATE TRIGGER follow_charged_checkout AFTER UPDATE OF status ON checkouts FOR EACH ROW
  WHEN (NEW.charge_id IS NOT NULL AND NEW.status <> OLD.status) EXECUTE FUNCTION follow_charged_checkout();

-- Begins to pay one's own open invoice, as before. With `saves` the card of the payment renews the membership from then on. An attempt
-- with another answer to that is replaced.
CREATE FUNCTION begin_checkout(of_invoice uuid, saves boolean, OUT checkout uuid, OUT is_new boolean, OUT replaces uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  known checkouts;
  is_dues boolean;
BEGIN
  SELECT kind = 'DUES' INTO is_dues FROM invoices WHERE id = of_invoice AND user_id = current_user_id();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  PERFORM FROM users WHERE id = current_user_id() FOR UPDATE;
  PERFORM FROM invoices WHERE id = of_invoice FOR UPDATE;
  SELECT * INTO known FROM checkouts WHERE invoice_id = of_invoice AND status IN ('STARTED', 'OPEN', 'PROCESSING') FOR UPDATE;
  IF known.status IN ('STARTED', 'OPEN') AND known.charge_id IS NULL AND known.saves_card <> (saves AND is_dues) THEN
    is_new := false;
    replaces := known.id;
    RETURN;
  END IF;
  SELECT begun.checkout, begun.is_new, begun.replaces INTO checkout, is_new, replaces FROM begin_checkout(of_invoice) begun;
  IF is_new THEN
    UPDATE checkouts SET saves_card = saves AND is_dues WHERE id = checkout;
  END IF;
END
$$;
GRANT UPDATE (saves_card) ON checkouts TO definer_role;
SELECT definer_function('begin_checkout(uuid, boolean)');
GRANT EXECUTE ON FUNCTION begin_checkout(uuid, boolean) TO application_role;

GRANT CREATE ON SCHEMA public TO definer_role;
-- A saved card that is being charged for the invoice comes first.
SELECT reword_function('begin_checkout(uuid)',
  $old$  IF FOUND THEN
    -- The provider keeps a key for a day.$old$,
  $new$  IF FOUND THEN
    IF known.charge_id IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'We’re charging your saved card for this invoice right now. Look again in a few minutes.';
    END IF;
    -- The provider keeps a key for a day.$new$);
SELECT reword_function('assert_nothing_under_way(uuid)',
  'WHERE invoice_id = of_invoice AND status = ''PROCESSING''',
  'WHERE invoice_id = of_invoice AND (status = ''PROCESSING'' OR status = ''STARTED'' AND charge_id IS NOT NULL)');
REVOKE CREATE ON SCHEMA public FROM definer_role;
