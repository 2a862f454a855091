-- portal: tx
-- The certification wallet of a company: its agency certificates, safety cards, insurance, bond letters and registrations, with
-- their last days, scans, and what staff found when they checked them.

-- The kinds are data. Where the facts come from:
--   SB, DVBE: 24 months, and a firm recertifies at most 90 days before the end (2 CCR 1896.16 and 2 CCR 1896.84).
--   DBE, ACDBE: certified until removed, with a declaration each year (49 CFR 26.83). Since October 3, 2025 each firm is
--     re-evaluated, and the goals are suspended meanwhile (90 FR 47969, 49 CFR 26.111).
--   MBE: the councils of the NMSDC recertify each year (midstatesmsdc.org/mbes-faqs), within 90 days of the end
--     (scmsdc.org/recertification-process).
--   WBE: the WBENC certifies for a year, and a firm recertifies from 90 days before the end (wbec-pacific.org).
--   GO156: three years when the Supplier Clearinghouse itself verified the firm (thesupplierclearinghouse.com).
--   8A: nine years (13 CFR 124.2). It is not renewed after that.
--   HUBZONE: every three years since January 2025, within 90 days before that day (13 CFR 126.500, 89 FR 102448).
--   DIR: registration ends on June 30, after one, two or three years. It renews from May 1 (Labor Code 1725.5,
--     ecasocal.org/renew-public-works-registration-by-june-30).
--   OSHA10, OSHA30: the cards do not expire (osha.gov, FAQs of the Outreach Training Program).
--   LBE, SLEB, insurance and bond letters: each agency and company sets its own term, so none stands here.
-- Where no source names a renewal window, a certification counts as expiring from its first reminder on, 90 days before the
-- end. Insurance and bond letters count from the second one on.
CREATE TABLE certification_kinds (
  code text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  issuer text,
  about text NOT NULL,
  term_months integer,
  renewal_days integer NOT NULL,
  needs_number boolean NOT NULL,
  needs_end boolean NOT NULL,
  is_re_evaluated boolean DEFAULT false NOT NULL,
  position integer NOT NULL,
  is_offered boolean DEFAULT true NOT NULL,
  CONSTRAINT certification_kinds_code_pattern CHECK (code ~ '^[A-Z0-9_]{1,20}$'),
  CONSTRAINT certification_kinds_one_line CHECK (is_one_line(name) and is_one_line(issuer)),
  CONSTRAINT certification_kinds_about_known CHECK (about in ('AGENCY', 'SAFETY', 'INSURANCE', 'BOND', 'REGISTRATION')),
  CONSTRAINT certification_kinds_sensible CHECK (term_months > 0 and renewal_days between 1 and 365)
);
INSERT INTO certification_kinds
  (code, name, issuer, about, term_months, renewal_days, needs_number, needs_end, is_re_evaluated, position)
VALUES
  ('SB', 'Small Business (SB)', 'California Department of General Services', 'AGENCY', 24, 90, true, true, false, 10),
  ('DVBE', 'Disabled Veteran Business Enterprise (DVBE)', 'California Department of General Services', 'AGENCY', 24, 90, true, true, false, 20),
  ('DBE', 'Disadvantaged Business Enterprise (DBE)', 'California Unified Certification Program', 'AGENCY', NULL, 90, true, false, true, 30),
  ('ACDBE', 'Airport Concession DBE (ACDBE)', 'California Unified Certification Program', 'AGENCY', NULL, 90, true, false, true, 40),
  ('MBE', 'Minority Business Enterprise (MBE)', 'National Minority Supplier Development Council', 'AGENCY', 12, 90, true, true, false, 50),
  ('WBE', 'Women’s Business Enterprise (WBE)', 'Women’s Business Enterprise National Council', 'AGENCY', 12, 90, true, true, false, 60),
  ('LBE', 'Local Business Enterprise (LBE)', NULL, 'AGENCY', NULL, 90, true, true, false, 70),
  ('SLEB', 'Small, Local and Emerging Business (SLEB)', NULL, 'AGENCY', NULL, 90, true, true, false, 80),
  ('GO156', 'CPUC Supplier Clearinghouse (GO 156)', 'The Supplier Clearinghouse', 'AGENCY', 36, 90, true, true, false, 90),
  ('8A', '8(a) Business Development', 'US Small Business Administration', 'AGENCY', 108, 90, true, true, false, 100),
  ('HUBZONE', 'HUBZone', 'US Small Business Administration', 'AGENCY', 36, 90, true, true, false, 110),
  ('DIR', 'Public works contractor registration', 'California Department of Industrial Relations', 'REGISTRATION', NULL, 60, true, true, false, 120),
  ('INSURANCE', 'Insurance', NULL, 'INSURANCE', NULL, 30, true, true, false, 130),
  ('BOND_LETTER', 'Letter of bonding capacity', NULL, 'BOND', NULL, 30, false, true, false, 140),
  ('OSHA10', 'OSHA 10-hour card', 'US Department of Labor', 'SAFETY', NULL, 90, true, false, false, 150),
  ('OSHA30', 'OSHA 30-hour card', 'US Department of Labor', 'SAFETY', NULL, 90, true, false, false, 160);

-- One that was renewed stays and names its replacement. The key is checked at the end of the transaction: the old one steps
-- aside before the new one comes, so that both may have the same number.
CREATE TABLE certifications (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  company_id uuid NOT NULL,
  kind text NOT NULL,
  number text,
  issuer text,
  issued_on date,
  expires_on date,
  is_under_re_evaluation boolean DEFAULT false NOT NULL,
  replacement_id uuid,
  revision integer DEFAULT 1 NOT NULL,
  verification text DEFAULT 'OPEN' NOT NULL,
  verified_by uuid,
  verified_at timestamp with time zone,
  verification_note text,
  created_by uuid,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT certifications_company_id_companies_id_fk FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE CASCADE,
  CONSTRAINT certifications_kind_certification_kinds_code_fk FOREIGN KEY (kind) REFERENCES certification_kinds (code),
  CONSTRAINT certifications_replacement_id_certifications_id_fk FOREIGN KEY (replacement_id) REFERENCES certifications (id)
    ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT certifications_verified_by_users_id_fk FOREIGN KEY (verified_by) REFERENCES users (id) ON DELETE SET NULL,
  CONSTRAINT certifications_created_by_users_id_fk FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE SET NULL,
  CONSTRAINT certifications_one_line CHECK (is_one_line(number) and is_one_line(issuer)),
  CONSTRAINT certifications_texts_sensible CHECK (number <> '' and length(number) <= 60 and issuer <> '' and length(issuer) <= 120 and length(verification_note) <= 1000),
  CONSTRAINT certifications_days_in_order CHECK (expires_on > issued_on),
  CONSTRAINT certifications_days_sensible CHECK (issued_on between '1950-01-01' and '2100-01-01' and expires_on between '1950-01-01' and '2100-01-01'),
  CONSTRAINT certifications_not_its_own_replacement CHECK (replacement_id <> id),
  CONSTRAINT certifications_verification_known CHECK (verification in ('OPEN', 'VERIFIED', 'REFUSED')),
  CONSTRAINT certifications_verification_whole CHECK ((verification = 'OPEN') = (verified_at is null) and (verification = 'OPEN') = (verification_note is null) and (verification <> 'OPEN' or verified_by is null))
);
CREATE UNIQUE INDEX certifications_current_once ON certifications (company_id, kind, coalesce(number, '')) WHERE replacement_id is null;
CREATE UNIQUE INDEX certifications_replacement_once ON certifications (replacement_id);
CREATE INDEX idx_certifications_company ON certifications (company_id);
CREATE INDEX idx_certifications_kind ON certifications (kind);
CREATE INDEX idx_certifications_ending ON certifications (expires_on) WHERE replacement_id is null;
CREATE INDEX idx_certifications_verified_by ON certifications (verified_by);
CREATE INDEX idx_certifications_created_by ON certifications (created_by);

-- What a company needs for the work it wants.
CREATE TABLE wanted_certifications (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  company_id uuid NOT NULL,
  kind text NOT NULL,
  CONSTRAINT wanted_certifications_once UNIQUE (company_id, kind),
  CONSTRAINT wanted_certifications_company_id_companies_id_fk FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE CASCADE,
  CONSTRAINT wanted_certifications_kind_certification_kinds_code_fk FOREIGN KEY (kind) REFERENCES certification_kinds (code)
);
CREATE INDEX idx_wanted_certifications_kind ON wanted_certifications (kind);

-- Who was reminded of which last day, and when. The key lets each person hear of each step of each period once.
CREATE TABLE certification_reminders (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  certification_id uuid NOT NULL,
  user_id uuid NOT NULL,
  expires_on date NOT NULL,
  days_before integer NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT certification_reminders_once UNIQUE (certification_id, user_id, expires_on, days_before),
  CONSTRAINT certification_reminders_certification_id_certifications_id_fk FOREIGN KEY (certification_id) REFERENCES certifications (id) ON DELETE CASCADE,
  CONSTRAINT certification_reminders_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT certification_reminders_days_before_known CHECK (days_before in (90, 30, 7))
);
CREATE INDEX idx_certification_reminders_user ON certification_reminders (user_id);

SELECT protect_table('certification_kinds');
SELECT protect_table('certifications');
SELECT protect_table('wanted_certifications');
SELECT protect_table('certification_reminders');
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('certifications', 'id', '{company_id,kind,number,issuer,issued_on,expires_on,is_under_re_evaluation,replacement_id,verification,verified_by,verified_at,created_by}', '{verification_note}');
REVOKE CREATE ON SCHEMA public FROM definer_role;

CREATE POLICY everyone_reads ON certification_kinds FOR SELECT TO application_role, admin_role USING (true);
GRANT SELECT ON certification_kinds TO application_role, admin_role, definer_role;

-- The people of a company read its wallet and its owners keep it. `add_certification` adds to it.
CREATE POLICY people_read ON certifications FOR SELECT TO application_role USING (company_id = ANY ((SELECT own_companies())::uuid[]));
CREATE POLICY owners_update ON certifications FOR UPDATE TO application_role
  USING (company_id = ANY ((SELECT owned_companies())::uuid[]) AND (SELECT account_is_open()) AND replacement_id IS NULL)
  WITH CHECK (company_id = ANY ((SELECT owned_companies())::uuid[]));
CREATE POLICY owners_delete ON certifications FOR DELETE TO application_role
  USING (company_id = ANY ((SELECT owned_companies())::uuid[]) AND (SELECT account_is_open()) AND replacement_id IS NULL);
CREATE POLICY staff_read ON certifications FOR SELECT TO admin_role USING ((SELECT holds_permission('members.read')));
GRANT SELECT, UPDATE (number, issuer, issued_on, expires_on, is_under_re_evaluation), DELETE ON certifications TO application_role;
GRANT SELECT ON certifications TO admin_role;
GRANT SELECT, INSERT (id, company_id, kind, number, issuer, issued_on, expires_on, is_under_re_evaluation, created_by),
  UPDATE (replacement_id, revision, verification, verified_by, verified_at, verification_note) ON certifications TO definer_role;

CREATE POLICY people_read ON wanted_certifications FOR SELECT TO application_role
  USING (company_id = ANY ((SELECT own_companies())::uuid[]));
CREATE POLICY owners_insert ON wanted_certifications FOR INSERT TO application_role
  WITH CHECK (company_id = ANY ((SELECT owned_companies())::uuid[]) AND (SELECT account_is_open()));
CREATE POLICY owners_delete ON wanted_certifications FOR DELETE TO application_role
  USING (company_id = ANY ((SELECT owned_companies())::uuid[]) AND (SELECT account_is_open()));
CREATE POLICY staff_read ON wanted_certifications FOR SELECT TO admin_role USING ((SELECT holds_permission('members.read')));
GRANT SELECT, INSERT (company_id, kind), DELETE ON wanted_certifications TO application_role;
GRANT SELECT ON wanted_certifications TO admin_role;

CREATE POLICY own_rows ON certification_reminders FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY staff_read ON certification_reminders FOR SELECT TO admin_role USING ((SELECT holds_permission('members.read')));
CREATE POLICY system_insert ON certification_reminders FOR INSERT TO system_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_delete ON certification_reminders FOR DELETE TO system_role USING ((SELECT is_system()));
GRANT SELECT ON certification_reminders TO application_role, admin_role;
GRANT INSERT (certification_id, user_id, expires_on, days_before), DELETE ON certification_reminders TO system_role;

-- The state of a certification on a day. It is good through its last day.
CREATE FUNCTION certification_state(held certifications, on_day date) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN CASE
    WHEN held.replacement_id IS NOT NULL THEN 'REPLACED'
    WHEN held.expires_on < on_day THEN 'EXPIRED'
    WHEN held.is_under_re_evaluation THEN 'RE_EVALUATION'
    WHEN held.expires_on - on_day <= (SELECT renewal_days FROM certification_kinds WHERE code = held.kind) THEN 'EXPIRING'
    ELSE 'COMPLIANT' END;
END
$$;
REVOKE EXECUTE ON FUNCTION certification_state(certifications, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION certification_state(certifications, date) TO application_role, admin_role;

-- What the kind of a certification asks of its facts.
CREATE FUNCTION check_certification() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
DECLARE
  rule certification_kinds;
BEGIN
  SELECT * INTO rule FROM certification_kinds WHERE code = NEW.kind;
  IF TG_OP = 'INSERT' AND NOT rule.is_offered THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('%s can’t be added any more.', rule.name);
  END IF;
  IF rule.needs_number AND NEW.number IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('Enter the number. %s has one.', rule.name);
  END IF;
  IF rule.needs_end AND NEW.expires_on IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('Enter the last day. %s has one.', rule.name);
  END IF;
  IF NEW.is_under_re_evaluation AND NOT rule.is_re_evaluated THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = format('%s is not under re-evaluation.', rule.name);
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION check_certification() FROM PUBLIC;
CREATE TRIGGER check_certification BEFORE INSERT OR UPDATE OF number, expires_on, is_under_re_evaluation ON certifications
  FOR EACH ROW EXECUTE FUNCTION check_certification();

-- What staff verified is what stood there then: other facts or another scan take the verification away.
CREATE FUNCTION open_verification() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  NEW.revision := OLD.revision + 1;
  NEW.verification := 'OPEN';
  NEW.verified_by := NULL;
  NEW.verified_at := NULL;
  NEW.verification_note := NULL;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION open_verification() FROM PUBLIC;
CREATE TRIGGER open_verification BEFORE UPDATE OF number, issuer, issued_on, expires_on, is_under_re_evaluation, revision ON certifications
  FOR EACH ROW
  WHEN ((NEW.number, NEW.issuer, NEW.issued_on, NEW.expires_on, NEW.is_under_re_evaluation, NEW.revision) IS DISTINCT FROM
        (OLD.number, OLD.issuer, OLD.issued_on, OLD.expires_on, OLD.is_under_re_evaluation, OLD.revision))
  EXECUTE FUNCTION open_verification();

-- The scans belong to the certification, and go with it.
INSERT INTO file_kinds (kind, owner_table, most_bytes, content_types, most_side)
VALUES ('CERTIFICATE', 'certifications', 20000000, '{application/pdf,image/jpeg,image/png,image/webp}', 3000);
CREATE TRIGGER drop_files_of_owner AFTER DELETE ON certifications FOR EACH ROW EXECUTE FUNCTION drop_files_of_owner();
CREATE FUNCTION note_scan() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    UPDATE certifications SET revision = revision + 1 WHERE id = OLD.owner_id;
  ELSE
    UPDATE certifications SET revision = revision + 1 WHERE id = NEW.owner_id;
  END IF;
  RETURN NULL;
END
$$;
SELECT definer_function('note_scan()');
CREATE TRIGGER note_scan AFTER DELETE OR UPDATE OF owner_id ON files FOR EACH ROW
  WHEN (OLD.kind = 'CERTIFICATE') EXECUTE FUNCTION note_scan();

-- Adds a certification to a company that the acting person owns, in the place of another one if it is renewed. The lock on the
-- company lets one of two renewals win. Null for somebody else's company.
CREATE FUNCTION add_certification(firm uuid, of_kind text, with_number text, issued_by text, first_day date, last_day date,
  re_evaluated boolean, replaces uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  made uuid := time_ordered_uuid();
BEGIN
  IF NOT hold_owned_company(firm) THEN
    RETURN NULL;
  END IF;
  IF (SELECT count(*) FROM certifications WHERE company_id = firm) >= 500 THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1',
      MESSAGE = 'A company can have up to 500 certifications, earlier ones included. Remove one first.';
  END IF;
  IF replaces IS NOT NULL THEN
    UPDATE certifications SET replacement_id = made
    WHERE id = replaces AND company_id = firm AND kind = of_kind AND replacement_id IS NULL;
    IF NOT FOUND THEN
      RAISE EXCEPTION USING ERRCODE = 'NAMC1',
        MESSAGE = 'Someone else renewed or removed this certification. Reload the page.';
    END IF;
  END IF;
  INSERT INTO certifications (id, company_id, kind, number, issuer, issued_on, expires_on, is_under_re_evaluation, created_by)
  VALUES (made, firm, of_kind, with_number, issued_by, first_day, last_day, re_evaluated, current_user_id());
  RETURN made;
END
$$;
SELECT definer_function('add_certification(uuid, text, text, text, date, date, boolean, uuid)');
GRANT EXECUTE ON FUNCTION add_certification(uuid, text, text, text, date, date, boolean, uuid) TO application_role;

-- Records what staff found in the facts that they saw. False for a certification that is gone.
CREATE FUNCTION judge_certification(judged uuid, seen_revision integer, outcome text, note text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  firm uuid;
BEGIN
  IF NOT holds_permission('members.edit') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Only staff who change members verify certifications.';
  END IF;
  SELECT company_id INTO firm FROM certifications WHERE id = judged;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  IF EXISTS (SELECT FROM company_people WHERE company_id = firm AND user_id = current_user_id()) THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'Somebody else has to check the certifications of your own company.';
  END IF;
  UPDATE certifications
  SET verification = outcome, verified_by = current_user_id(), verified_at = now(), verification_note = note
  WHERE id = judged AND revision = seen_revision AND replacement_id IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'NAMC1', MESSAGE = 'The company has changed this certification since. Look at it again.';
  END IF;
  RETURN true;
END
$$;
SELECT definer_function('judge_certification(uuid, integer, text, text)');
GRANT EXECUTE ON FUNCTION judge_certification(uuid, integer, text, text) TO admin_role;

SELECT let_staff_send('certification-refused', 'members.edit', '{certifications.refuse}', 'We couldn’t verify a certification',
  '/company');
