import { memberStatuses } from '@namc/inputs/member-lists';
import { memberTypes } from '@namc/inputs/members';
import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { albersPoint } from '../engine/columns/albers.ts';
import { citext } from '../engine/columns/citext.ts';
import { geographyPoint } from '../engine/columns/geography.ts';
import { areLines, createdAt, instant, key, oneOf, updatedAt } from '../engine/columns/standard.ts';

/** Everyone with an account. Other members see a person’s firm in the directory, never the account. */
export const users = pgTable(
  'users',
  {
    id: key(),
    email: citext('email').notNull(),
    /**
     * The key for finding an account by email. A comparison of `citext` is not leakproof, so no index would serve
     * it behind a policy.
     */
    emailKey: text('email_key').generatedAlwaysAs(sql`lower(email::text)`),
    emailVerifiedAt: instant('email_verified_at'),
    /**
     * Raised by every act with which a person takes the account back, and by a suspension or a closing. Links and
     * sessions are good only while they carry this version.
     */
    securityVersion: integer('security_version').notNull().default(0),
    firstName: text('first_name').notNull(),
    lastName: text('last_name').notNull(),
    bio: text('bio'),
    phone: text('phone'),
    website: text('website'),
    memberType: text('member_type', { enum: memberTypes }).notNull().default('REGULAR'),
    status: text('status', { enum: memberStatuses }).notNull().default('PENDING'),
    isActive: boolean('is_active').generatedAlwaysAs(sql`status = 'ACTIVE'`),
    street: text('street'),
    city: text('city'),
    state: text('state'),
    zipCode: text('zip_code'),
    coordinates: geographyPoint('coordinates'),
    albers: albersPoint('albers').generatedAlwaysAs(sql`california_albers(coordinates)`),
    showInDirectory: boolean('show_in_directory').notNull().default(true),
    showEmail: boolean('show_email').notNull().default(false),
    showPhone: boolean('show_phone').notNull().default(false),
    showOnMap: boolean('show_on_map').notNull().default(true),
    isListed: boolean('is_listed').generatedAlwaysAs(sql`status = 'ACTIVE' and show_in_directory`),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex('users_email_key').on(table.emailKey),
    index('idx_users_status').on(table.status, table.createdAt.desc().nullsFirst(), table.id),
    index('idx_users_words').using(
      'gin',
      sql`to_tsvector('simple', searchable_text(first_name || ' ' || last_name || ' ' || coalesce(bio, '') || ' ' || coalesce(city, '')))`,
    ),
    index('idx_users_full_name').on(sql`(search_name(first_name || ' ' || last_name) collate "C")`, table.id),
    index('idx_users_name_words').using(
      'gin',
      sql`to_tsvector('simple', search_name(first_name || ' ' || last_name))`,
    ),
    check('users_one_line', areLines('first_name', 'last_name', 'phone', 'website', 'street', 'city')),
    check('users_email_normalized', sql`is_mailbox(${table.email}::text)`),
    check('users_member_type_known', oneOf('member_type', memberTypes)),
    check('users_status_known', oneOf('status', memberStatuses)),
    check(
      'users_names_not_blank',
      sql`btrim(first_name) <> '' and btrim(last_name) <> '' and length(first_name) <= 100 and length(last_name) <= 100`,
    ),
    check('users_texts_short', sql`length(bio) <= 5000 and length(website) <= 300`),
    check('users_state_two_letters', sql`${table.state} ~ '^[A-Z]{2}$'`),
    check('users_zip_code_digits', sql`${table.zipCode} ~ '^[0-9]{5}(-[0-9]{4})?$'`),
  ],
);

/**
 * The skills that members have and projects ask for: the license classifications, and other skills of the trades.
 */
export const skills = pgTable(
  'skills',
  {
    code: text('code').primaryKey(),
    name: text('name').notNull(),
    kind: text('kind', { enum: ['classification', 'skill'] }).notNull(),
  },
  () => [
    check('skills_one_line', areLines('name')),
    check('skills_kind_known', oneOf('kind', ['classification', 'skill'])),
  ],
);

export const userSkills = pgTable(
  'user_skills',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    skillCode: text('skill_code')
      .notNull()
      .references(() => skills.code, { onDelete: 'restrict' }),
    years: integer('years'),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.skillCode] }),
    index('idx_users_skills').on(table.skillCode, table.userId),
    check('user_skills_years_sensible', sql`${table.years} between 0 and 80`),
  ],
);
