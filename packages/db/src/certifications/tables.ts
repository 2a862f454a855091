import { certificationSubjects, verifications } from '@namc/inputs/certifications';
import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  check,
  date,
  index,
  integer,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { companies } from '../companies/tables.ts';
import { areLines, createdAt, instant, key, oneOf, updatedAt } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

/** The kinds of certifications. Migrations alone write them, and say where their facts come from. */
export const certificationKinds = pgTable(
  'certification_kinds',
  {
    code: text('code').primaryKey(),
    name: text('name').notNull(),
    /** Null where several issue it. */
    issuer: text('issuer'),
    about: text('about', { enum: certificationSubjects }).notNull(),
    /** Null where there is no usual term. */
    termMonths: integer('term_months'),
    /** It can be renewed so many days before its last one. */
    renewalDays: integer('renewal_days').notNull(),
    needsNumber: boolean('needs_number').notNull(),
    needsEnd: boolean('needs_end').notNull(),
    /** The agency evaluates the firms anew, whatever the certificate says. */
    isReEvaluated: boolean('is_re_evaluated').notNull().default(false),
    position: integer('position').notNull(),
    isOffered: boolean('is_offered').notNull().default(true),
  },
  () => [
    check('certification_kinds_code_pattern', sql`code ~ '^[A-Z0-9_]{1,20}$'`),
    check('certification_kinds_one_line', areLines('name', 'issuer')),
    check('certification_kinds_about_known', oneOf('about', certificationSubjects)),
    check('certification_kinds_sensible', sql`term_months > 0 and renewal_days between 1 and 365`),
  ],
);

/** The certifications of companies. One that was renewed stays, and names its replacement. */
export const certifications = pgTable(
  'certifications',
  {
    id: key(),
    companyId: uuid('company_id')
      .notNull()
      .references(() => companies.id, { onDelete: 'cascade' }),
    kind: text('kind')
      .notNull()
      .references(() => certificationKinds.code),
    number: text('number'),
    /** Who issued it, if that is not the issuer of the kind. */
    issuer: text('issuer'),
    issuedOn: date('issued_on'),
    /** The last day on which it is good, in California. Null for one without an end. */
    expiresOn: date('expires_on'),
    isUnderReEvaluation: boolean('is_under_re_evaluation').notNull().default(false),
    /** Checked at the end of the transaction. */
    replacementId: uuid('replacement_id').references((): AnyPgColumn => certifications.id, {
      onDelete: 'set null',
    }),
    /** Counts the changes of the facts and the scan. */
    revision: integer('revision').notNull().default(1),
    verification: text('verification', { enum: verifications }).notNull().default('OPEN'),
    verifiedBy: uuid('verified_by').references(() => users.id, { onDelete: 'set null' }),
    verifiedAt: instant('verified_at'),
    verificationNote: text('verification_note'),
    createdBy: uuid('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex('certifications_current_once')
      .on(table.companyId, table.kind, sql`coalesce(number, '')`)
      .where(sql`replacement_id is null`),
    uniqueIndex('certifications_replacement_once').on(table.replacementId),
    index('idx_certifications_company').on(table.companyId),
    index('idx_certifications_kind').on(table.kind),
    index('idx_certifications_ending').on(table.expiresOn).where(sql`replacement_id is null`),
    index('idx_certifications_verified_by').on(table.verifiedBy),
    index('idx_certifications_created_by').on(table.createdBy),
    check('certifications_one_line', areLines('number', 'issuer')),
    check(
      'certifications_texts_sensible',
      sql`number <> '' and length(number) <= 60 and issuer <> '' and length(issuer) <= 120 and length(verification_note) <= 1000`,
    ),
    check('certifications_days_in_order', sql`expires_on > issued_on`),
    check(
      'certifications_days_sensible',
      sql`issued_on between '1950-01-01' and '2100-01-01' and expires_on between '1950-01-01' and '2100-01-01'`,
    ),
    check('certifications_not_its_own_replacement', sql`replacement_id <> id`),
    check('certifications_verification_known', oneOf('verification', verifications)),
    check(
      'certifications_verification_whole',
      sql`(verification = 'OPEN') = (verified_at is null) and (verification = 'OPEN') = (verification_note is null) and (verification <> 'OPEN' or verified_by is null)`,
    ),
  ],
);

/** The kinds that a company needs. One that it does not hold is missing. */
export const wantedCertifications = pgTable(
  'wanted_certifications',
  {
    id: key(),
    companyId: uuid('company_id')
      .notNull()
      .references(() => companies.id, { onDelete: 'cascade' }),
    kind: text('kind')
      .notNull()
      .references(() => certificationKinds.code),
  },
  (table) => [
    unique('wanted_certifications_once').on(table.companyId, table.kind),
    index('idx_wanted_certifications_kind').on(table.kind),
  ],
);

/** Who was reminded of which last day, and when: once each step of each period. */
export const certificationReminders = pgTable(
  'certification_reminders',
  {
    id: key(),
    certificationId: uuid('certification_id')
      .notNull()
      .references(() => certifications.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    expiresOn: date('expires_on').notNull(),
    daysBefore: integer('days_before').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    unique('certification_reminders_once').on(
      table.certificationId,
      table.userId,
      table.expiresOn,
      table.daysBefore,
    ),
    index('idx_certification_reminders_user').on(table.userId),
    check('certification_reminders_days_before_known', sql`days_before in (90, 30, 7)`),
  ],
);
