import { projectCategories, projectStatuses } from '@namc/inputs/projects';
import { timeZones } from '@namc/inputs/text';
import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
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
    /** The act that opened the bids. While it is null, the deadline opens them. */
    openedAt: instant('opened_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('idx_projects_owner').on(table.ownerId, table.createdAt.desc().nullsFirst(), table.id),
    index('idx_projects_status_created').on(
      table.status,
      table.createdAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index('idx_projects_category_status').on(
      table.category,
      table.status,
      table.createdAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index('idx_projects_matching')
      .on(table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`status in ('PUBLISHED', 'BIDDING_OPEN')`),
    index('idx_projects_deadline').on(table.deadlineAt, table.id).where(sql`status = 'BIDDING_OPEN'`),
    index('idx_projects_location_gist')
      .using('gist', sql`(${table.albers}::point)`)
      .where(sql`${table.albers} is not null`),
    index('idx_projects_skills').using('gin', table.skillsRequired),
    index('idx_projects_fts').using('gin', table.searchVector),
    check('projects_one_line', areLines('title', 'city', 'zip_code')),
    check('projects_category_known', oneOf('category', projectCategories)),
    check('projects_status_known', oneOf('status', projectStatuses)),
    check('projects_currency_known', oneOf('currency', ['USD'])),
    check(
      'projects_opened_after_deadline',
      sql`opened_at is null or (deadline_at is not null and opened_at >= deadline_at)`,
    ),
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
