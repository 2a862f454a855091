import { regions } from '@namc/inputs/california';
import { contractorChangeKinds } from '@namc/inputs/contractors';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { albersPoint } from '../engine/columns/albers.ts';
import { geographyPoint } from '../engine/columns/geography.ts';
import { areLines, cents, instant, key, oneOf } from '../engine/columns/standard.ts';
import { tsvector } from '../engine/columns/tsvector.ts';

/** The precision of a position: the center of the ZIP code, or the street address. */
export const locationPrecisions = ['zip', 'street'] as const;

const importOutcomes = ['accepted', 'unchanged', 'refused'] as const;

/** The files of the license board that the portal reads. */
export const fileKinds = ['licenses', 'personnel', 'workers_comp'] as const;

/** A line of a file that was not taken: its number, the field, the reason, and the text. */
export interface Reject {
  line: number;
  field: string;
  reason: string;
  row: string;
}

/** A license that the file changes. `facts` are its changed columns: before and after. */
export interface ChangedLicense {
  licenseNumber: string;
  businessName: string;
  facts: Record<string, [before: unknown, after: unknown]>;
}

/** A license that the file brings or lacks. */
export interface NamedLicense {
  licenseNumber: string;
  businessName: string;
  city: string | null;
  primaryStatus: string;
}

/** Present licenses of a class or county, and how many fewer they become. */
export interface Loss {
  name: string;
  before: number;
  lost: number;
}

/** The kind of a file, and the changes that it would make. */
export interface Findings {
  kind: (typeof fileKinds)[number];
  read: number;
  rejected: number;
  /** The date of the file, `YYYY-MM-DD`. */
  snapshotDate: string | null;
  firstLoad: boolean;
  added: number;
  changed: number;
  unchanged: number;
  returned: number;
  gone: number;
  /** Why the file is loaded only if staff say so; null for one that nothing speaks against. */
  warning: string | null;
  /** The commonest reasons for which rows are rejected, one sentence each. */
  reasons: string[];
  /** What a person should know about how the file was read, one sentence each. */
  notes: string[];
  /** Changed licenses by changed column, the most frequent first. */
  columns: { column: string; licenses: number }[];
  statusChanges: Record<string, number>;
  samples: {
    changed: ChangedLicense[];
    added: NamedLicense[];
    gone: NamedLicense[];
    returned: NamedLicense[];
  };
  classes: Loss[];
  counties: Loss[];
}

/** About a tenth of the contractors come before this `precedence`: members, and clear licenses from before 1990. */
export const foremostBefore = 232_871;

/**
 * Every fact of the license board's 52-column master file, one row per license, and the columns that the portal
 * derives from it. Row-level security, column comments and collations are in `drizzle/`. Amounts are US cents,
 * although the board writes bonds in dollars.
 */
export const californiaContractors = pgTable(
  'california_contractors',
  {
    licenseNumber: text('license_number').primaryKey(),
    lastUpdated: date('last_updated'),
    businessName: text('business_name').notNull(),
    dbaName: text('dba_name'),
    fullBusinessName: text('full_business_name'),
    mailingAddress: text('mailing_address'),
    city: text('city'),
    state: text('state'),
    /** The file's county, or the ZIP code's if the file leaves a California county blank. */
    county: text('county'),
    zipCode: text('zip_code'),
    country: text('country'),
    businessPhone: text('business_phone'),
    businessType: text('business_type'),
    issueDate: date('issue_date'),
    reissueDate: date('reissue_date'),
    expirationDate: date('expiration_date'),
    inactivationDate: date('inactivation_date'),
    reactivationDate: date('reactivation_date'),
    pendingSuspension: text('pending_suspension'),
    pendingClassRemoval: text('pending_class_removal'),
    pendingClassReplacement: text('pending_class_replacement'),
    primaryStatus: text('primary_status').notNull(),
    secondaryStatus: text('secondary_status'),
    classifications: text('classifications').array().notNull(),
    classificationsFiled: text('classifications_filed'),
    asbestosRegistration: text('asbestos_registration'),
    workersCompCoverageType: text('workers_comp_coverage_type'),
    workersCompInsurer: text('workers_comp_insurer'),
    workersCompPolicyNumber: text('workers_comp_policy_number'),
    workersCompEffectiveDate: date('workers_comp_effective_date'),
    workersCompExpirationDate: date('workers_comp_expiration_date'),
    workersCompCancellationDate: date('workers_comp_cancellation_date'),
    workersCompSuspensionDate: date('workers_comp_suspension_date'),
    contractorBondSurety: text('contractor_bond_surety'),
    contractorBondNumber: text('contractor_bond_number'),
    contractorBondEffectiveDate: date('contractor_bond_effective_date'),
    contractorBondCancellationDate: date('contractor_bond_cancellation_date'),
    contractorBondAmountCents: cents('contractor_bond_amount_cents'),
    workerBondSurety: text('worker_bond_surety'),
    workerBondNumber: text('worker_bond_number'),
    workerBondEffectiveDate: date('worker_bond_effective_date'),
    workerBondCancellationDate: date('worker_bond_cancellation_date'),
    workerBondAmountCents: cents('worker_bond_amount_cents'),
    disciplinaryBondSurety: text('disciplinary_bond_surety'),
    disciplinaryBondNumber: text('disciplinary_bond_number'),
    disciplinaryBondEffectiveDate: date('disciplinary_bond_effective_date'),
    disciplinaryBondCancellationDate: date('disciplinary_bond_cancellation_date'),
    disciplinaryBondAmountCents: cents('disciplinary_bond_amount_cents'),
    disciplinaryBondRequiredDate: date('disciplinary_bond_required_date'),
    disciplinaryCaseRegion: text('disciplinary_case_region'),
    disciplinaryBondReason: text('disciplinary_bond_reason'),
    disciplinaryCaseNumber: text('disciplinary_case_number'),
    secondNameType: text('second_name_type'),

    region: text('region', { enum: regions }).notNull(),
    location: geographyPoint('location'),
    locationPrecision: text('location_precision', { enum: locationPrecisions }),
    isNamcMember: boolean('is_namc_member').notNull().default(false),
    /** The beginning of the day, in California, of the first accepted file without this license; the row stays. */
    goneAt: instant('gone_at'),
    /** The same of the file in which a license that was gone came back, the last time that happened. */
    returnedAt: instant('returned_at'),

    albers: albersPoint('albers').generatedAlwaysAs(sql`california_albers(location)`),
    nameKey: text('name_key').generatedAlwaysAs(sql`lower(business_name) collate "C"`),
    /** The default order: members, then good standing, then the oldest license. */
    precedence: integer('precedence').generatedAlwaysAs(
      sql`(3 - 2 * is_namc_member::integer - (primary_status = 'CLEAR')::integer) * 100000 + coalesce(least(greatest(issue_date - date '1900-01-01', 0), 99999), 99999)`,
    ),
    searchVector: tsvector('search_vector').generatedAlwaysAs(
      sql`setweight(to_tsvector('simple', searchable_text(business_name)), 'A') || setweight(to_tsvector('simple', searchable_text(dba_name)), 'B') || setweight(to_tsvector('simple', searchable_text(full_business_name)), 'C') || setweight(to_tsvector('simple', searchable_text(city)), 'D')`,
    ),
  },
  (table) => [
    check(
      'california_contractors_one_line',
      areLines('business_name', 'dba_name', 'full_business_name', 'mailing_address', 'city'),
    ),
    check('california_contractors_license_number_digits', sql`${table.licenseNumber} ~ '^[0-9]{1,8}$'`),
    check('california_contractors_region_known', oneOf('region', regions)),
    check(
      'california_contractors_location_has_precision',
      sql`(${table.location} is null) = (${table.locationPrecision} is null) and ${table.locationPrecision} in ('zip', 'street')`,
    ),
    check(
      'california_contractors_amounts_not_negative',
      sql`${table.contractorBondAmountCents} >= 0 and ${table.workerBondAmountCents} >= 0 and ${table.disciplinaryBondAmountCents} >= 0`,
    ),
    index('idx_contractors_fts').using('gin', table.searchVector),
    // The words of the foremost tenth, for words that tens of thousands have.
    index('idx_contractors_fts_foremost')
      .using('gin', table.searchVector)
      .where(sql.raw(`precedence < ${foremostBefore}`)),
    // Partial, so that only searches with a place can use it. Otherwise the planner preferred it to the GIN index, at
    // a hundred times the cost.
    index('idx_contractors_albers_fts')
      .using('gist', table.albers, table.searchVector)
      .where(sql`${table.albers} is not null`),
    // The nearest firms of any trade (`isPlaceAlone`).
    index('idx_contractors_point')
      .using('gist', sql`(${table.albers}::point)`)
      .where(sql`${table.albers} is not null`),
    index('idx_contractors_location_gist').using('gist', table.location),
    index('idx_contractors_classifications').using('gin', table.classifications),
    index('idx_contractors_county').on(table.county, table.precedence, table.licenseNumber),
    index('idx_contractors_precedence').on(table.precedence, table.licenseNumber),
    index('idx_contractors_name').on(table.nameKey, table.licenseNumber),
  ],
);

/** Each offered file: its description, the person who brought it, and its effect. */
export const contractorImportRuns = pgTable(
  'contractor_import_runs',
  {
    id: key(),
    outcome: text('outcome', { enum: importOutcomes }).notNull(),
    fileKind: text('file_kind', { enum: fileKinds }).notNull().default('licenses'),
    refusal: text('refusal'),
    fileName: text('file_name').notNull(),
    fileSha256: text('file_sha256').notNull(),
    fileBytes: bigint('file_bytes', { mode: 'number' }).notNull(),
    importerVersion: integer('importer_version').notNull(),
    snapshotDate: date('snapshot_date'),
    importedBy: text('imported_by').notNull(),
    forced: boolean('forced').notNull().default(false),
    firstLoad: boolean('first_load').notNull().default(false),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at').notNull(),
    rowsRead: integer('rows_read').notNull(),
    rowsNew: integer('rows_new').notNull(),
    rowsChanged: integer('rows_changed').notNull(),
    rowsUnchanged: integer('rows_unchanged').notNull(),
    rowsRejected: integer('rows_rejected').notNull(),
    rowsGone: integer('rows_gone').notNull(),
    /** Of the changed rows those that an earlier file lacked. */
    rowsReturned: integer('rows_returned').notNull().default(0),
    /** Rows kept in `contractor_rows_before` by the run; null for one that cannot be undone. */
    rowsKept: integer('rows_kept'),
    undoneAt: instant('undone_at'),
    undoneBy: text('undone_by'),
    /** `{"CLEAR → Work Comp Susp": 12}`; empty on a first load. */
    statusChanges: jsonb('status_changes').$type<Record<string, number>>().notNull(),
    /** Classification codes that the board's published list lacks, with the number of licenses. */
    unknownClassifications: jsonb('unknown_classifications').$type<Record<string, number>>().notNull(),
    /** The same of status and coverage codes that have no words. */
    unknownStatuses: jsonb('unknown_statuses').$type<Record<string, number>>().notNull().default({}),
    /** What a person should know about how the file was read, one sentence each. */
    notes: jsonb('notes').$type<string[]>().notNull().default([]),
    /** The license with which the file ended. A file that stops before it was cut short. */
    lastLicense: text('last_license'),
  },
  (table) => [
    check('contractor_import_runs_outcome_known', oneOf('outcome', importOutcomes)),
    check('contractor_import_runs_file_kind_known', oneOf('file_kind', fileKinds)),
    check(
      'contractor_import_runs_refusal_said',
      sql`(${table.outcome} = 'refused') = (${table.refusal} is not null)`,
    ),
    check('contractor_import_runs_in_order', sql`${table.finishedAt} >= ${table.startedAt}`),
    check(
      'contractor_import_runs_undone_by_somebody',
      sql`(undone_at is null) = (undone_by is null) and (undone_at is null or outcome <> 'refused')`,
    ),
    index('idx_contractor_import_runs_accepted')
      .on(table.finishedAt.desc().nullsFirst())
      .where(sql`${table.outcome} <> 'refused'`),
  ],
);

const keptKinds = ['new', 'changed', 'gone'] as const;

/**
 * The rows that the last accepted run touched, as they were before it. `before` holds the columns of a changed row that
 * were not null. A new row had none, and a gone row lost only its mark.
 */
export const contractorRowsBefore = pgTable(
  'contractor_rows_before',
  {
    licenseNumber: text('license_number').primaryKey(),
    importRunId: uuid('import_run_id').notNull(),
    kind: text('kind', { enum: keptKinds }).notNull(),
    before: jsonb('before').$type<Record<string, unknown>>(),
  },
  (table) => [
    foreignKey({
      name: 'contractor_rows_before_import_run',
      columns: [table.importRunId],
      foreignColumns: [contractorImportRuns.id],
    }).onDelete('cascade'),
    check('contractor_rows_before_kind_known', oneOf('kind', keptKinds)),
    check('contractor_rows_before_kept', sql`(kind = 'changed') = (before is not null)`),
    index('idx_contractor_rows_before_run').on(table.importRunId),
  ],
);

/**
 * People and firms of a license as in the board's personnel file, the bonds of those who qualify it, and the members of a joint
 * venture. The five lists have one value for each association, aligned by position; null where the file has none. Staff
 * alone read it.
 */
export const contractorPersonnel = pgTable(
  'contractor_personnel',
  {
    /** Of all facts of the row. A new file adds the rows that are new, and takes away those that it lacks. */
    digest: uuid('digest').primaryKey(),
    licenseNumber: text('license_number').notNull(),
    lastUpdated: date('last_updated'),
    recordType: text('record_type'),
    sequenceNumber: text('sequence_number'),
    nameType: text('name_type'),
    /** A person's last name comes first. */
    name: text('name').notNull(),
    titles: text('titles').array().notNull(),
    /** The classifications that a person qualifies the license for. */
    classes: text('classes').array().notNull(),
    classStatuses: text('class_statuses').array().notNull(),
    associatedDates: date('associated_dates').array().notNull(),
    disassociatedDates: date('disassociated_dates').array().notNull(),
    suretyType: text('surety_type'),
    bondSurety: text('bond_surety'),
    bondNumber: text('bond_number'),
    bondAmountCents: cents('bond_amount_cents'),
    bondEffectiveDate: date('bond_effective_date'),
    bondCancellationDate: date('bond_cancellation_date'),
    jointVentureLicenseType: text('joint_venture_license_type'),
    jointVentureLicenseNumber: text('joint_venture_license_number'),
  },
  (table) => [
    check('contractor_personnel_one_line', areLines('name')),
    check('contractor_personnel_bond_not_negative', sql`${table.bondAmountCents} >= 0`),
    index('idx_contractor_personnel_license').on(table.licenseNumber),
    index('idx_contractor_personnel_joint_venture')
      .on(table.jointVentureLicenseNumber)
      .where(sql`${table.jointVentureLicenseNumber} is not null`),
  ],
);

/** Policies of workers' compensation as in the board's file of them. Half belong to licenses that have ended. Staff alone read it. */
export const contractorPolicies = pgTable(
  'contractor_policies',
  {
    digest: uuid('digest').primaryKey(),
    licenseNumber: text('license_number').notNull(),
    licenseType: text('license_type'),
    lastUpdated: date('last_updated'),
    coverageType: text('coverage_type'),
    insurer: text('insurer'),
    policyNumber: text('policy_number'),
    effectiveDate: date('effective_date'),
    expirationDate: date('expiration_date'),
    cancellationDate: date('cancellation_date'),
    suspensionDate: date('suspension_date'),
  },
  (table) => [index('idx_contractor_policies_license').on(table.licenseNumber)],
);

/** Definitions of indexes between the two halves of a first load, which is one transaction. */
export const droppedIndexes = pgTable('dropped_indexes', {
  name: text('name').primaryKey(),
  definition: text('definition').notNull(),
});

/** Changes between two accepted files. Association staff follow this list for outreach. */
export const contractorChanges = pgTable(
  'contractor_changes',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    importRunId: uuid('import_run_id').notNull(),
    licenseNumber: text('license_number').notNull(),
    kind: text('kind', { enum: contractorChangeKinds }).notNull(),
    before: text('before'),
    after: text('after'),
  },
  (table) => [
    foreignKey({
      name: 'contractor_changes_import_run',
      columns: [table.importRunId],
      foreignColumns: [contractorImportRuns.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'contractor_changes_license',
      columns: [table.licenseNumber],
      foreignColumns: [californiaContractors.licenseNumber],
    }).onDelete('cascade'),
    check('contractor_changes_kind_known', oneOf('kind', contractorChangeKinds)),
    index('idx_contractor_changes_kind').on(table.kind, table.id),
    index('idx_contractor_changes_run').on(table.importRunId, table.id),
    index('idx_contractor_changes_license').on(table.licenseNumber, table.id),
  ],
);

/**
 * The distinct words of all search vectors, against which misspelled words are corrected before the search.
 */
export const contractorWords = pgTable(
  'contractor_words',
  {
    word: text('word').primaryKey(),
    contractors: integer('contractors').notNull(),
  },
  (table) => [
    check('contractor_words_used', sql`${table.contractors} > 0`),
    index('idx_contractor_words_trigrams').using('gist', table.word.op('gist_trgm_ops')),
  ],
);

/** Contractors in the last accepted file by county; an import replaces it. */
export const contractorCountyCounts = pgTable('contractor_county_counts', {
  county: text('county').primaryKey(),
  region: text('region', { enum: regions }).notNull(),
  contractors: integer('contractors').notNull(),
  clear: integer('clear').notNull(),
  members: integer('members').notNull(),
});
