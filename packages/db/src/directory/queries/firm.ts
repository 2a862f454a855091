import type { FindPreviewInput, GetFirmInput } from '@namc/inputs/directory';
import { z } from 'zod';
import { companies } from '../../companies/tables.ts';
import { optional, pick } from '../../engine/columns/pick.ts';
import { computed, json, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { cityCase } from '../../places/city-case.ts';

export const listed = pick(companies, ['id', 'name'], 'f');
/** The functions of the directory leave out what the reader may not see. */
export const shown = optional(
  pick(
    companies,
    [
      'story',
      'phone',
      'email',
      'website',
      'street',
      'city',
      'zipCode',
      'county',
      'licenseNumber',
      'crewSize',
      'bondingSingleCents',
      'bondingAggregateCents',
      'serviceRadiusMeters',
    ],
    'f',
  ),
);
const certification = z.object({
  kind: z.string(),
  name: z.string(),
  issuer: z.string().nullable(),
  /** For members alone. */
  number: z.string().nullable(),
  /** The last day on which it is good: `YYYY-MM-DD`. */
  expiresOn: z.string().nullable(),
  isVerified: z.boolean(),
});
export const lists = computed({
  /** The codes of the license’s classes. */
  trades: 'string[]',
  /** Those that are good today. Visitors see the verified ones. */
  certifications: json(z.array(certification)),
  languages: 'string[]',
  serviceCounties: 'string[]',
});
export const columns = (sql: TransactionClient): Fragment => sql`
  ${listed(sql)}, ${shown(sql)}, f.trades, f.certifications, f.languages, f.service_counties as "serviceCounties"`;

/** A member firm as its reader may see it. */
export type Firm = RowOf<typeof listed> & RowOf<typeof shown> & RowOf<typeof lists>;
/** The license board writes cities in capitals. */
export const inCase = <Row extends { city: string | null }>(row: Row): Row => ({
  ...row,
  city: row.city === null ? null : cityCase(row.city),
});

/**
 * A firm of the directory as the acting person may see it. The id of one that was merged gives the firm that it is today. @throws NotFound for one that
 * the person may not see.
 */
export async function getFirm({ sql }: Transaction, { companyId }: GetFirmInput): Promise<Firm> {
  const [firm] = await rowsOf(sql, listed, shown, lists)`
    select ${columns(sql)} from firms_in_directory(array[company_today(${companyId})]) f`;
  if (!firm) throw new NotFound('firm', companyId);
  return inCase(firm);
}

/**
 * A company of the acting person as a visitor or a member sees it. Undefined if such a reader doesn’t find it, and for any
 * other company.
 */
export async function findFirmPreview(
  { sql }: Transaction,
  { companyId, reader }: FindPreviewInput,
): Promise<Firm | undefined> {
  const [firm] = await rowsOf(sql, listed, shown, lists)`
    select ${columns(sql)} from own_firm_as_seen(${companyId}, ${reader === 'MEMBER' ? 1 : 0}) f`;
  return firm && inCase(firm);
}

const shownPerson = computed({
  userId: 'string',
  firstName: 'string',
  lastName: 'string',
  photoId: 'string | null',
});

/** The people of a firm who stand on its page, by the length of their time there. Nobody for a visitor. */
export async function listShownPeople(
  { sql }: Transaction,
  { companyId }: GetFirmInput,
): Promise<RowOf<typeof shownPerson>[]> {
  return rowsOf(sql, shownPerson)`
    select user_id as "userId", first_name as "firstName", last_name as "lastName", photo_id as "photoId"
    from shown_people_of(${companyId})`;
}
