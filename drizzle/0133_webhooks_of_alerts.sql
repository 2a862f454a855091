-- portal: tx
-- Addresses to which alerts are sent, and each delivery. An address is as secret as a password: whoever knows it can write there.
ALTER TABLE live_events VALIDATE CONSTRAINT live_events_kind_known;
ALTER TABLE health_alerts VALIDATE CONSTRAINT health_alerts_acknowledged_ahead;

CREATE TABLE alert_webhooks (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  name text NOT NULL,
  host text NOT NULL,
  encrypted_address bytea,
  encrypted_secret bytea,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT alert_webhooks_one_of_name UNIQUE (name),
  CONSTRAINT alert_webhooks_one_line CHECK (is_one_line(name) and is_one_line(host)),
  CONSTRAINT alert_webhooks_sensible CHECK (btrim(name) <> '' and length(name) <= 60 and length(host) <= 300)
);
CREATE TABLE alert_deliveries (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  webhook_id uuid NOT NULL CONSTRAINT alert_deliveries_webhook_id_alert_webhooks_id_fk REFERENCES alert_webhooks (id) ON DELETE CASCADE,
  kind text NOT NULL,
  message jsonb,
  status text DEFAULT 'WAITING' NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  answer integer,
  problem text,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  tried_at timestamp with time zone,
  CONSTRAINT alert_deliveries_kind_known CHECK (kind in ('ALERTS', 'ESCALATION', 'TEST')),
  CONSTRAINT alert_deliveries_status_known CHECK (status in ('WAITING', 'SENT', 'FAILED')),
  CONSTRAINT alert_deliveries_one_line CHECK (is_one_line(problem)),
  CONSTRAINT alert_deliveries_message_known CHECK ((kind = 'TEST') = (message is null))
);
CREATE INDEX idx_alert_deliveries_webhook ON alert_deliveries (webhook_id, created_at DESC, id DESC);

SELECT protect_table('alert_webhooks');
CREATE POLICY staff_read ON alert_webhooks FOR SELECT TO admin_role
  USING ((SELECT is_system() OR holds_permission('health.read')));
CREATE POLICY staff_insert ON alert_webhooks FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('health.manage')));
CREATE POLICY system_update ON alert_webhooks FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY staff_delete ON alert_webhooks FOR DELETE TO admin_role
  USING ((SELECT holds_permission('health.manage')));
GRANT SELECT (id, name, host, created_at, updated_at), INSERT (name, host), DELETE ON alert_webhooks TO admin_role;
GRANT SELECT, UPDATE ON alert_webhooks TO system_role;
GRANT SELECT (id, encrypted_address), UPDATE (encrypted_address, encrypted_secret) ON alert_webhooks TO definer_role;
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('alert_webhooks', 'id', '{name,host}', '{encrypted_address,encrypted_secret}');
REVOKE CREATE ON SCHEMA public FROM definer_role;

SELECT protect_table('alert_deliveries');
CREATE POLICY staff_read ON alert_deliveries FOR SELECT TO admin_role
  USING ((SELECT is_system() OR holds_permission('health.read')));
CREATE POLICY system_insert ON alert_deliveries FOR INSERT TO admin_role
  WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON alert_deliveries FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON alert_deliveries FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT ON alert_deliveries TO admin_role;
GRANT INSERT, UPDATE, DELETE ON alert_deliveries TO system_role;
GRANT SELECT (id), INSERT (webhook_id, kind) ON alert_deliveries TO definer_role;
CREATE TRIGGER tell_of_deliveries AFTER UPDATE OF status ON alert_deliveries
  FOR EACH ROW EXECUTE FUNCTION tell_of_staff_work('health.read', 'alerts');

-- The portal encrypts the address and the secret of a webhook, on behalf of staff with the permission.
CREATE FUNCTION keep_webhook_secrets(webhook uuid, address bytea, secret bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT holds_permission('health.manage') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'You may not change webhooks.';
  END IF;
  UPDATE alert_webhooks
  SET encrypted_address = coalesce(address, encrypted_address), encrypted_secret = secret
  WHERE id = webhook;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This webhook was removed.';
  END IF;
END
$$;
SELECT definer_function('keep_webhook_secrets(uuid, bytea, bytea)');
GRANT EXECUTE ON FUNCTION keep_webhook_secrets(uuid, bytea, bytea) TO admin_role;

CREATE FUNCTION send_webhook_test(webhook uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  made uuid;
BEGIN
  IF NOT holds_permission('health.manage') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'You may not change webhooks.';
  END IF;
  INSERT INTO alert_deliveries (webhook_id, kind)
  SELECT id, 'TEST' FROM alert_webhooks WHERE id = webhook
  RETURNING id INTO made;
  IF made IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This webhook was removed.';
  END IF;
  PERFORM add_job('send-webhook', jsonb_build_object('deliveryId', made), 0);
END
$$;
SELECT definer_function('send_webhook_test(uuid)');
GRANT EXECUTE ON FUNCTION send_webhook_test(uuid) TO admin_role;
