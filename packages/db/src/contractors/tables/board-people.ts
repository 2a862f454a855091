import { sql } from 'drizzle-orm';
import { check, date, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { areLines, cents } from '../../engine/columns/standard.ts';

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
