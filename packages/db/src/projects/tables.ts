import { deadlineActs } from '@namc/inputs/bids';
import { type ProjectGoals, projectCategories, projectStatuses } from '@namc/inputs/projects';
import { timeZones } from '@namc/inputs/text';
import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { companies } from '../companies/tables.ts';
import { albersPoint } from '../engine/columns/albers.ts';
import { geographyPoint } from '../engine/columns/geography.ts';
import {
  areLines,
  cents,
  createdAt,
  currency,
  instant,
  key,
  oneOf,
  updatedAt,
} from '../engine/columns/standard.ts';
import { storedFile } from '../engine/columns/stored-file.ts';
import { tsvector } from '../engine/columns/tsvector.ts';
import { users } from '../members/tables.ts';

/** Work that members bid on. */
export const projects = pgTable(
  'projects',
  {
    id: key(),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    title: text('title').notNull(),
    description: text('description').notNull(),
    category: text('category', { enum: projectCategories }).notNull(),
    status: text('status', { enum: projectStatuses }).notNull().default('DRAFT'),
    budgetMinCents: cents('budget_min_cents'),
    budgetMaxCents: cents('budget_max_cents'),
    currency: currency(),
    deadlineAt: instant('deadline_at'),
    /** The time zone in which the deadline was entered. */
    deadlineTimeZone: text('deadline_time_zone', { enum: timeZones })
      .notNull()
      .default('America/Los_Angeles'),
    /** Codes of `skills`, which include license classifications; a trigger refuses other codes. */
    skillsRequired: text('skills_required').array().notNull().default(sql`'{}'`),
    city: text('city'),
    state: text('state'),
    zipCode: text('zip_code'),
    coordinates: geographyPoint('coordinates'),
    albers: albersPoint('albers').generatedAlwaysAs(sql`california_albers(coordinates)`),
    searchVector: tsvector('search_vector').generatedAlwaysAs(
      sql`setweight(to_tsvector('english', searchable_text(title)), 'A') || setweight(to_tsvector('english', searchable_text(description)), 'C') || setweight(to_tsvector('english', searchable_text(city)), 'D')`,
    ),
    publishedAt: instant('published_at'),
    /** The act that opened the bids. While it is null, they are sealed. */
    openedAt: instant('opened_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    /** The firm that posts it. `check_posting` refuses a firm that the owner does not belong to. */
    companyId: uuid('company_id').references(() => companies.id, { onDelete: 'set null' }),
    /** The outside agency that the project is for. */
    agency: text('agency'),
    /** The agency’s own number of the project. */
    solicitationNumber: text('solicitation_number'),
    /** The agency and the number without punctuation, as they were at first (`keep_reference`). Lists of bids name the project so. */
    externalReference: text('external_reference'),
    street: text('street'),
    /** Follows from the ZIP code or the city (`find_county`). */
    county: text('county'),
    questionsUntil: instant('questions_until'),
    isPublicWorks: boolean('is_public_works').notNull().default(false),
    needsDirRegistration: boolean('needs_dir_registration').notNull().default(false),
    /** The wanted percent of participation by kind of certification. */
    goals: jsonb('goals').$type<ProjectGoals>().notNull().default({}),
    naicsCodes: text('naics_codes').array().notNull().default(sql`'{}'`),
    siteWalkAt: instant('site_walk_at'),
    siteWalkPlace: text('site_walk_place'),
    isSiteWalkMandatory: boolean('is_site_walk_mandatory').notNull().default(false),
    contactName: text('contact_name'),
    contactEmail: text('contact_email'),
    contactPhone: text('contact_phone'),
    cancelReason: text('cancel_reason'),
    /** Counts the changes, so that an editor who saves over another’s change is told. */
    version: integer('version').notNull().default(1),
    /** Somebody who asked for the opening. Null where the deadline’s job opened the bids. */
    openedBy: uuid('opened_by').references(() => users.id, { onDelete: 'set null' }),
    openingAskedBy: uuid('opening_asked_by').references(() => users.id, { onDelete: 'set null' }),
    /** The end of the last exception for one bidder. The opening waits for it. */
    exceptionsUntil: instant('exceptions_until'),
  },
  (table) => [
    index('idx_projects_owner').on(table.ownerId, table.createdAt.desc().nullsFirst(), table.id),
    index('idx_projects_location_gist')
      .using('gist', sql`(${table.albers}::point)`)
      .where(sql`${table.albers} is not null`),
    index('idx_projects_company').on(table.companyId),
    uniqueIndex('projects_external_reference_unique').on(table.externalReference),
    index('idx_projects_to_open')
      .on(table.deadlineAt)
      .where(sql`opened_at is null and status in ('BIDDING_OPEN', 'CLOSED', 'AWARDED')`),
    index('idx_projects_opened_by').on(table.openedBy),
    index('idx_projects_opening_asked_by').on(table.openingAskedBy),
    index('idx_projects_open_by_deadline')
      .on(sql`(case when deadline_at is null then 'infinity'::timestamptz else deadline_at end)`, table.id)
      .where(sql`status in ('PUBLISHED', 'BIDDING_OPEN')`),
    index('idx_projects_over_by_deadline')
      .on(sql`(case when deadline_at is null then 'infinity'::timestamptz else deadline_at end)`, table.id)
      .where(sql`status in ('CLOSED', 'AWARDED', 'CANCELLED')`),
    index('idx_projects_open_by_publication')
      .on(sql`(coalesce(published_at, created_at))`, table.id)
      .where(sql`status in ('PUBLISHED', 'BIDDING_OPEN')`),
    index('idx_projects_skills').using('gin', table.skillsRequired),
    index('idx_projects_fts').using('gin', table.searchVector),
    index('idx_projects_title')
      .on(sql`(search_name(title) collate "C")`, table.id)
      .where(sql`status <> 'DRAFT'`),
    index('idx_projects_title_words')
      .using('gin', sql`to_tsvector('simple', search_name(title))`)
      .where(sql`status <> 'DRAFT'`),
    check('projects_one_line', areLines('title', 'city', 'zip_code')),
    check('projects_category_known', oneOf('category', projectCategories)),
    check('projects_status_known', oneOf('status', projectStatuses)),
    check('projects_currency_known', oneOf('currency', ['USD'])),
    check(
      'projects_opened_after_deadline',
      sql`opened_at is null or (deadline_at is not null and opened_at >= deadline_at)`,
    ),
    check(
      'projects_opened_after_exceptions',
      sql`opened_at is null or exceptions_until is null or opened_at >= exceptions_until`,
    ),
    check('projects_opened_by_at_opening', sql`opened_by is null or opened_at is not null`),
    check('projects_deadline_time_zone_known', oneOf('deadline_time_zone', timeZones)),
    check(
      'projects_texts_sensible',
      sql`btrim(title) <> '' and length(title) <= 200 and length(description) <= 20000`,
    ),
    check(
      'projects_budget_in_order',
      sql`budget_min_cents >= 0 and budget_max_cents >= 0 and budget_min_cents <= budget_max_cents`,
    ),
    check('projects_bidding_has_deadline', sql`status <> 'BIDDING_OPEN' or deadline_at is not null`),
    check('projects_published_at_known', sql`status in ('DRAFT', 'CANCELLED') or published_at is not null`),
    check('projects_state_two_letters', sql`${table.state} ~ '^[A-Z]{2}$'`),
    check(
      'projects_posting_one_line',
      areLines(
        'agency',
        'street',
        'county',
        'site_walk_place',
        'contact_name',
        'contact_phone',
        'cancel_reason',
      ),
    ),
    check('projects_contact_email_one_line', sql`is_mailbox(contact_email)`),
    check(
      'projects_posting_texts_sensible',
      sql`length(agency) <= 200 and length(street) <= 200 and length(site_walk_place) <= 300 and length(contact_name) <= 200 and btrim(cancel_reason) <> '' and length(cancel_reason) <= 300`,
    ),
    check('projects_contact_phone_digits', sql`contact_phone ~ '^[+]1[2-9][0-9]{9}$'`),
    check('projects_questions_before_deadline', sql`questions_until <= deadline_at`),
    check('projects_site_walk_before_deadline', sql`site_walk_at < deadline_at`),
    check('projects_mandatory_site_walk_timed', sql`not is_site_walk_mandatory or site_walk_at is not null`),
    check('projects_dir_registration_of_public_works', sql`is_public_works or not needs_dir_registration`),
    check(
      'projects_naics_codes_digits',
      sql`cardinality(naics_codes) <= 10 and array_to_string(naics_codes, ',') ~ '^([0-9]{2,6}(,[0-9]{2,6})*)?$'`,
    ),
    check('projects_reference_one_line', areLines('solicitation_number', 'external_reference')),
    check(
      'projects_reference_sensible',
      sql`btrim(solicitation_number) <> '' and length(solicitation_number) <= 100 and (solicitation_number is null) = (external_reference is null)`,
    ),
    check('projects_goals_sensible', sql`jsonb_typeof(goals) = 'object' and length(goals::text) <= 500`),
  ],
);

/** A deadline as it was set or moved, and an end before it. A trigger of `projects` alone writes it, and the bidding log reads it. */
export const deadlineChanges = pgTable(
  'deadline_changes',
  {
    id: key(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    act: text('act', { enum: deadlineActs }).notNull(),
    deadlineBefore: instant('deadline_before'),
    deadlineAt: instant('deadline_at'),
    changedBy: uuid('changed_by').references(() => users.id, { onDelete: 'set null' }),
    /** True for staff who act for the poster. */
    isOfStaff: boolean('is_of_staff').notNull(),
    changedAt: instant('changed_at').notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    index('idx_deadline_changes_project').on(table.projectId, table.changedAt, table.id),
    index('idx_deadline_changes_changed_by').on(table.changedBy),
    check('deadline_changes_act_known', oneOf('act', deadlineActs)),
  ],
);

export const projectFiles = pgTable(
  'project_files',
  {
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    ...storedFile(() => users.id),
  },
  (table) => [
    index('idx_project_files_project').on(table.projectId, table.createdAt, table.id),
    index('idx_project_files_uploaded_by').on(table.uploadedBy),
    check('project_files_one_line', areLines('file_name', 'content_type')),
    check('project_files_bytes_positive', sql`bytes > 0`),
    check('project_files_sha256', sql`sha256 ~ '^[0-9a-f]{64}$'`),
  ],
);
