-- portal: tx
-- Staff write the public home page: its sections, their order, and their pictures.

CREATE TABLE home_sections (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  body text DEFAULT '' NOT NULL,
  icon text DEFAULT 'badge' NOT NULL,
  position integer NOT NULL,
  is_shown boolean DEFAULT true NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT home_sections_one_line CHECK (is_one_line(title)),
  CONSTRAINT home_sections_kind_known CHECK (kind in ('LEAD', 'SEARCH', 'BENEFIT', 'FIGURES', 'MEMBERS', 'TEXT', 'JOIN')),
  CONSTRAINT home_sections_icon_known CHECK (icon in ('badge', 'shield', 'bell', 'map', 'hands', 'hat', 'chart', 'book')),
  CONSTRAINT home_sections_texts_sensible CHECK (btrim(title) <> '' and length(title) <= 120 and length(body) <= 2000),
  CONSTRAINT home_sections_not_too_many CHECK (position between 1 and 40),
  CONSTRAINT home_sections_lead_shown CHECK (kind <> 'LEAD' or is_shown)
);
CREATE UNIQUE INDEX home_sections_one_of_kind ON home_sections (kind) WHERE kind not in ('BENEFIT', 'TEXT');

CREATE TABLE home_pictures (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  section_id uuid NOT NULL,
  bytes bytea NOT NULL,
  content_type text GENERATED ALWAYS AS (case when substring(bytes, 1, 4) = '\x52494646' and substring(bytes, 9, 4) = '\x57454250' then 'image/webp' when substring(bytes, 1, 3) = '\xffd8ff' then 'image/jpeg' when substring(bytes, 1, 8) = '\x89504e470d0a1a0a' then 'image/png' end) STORED NOT NULL,
  width integer NOT NULL,
  height integer NOT NULL,
  alt text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT home_pictures_one_line CHECK (is_one_line(alt)),
  CONSTRAINT home_pictures_sensible CHECK (length(bytes) between 20 and 400000 and width between 1 and 4000 and height between 1 and 4000 and length(alt) <= 200)
);
ALTER TABLE home_pictures ADD CONSTRAINT home_pictures_section_id_home_sections_id_fk
  FOREIGN KEY (section_id) REFERENCES home_sections(id) ON DELETE CASCADE;
CREATE UNIQUE INDEX home_pictures_one_of_section ON home_pictures (section_id);

SELECT protect_table('home_sections');
SELECT protect_table('home_pictures');
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT record_changes_of('home_sections', 'id', '{kind,title,icon,position,is_shown}', '{body}');
SELECT record_changes_of('home_pictures', 'id', '{section_id,width,height,alt}', '{bytes}');
REVOKE CREATE ON SCHEMA public FROM definer_role;

-- Visitors see what is shown. Staff with the permission see and write everything.
CREATE POLICY shown_rows ON home_sections FOR SELECT TO application_role USING (is_shown);
CREATE POLICY staff_read ON home_sections FOR SELECT TO admin_role
  USING (is_shown OR (SELECT holds_permission('home_sections.manage')));
CREATE POLICY staff_insert ON home_sections FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('home_sections.manage')) AND kind IN ('BENEFIT', 'TEXT'));
CREATE POLICY staff_update ON home_sections FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('home_sections.manage'))) WITH CHECK ((SELECT holds_permission('home_sections.manage')));
CREATE POLICY staff_delete ON home_sections FOR DELETE TO admin_role
  USING ((SELECT holds_permission('home_sections.manage')) AND kind IN ('BENEFIT', 'TEXT'));
CREATE POLICY shown_rows ON home_pictures FOR SELECT TO application_role
  USING (EXISTS (SELECT FROM home_sections s WHERE s.id = section_id));
CREATE POLICY staff_read ON home_pictures FOR SELECT TO admin_role
  USING (EXISTS (SELECT FROM home_sections s WHERE s.id = section_id));
CREATE POLICY staff_insert ON home_pictures FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('home_sections.manage')));
CREATE POLICY staff_delete ON home_pictures FOR DELETE TO admin_role
  USING ((SELECT holds_permission('home_sections.manage')));
GRANT SELECT ON home_sections, home_pictures TO application_role, admin_role;
GRANT INSERT (kind, title, body, icon, position), UPDATE (title, body, icon, position, is_shown), DELETE ON home_sections TO admin_role;
GRANT INSERT (section_id, bytes, width, height, alt), DELETE ON home_pictures TO admin_role;

-- Figures of the association for everybody: numbers of members, and none of their names.
CREATE FUNCTION association_figures(OUT members bigint, OUT trades bigint, OUT counties bigint)
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT (SELECT count(*) FROM users WHERE status = 'ACTIVE'),
         (SELECT count(DISTINCT trade)
          FROM users JOIN california_contractors USING (license_number), unnest(classifications) AS trade
          WHERE users.status = 'ACTIVE' AND is_namc_member),
         (SELECT count(DISTINCT county)
          FROM users JOIN california_contractors USING (license_number)
          WHERE users.status = 'ACTIVE' AND is_namc_member AND california_contractors.region <> 'OTHER')
$$;
SELECT definer_function('association_figures()');
GRANT EXECUTE ON FUNCTION association_figures() TO application_role, admin_role;

-- The licenses of the newest members who are listed. The register shows everybody these firms as members already.
CREATE FUNCTION licenses_of_newest_members(most integer) RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT license_number FROM users
  WHERE status = 'ACTIVE' AND is_listed AND license_number IS NOT NULL
  ORDER BY created_at DESC NULLS LAST, id LIMIT least(most, 12)
$$;
SELECT definer_function('licenses_of_newest_members(integer)');
GRANT EXECUTE ON FUNCTION licenses_of_newest_members(integer) TO application_role, admin_role;

-- The first sections have their rows in the trail, as every later one.
GRANT INSERT ON permissions, role_permissions, home_sections TO definer_role;
SELECT set_config('app.actor', 'system:portal migrate', true);
SET LOCAL ROLE definer_role;
INSERT INTO home_sections (kind, title, body, icon, position) VALUES
  ('LEAD', 'Build more. Build together.', 'We help minority contractors in Northern California find work, grow their firms and stand together.', 'badge', 1),
  ('SEARCH', 'Find a contractor', '', 'badge', 2),
  ('BENEFIT', 'Get found', 'Your firm carries the member badge in our search of every licensed contractor in California.', 'badge', 3),
  ('BENEFIT', 'Check a license', 'See in plain words whether a contractor is in good standing today, and what is about to change.', 'shield', 4),
  ('BENEFIT', 'Hear of changes first', 'Follow a license or save a search. We email you as soon as something changes.', 'bell', 5),
  ('FIGURES', 'The association today', '', 'badge', 6),
  ('MEMBERS', 'New members', 'These firms joined most recently.', 'badge', 7),
  ('JOIN', 'Join us', 'Applying takes about three minutes. Have your license number at hand.', 'badge', 8);
INSERT INTO permissions (code, description) VALUES ('home_sections.manage', 'Write the public home page');
INSERT INTO role_permissions (role_code, permission_code)
SELECT code, 'home_sections.manage' FROM roles WHERE code IN ('administrator', 'content_manager');
RESET ROLE;
SELECT set_config('app.actor', '', true);
REVOKE INSERT ON permissions, role_permissions, home_sections FROM definer_role;
