-- portal: tx
-- Staff make tiers themselves. What a tier brings is a list of lines, and one may be closed to applications without being closed to
-- those who have it.
ALTER TABLE membership_tiers
  ADD COLUMN benefits text[] DEFAULT '{}' NOT NULL,
  ADD COLUMN is_joinable boolean DEFAULT true NOT NULL,
  ADD COLUMN updated_at timestamp with time zone DEFAULT now() NOT NULL,
  ADD CONSTRAINT membership_tiers_code_sensible CHECK (code ~ '^[A-Z][A-Z0-9_]{0,39}$') NOT VALID,
  ADD CONSTRAINT membership_tiers_benefits_sensible CHECK (cardinality(benefits) <= 12 and length(array_to_string(benefits, '')) <= 2400 and is_one_line(array_to_string(benefits, ' '))) NOT VALID;
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('membership_tiers', 'code', '{code,name,member_type,annual_dues_cents,currency,is_offered,is_joinable,position,benefits}', '{description}');
REVOKE CREATE ON SCHEMA public FROM definer_role;
GRANT INSERT (benefits, is_joinable), UPDATE (benefits, is_joinable) ON membership_tiers TO admin_role;

-- The board decides about honorary members: nobody applies.
SET LOCAL ROLE admin_role;
SELECT set_config('app.actor', 'system:portal migrate', true);
UPDATE membership_tiers SET is_joinable = false WHERE code = 'HONORARY';
RESET ROLE;
SELECT set_config('app.actor', '', true);
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON membership_tiers FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- One applies for a tier that is open then. An application stays when its tier closes later.
CREATE FUNCTION check_applied_tier() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM membership_tiers WHERE code = NEW.tier_code AND is_offered AND is_joinable) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'This membership isn’t open for applications. Choose another one.';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER check_new_tier AFTER INSERT ON membership_applications FOR EACH ROW EXECUTE FUNCTION check_applied_tier();
CREATE TRIGGER check_changed_tier AFTER UPDATE OF tier_code ON membership_applications FOR EACH ROW
  WHEN (NEW.tier_code <> OLD.tier_code) EXECUTE FUNCTION check_applied_tier();
