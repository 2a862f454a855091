-- portal: tx
CREATE TABLE california_contractors (
  license_number text COLLATE "C" PRIMARY KEY NOT NULL,
  last_updated date,
  business_name text NOT NULL,
  dba_name text,
  full_business_name text,
  mailing_address text,
  city text,
  state text,
  county text,
  zip_code text,
  country text,
  business_phone text,
  business_type text,
  issue_date date,
  reissue_date date,
  expiration_date date,
  inactivation_date date,
  reactivation_date date,
  pending_suspension text,
  pending_class_removal text,
  pending_class_replacement text,
  primary_status text NOT NULL,
  secondary_status text,
  classifications text[] NOT NULL,
  classifications_filed text,
  asbestos_registration text,
  workers_comp_coverage_type text,
  workers_comp_insurer text,
  workers_comp_policy_number text,
  workers_comp_effective_date date,
  workers_comp_expiration_date date,
  workers_comp_cancellation_date date,
  workers_comp_suspension_date date,
  contractor_bond_surety text,
  contractor_bond_number text,
  contractor_bond_effective_date date,
  contractor_bond_cancellation_date date,
  contractor_bond_amount_cents bigint,
  worker_bond_surety text,
  worker_bond_number text,
  worker_bond_effective_date date,
  worker_bond_cancellation_date date,
  worker_bond_amount_cents bigint,
  disciplinary_bond_surety text,
  disciplinary_bond_number text,
  disciplinary_bond_effective_date date,
  disciplinary_bond_cancellation_date date,
  disciplinary_bond_amount_cents bigint,
  disciplinary_bond_required_date date,
  disciplinary_case_region text,
  disciplinary_bond_reason text,
  disciplinary_case_number text,
  second_name_type text,
  region text NOT NULL,
  location geography(Point,4326),
  location_precision text,
  is_namc_member boolean DEFAULT false NOT NULL,
  gone_at timestamp with time zone,
  albers geometry(Point,3310) GENERATED ALWAYS AS (california_albers(location)) STORED,
  name_key text COLLATE "C" GENERATED ALWAYS AS (lower(business_name) collate "C") STORED,
  precedence integer GENERATED ALWAYS AS ((3 - 2 * is_namc_member::integer - (primary_status = 'CLEAR')::integer) * 100000 + coalesce(least(greatest(issue_date - date '1900-01-01', 0), 99999), 99999)) STORED,
  search_vector tsvector GENERATED ALWAYS AS (setweight(to_tsvector('simple', searchable_text(business_name)), 'A') || setweight(to_tsvector('simple', searchable_text(dba_name)), 'B') || setweight(to_tsvector('simple', searchable_text(full_business_name)), 'C') || setweight(to_tsvector('simple', searchable_text(city)), 'D')) STORED,
  CONSTRAINT california_contractors_license_number_digits CHECK (license_number ~ '^[0-9]{1,8}$'),
  CONSTRAINT california_contractors_region_known CHECK (region in ('NORTH', 'SOUTH', 'OTHER')),
  CONSTRAINT california_contractors_location_has_precision CHECK ((location is null) = (location_precision is null) and location_precision in ('zip', 'street')),
  CONSTRAINT california_contractors_amounts_not_negative CHECK (contractor_bond_amount_cents >= 0 and worker_bond_amount_cents >= 0 and disciplinary_bond_amount_cents >= 0)
);
CREATE TABLE contractor_changes (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  import_run_id uuid NOT NULL,
  license_number text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  before text,
  after text,
  CONSTRAINT contractor_changes_kind_known CHECK (kind in ('new_license', 'status_changed', 'expiration_moved', 'bond_cancellation_set', 'workers_comp_cancellation_set', 'gone', 'returned'))
);
CREATE TABLE contractor_county_counts (
  county text PRIMARY KEY NOT NULL,
  region text NOT NULL,
  contractors integer NOT NULL,
  clear integer NOT NULL,
  members integer NOT NULL
);
CREATE TABLE contractor_import_runs (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  outcome text NOT NULL,
  refusal text,
  file_name text NOT NULL,
  file_sha256 text NOT NULL,
  file_bytes bigint NOT NULL,
  importer_version integer NOT NULL,
  snapshot_date date,
  imported_by text NOT NULL,
  forced boolean DEFAULT false NOT NULL,
  first_load boolean DEFAULT false NOT NULL,
  started_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone NOT NULL,
  rows_read integer NOT NULL,
  rows_new integer NOT NULL,
  rows_changed integer NOT NULL,
  rows_unchanged integer NOT NULL,
  rows_rejected integer NOT NULL,
  rows_gone integer NOT NULL,
  status_changes jsonb NOT NULL,
  unknown_classifications jsonb NOT NULL,
  CONSTRAINT contractor_import_runs_outcome_known CHECK (outcome in ('accepted', 'unchanged', 'refused')),
  CONSTRAINT contractor_import_runs_refusal_said CHECK ((outcome = 'refused') = (refusal is not null)),
  CONSTRAINT contractor_import_runs_in_order CHECK (finished_at >= started_at)
);
CREATE TABLE contractor_words (
  word text COLLATE "C" PRIMARY KEY NOT NULL,
  contractors integer NOT NULL,
  CONSTRAINT contractor_words_used CHECK (contractors > 0)
);
CREATE TABLE california_counties (
  name text PRIMARY KEY NOT NULL,
  region text NOT NULL,
  center geography(Point,4326) NOT NULL,
  CONSTRAINT california_counties_region_known CHECK (region in ('NORTH', 'SOUTH'))
);
CREATE TABLE reference_loads (
  name text PRIMARY KEY NOT NULL,
  sha256 text NOT NULL,
  loaded_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE zip_codes (
  zip_code text PRIMARY KEY NOT NULL,
  city text NOT NULL,
  state text NOT NULL,
  county text,
  location geography(Point,4326) NOT NULL,
  CONSTRAINT zip_codes_five_digits CHECK (zip_code ~ '^[0-9]{5}$')
);
ALTER TABLE contractor_changes ADD CONSTRAINT contractor_changes_import_run FOREIGN KEY (import_run_id) REFERENCES contractor_import_runs(id) ON DELETE cascade
  -- The run is written last, when its counts are known.
  DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE contractor_changes ADD CONSTRAINT contractor_changes_license FOREIGN KEY (license_number) REFERENCES california_contractors(license_number) ON DELETE cascade;
-- Room on each page for the next version of a row: most changes touch no indexed column, and then leave all indexes
-- alone.
ALTER TABLE california_contractors SET (fillfactor = 90);
CREATE INDEX idx_contractors_fts ON california_contractors USING gin (search_vector);
CREATE INDEX idx_contractors_albers_fts ON california_contractors USING gist (albers,search_vector) WHERE albers IS NOT NULL;
CREATE INDEX idx_contractors_point ON california_contractors USING gist ((albers::point)) WHERE albers IS NOT NULL;
CREATE INDEX idx_contractors_location_gist ON california_contractors USING gist (location);
CREATE INDEX idx_contractors_classifications ON california_contractors USING gin (classifications);
CREATE INDEX idx_contractors_county ON california_contractors (county,precedence,license_number);
CREATE INDEX idx_contractors_precedence ON california_contractors (precedence,license_number);
CREATE INDEX idx_contractors_name ON california_contractors (name_key,license_number);
CREATE INDEX idx_contractor_changes_kind ON contractor_changes (kind,id);
CREATE INDEX idx_contractor_changes_run ON contractor_changes (import_run_id,id);
CREATE INDEX idx_contractor_changes_license ON contractor_changes (license_number,id);
CREATE INDEX idx_contractor_import_runs_accepted ON contractor_import_runs (finished_at DESC) WHERE outcome <> 'refused';
CREATE INDEX idx_contractor_words_trigrams ON contractor_words USING gist (word gist_trgm_ops);
CREATE INDEX idx_zip_codes_city ON zip_codes (lower(city),state);
-- What the whole table shows, every reader may see: USING (true) keeps the search indexes usable, which a
-- filtering policy would not (text, array and geography operators are not leakproof).
ALTER TABLE california_contractors ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE contractor_words ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE contractor_county_counts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE california_counties ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE zip_codes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE reference_loads ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE contractor_import_runs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE contractor_changes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY everyone_reads ON california_contractors FOR SELECT TO application_role, admin_role USING (true);
CREATE POLICY everyone_reads ON contractor_words FOR SELECT TO application_role, admin_role USING (true);
CREATE POLICY everyone_reads ON contractor_county_counts FOR SELECT TO application_role, admin_role USING (true);
CREATE POLICY everyone_reads ON california_counties FOR SELECT TO application_role, admin_role USING (true);
CREATE POLICY everyone_reads ON zip_codes FOR SELECT TO application_role, admin_role USING (true);
CREATE POLICY everyone_reads ON reference_loads FOR SELECT TO application_role, admin_role USING (true);
CREATE POLICY staff_read ON contractor_import_runs FOR SELECT TO admin_role USING (true);
CREATE POLICY staff_read ON contractor_changes FOR SELECT TO admin_role USING (true);
-- The date of the last accepted file is public; who brought it is not (the column grants below).
CREATE POLICY everyone_reads_accepted ON contractor_import_runs FOR SELECT TO application_role
  USING (outcome <> 'refused');

CREATE POLICY staff_insert ON california_contractors FOR INSERT TO admin_role WITH CHECK (true);
CREATE POLICY staff_update ON california_contractors FOR UPDATE TO admin_role USING (true) WITH CHECK (true);
CREATE POLICY staff_insert ON contractor_words FOR INSERT TO admin_role WITH CHECK (true);
CREATE POLICY staff_update ON contractor_words FOR UPDATE TO admin_role USING (true) WITH CHECK (true);
CREATE POLICY staff_delete ON contractor_words FOR DELETE TO admin_role USING (true);
CREATE POLICY staff_insert ON contractor_county_counts FOR INSERT TO admin_role WITH CHECK (true);
CREATE POLICY staff_delete ON contractor_county_counts FOR DELETE TO admin_role USING (true);
CREATE POLICY staff_insert ON contractor_import_runs FOR INSERT TO admin_role WITH CHECK (true);
CREATE POLICY staff_insert ON contractor_changes FOR INSERT TO admin_role WITH CHECK (true);
CREATE POLICY staff_insert ON california_counties FOR INSERT TO admin_role WITH CHECK (true);
CREATE POLICY staff_update ON california_counties FOR UPDATE TO admin_role USING (true) WITH CHECK (true);
CREATE POLICY staff_delete ON california_counties FOR DELETE TO admin_role USING (true);
CREATE POLICY staff_insert ON zip_codes FOR INSERT TO admin_role WITH CHECK (true);
CREATE POLICY staff_update ON zip_codes FOR UPDATE TO admin_role USING (true) WITH CHECK (true);
CREATE POLICY staff_delete ON zip_codes FOR DELETE TO admin_role USING (true);
CREATE POLICY staff_insert ON reference_loads FOR INSERT TO admin_role WITH CHECK (true);
CREATE POLICY staff_update ON reference_loads FOR UPDATE TO admin_role USING (true) WITH CHECK (true);

GRANT SELECT ON california_contractors, contractor_words, contractor_county_counts, california_counties,
  zip_codes, reference_loads TO application_role, admin_role;
GRANT SELECT (id, outcome, snapshot_date, finished_at) ON contractor_import_runs TO application_role;
GRANT SELECT ON contractor_import_runs, contractor_changes TO admin_role;
GRANT INSERT, UPDATE ON california_contractors TO admin_role;
GRANT INSERT, UPDATE, DELETE ON contractor_words, california_counties, zip_codes TO admin_role;
GRANT INSERT, DELETE ON contractor_county_counts TO admin_role;
GRANT INSERT ON contractor_import_runs, contractor_changes TO admin_role;
GRANT INSERT, UPDATE ON reference_loads TO admin_role;

COMMENT ON COLUMN california_contractors.contractor_bond_amount_cents IS 'US cents';
COMMENT ON COLUMN california_contractors.worker_bond_amount_cents IS 'US cents';
COMMENT ON COLUMN california_contractors.disciplinary_bond_amount_cents IS 'US cents';
COMMENT ON COLUMN california_contractors.precedence IS
  'Smaller comes first: members, then CLEAR, then the oldest license. Unique order together with license_number.';
