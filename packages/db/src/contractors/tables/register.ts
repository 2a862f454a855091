import { regions } from '@namc/inputs/california';
import { sql } from 'drizzle-orm';
import { boolean, check, date, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { albersPoint } from '../../engine/columns/albers.ts';
import { geographyPoint } from '../../engine/columns/geography.ts';
import { areLines, cents, instant, oneOf } from '../../engine/columns/standard.ts';
import { tsvector } from '../../engine/columns/tsvector.ts';

/** The precision of a position: the center of the ZIP code, or the street address. */
export const locationPrecisions = ['zip', 'street'] as const;

/** About a tenth of the contractors come before this `precedence`: members, and clear licenses from before 1990. */
export const foremostBefore = 232_871;

/** The name that people see as it is sorted: without signs before it, and without accents. */
export const nameOrder =
  "translate(ltrim(coalesce(shown_name_key, name_key), ' \"''#*+-=.,@&()!?/:$%[]<>~^_|’‘“”–—¡¿'), " +
  "'àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ', " +
  "'aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuy')";

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

    /** The facts from the board's files of people and of policies beside the license file: `noteBeside` of the import. */
    qualifierBondCancellationDate: date('qualifier_bond_cancellation_date'),
    /** The day on which the person of that bond leaves. */
    qualifierBondHolderLeavesOn: date('qualifier_bond_holder_leaves_on'),
    /** The first day of a bond that follows that one after a gap. */
    qualifierBondNextOn: date('qualifier_bond_next_on'),
    /** The day on which the last person who qualifies the license leaves, or has left; null while somebody stays. */
    qualifierLeavesOn: date('qualifier_leaves_on'),
    /** A time of more than 90 days without anybody who qualifies the license: its first day, and that on which somebody joins. */
    qualifierGapFrom: date('qualifier_gap_from'),
    qualifierGapUntil: date('qualifier_gap_until'),
    /** The same of single classes of the license (`readDeparture`): class, first day, and the day on which somebody joins. */
    classDepartures: text('class_departures').array(),
    policyCancellationDate: date('policy_cancellation_date'),
    policyExpirationDate: date('policy_expiration_date'),
    policySuspensionDate: date('policy_suspension_date'),
    /** The first day of a policy that follows the one that either file ends. */
    policyEffectiveDate: date('policy_effective_date'),

    /** For a joint venture, each time within which the license of a member bars it (`BarredTime`): `noteVentures` of the import. */
    barredMembers: text('barred_members').array(),

    /** The date of the file that the row is from, where the last one has no row of the license that could be read. */
    keptFromDate: date('kept_from_date'),

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
    /** The name that people see (`namesOf`), in lower case; null where it is `name_key`. A trigger keeps it. */
    shownNameKey: text('shown_name_key'),
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
    // The licenses of a point in their order (`contractorPoints`).
    index('idx_contractors_at_point').on(table.albers, table.licenseNumber),
    index('idx_contractors_location_gist').using('gist', table.location),
    index('idx_contractors_classifications').using('gin', table.classifications),
    index('idx_contractors_county').on(table.county, table.precedence, table.licenseNumber),
    index('idx_contractors_precedence').on(table.precedence, table.licenseNumber),
    index('idx_contractors_name_order').on(sql.raw(`(${nameOrder})`), table.licenseNumber),
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

/** Every point at which a license is or was. Triggers keep it. */
export const contractorPoints = pgTable(
  'contractor_points',
  { albers: albersPoint('albers').primaryKey() },
  (table) => [index('idx_contractor_points_nearest').using('gist', table.albers)],
);

/** Contractors in the last accepted file by county; an import replaces it. */
export const contractorCountyCounts = pgTable('contractor_county_counts', {
  county: text('county').primaryKey(),
  region: text('region', { enum: regions }).notNull(),
  contractors: integer('contractors').notNull(),
  clear: integer('clear').notNull(),
  members: integer('members').notNull(),
});
