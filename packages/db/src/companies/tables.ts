import { addressShownKinds, audiences, companyRoles } from '@namc/inputs/companies';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { californiaContractors } from '../contractors/tables/register.ts';
import { geographyPoint } from '../engine/columns/geography.ts';
import { areLines, createdAt, instant, key, oneOf, updatedAt } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

/** Who sees a fact of a company in the directory. */
const audience = (name: string, otherwise: (typeof audiences)[number]) =>
  text(name, { enum: audiences }).notNull().default(otherwise);

/** The firms of members. A company always has an owner (`keep_an_owner`). */
export const companies = pgTable(
  'companies',
  {
    id: key(),
    name: text('name').notNull(),
    story: text('story'),
    phone: text('phone'),
    website: text('website'),
    street: text('street'),
    city: text('city'),
    zipCode: text('zip_code'),
    /** The middle of the ZIP code or the city. */
    coordinates: geographyPoint('coordinates'),
    /** How much of the address others may see. */
    addressShown: text('address_shown', { enum: addressShownKinds }).notNull().default('CITY'),
    serviceCounties: text('service_counties').array().notNull().default(sql`'{}'`),
    /** The company works this far around its place. */
    serviceRadiusMeters: integer('service_radius_meters'),
    /** The largest bond for one job, and for all jobs at a time. */
    bondingSingleCents: bigint('bonding_single_cents', { mode: 'number' }),
    bondingAggregateCents: bigint('bonding_aggregate_cents', { mode: 'number' }),
    crewSize: integer('crew_size'),
    languages: text('languages').array().notNull().default(sql`'{}'`),
    /** Follows from the application of its first owner. */
    licenseNumber: text('license_number'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    /** The time at which an owner last changed the facts or said that they are right (`stamp_company_check`). */
    checkedAt: instant('checked_at'),
    /** The time at which the owners were last asked whether the facts are right. */
    askedAt: instant('asked_at'),
    email: text('email'),
    /** Follows from the ZIP code or the city (`find_county`). */
    county: text('county'),
    /** Who finds the company in the directory. Visitors see a part of it. */
    directoryAudience: audience('directory_audience', 'PUBLIC'),
    phoneAudience: audience('phone_audience', 'MEMBERS'),
    emailAudience: audience('email_audience', 'MEMBERS'),
    websiteAudience: audience('website_audience', 'MEMBERS'),
    /** Counts only where `address_shown` is FULL. */
    streetAudience: audience('street_audience', 'MEMBERS'),
  },
  (table) => [
    foreignKey({
      name: 'companies_license_number_fk',
      columns: [table.licenseNumber],
      foreignColumns: [californiaContractors.licenseNumber],
    }).onDelete('set null'),
    uniqueIndex('companies_license_once').on(table.licenseNumber),
    index('idx_companies_name').on(sql`lower(name)`, table.id),
    index('idx_companies_words').using('gin', sql`to_tsvector('simple', searchable_text(name))`),
    check('companies_email_one_line', sql`is_mailbox(email)`),
    check('companies_county_one_line', areLines('county')),
    check('companies_directory_audience_known', oneOf('directory_audience', audiences)),
    check('companies_phone_audience_known', oneOf('phone_audience', audiences)),
    check('companies_email_audience_known', oneOf('email_audience', audiences)),
    check('companies_website_audience_known', oneOf('website_audience', audiences)),
    check('companies_street_audience_known', oneOf('street_audience', audiences)),
    check('companies_one_line', areLines('name', 'phone', 'website', 'street', 'city')),
    check('companies_name_sensible', sql`btrim(name) <> '' and length(name) <= 200`),
    check('companies_texts_short', sql`length(story) <= 5000 and length(website) <= 300`),
    check('companies_zip_code_digits', sql`${table.zipCode} ~ '^[0-9]{5}$'`),
    check('companies_address_shown_known', oneOf('address_shown', addressShownKinds)),
    check(
      'companies_lists_sensible',
      sql`cardinality(service_counties) <= 58 and cardinality(languages) <= 20 and is_one_line(array_to_string(service_counties, ' ')) and is_one_line(array_to_string(languages, ' '))`,
    ),
    check('companies_radius_sensible', sql`service_radius_meters between 1 and 1000000`),
    check('companies_crew_sensible', sql`crew_size between 1 and 100000`),
    check('companies_bonding_sensible', sql`bonding_single_cents > 0 and bonding_aggregate_cents > 0`),
    check('companies_bonding_in_order', sql`bonding_single_cents <= bonding_aggregate_cents`),
  ],
);

/** The people of a company. One person may be in several; the view `shown_firms` has the first one of each. */
export const companyPeople = pgTable(
  'company_people',
  {
    id: key(),
    companyId: uuid('company_id')
      .notNull()
      .references(() => companies.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text('role', { enum: companyRoles }).notNull(),
    since: instant('since').notNull().default(sql`now()`),
    /** True for somebody who wants to stand on the company's page in the directory, for members. */
    isShown: boolean('is_shown').notNull().default(false),
  },
  (table) => [
    unique('company_people_once').on(table.companyId, table.userId),
    index('idx_company_people_user').on(table.userId),
    check('company_people_role_known', oneOf('role', companyRoles)),
  ],
);

/** Invitations into a company. Only the account with this confirmed address can accept one, so the link needs no secret. */
export const companyInvitations = pgTable(
  'company_invitations',
  {
    id: key(),
    companyId: uuid('company_id')
      .notNull()
      .references(() => companies.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    role: text('role', { enum: companyRoles }).notNull(),
    invitedBy: uuid('invited_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull().default(sql`now() + interval '14 days'`),
    acceptedAt: instant('accepted_at'),
    acceptedBy: uuid('accepted_by').references(() => users.id, { onDelete: 'cascade' }),
  },
  (table) => [
    uniqueIndex('company_invitations_once').on(table.companyId, table.email).where(sql`accepted_at is null`),
    index('idx_company_invitations_company').on(table.companyId),
    index('idx_company_invitations_email').on(table.email),
    index('idx_company_invitations_invited_by').on(table.invitedBy),
    index('idx_company_invitations_accepted_by').on(table.acceptedBy),
    check('company_invitations_one_line', sql`is_mailbox(email)`),
    check('company_invitations_normalized', sql`email = lower(email)`),
    check('company_invitations_role_known', oneOf('role', companyRoles)),
    check('company_invitations_accepted_whole', sql`(accepted_at is null) = (accepted_by is null)`),
  ],
);
