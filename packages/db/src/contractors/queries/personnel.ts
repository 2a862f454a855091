import type { GetLicenseInput } from '@namc/inputs/contractors';
import { z } from 'zod';
import { pick } from '../../engine/columns/pick.ts';
import { computed, json, type RowOf, type RowsOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { contractorPersonnel, contractorPolicies } from '../tables/board-people.ts';

const person = pick(contractorPersonnel, [
  'digest',
  'lastUpdated',
  'recordType',
  'nameType',
  'name',
  'suretyType',
  'bondSurety',
  'bondNumber',
  'bondAmountCents',
  'bondEffectiveDate',
  'bondCancellationDate',
  'jointVentureLicenseType',
  'jointVentureLicenseNumber',
]);
const association = z.object({
  title: z.string().nullable(),
  /** As the board writes it, such as `C10`. */
  class: z.string().nullable(),
  status: z.string().nullable(),
  joinedOn: z.string().nullable(),
  leftOn: z.string().nullable(),
});
/** The person's roles at the license, past and present, in the order of the file. */
const associations = computed({ associations: json(z.array(association)) });
const policy = pick(contractorPolicies, [
  'digest',
  'lastUpdated',
  'licenseType',
  'coverageType',
  'insurer',
  'policyNumber',
  'effectiveDate',
  'expirationDate',
  'cancellationDate',
  'suspensionDate',
]);

/** A row of the board's personnel file, and one of its workers' comp file. */
export type Person = RowsOf<[typeof person, typeof associations]>;
export type Policy = RowOf<typeof policy>;

/** No license has nearly as many. */
const mostRows = 500;

/**
 * The rows of a license in the board's files of people and of policies, as they are: names, titles, dates, bonds, numbers. For
 * staff who may see members.
 */
export async function getPersonnel(
  { sql }: Transaction,
  { licenseNumber }: GetLicenseInput,
): Promise<{ people: Person[]; policies: Policy[] }> {
  const people = await rowsOf(sql, person, associations)`
    select ${person(sql)}, (
      select coalesce(jsonb_agg(jsonb_build_object('title', title, 'class', class, 'status', status, 'joinedOn', joined_on,
                                                   'leftOn', left_on) order by at), '[]')
      from unnest(titles, classes, class_statuses, associated_dates, disassociated_dates)
        with ordinality as a (title, class, status, joined_on, left_on, at)
    ) as associations
    from contractor_personnel where license_number = ${licenseNumber}
    order by length(sequence_number), sequence_number, name, digest limit ${mostRows}`;
  const policies = await rowsOf(sql, policy)`
    select ${policy(sql)} from contractor_policies where license_number = ${licenseNumber}
    order by effective_date desc nulls last, expiration_date desc nulls last, digest limit ${mostRows}`;
  return { people, policies };
}
