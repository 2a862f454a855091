-- portal: tx
-- Members, work, events, learning, money and the trail: tables, and who may see and change which rows.

-- Keeps two terms of one member apart (an exclusion constraint over a uuid).
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- The owner of everything, the owner of the functions that look past the policies, and the two roles that read:
-- nobody logs in as any of them.
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['schema_owner', 'definer_role', 'report_role', 'backup_role'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END;
    END IF;
  END LOOP;
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT schema_owner, definer_role, report_role, backup_role TO %I', current_user);
  END IF;
  -- Functions of a person's own could look past a policy's filter, and a temporary schema is all it takes.
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO schema_owner', current_database());
END
$$;
GRANT USAGE, CREATE ON SCHEMA public TO schema_owner;
GRANT USAGE ON SCHEMA public TO definer_role, report_role, backup_role;
-- To be given a function, its new owner must be able to create one; taken back at the end of this file.
GRANT CREATE ON SCHEMA public TO definer_role;

-- Who is asking, as `read` and `write` said at the start of the transaction. Without it: NULL, and so no rows.
CREATE FUNCTION current_user_id() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.current_user_id', true), '')::uuid;

-- `visitor`, `member`, `staff` or `system:name`.
CREATE FUNCTION current_actor() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('app.actor', true), ''), session_user);

-- The portal's own work: jobs, the command line.
CREATE FUNCTION is_system() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('app.actor', true), '') LIKE 'system:%';

CREATE TABLE permissions (
  code text PRIMARY KEY NOT NULL,
  description text NOT NULL
);
CREATE TABLE role_permissions (
  role_code text NOT NULL,
  permission_code text NOT NULL,
  CONSTRAINT role_permissions_role_code_permission_code_pk PRIMARY KEY(role_code,permission_code)
);
CREATE TABLE roles (
  code text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  standing integer NOT NULL
);
CREATE TABLE sessions (
  token_hash text PRIMARY KEY NOT NULL,
  user_id uuid NOT NULL,
  id uuid DEFAULT time_ordered_uuid() NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  is_kept boolean DEFAULT false NOT NULL,
  user_agent text,
  address inet,
  CONSTRAINT sessions_id_key UNIQUE(id),
  CONSTRAINT sessions_token_hash_sha256 CHECK (token_hash ~ '^[0-9a-f]{64}$'),
  CONSTRAINT sessions_expire_later CHECK (expires_at > created_at),
  CONSTRAINT sessions_user_agent_short CHECK (length(user_agent) <= 500)
);
CREATE TABLE user_roles (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  user_id uuid NOT NULL,
  role_code text NOT NULL,
  granted_by uuid,
  reason text,
  granted_at timestamp with time zone DEFAULT now() NOT NULL,
  expires_at timestamp with time zone,
  CONSTRAINT user_roles_expire_later CHECK (expires_at > granted_at)
);
CREATE TABLE announcement_reads (
  user_id uuid NOT NULL,
  announcement_id uuid NOT NULL,
  read_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT announcement_reads_user_id_announcement_id_pk PRIMARY KEY(user_id,announcement_id)
);
CREATE TABLE announcements (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  author_id uuid,
  title text NOT NULL,
  body text NOT NULL,
  audience text NOT NULL,
  is_pinned boolean DEFAULT false NOT NULL,
  publish_at timestamp with time zone,
  expires_at timestamp with time zone,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT announcements_audience_known CHECK (audience in ('EVERYONE', 'MEMBERS', 'STAFF')),
  CONSTRAINT announcements_texts_sensible CHECK (btrim(title) <> '' and length(title) <= 200 and length(body) <= 20000),
  CONSTRAINT announcements_expire_later CHECK (expires_at > publish_at)
);
CREATE TABLE admin_actions (
  id uuid DEFAULT time_ordered_uuid() NOT NULL,
  action text NOT NULL,
  user_id uuid,
  actor text NOT NULL,
  target_user_id uuid,
  target_table text,
  target_id text,
  reason text,
  details jsonb DEFAULT '{}' NOT NULL,
  request_id text,
  transaction_id bigint DEFAULT (pg_current_xact_id()::text)::bigint NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT admin_actions_id_created_at_pk PRIMARY KEY(id,created_at),
  CONSTRAINT admin_actions_action_named CHECK (action ~ '^[a-z_]+[.][a-z_]+$')
) PARTITION BY RANGE (created_at);
CREATE TABLE audit_log (
  id uuid DEFAULT time_ordered_uuid() NOT NULL,
  table_name text NOT NULL,
  operation text NOT NULL,
  row_id text NOT NULL,
  user_id uuid,
  actor text NOT NULL,
  request_id text,
  changes jsonb NOT NULL,
  transaction_id bigint DEFAULT (pg_current_xact_id()::text)::bigint NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT audit_log_id_created_at_pk PRIMARY KEY(id,created_at),
  CONSTRAINT audit_log_operation_known CHECK (operation in ('INSERT', 'UPDATE', 'DELETE'))
) PARTITION BY RANGE (created_at);
CREATE TABLE audit_row_seals (
  trail text NOT NULL,
  row_id uuid NOT NULL,
  batch bigint NOT NULL,
  position integer NOT NULL,
  seal bytea NOT NULL,
  CONSTRAINT audit_row_seals_trail_row_id_pk PRIMARY KEY(trail,row_id),
  CONSTRAINT audit_row_seals_position_once UNIQUE(batch,position)
);
CREATE TABLE audit_seals (
  batch bigint PRIMARY KEY NOT NULL,
  trail text NOT NULL,
  month timestamp with time zone NOT NULL,
  rows integer NOT NULL,
  last_transaction_id bigint NOT NULL,
  last_row_id uuid NOT NULL,
  rows_digest bytea NOT NULL,
  seal bytea NOT NULL,
  key_id text NOT NULL,
  sealed_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT audit_seals_trail_known CHECK (trail in ('admin_actions', 'audit_log')),
  CONSTRAINT audit_seals_rows_positive CHECK (rows > 0)
);
CREATE TABLE course_enrollments (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  course_id uuid NOT NULL,
  user_id uuid NOT NULL,
  enrolled_at timestamp with time zone DEFAULT now() NOT NULL,
  completed_at timestamp with time zone,
  certificate_number text,
  CONSTRAINT course_enrollments_certificate_number_unique UNIQUE(certificate_number),
  CONSTRAINT course_enrollments_once UNIQUE(course_id,user_id),
  CONSTRAINT course_enrollments_of_course UNIQUE(id,course_id),
  CONSTRAINT course_enrollments_completed_certified CHECK ((completed_at is null) = (certificate_number is null))
);
CREATE TABLE course_modules (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  course_id uuid NOT NULL,
  position integer NOT NULL,
  title text NOT NULL,
  kind text NOT NULL,
  content text NOT NULL,
  minutes integer NOT NULL,
  CONSTRAINT course_modules_position_once UNIQUE(course_id,position) DEFERRABLE,
  CONSTRAINT course_modules_of_course UNIQUE(id,course_id),
  CONSTRAINT course_modules_kind_known CHECK (kind in ('READING', 'VIDEO', 'QUIZ')),
  CONSTRAINT course_modules_position_positive CHECK (position > 0),
  CONSTRAINT course_modules_minutes_sensible CHECK (minutes between 1 and 1440)
);
CREATE TABLE courses (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  slug citext NOT NULL,
  title text NOT NULL,
  summary text NOT NULL,
  status text DEFAULT 'DRAFT' NOT NULL,
  created_by uuid,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT courses_slug_unique UNIQUE(slug),
  CONSTRAINT courses_status_known CHECK (status in ('DRAFT', 'PUBLISHED', 'ARCHIVED')),
  CONSTRAINT courses_slug_plain CHECK (slug::text ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  CONSTRAINT courses_texts_sensible CHECK (btrim(title) <> '' and length(title) <= 200 and length(summary) <= 5000)
);
CREATE TABLE module_completions (
  enrollment_id uuid NOT NULL,
  module_id uuid NOT NULL,
  course_id uuid NOT NULL,
  completed_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT module_completions_enrollment_id_module_id_pk PRIMARY KEY(enrollment_id,module_id)
);
CREATE TABLE event_files (
  event_id uuid NOT NULL,
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  uploaded_by uuid,
  file_name text NOT NULL,
  content_type text NOT NULL,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  storage_key text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT event_files_storage_key_unique UNIQUE(storage_key),
  CONSTRAINT event_files_bytes_positive CHECK (bytes > 0),
  CONSTRAINT event_files_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$')
);
CREATE TABLE event_registrations (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  event_id uuid NOT NULL,
  user_id uuid NOT NULL,
  status text DEFAULT 'REGISTERED' NOT NULL,
  queue_number bigint GENERATED ALWAYS AS IDENTITY (sequence name event_registrations_queue_number_seq INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
  registered_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT event_registrations_status_known CHECK (status in ('REGISTERED', 'WAITLISTED', 'CANCELLED', 'ATTENDED', 'NO_SHOW'))
);
CREATE TABLE events (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  created_by uuid,
  title text NOT NULL,
  description text NOT NULL,
  type text NOT NULL,
  status text DEFAULT 'DRAFT' NOT NULL,
  start_at timestamp with time zone NOT NULL,
  end_at timestamp with time zone NOT NULL,
  time_zone text DEFAULT 'America/Los_Angeles' NOT NULL,
  venue text,
  street text,
  city text,
  online_url text,
  coordinates geography(Point,4326),
  capacity integer,
  registered_count integer DEFAULT 0 NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT events_type_known CHECK (type in ('WORKSHOP', 'NETWORKING', 'MEETING', 'TRAINING', 'CONFERENCE')),
  CONSTRAINT events_status_known CHECK (status in ('DRAFT', 'PUBLISHED', 'REGISTRATION_OPEN', 'REGISTRATION_CLOSED', 'COMPLETED', 'CANCELLED')),
  CONSTRAINT events_time_zone_known CHECK (time_zone in ('America/Los_Angeles', 'America/Phoenix', 'America/Denver', 'America/Chicago', 'America/New_York', 'America/Anchorage', 'Pacific/Honolulu')),
  CONSTRAINT events_end_after_start CHECK (end_at > start_at),
  CONSTRAINT events_texts_sensible CHECK (btrim(title) <> '' and length(title) <= 200 and length(description) <= 20000),
  CONSTRAINT events_never_oversold CHECK (registered_count >= 0 and registered_count <= capacity),
  CONSTRAINT events_capacity_positive CHECK (capacity > 0)
);
CREATE TABLE feedback_replies (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  feedback_id uuid NOT NULL,
  author_id uuid,
  body text NOT NULL,
  is_internal boolean DEFAULT false NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT feedback_replies_body_sensible CHECK (btrim(body) <> '' and length(body) <= 10000)
);
CREATE TABLE member_feedback (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  user_id uuid NOT NULL,
  category text NOT NULL,
  status text DEFAULT 'OPEN' NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  assigned_to uuid,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT member_feedback_category_known CHECK (category in ('QUESTION', 'PROBLEM', 'IDEA', 'COMPLAINT')),
  CONSTRAINT member_feedback_status_known CHECK (status in ('OPEN', 'IN_PROGRESS', 'RESOLVED', 'CLOSED')),
  CONSTRAINT member_feedback_texts_sensible CHECK (btrim(subject) <> '' and length(subject) <= 200 and btrim(body) <> '' and length(body) <= 10000)
);
CREATE TABLE skills (
  code text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  CONSTRAINT skills_kind_known CHECK (kind in ('classification', 'skill'))
);
CREATE TABLE user_credentials (
  user_id uuid PRIMARY KEY NOT NULL,
  password_hash text NOT NULL,
  changed_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT user_credentials_argon2id CHECK (password_hash like '$argon2id$%')
);
CREATE TABLE user_skills (
  user_id uuid NOT NULL,
  skill_code text NOT NULL,
  years integer,
  CONSTRAINT user_skills_user_id_skill_code_pk PRIMARY KEY(user_id,skill_code),
  CONSTRAINT user_skills_years_sensible CHECK (years between 0 and 80)
);
CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  email citext NOT NULL,
  email_key text GENERATED ALWAYS AS (lower(email::text)) STORED,
  email_verified_at timestamp with time zone,
  first_name text NOT NULL,
  last_name text NOT NULL,
  company text,
  bio text,
  phone text,
  website text,
  member_type text DEFAULT 'REGULAR' NOT NULL,
  status text DEFAULT 'PENDING' NOT NULL,
  is_active boolean GENERATED ALWAYS AS (status = 'ACTIVE') STORED,
  street text,
  city text,
  state text,
  zip_code text,
  coordinates geography(Point,4326),
  albers geometry(Point,3310) GENERATED ALWAYS AS (california_albers(coordinates)) STORED,
  license_number text COLLATE "C",
  show_in_directory boolean DEFAULT true NOT NULL,
  show_email boolean DEFAULT false NOT NULL,
  show_phone boolean DEFAULT false NOT NULL,
  show_on_map boolean DEFAULT true NOT NULL,
  is_listed boolean GENERATED ALWAYS AS (status = 'ACTIVE' and show_in_directory) STORED,
  search_vector tsvector GENERATED ALWAYS AS (setweight(to_tsvector('simple', searchable_text(first_name) || ' ' || searchable_text(last_name)), 'A') || setweight(to_tsvector('simple', searchable_text(company)), 'A') || setweight(to_tsvector('simple', searchable_text(bio)), 'C') || setweight(to_tsvector('simple', searchable_text(city)), 'D')) STORED,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT users_email_normalized CHECK (email::text = lower(btrim(email::text)) and email::text ~ '^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:]]+$' and length(email::text) <= 254),
  CONSTRAINT users_member_type_known CHECK (member_type in ('REGULAR', 'ASSOCIATE', 'CORPORATE', 'STUDENT', 'HONORARY')),
  CONSTRAINT users_status_known CHECK (status in ('PENDING', 'ACTIVE', 'LAPSED', 'SUSPENDED', 'DECLINED', 'CLOSED')),
  CONSTRAINT users_names_not_blank CHECK (btrim(first_name) <> '' and btrim(last_name) <> '' and length(first_name) <= 100 and length(last_name) <= 100),
  CONSTRAINT users_texts_short CHECK (length(company) <= 200 and length(bio) <= 5000 and length(website) <= 300),
  CONSTRAINT users_state_two_letters CHECK (state ~ '^[A-Z]{2}$'),
  CONSTRAINT users_zip_code_digits CHECK (zip_code ~ '^[0-9]{5}(-[0-9]{4})?$')
);
CREATE TABLE mailbox (
  owner_id uuid NOT NULL,
  message_id uuid NOT NULL,
  correspondent_id uuid NOT NULL,
  direction text NOT NULL,
  sent_at timestamp with time zone NOT NULL,
  read_at timestamp with time zone,
  hidden_at timestamp with time zone,
  CONSTRAINT mailbox_owner_id_message_id_pk PRIMARY KEY(owner_id,message_id),
  CONSTRAINT mailbox_direction_known CHECK (direction in ('SENT', 'RECEIVED')),
  CONSTRAINT mailbox_read_by_receiver CHECK (direction = 'RECEIVED' or read_at is null)
);
CREATE TABLE messages (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  sender_id uuid NOT NULL,
  receiver_id uuid NOT NULL,
  project_id uuid,
  body text NOT NULL,
  sent_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
  CONSTRAINT messages_to_another CHECK (sender_id <> receiver_id),
  CONSTRAINT messages_body_sensible CHECK (btrim(body) <> '' and length(body) <= 10000)
);
CREATE TABLE detached_partitions (
  partition_name text PRIMARY KEY NOT NULL,
  table_name text NOT NULL,
  upper_bound timestamp with time zone NOT NULL,
  detached_at timestamp with time zone NOT NULL,
  drop_after timestamp with time zone NOT NULL
);
CREATE TABLE partitioned_tables (
  table_name text PRIMARY KEY NOT NULL,
  every text NOT NULL,
  ahead integer NOT NULL,
  retention interval NOT NULL,
  grace interval NOT NULL,
  CONSTRAINT partitioned_tables_every_known CHECK (every in ('month', 'day')),
  CONSTRAINT partitioned_tables_ahead_positive CHECK (ahead > 0)
);
CREATE TABLE portal_settings (
  name text PRIMARY KEY NOT NULL,
  value jsonb NOT NULL,
  updated_by uuid,
  updated_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE system_metrics (
  metric text NOT NULL,
  value double precision NOT NULL,
  labels jsonb,
  recorded_at timestamp with time zone DEFAULT now() NOT NULL
) PARTITION BY RANGE (recorded_at);
CREATE TABLE membership_tiers (
  code text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  member_type text NOT NULL,
  annual_dues_cents bigint NOT NULL,
  currency text DEFAULT 'USD' NOT NULL,
  is_offered boolean DEFAULT true NOT NULL,
  CONSTRAINT membership_tiers_member_type_known CHECK (member_type in ('REGULAR', 'ASSOCIATE', 'CORPORATE', 'STUDENT', 'HONORARY')),
  CONSTRAINT membership_tiers_dues_not_negative CHECK (annual_dues_cents >= 0),
  CONSTRAINT membership_tiers_currency_known CHECK (currency in ('USD'))
);
CREATE TABLE memberships (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  user_id uuid NOT NULL,
  tier_code text NOT NULL,
  status text DEFAULT 'ACTIVE' NOT NULL,
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT memberships_status_known CHECK (status in ('ACTIVE', 'ENDED', 'CANCELLED')),
  CONSTRAINT memberships_days_in_order CHECK (ends_on >= starts_on)
);
CREATE TABLE payment_refunds (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  payment_id uuid NOT NULL,
  amount_cents bigint NOT NULL,
  reason text NOT NULL,
  refunded_by uuid,
  provider_reference text,
  idempotency_key text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT payment_refunds_idempotency_key_unique UNIQUE(idempotency_key),
  CONSTRAINT payment_refunds_amount_positive CHECK (amount_cents > 0),
  CONSTRAINT payment_refunds_reason_given CHECK (btrim(reason) <> '')
);
CREATE TABLE payments (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  user_id uuid NOT NULL,
  membership_id uuid,
  registration_id uuid,
  amount_cents bigint NOT NULL,
  currency text DEFAULT 'USD' NOT NULL,
  status text DEFAULT 'PENDING' NOT NULL,
  provider text NOT NULL,
  provider_reference text,
  idempotency_key text NOT NULL,
  description text NOT NULL,
  refunded_cents bigint DEFAULT 0 NOT NULL,
  paid_at timestamp with time zone,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT payments_idempotency_key_unique UNIQUE(idempotency_key),
  CONSTRAINT payments_status_known CHECK (status in ('PENDING', 'SUCCEEDED', 'FAILED')),
  CONSTRAINT payments_provider_known CHECK (provider in ('STRIPE', 'CHECK', 'CASH', 'TRANSFER')),
  CONSTRAINT payments_currency_known CHECK (currency in ('USD')),
  CONSTRAINT payments_amount_positive CHECK (amount_cents > 0),
  CONSTRAINT payments_refunds_within CHECK (refunded_cents between 0 and amount_cents),
  CONSTRAINT payments_refunds_of_paid CHECK (refunded_cents = 0 or status = 'SUCCEEDED'),
  CONSTRAINT payments_paid_at_known CHECK ((status = 'SUCCEEDED') = (paid_at is not null)),
  CONSTRAINT payments_for_one_thing CHECK (num_nonnulls(membership_id, registration_id) <= 1)
);
CREATE TABLE project_applications (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  project_id uuid NOT NULL,
  applicant_id uuid NOT NULL,
  status text DEFAULT 'SUBMITTED' NOT NULL,
  amount_cents bigint,
  currency text DEFAULT 'USD' NOT NULL,
  message text NOT NULL,
  submitted_at timestamp with time zone DEFAULT now() NOT NULL,
  decided_at timestamp with time zone,
  decided_by uuid,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT project_applications_status_known CHECK (status in ('SUBMITTED', 'SHORTLISTED', 'WITHDRAWN', 'DECLINED', 'AWARDED')),
  CONSTRAINT project_applications_currency_known CHECK (currency in ('USD')),
  CONSTRAINT project_applications_amount_positive CHECK (amount_cents > 0),
  CONSTRAINT project_applications_message_short CHECK (length(message) <= 10000),
  CONSTRAINT project_applications_decision_known CHECK ((status in ('DECLINED', 'AWARDED')) = (decided_at is not null))
);
CREATE TABLE project_files (
  project_id uuid NOT NULL,
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  uploaded_by uuid,
  file_name text NOT NULL,
  content_type text NOT NULL,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  storage_key text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT project_files_storage_key_unique UNIQUE(storage_key),
  CONSTRAINT project_files_bytes_positive CHECK (bytes > 0),
  CONSTRAINT project_files_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$')
);
CREATE TABLE projects (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  owner_id uuid NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  category text NOT NULL,
  status text DEFAULT 'DRAFT' NOT NULL,
  budget_min_cents bigint,
  budget_max_cents bigint,
  currency text DEFAULT 'USD' NOT NULL,
  deadline_at timestamp with time zone,
  deadline_time_zone text DEFAULT 'America/Los_Angeles' NOT NULL,
  skills_required text[] DEFAULT '{}' NOT NULL,
  city text,
  state text,
  zip_code text,
  coordinates geography(Point,4326),
  albers geometry(Point,3310) GENERATED ALWAYS AS (california_albers(coordinates)) STORED,
  search_vector tsvector GENERATED ALWAYS AS (setweight(to_tsvector('english', searchable_text(title)), 'A') || setweight(to_tsvector('english', searchable_text(description)), 'C') || setweight(to_tsvector('english', searchable_text(city)), 'D')) STORED,
  published_at timestamp with time zone,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT projects_category_known CHECK (category in ('COMMERCIAL', 'RESIDENTIAL', 'PUBLIC_WORKS', 'INFRASTRUCTURE', 'INDUSTRIAL', 'TENANT_IMPROVEMENT')),
  CONSTRAINT projects_status_known CHECK (status in ('DRAFT', 'PUBLISHED', 'BIDDING_OPEN', 'CLOSED', 'AWARDED', 'CANCELLED')),
  CONSTRAINT projects_currency_known CHECK (currency in ('USD')),
  CONSTRAINT projects_deadline_time_zone_known CHECK (deadline_time_zone in ('America/Los_Angeles', 'America/Phoenix', 'America/Denver', 'America/Chicago', 'America/New_York', 'America/Anchorage', 'Pacific/Honolulu')),
  CONSTRAINT projects_texts_sensible CHECK (btrim(title) <> '' and length(title) <= 200 and length(description) <= 20000),
  CONSTRAINT projects_budget_in_order CHECK (budget_min_cents >= 0 and budget_max_cents >= 0 and budget_min_cents <= budget_max_cents),
  CONSTRAINT projects_bidding_has_deadline CHECK (status <> 'BIDDING_OPEN' or deadline_at is not null),
  CONSTRAINT projects_published_at_known CHECK (status in ('DRAFT', 'CANCELLED') or published_at is not null),
  CONSTRAINT projects_state_two_letters CHECK (state ~ '^[A-Z]{2}$')
);
CREATE TABLE secure_data (
  id uuid PRIMARY KEY DEFAULT time_ordered_uuid() NOT NULL,
  user_id uuid NOT NULL,
  key_id text NOT NULL,
  encrypted_tax_id bytea,
  tax_id_index bytea,
  encrypted_bank_account bytea,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT secure_data_one_a_user UNIQUE(user_id),
  CONSTRAINT secure_data_tax_id_indexed CHECK ((encrypted_tax_id is null) = (tax_id_index is null))
);
ALTER TABLE role_permissions ADD CONSTRAINT role_permissions_role_code_roles_code_fk FOREIGN KEY (role_code) REFERENCES roles(code) ON DELETE CASCADE;
ALTER TABLE role_permissions ADD CONSTRAINT role_permissions_permission_code_permissions_code_fk FOREIGN KEY (permission_code) REFERENCES permissions(code) ON DELETE CASCADE;
ALTER TABLE sessions ADD CONSTRAINT sessions_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE user_roles ADD CONSTRAINT user_roles_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE user_roles ADD CONSTRAINT user_roles_role_code_roles_code_fk FOREIGN KEY (role_code) REFERENCES roles(code) ON DELETE RESTRICT;
ALTER TABLE user_roles ADD CONSTRAINT user_roles_granted_by_users_id_fk FOREIGN KEY (granted_by) REFERENCES users(id) ON DELETE SET NULL;
ALTER TABLE announcement_reads ADD CONSTRAINT announcement_reads_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE announcement_reads ADD CONSTRAINT announcement_reads_announcement_id_announcements_id_fk FOREIGN KEY (announcement_id) REFERENCES announcements(id) ON DELETE CASCADE;
ALTER TABLE announcements ADD CONSTRAINT announcements_author_id_users_id_fk FOREIGN KEY (author_id) REFERENCES users(id) ON DELETE SET NULL;
ALTER TABLE audit_row_seals ADD CONSTRAINT audit_row_seals_batch_audit_seals_batch_fk FOREIGN KEY (batch) REFERENCES audit_seals(batch) ON DELETE RESTRICT;
ALTER TABLE course_enrollments ADD CONSTRAINT course_enrollments_course_id_courses_id_fk FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE RESTRICT;
ALTER TABLE course_enrollments ADD CONSTRAINT course_enrollments_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE RESTRICT;
ALTER TABLE course_modules ADD CONSTRAINT course_modules_course_id_courses_id_fk FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE CASCADE;
ALTER TABLE courses ADD CONSTRAINT courses_created_by_users_id_fk FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE SET NULL;
ALTER TABLE module_completions ADD CONSTRAINT module_completions_enrollment FOREIGN KEY (enrollment_id,course_id) REFERENCES course_enrollments(id,course_id) ON DELETE CASCADE;
ALTER TABLE module_completions ADD CONSTRAINT module_completions_module FOREIGN KEY (module_id,course_id) REFERENCES course_modules(id,course_id) ON DELETE RESTRICT;
ALTER TABLE event_files ADD CONSTRAINT event_files_event_id_events_id_fk FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE;
ALTER TABLE event_files ADD CONSTRAINT event_files_uploaded_by_users_id_fk FOREIGN KEY (uploaded_by) REFERENCES users(id) ON DELETE SET NULL;
ALTER TABLE event_registrations ADD CONSTRAINT event_registrations_event_id_events_id_fk FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE RESTRICT;
ALTER TABLE event_registrations ADD CONSTRAINT event_registrations_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE RESTRICT;
ALTER TABLE events ADD CONSTRAINT events_created_by_users_id_fk FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE SET NULL;
ALTER TABLE feedback_replies ADD CONSTRAINT feedback_replies_feedback_id_member_feedback_id_fk FOREIGN KEY (feedback_id) REFERENCES member_feedback(id) ON DELETE CASCADE;
ALTER TABLE feedback_replies ADD CONSTRAINT feedback_replies_author_id_users_id_fk FOREIGN KEY (author_id) REFERENCES users(id) ON DELETE SET NULL;
ALTER TABLE member_feedback ADD CONSTRAINT member_feedback_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE RESTRICT;
ALTER TABLE member_feedback ADD CONSTRAINT member_feedback_assigned_to_users_id_fk FOREIGN KEY (assigned_to) REFERENCES users(id) ON DELETE SET NULL;
ALTER TABLE user_credentials ADD CONSTRAINT user_credentials_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE user_skills ADD CONSTRAINT user_skills_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE user_skills ADD CONSTRAINT user_skills_skill_code_skills_code_fk FOREIGN KEY (skill_code) REFERENCES skills(code) ON DELETE RESTRICT;
ALTER TABLE users ADD CONSTRAINT users_license_number_california_contractors_license_number_fk FOREIGN KEY (license_number) REFERENCES california_contractors(license_number) ON DELETE SET NULL;
ALTER TABLE mailbox ADD CONSTRAINT mailbox_owner_id_users_id_fk FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE RESTRICT;
ALTER TABLE mailbox ADD CONSTRAINT mailbox_message_id_messages_id_fk FOREIGN KEY (message_id) REFERENCES messages(id) ON DELETE CASCADE;
ALTER TABLE mailbox ADD CONSTRAINT mailbox_correspondent_id_users_id_fk FOREIGN KEY (correspondent_id) REFERENCES users(id) ON DELETE RESTRICT;
ALTER TABLE messages ADD CONSTRAINT messages_sender_id_users_id_fk FOREIGN KEY (sender_id) REFERENCES users(id) ON DELETE RESTRICT;
ALTER TABLE messages ADD CONSTRAINT messages_receiver_id_users_id_fk FOREIGN KEY (receiver_id) REFERENCES users(id) ON DELETE RESTRICT;
ALTER TABLE messages ADD CONSTRAINT messages_project_id_projects_id_fk FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE SET NULL;
ALTER TABLE detached_partitions ADD CONSTRAINT detached_partitions_table_name_partitioned_tables_table_name_fk FOREIGN KEY (table_name) REFERENCES partitioned_tables(table_name) ON DELETE CASCADE;
ALTER TABLE memberships ADD CONSTRAINT memberships_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE RESTRICT;
ALTER TABLE memberships ADD CONSTRAINT memberships_tier_code_membership_tiers_code_fk FOREIGN KEY (tier_code) REFERENCES membership_tiers(code) ON DELETE RESTRICT;
ALTER TABLE payment_refunds ADD CONSTRAINT payment_refunds_payment_id_payments_id_fk FOREIGN KEY (payment_id) REFERENCES payments(id) ON DELETE RESTRICT;
ALTER TABLE payment_refunds ADD CONSTRAINT payment_refunds_refunded_by_users_id_fk FOREIGN KEY (refunded_by) REFERENCES users(id) ON DELETE SET NULL;
ALTER TABLE payments ADD CONSTRAINT payments_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE RESTRICT;
ALTER TABLE payments ADD CONSTRAINT payments_membership_id_memberships_id_fk FOREIGN KEY (membership_id) REFERENCES memberships(id) ON DELETE RESTRICT;
ALTER TABLE payments ADD CONSTRAINT payments_registration_id_event_registrations_id_fk FOREIGN KEY (registration_id) REFERENCES event_registrations(id) ON DELETE RESTRICT;
ALTER TABLE project_applications ADD CONSTRAINT project_applications_project_id_projects_id_fk FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE RESTRICT;
ALTER TABLE project_applications ADD CONSTRAINT project_applications_applicant_id_users_id_fk FOREIGN KEY (applicant_id) REFERENCES users(id) ON DELETE RESTRICT;
ALTER TABLE project_applications ADD CONSTRAINT project_applications_decided_by_users_id_fk FOREIGN KEY (decided_by) REFERENCES users(id) ON DELETE SET NULL;
ALTER TABLE project_files ADD CONSTRAINT project_files_project_id_projects_id_fk FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE;
ALTER TABLE project_files ADD CONSTRAINT project_files_uploaded_by_users_id_fk FOREIGN KEY (uploaded_by) REFERENCES users(id) ON DELETE SET NULL;
ALTER TABLE projects ADD CONSTRAINT projects_owner_id_users_id_fk FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE RESTRICT;
ALTER TABLE secure_data ADD CONSTRAINT secure_data_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
CREATE INDEX idx_role_permissions_permission ON role_permissions (permission_code);
CREATE INDEX idx_sessions_user ON sessions (user_id,last_seen_at DESC);
CREATE INDEX idx_sessions_expires ON sessions (expires_at);
CREATE UNIQUE INDEX user_roles_once ON user_roles (user_id,role_code);
CREATE INDEX idx_user_roles_role ON user_roles (role_code,user_id);
CREATE INDEX idx_user_roles_granted_by ON user_roles (granted_by);
CREATE INDEX idx_announcement_reads_announcement ON announcement_reads (announcement_id);
CREATE INDEX idx_announcements_published ON announcements (publish_at DESC,id DESC);
CREATE INDEX idx_announcements_author ON announcements (author_id);
CREATE INDEX idx_admin_actions_user_date ON admin_actions (user_id,created_at DESC);
CREATE INDEX idx_admin_actions_target_date ON admin_actions (target_user_id,created_at DESC) WHERE target_user_id is not null;
CREATE INDEX idx_admin_actions_action_date ON admin_actions (action,created_at DESC);
CREATE INDEX idx_admin_actions_transaction ON admin_actions (transaction_id,id);
CREATE INDEX idx_audit_log_row ON audit_log (table_name,row_id,created_at DESC);
CREATE INDEX idx_audit_log_user_date ON audit_log (user_id,created_at DESC);
CREATE INDEX idx_audit_log_transaction ON audit_log (transaction_id,id);
CREATE INDEX idx_audit_seals_month ON audit_seals (trail,month);
CREATE INDEX idx_course_enrollments_user ON course_enrollments (user_id,enrolled_at DESC);
CREATE INDEX idx_courses_status ON courses (status,title);
CREATE INDEX idx_courses_created_by ON courses (created_by);
CREATE INDEX idx_module_completions_module ON module_completions (module_id,course_id);
CREATE INDEX idx_event_files_event ON event_files (event_id,created_at,id);
CREATE INDEX idx_event_files_uploaded_by ON event_files (uploaded_by);
CREATE UNIQUE INDEX event_registrations_one_live ON event_registrations (event_id,user_id) WHERE status <> 'CANCELLED';
CREATE INDEX idx_event_registrations_waiting ON event_registrations (event_id,queue_number) WHERE status = 'WAITLISTED';
CREATE INDEX idx_event_registrations_user_event ON event_registrations (user_id,event_id);
CREATE INDEX idx_event_analytics ON event_registrations (event_id,status,registered_at);
CREATE INDEX idx_events_date_status ON events (start_at,id) WHERE status in ('PUBLISHED', 'REGISTRATION_OPEN', 'REGISTRATION_CLOSED');
CREATE INDEX idx_events_created_by ON events (created_by);
CREATE INDEX idx_feedback_replies_feedback ON feedback_replies (feedback_id,created_at,id);
CREATE INDEX idx_feedback_replies_author ON feedback_replies (author_id);
CREATE INDEX idx_member_feedback_user ON member_feedback (user_id,created_at DESC,id);
CREATE INDEX idx_member_feedback_status ON member_feedback (status,created_at,id);
CREATE INDEX idx_member_feedback_assigned ON member_feedback (assigned_to,status);
CREATE INDEX idx_users_skills ON user_skills (skill_code,user_id);
CREATE UNIQUE INDEX users_email_key ON users (email_key);
CREATE UNIQUE INDEX users_license_claimed_once ON users (license_number) WHERE status in ('PENDING', 'ACTIVE', 'LAPSED', 'SUSPENDED');
CREATE INDEX idx_users_license ON users (license_number);
CREATE INDEX idx_users_status ON users (status,created_at DESC,id);
CREATE INDEX idx_users_directory ON users (lower(last_name),lower(first_name),id) WHERE is_listed;
CREATE INDEX idx_users_location_gist ON users USING gist ((albers::point)) WHERE albers is not null;
CREATE INDEX idx_users_fts ON users USING gin (search_vector);
CREATE INDEX idx_mailbox_message ON mailbox (message_id);
CREATE INDEX idx_mailbox_conversation ON mailbox (owner_id,correspondent_id,sent_at DESC,message_id DESC);
CREATE INDEX idx_mailbox_correspondent ON mailbox (correspondent_id);
CREATE INDEX idx_mailbox_unread ON mailbox (owner_id,correspondent_id) WHERE direction = 'RECEIVED' and read_at is null and hidden_at is null;
CREATE INDEX idx_messages_sender ON messages (sender_id);
CREATE INDEX idx_messages_receiver ON messages (receiver_id);
CREATE INDEX idx_messages_project ON messages (project_id);
CREATE INDEX idx_detached_partitions_table ON detached_partitions (table_name);
CREATE INDEX idx_system_metrics_metric ON system_metrics (metric,recorded_at) INCLUDE (value);
CREATE UNIQUE INDEX memberships_one_active ON memberships (user_id) WHERE status = 'ACTIVE';
CREATE INDEX idx_memberships_user ON memberships (user_id,starts_on DESC);
CREATE INDEX idx_memberships_tier ON memberships (tier_code);
CREATE INDEX idx_memberships_ending ON memberships (ends_on,id) WHERE status = 'ACTIVE';
CREATE INDEX idx_payment_refunds_payment ON payment_refunds (payment_id);
CREATE INDEX idx_payment_refunds_refunded_by ON payment_refunds (refunded_by);
CREATE UNIQUE INDEX payments_provider_reference_once ON payments (provider,provider_reference);
CREATE INDEX idx_payments_user ON payments (user_id,created_at DESC,id);
CREATE INDEX idx_payments_membership ON payments (membership_id);
CREATE INDEX idx_payments_registration ON payments (registration_id);
CREATE INDEX idx_payments_created ON payments (created_at DESC,id DESC);
CREATE UNIQUE INDEX project_applications_one_live ON project_applications (project_id,applicant_id) WHERE status in ('SUBMITTED', 'SHORTLISTED', 'AWARDED');
CREATE UNIQUE INDEX project_applications_one_awarded ON project_applications (project_id) WHERE status = 'AWARDED';
CREATE INDEX idx_project_applications_project ON project_applications (project_id,status,submitted_at,id);
CREATE INDEX idx_project_applications_applicant ON project_applications (applicant_id,submitted_at DESC,id);
CREATE INDEX idx_project_applications_decided_by ON project_applications (decided_by);
CREATE INDEX idx_project_files_project ON project_files (project_id,created_at,id);
CREATE INDEX idx_project_files_uploaded_by ON project_files (uploaded_by);
CREATE INDEX idx_projects_owner ON projects (owner_id,created_at DESC,id);
CREATE INDEX idx_projects_status_created ON projects (status,created_at DESC,id DESC);
CREATE INDEX idx_projects_category_status ON projects (category,status,created_at DESC,id DESC);
CREATE INDEX idx_projects_matching ON projects (created_at DESC,id DESC) WHERE status in ('PUBLISHED', 'BIDDING_OPEN');
CREATE INDEX idx_projects_deadline ON projects (deadline_at,id) WHERE status = 'BIDDING_OPEN';
CREATE INDEX idx_projects_location_gist ON projects USING gist ((albers::point)) WHERE albers is not null;
CREATE INDEX idx_projects_skills ON projects USING gin (skills_required);
CREATE INDEX idx_projects_fts ON projects USING gin (search_vector);
CREATE INDEX idx_secure_data_tax_id ON secure_data (tax_id_index);
CREATE INDEX idx_secure_data_key ON secure_data (key_id,id);

-- Two terms of one member never share a day, whatever order they were written in.
ALTER TABLE memberships ADD CONSTRAINT memberships_no_overlap
  EXCLUDE USING gist (user_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&) WHERE (status <> 'CANCELLED');

-- Questions that policies ask about the person who is asking: evaluated once a statement as (SELECT …), by the role
-- that looks past the policies. PL/pgSQL keeps their plans; SQL functions that cannot be inlined plan at every call.
CREATE FUNCTION is_active_member() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN EXISTS (SELECT FROM users WHERE id = current_user_id() AND status = 'ACTIVE');
END
$$;

CREATE FUNCTION holds_permission(wanted text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN is_system() OR EXISTS (
    SELECT FROM user_roles
    JOIN role_permissions USING (role_code)
    JOIN users ON users.id = user_roles.user_id
    WHERE user_roles.user_id = current_user_id() AND permission_code = wanted
      AND (expires_at IS NULL OR expires_at > now()) AND users.status = 'ACTIVE'
  );
END
$$;

CREATE FUNCTION is_staff() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN is_system() OR EXISTS (
    SELECT FROM user_roles
    JOIN role_permissions USING (role_code)
    JOIN users ON users.id = user_roles.user_id
    WHERE user_roles.user_id = current_user_id()
      AND (expires_at IS NULL OR expires_at > now()) AND users.status = 'ACTIVE'
  );
END
$$;

-- The highest standing of one's roles: nobody gives, takes or changes a role above it.
CREATE FUNCTION own_standing() RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT CASE WHEN is_system() THEN 1000 ELSE coalesce(max(standing), 0) END
  FROM user_roles JOIN roles ON roles.code = role_code
  WHERE user_id = current_user_id() AND (expires_at IS NULL OR expires_at > now())
$$;

CREATE FUNCTION standing_of(account uuid) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT coalesce(max(standing), 0) FROM user_roles JOIN roles ON roles.code = role_code
  WHERE user_id = account AND (expires_at IS NULL OR expires_at > now())
$$;

-- What members see of one another. A barrier: a condition of the asker is never run on a row or a contact that is
-- hidden from them. Members only: a visitor finds nobody.
CREATE VIEW member_directory WITH (security_barrier) AS
SELECT id, first_name, last_name, company, bio, website, member_type, city, state, license_number,
       CASE WHEN show_email THEN email END AS email,
       CASE WHEN show_phone THEN phone END AS phone,
       CASE WHEN show_on_map THEN coordinates END AS coordinates,
       lower(last_name) AS last_name_key, lower(first_name) AS first_name_key,
       ARRAY(SELECT skill_code FROM user_skills WHERE user_id = users.id ORDER BY skill_code) AS skills
FROM users
WHERE is_listed AND ((SELECT is_active_member()) OR (SELECT is_staff()));

-- From here on, who may do what. Every table: enabled, and forced on its owner too.
ALTER TABLE users ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE user_credentials ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE skills ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE user_skills ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE roles ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE permissions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE role_permissions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE user_roles ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE projects ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE project_applications ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE project_files ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE event_registrations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE event_files ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE messages ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE mailbox ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE announcements ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE announcement_reads ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE courses ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE course_modules ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE course_enrollments ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE module_completions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE membership_tiers ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE payments ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE payment_refunds ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE member_feedback ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE feedback_replies ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE secure_data ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE admin_actions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_seals ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_row_seals ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE system_metrics ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE portal_settings ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE partitioned_tables ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE detached_partitions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- Accounts.
CREATE POLICY own_row ON users FOR SELECT TO application_role USING (id = (SELECT current_user_id()));
CREATE POLICY apply ON users FOR INSERT TO application_role WITH CHECK (status = 'PENDING');
CREATE POLICY own_change ON users FOR UPDATE TO application_role
  USING (id = (SELECT current_user_id())) WITH CHECK (id = (SELECT current_user_id()));
CREATE POLICY staff_read ON users FOR SELECT TO admin_role USING ((SELECT holds_permission('members.read')));
CREATE POLICY staff_insert ON users FOR INSERT TO admin_role WITH CHECK ((SELECT holds_permission('members.edit')));
-- Nobody acts on an account of higher standing.
CREATE POLICY staff_update ON users FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('members.edit')) AND standing_of(id) <= (SELECT own_standing()))
  WITH CHECK ((SELECT holds_permission('members.edit')));
GRANT SELECT ON users TO application_role, admin_role;
GRANT INSERT (id, email, first_name, last_name, company, bio, phone, website, street, city, state, zip_code,
  coordinates, license_number) ON users TO application_role;
GRANT UPDATE (first_name, last_name, company, bio, phone, website, street, city, state, zip_code, coordinates,
  show_in_directory, show_email, show_phone, show_on_map) ON users TO application_role;
GRANT INSERT, UPDATE ON users TO admin_role;

CREATE POLICY system_only ON user_credentials FOR ALL TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT SELECT, INSERT, UPDATE ON user_credentials TO admin_role;

CREATE POLICY everyone_reads ON skills FOR SELECT TO application_role, admin_role USING (true);
CREATE POLICY staff_insert ON skills FOR INSERT TO admin_role WITH CHECK ((SELECT holds_permission('content.manage')));
CREATE POLICY staff_update ON skills FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('content.manage'))) WITH CHECK ((SELECT holds_permission('content.manage')));
GRANT SELECT ON skills TO application_role, admin_role;
GRANT INSERT, UPDATE ON skills TO admin_role;

CREATE POLICY own_rows ON user_skills FOR ALL TO application_role
  USING (user_id = (SELECT current_user_id())) WITH CHECK (user_id = (SELECT current_user_id()));
CREATE POLICY staff_read ON user_skills FOR SELECT TO admin_role USING ((SELECT holds_permission('members.read')));
CREATE POLICY staff_insert ON user_skills FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('members.edit')));
CREATE POLICY staff_delete ON user_skills FOR DELETE TO admin_role USING ((SELECT holds_permission('members.edit')));
GRANT SELECT, INSERT, UPDATE, DELETE ON user_skills TO application_role;
GRANT SELECT, INSERT, DELETE ON user_skills TO admin_role;

-- Roles.
CREATE POLICY everyone_reads ON roles FOR SELECT TO application_role, admin_role USING (true);
CREATE POLICY staff_insert ON roles FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('roles.manage')) AND standing <= (SELECT own_standing()));
CREATE POLICY staff_update ON roles FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('roles.manage')) AND standing <= (SELECT own_standing()))
  WITH CHECK (standing <= (SELECT own_standing()));
CREATE POLICY staff_delete ON roles FOR DELETE TO admin_role
  USING ((SELECT holds_permission('roles.manage')) AND standing < (SELECT own_standing()));
CREATE POLICY everyone_reads ON permissions FOR SELECT TO application_role, admin_role USING (true);
CREATE POLICY system_insert ON permissions FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY everyone_reads ON role_permissions FOR SELECT TO application_role, admin_role USING (true);
CREATE POLICY staff_insert ON role_permissions FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('roles.manage'))
    AND (SELECT standing FROM roles WHERE code = role_code) < (SELECT own_standing()));
CREATE POLICY staff_delete ON role_permissions FOR DELETE TO admin_role
  USING ((SELECT holds_permission('roles.manage'))
    AND (SELECT standing FROM roles WHERE code = role_code) < (SELECT own_standing()));
CREATE POLICY own_rows ON user_roles FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY staff_read ON user_roles FOR SELECT TO admin_role
  USING (user_id = (SELECT current_user_id()) OR (SELECT holds_permission('members.read')));
-- Nobody raises himself, and nobody gives or takes what stands above him.
CREATE POLICY staff_insert ON user_roles FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('roles.grant')) AND user_id IS DISTINCT FROM (SELECT current_user_id())
    AND (SELECT standing FROM roles WHERE code = role_code) <= (SELECT own_standing()));
CREATE POLICY staff_update ON user_roles FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('roles.grant')) AND user_id IS DISTINCT FROM (SELECT current_user_id())
    AND (SELECT standing FROM roles WHERE code = role_code) <= (SELECT own_standing()))
  WITH CHECK (user_id IS DISTINCT FROM (SELECT current_user_id())
    AND (SELECT standing FROM roles WHERE code = role_code) <= (SELECT own_standing()));
CREATE POLICY staff_delete ON user_roles FOR DELETE TO admin_role
  USING ((SELECT holds_permission('roles.grant')) AND user_id IS DISTINCT FROM (SELECT current_user_id())
    AND (SELECT standing FROM roles WHERE code = role_code) <= (SELECT own_standing()));
GRANT SELECT ON roles, permissions, role_permissions, user_roles TO application_role, admin_role;
GRANT INSERT, UPDATE, DELETE ON roles TO admin_role;
GRANT INSERT ON permissions TO admin_role;
GRANT INSERT, DELETE ON role_permissions TO admin_role;
GRANT INSERT (id, user_id, role_code, granted_by, reason, expires_at), UPDATE (reason, expires_at), DELETE
  ON user_roles TO admin_role;

CREATE POLICY own_rows ON sessions FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY own_end ON sessions FOR DELETE TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY staff_read ON sessions FOR SELECT TO admin_role USING ((SELECT holds_permission('members.edit')));
CREATE POLICY staff_end ON sessions FOR DELETE TO admin_role
  USING ((SELECT holds_permission('members.edit')) AND standing_of(user_id) <= (SELECT own_standing()));
CREATE POLICY system_insert ON sessions FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY system_update ON sessions FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
-- The hash of a token is for the system to compare, not for people to read.
GRANT SELECT (id, user_id, created_at, last_seen_at, expires_at, is_kept, user_agent, address), DELETE
  ON sessions TO application_role;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO admin_role;

-- Work.
CREATE POLICY published_or_own ON projects FOR SELECT TO application_role
  USING (status <> 'DRAFT' OR owner_id = (SELECT current_user_id()));
CREATE POLICY own_insert ON projects FOR INSERT TO application_role
  WITH CHECK (owner_id = (SELECT current_user_id()) AND (SELECT is_active_member()) AND status = 'DRAFT');
CREATE POLICY own_update ON projects FOR UPDATE TO application_role
  USING (owner_id = (SELECT current_user_id())) WITH CHECK (owner_id = (SELECT current_user_id()));
CREATE POLICY own_delete ON projects FOR DELETE TO application_role
  USING (owner_id = (SELECT current_user_id()) AND status = 'DRAFT');
CREATE POLICY staff_read ON projects FOR SELECT TO admin_role USING ((SELECT is_staff()));
CREATE POLICY staff_insert ON projects FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('projects.manage')));
CREATE POLICY staff_update ON projects FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('projects.manage'))) WITH CHECK ((SELECT holds_permission('projects.manage')));
CREATE POLICY staff_delete ON projects FOR DELETE TO admin_role
  USING ((SELECT holds_permission('projects.manage')) AND status = 'DRAFT');
GRANT SELECT, DELETE ON projects TO application_role, admin_role;
GRANT INSERT (id, owner_id, title, description, category, budget_min_cents, budget_max_cents, currency, deadline_at,
  deadline_time_zone, skills_required, city, state, zip_code, coordinates) ON projects TO application_role;
GRANT UPDATE (title, description, category, status, budget_min_cents, budget_max_cents, currency, deadline_at,
  deadline_time_zone, skills_required, city, state, zip_code, coordinates) ON projects TO application_role;
GRANT INSERT, UPDATE ON projects TO admin_role;

CREATE POLICY applicant_or_owner ON project_applications FOR SELECT TO application_role
  USING (applicant_id = (SELECT current_user_id())
    OR project_id IN (SELECT id FROM projects WHERE owner_id = (SELECT current_user_id())));
CREATE POLICY own_insert ON project_applications FOR INSERT TO application_role
  WITH CHECK (applicant_id = (SELECT current_user_id()) AND (SELECT is_active_member()) AND status = 'SUBMITTED');
CREATE POLICY applicant_update ON project_applications FOR UPDATE TO application_role
  USING (applicant_id = (SELECT current_user_id()) AND status IN ('SUBMITTED', 'SHORTLISTED'))
  WITH CHECK (applicant_id = (SELECT current_user_id()) AND status IN ('SUBMITTED', 'SHORTLISTED', 'WITHDRAWN'));
CREATE POLICY owner_decides ON project_applications FOR UPDATE TO application_role
  USING (status IN ('SUBMITTED', 'SHORTLISTED') AND applicant_id <> (SELECT current_user_id())
    AND project_id IN (SELECT id FROM projects WHERE owner_id = (SELECT current_user_id())))
  WITH CHECK (status IN ('SUBMITTED', 'SHORTLISTED', 'DECLINED', 'AWARDED')
    AND applicant_id <> (SELECT current_user_id())
    AND project_id IN (SELECT id FROM projects WHERE owner_id = (SELECT current_user_id())));
CREATE POLICY staff_read ON project_applications FOR SELECT TO admin_role
  USING ((SELECT holds_permission('projects.read')));
CREATE POLICY staff_insert ON project_applications FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('projects.manage')));
CREATE POLICY staff_update ON project_applications FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('projects.manage'))) WITH CHECK ((SELECT holds_permission('projects.manage')));
GRANT SELECT ON project_applications TO application_role, admin_role;
GRANT INSERT (id, project_id, applicant_id, amount_cents, currency, message),
  UPDATE (status, amount_cents, message) ON project_applications TO application_role;
GRANT INSERT, UPDATE ON project_applications TO admin_role;

CREATE POLICY with_project ON project_files FOR SELECT TO application_role
  USING (EXISTS (SELECT FROM projects WHERE projects.id = project_id));
CREATE POLICY owner_insert ON project_files FOR INSERT TO application_role
  WITH CHECK (uploaded_by = (SELECT current_user_id())
    AND project_id IN (SELECT id FROM projects WHERE owner_id = (SELECT current_user_id())));
CREATE POLICY owner_delete ON project_files FOR DELETE TO application_role
  USING (project_id IN (SELECT id FROM projects WHERE owner_id = (SELECT current_user_id())));
CREATE POLICY staff_read ON project_files FOR SELECT TO admin_role USING ((SELECT is_staff()));
CREATE POLICY staff_insert ON project_files FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('projects.manage')));
CREATE POLICY staff_delete ON project_files FOR DELETE TO admin_role
  USING ((SELECT holds_permission('projects.manage')));
GRANT SELECT, INSERT, DELETE ON project_files TO application_role, admin_role;

-- Events.
CREATE POLICY published ON events FOR SELECT TO application_role USING (status <> 'DRAFT');
CREATE POLICY staff_read ON events FOR SELECT TO admin_role USING ((SELECT is_staff()));
CREATE POLICY staff_insert ON events FOR INSERT TO admin_role WITH CHECK ((SELECT holds_permission('events.manage')));
CREATE POLICY staff_update ON events FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('events.manage'))) WITH CHECK ((SELECT holds_permission('events.manage')));
CREATE POLICY staff_delete ON events FOR DELETE TO admin_role
  USING ((SELECT holds_permission('events.manage')) AND status = 'DRAFT');
GRANT SELECT ON events TO application_role, admin_role;
GRANT DELETE ON events TO admin_role;
-- The number of seats taken is the triggers' to keep.
GRANT INSERT (id, created_by, title, description, type, status, start_at, end_at, time_zone, venue, street, city,
  online_url, coordinates, capacity) ON events TO admin_role;
GRANT UPDATE (title, description, type, status, start_at, end_at, time_zone, venue, street, city, online_url,
  coordinates, capacity) ON events TO admin_role;

CREATE POLICY own_rows ON event_registrations FOR SELECT TO application_role
  USING (user_id = (SELECT current_user_id()));
CREATE POLICY own_insert ON event_registrations FOR INSERT TO application_role
  WITH CHECK (user_id = (SELECT current_user_id()) AND (SELECT is_active_member()));
CREATE POLICY own_cancel ON event_registrations FOR UPDATE TO application_role
  USING (user_id = (SELECT current_user_id()))
  WITH CHECK (user_id = (SELECT current_user_id()) AND status = 'CANCELLED');
CREATE POLICY staff_read ON event_registrations FOR SELECT TO admin_role USING ((SELECT holds_permission('events.read')));
CREATE POLICY staff_insert ON event_registrations FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('events.manage')));
CREATE POLICY staff_update ON event_registrations FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('events.manage'))) WITH CHECK ((SELECT holds_permission('events.manage')));
GRANT SELECT ON event_registrations TO application_role, admin_role;
GRANT INSERT (id, event_id, user_id), UPDATE (status) ON event_registrations TO application_role, admin_role;

CREATE POLICY members_read ON event_files FOR SELECT TO application_role
  USING ((SELECT is_active_member()) AND EXISTS (SELECT FROM events WHERE events.id = event_id));
CREATE POLICY staff_read ON event_files FOR SELECT TO admin_role USING ((SELECT is_staff()));
CREATE POLICY staff_insert ON event_files FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('events.manage')));
CREATE POLICY staff_delete ON event_files FOR DELETE TO admin_role USING ((SELECT holds_permission('events.manage')));
GRANT SELECT ON event_files TO application_role, admin_role;
GRANT INSERT, DELETE ON event_files TO admin_role;

-- Messages: the two who wrote to one another, and nobody else, staff included.
CREATE POLICY participants ON messages FOR SELECT TO application_role
  USING (sender_id = (SELECT current_user_id()) OR receiver_id = (SELECT current_user_id()));
CREATE POLICY own_insert ON messages FOR INSERT TO application_role
  WITH CHECK (sender_id = (SELECT current_user_id()) AND (SELECT is_active_member()));
CREATE POLICY own_rows ON mailbox FOR SELECT TO application_role USING (owner_id = (SELECT current_user_id()));
CREATE POLICY own_marks ON mailbox FOR UPDATE TO application_role
  USING (owner_id = (SELECT current_user_id())) WITH CHECK (owner_id = (SELECT current_user_id()));
GRANT SELECT ON messages, mailbox TO application_role;
GRANT INSERT (id, sender_id, receiver_id, project_id, body) ON messages TO application_role;
GRANT UPDATE (read_at, hidden_at) ON mailbox TO application_role;

CREATE POLICY audience ON announcements FOR SELECT TO application_role
  USING (publish_at <= now() AND (expires_at IS NULL OR expires_at > now())
    AND (audience = 'EVERYONE' OR (audience = 'MEMBERS' AND (SELECT is_active_member()))));
CREATE POLICY staff_read ON announcements FOR SELECT TO admin_role USING ((SELECT is_staff()));
CREATE POLICY staff_insert ON announcements FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('content.manage')));
CREATE POLICY staff_update ON announcements FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('content.manage'))) WITH CHECK ((SELECT holds_permission('content.manage')));
CREATE POLICY staff_delete ON announcements FOR DELETE TO admin_role USING ((SELECT holds_permission('content.manage')));
CREATE POLICY own_rows ON announcement_reads FOR SELECT TO application_role, admin_role
  USING (user_id = (SELECT current_user_id()));
CREATE POLICY own_insert ON announcement_reads FOR INSERT TO application_role, admin_role
  WITH CHECK (user_id = (SELECT current_user_id()));
GRANT SELECT ON announcements, announcement_reads TO application_role, admin_role;
GRANT INSERT, UPDATE, DELETE ON announcements TO admin_role;
GRANT INSERT (user_id, announcement_id) ON announcement_reads TO application_role, admin_role;

-- Learning.
CREATE POLICY published ON courses FOR SELECT TO application_role USING (status <> 'DRAFT');
CREATE POLICY staff_read ON courses FOR SELECT TO admin_role USING ((SELECT is_staff()));
CREATE POLICY staff_insert ON courses FOR INSERT TO admin_role WITH CHECK ((SELECT holds_permission('content.manage')));
CREATE POLICY staff_update ON courses FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('content.manage'))) WITH CHECK ((SELECT holds_permission('content.manage')));
CREATE POLICY staff_delete ON courses FOR DELETE TO admin_role
  USING ((SELECT holds_permission('content.manage')) AND status = 'DRAFT');
CREATE POLICY members_read ON course_modules FOR SELECT TO application_role
  USING ((SELECT is_active_member()) AND EXISTS (SELECT FROM courses WHERE courses.id = course_id));
CREATE POLICY staff_read ON course_modules FOR SELECT TO admin_role USING ((SELECT is_staff()));
CREATE POLICY staff_insert ON course_modules FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('content.manage')));
CREATE POLICY staff_update ON course_modules FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('content.manage'))) WITH CHECK ((SELECT holds_permission('content.manage')));
CREATE POLICY staff_delete ON course_modules FOR DELETE TO admin_role
  USING ((SELECT holds_permission('content.manage')));
CREATE POLICY own_rows ON course_enrollments FOR SELECT TO application_role
  USING (user_id = (SELECT current_user_id()));
CREATE POLICY own_insert ON course_enrollments FOR INSERT TO application_role
  WITH CHECK (user_id = (SELECT current_user_id()) AND (SELECT is_active_member()));
CREATE POLICY staff_read ON course_enrollments FOR SELECT TO admin_role
  USING ((SELECT holds_permission('members.read')));
CREATE POLICY staff_insert ON course_enrollments FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('content.manage')));
CREATE POLICY own_rows ON module_completions FOR SELECT TO application_role
  USING (enrollment_id IN (SELECT id FROM course_enrollments));
CREATE POLICY own_insert ON module_completions FOR INSERT TO application_role
  WITH CHECK (enrollment_id IN (SELECT id FROM course_enrollments) AND (SELECT is_active_member()));
CREATE POLICY staff_read ON module_completions FOR SELECT TO admin_role
  USING ((SELECT holds_permission('members.read')));
CREATE POLICY system_insert ON module_completions FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
GRANT SELECT ON courses, course_modules, course_enrollments, module_completions TO application_role, admin_role;
GRANT INSERT, UPDATE, DELETE ON courses, course_modules TO admin_role;
GRANT INSERT (id, course_id, user_id) ON course_enrollments TO application_role, admin_role;
GRANT INSERT (enrollment_id, module_id, course_id) ON module_completions TO application_role, admin_role;

-- Money.
CREATE POLICY everyone_reads ON membership_tiers FOR SELECT TO application_role, admin_role USING (true);
CREATE POLICY staff_insert ON membership_tiers FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('memberships.manage')));
CREATE POLICY staff_update ON membership_tiers FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('memberships.manage'))) WITH CHECK ((SELECT holds_permission('memberships.manage')));
CREATE POLICY own_rows ON memberships FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY staff_read ON memberships FOR SELECT TO admin_role USING ((SELECT holds_permission('members.read')));
CREATE POLICY staff_insert ON memberships FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('memberships.manage')));
CREATE POLICY staff_update ON memberships FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('memberships.manage'))) WITH CHECK ((SELECT holds_permission('memberships.manage')));
CREATE POLICY own_rows ON payments FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY staff_read ON payments FOR SELECT TO admin_role USING ((SELECT holds_permission('payments.read')));
CREATE POLICY staff_insert ON payments FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('payments.manage')));
CREATE POLICY staff_update ON payments FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('payments.manage'))) WITH CHECK ((SELECT holds_permission('payments.manage')));
CREATE POLICY own_rows ON payment_refunds FOR SELECT TO application_role
  USING (payment_id IN (SELECT id FROM payments));
CREATE POLICY staff_read ON payment_refunds FOR SELECT TO admin_role USING ((SELECT holds_permission('payments.read')));
CREATE POLICY staff_insert ON payment_refunds FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('payments.manage')));
GRANT SELECT ON membership_tiers, memberships, payments, payment_refunds TO application_role, admin_role;
GRANT INSERT, UPDATE ON membership_tiers, memberships TO admin_role;
-- What was paid, by whom and for what never changes; how it went does.
GRANT INSERT (id, user_id, membership_id, registration_id, amount_cents, currency, status, provider,
  provider_reference, idempotency_key, description, paid_at),
  UPDATE (status, provider_reference, paid_at) ON payments TO admin_role;
GRANT INSERT ON payment_refunds TO admin_role;

-- Support.
CREATE POLICY own_rows ON member_feedback FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY own_insert ON member_feedback FOR INSERT TO application_role
  WITH CHECK (user_id = (SELECT current_user_id()));
CREATE POLICY staff_read ON member_feedback FOR SELECT TO admin_role USING ((SELECT holds_permission('support.read')));
CREATE POLICY staff_update ON member_feedback FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('support.answer'))) WITH CHECK ((SELECT holds_permission('support.answer')));
CREATE POLICY own_thread ON feedback_replies FOR SELECT TO application_role
  USING (NOT is_internal AND feedback_id IN (SELECT id FROM member_feedback));
CREATE POLICY own_insert ON feedback_replies FOR INSERT TO application_role
  WITH CHECK (author_id = (SELECT current_user_id()) AND NOT is_internal
    AND feedback_id IN (SELECT id FROM member_feedback));
CREATE POLICY staff_read ON feedback_replies FOR SELECT TO admin_role USING ((SELECT holds_permission('support.read')));
CREATE POLICY staff_insert ON feedback_replies FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('support.answer')) AND author_id IS NOT DISTINCT FROM (SELECT current_user_id()));
GRANT SELECT ON member_feedback, feedback_replies TO application_role, admin_role;
GRANT INSERT (id, user_id, category, subject, body) ON member_feedback TO application_role;
GRANT UPDATE (status, category, assigned_to) ON member_feedback TO admin_role;
GRANT INSERT (id, feedback_id, author_id, body) ON feedback_replies TO application_role;
GRANT INSERT ON feedback_replies TO admin_role;

-- Secrets, the trail, and what keeps the house.
CREATE POLICY own_row ON secure_data FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY own_insert ON secure_data FOR INSERT TO application_role
  WITH CHECK (user_id = (SELECT current_user_id()));
CREATE POLICY own_update ON secure_data FOR UPDATE TO application_role
  USING (user_id = (SELECT current_user_id())) WITH CHECK (user_id = (SELECT current_user_id()));
CREATE POLICY own_delete ON secure_data FOR DELETE TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY staff_read ON secure_data FOR SELECT TO admin_role USING ((SELECT holds_permission('secure_data.read')));
CREATE POLICY system_update ON secure_data FOR UPDATE TO admin_role
  USING ((SELECT is_system())) WITH CHECK ((SELECT is_system()));
GRANT SELECT, INSERT, DELETE ON secure_data TO application_role;
GRANT UPDATE (key_id, encrypted_tax_id, tax_id_index, encrypted_bank_account) ON secure_data
  TO application_role, admin_role;
GRANT SELECT ON secure_data TO admin_role;

CREATE POLICY auditors_read ON admin_actions FOR SELECT TO admin_role USING ((SELECT holds_permission('audit.read')));
CREATE POLICY in_own_name ON admin_actions FOR INSERT TO admin_role
  WITH CHECK ((SELECT is_staff()) AND actor = (SELECT current_actor())
    AND ((SELECT is_system()) OR user_id = (SELECT current_user_id())));
CREATE POLICY auditors_read ON audit_log FOR SELECT TO admin_role USING ((SELECT holds_permission('audit.read')));
CREATE POLICY auditors_read ON audit_seals FOR SELECT TO admin_role USING ((SELECT holds_permission('audit.read')));
CREATE POLICY system_insert ON audit_seals FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY auditors_read ON audit_row_seals FOR SELECT TO admin_role
  USING ((SELECT holds_permission('audit.read')));
CREATE POLICY system_insert ON audit_row_seals FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
GRANT SELECT ON admin_actions, audit_log, audit_seals, audit_row_seals TO admin_role;
GRANT INSERT (action, user_id, actor, target_user_id, target_table, target_id, reason, details, request_id)
  ON admin_actions TO admin_role;
GRANT INSERT ON audit_seals, audit_row_seals TO admin_role;

CREATE POLICY staff_read ON system_metrics FOR SELECT TO admin_role USING ((SELECT is_staff()));
CREATE POLICY system_insert ON system_metrics FOR INSERT TO admin_role WITH CHECK ((SELECT is_system()));
CREATE POLICY staff_read ON portal_settings FOR SELECT TO admin_role USING ((SELECT is_staff()));
CREATE POLICY staff_insert ON portal_settings FOR INSERT TO admin_role
  WITH CHECK ((SELECT holds_permission('settings.manage')));
CREATE POLICY staff_update ON portal_settings FOR UPDATE TO admin_role
  USING ((SELECT holds_permission('settings.manage'))) WITH CHECK ((SELECT holds_permission('settings.manage')));
CREATE POLICY staff_read ON partitioned_tables FOR SELECT TO admin_role USING ((SELECT is_staff()));
CREATE POLICY staff_read ON detached_partitions FOR SELECT TO admin_role USING ((SELECT is_staff()));
GRANT SELECT ON system_metrics, portal_settings, partitioned_tables, detached_partitions TO admin_role;
GRANT INSERT ON system_metrics TO admin_role;
GRANT INSERT, UPDATE ON portal_settings TO admin_role;

-- The definer functions' role sees every row of what it is granted, and is granted what those functions need.
-- Backups read everything; reports read what carries no contact, no message and no secret.
DO $$
DECLARE
  target text;
BEGIN
  FOR target IN
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relrowsecurity
    ORDER BY relname
  LOOP
    EXECUTE format('CREATE POLICY definer ON %I FOR ALL TO definer_role USING (true) WITH CHECK (true)', target);
    EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO backup_role USING (true)', target);
    EXECUTE format('GRANT SELECT ON %I TO backup_role', target);
  END LOOP;
  FOREACH target IN ARRAY ARRAY['california_contractors', 'contractor_county_counts', 'projects', 'events',
    'event_registrations', 'courses', 'course_enrollments', 'membership_tiers', 'memberships', 'payments',
    'payment_refunds', 'system_metrics', 'users', 'project_applications', 'skills', 'user_skills'] LOOP
    EXECUTE format('CREATE POLICY reports ON %I FOR SELECT TO report_role USING (true)', target);
  END LOOP;
END
$$;
GRANT SELECT ON california_contractors, contractor_county_counts, projects, events, event_registrations, courses,
  course_enrollments, membership_tiers, memberships, payments, payment_refunds, system_metrics, skills, user_skills
  TO report_role;
GRANT SELECT (id, project_id, applicant_id, status, amount_cents, currency, submitted_at, decided_at)
  ON project_applications TO report_role;
GRANT SELECT (id, member_type, status, is_active, city, state, created_at) ON users TO report_role;

GRANT SELECT ON users, user_skills, user_roles, role_permissions, roles, projects, skills, events,
  event_registrations, courses, course_modules, course_enrollments, module_completions, payments, messages, mailbox,
  california_contractors TO definer_role;
ALTER FUNCTION is_active_member() OWNER TO definer_role;
ALTER FUNCTION holds_permission(text) OWNER TO definer_role;
ALTER FUNCTION is_staff() OWNER TO definer_role;
ALTER FUNCTION own_standing() OWNER TO definer_role;
ALTER FUNCTION standing_of(uuid) OWNER TO definer_role;
ALTER VIEW member_directory OWNER TO definer_role;

REVOKE EXECUTE ON FUNCTION current_user_id(), current_actor(), is_system(), is_active_member(),
  holds_permission(text), is_staff(), own_standing(), standing_of(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION current_user_id(), current_actor(), is_system(), is_active_member(),
  holds_permission(text), is_staff(), own_standing(), standing_of(uuid)
  TO application_role, admin_role, definer_role;
GRANT EXECUTE ON FUNCTION time_ordered_uuid(), searchable_text(text), california_albers(geography) TO definer_role;
GRANT SELECT ON member_directory TO application_role, admin_role;
REVOKE CREATE ON SCHEMA public FROM definer_role;
