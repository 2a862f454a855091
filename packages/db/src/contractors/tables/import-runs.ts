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
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { instant, key, oneOf } from '../../engine/columns/standard.ts';
import { californiaContractors } from './register.ts';

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
  /** The reason to load the file only if staff say so; null for one that nothing speaks against. */
  warning: string | null;
  /** The most common reasons for which rows are rejected, one sentence each. */
  reasons: string[];
  /** Remarks for people about the reading of the file, one sentence each. */
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
    /** Remarks for people about the reading of the file, one sentence each. */
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
 * The line that each license was last read from, as a digest. A license that anything else changes loses its digest, so
 * that the next file is compared with it again.
 */
export const contractorLineDigests = pgTable('contractor_line_digests', {
  licenseNumber: text('license_number').primaryKey(),
  digest: uuid('digest').notNull(),
});

const keptListKinds = ['new', 'gone'] as const;

/** The rows of a list of people or policies that the last accepted run of its kind brought, and those that it took away. */
export const contractorListRowsBefore = pgTable(
  'contractor_list_rows_before',
  {
    importRunId: uuid('import_run_id').notNull(),
    digest: uuid('digest').notNull(),
    kind: text('kind', { enum: keptListKinds }).notNull(),
    /** A row that was taken away. */
    before: jsonb('before').$type<Record<string, unknown>>(),
  },
  (table) => [
    primaryKey({ columns: [table.importRunId, table.digest] }),
    foreignKey({
      name: 'contractor_list_rows_before_import_run',
      columns: [table.importRunId],
      foreignColumns: [contractorImportRuns.id],
    }).onDelete('cascade'),
    check('contractor_list_rows_before_kind_known', oneOf('kind', keptListKinds)),
    check('contractor_list_rows_before_kept', sql`(kind = 'gone') = (before is not null)`),
  ],
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
