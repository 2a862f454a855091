import { rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { californiaDay } from '../standing/california-day.ts';
import { type ContractorListItem, listColumns, listShape, toListItem } from './list-items.ts';
import type { FiledNames } from './names.ts';

/** The parts of the license board's record that a list of people shows or compares. The standing is today's. */
export type LicenseInBrief = Pick<
  ContractorListItem,
  'name' | 'doingBusinessAs' | 'city' | 'county' | 'standing'
> & {
  filed: Pick<FiledNames, 'businessName' | 'dbaName' | 'fullBusinessName'>;
};

/** The license board's records of some licenses, by their numbers. A number that no file ever held is missing. */
export async function readLicensesInBrief(
  { sql }: Transaction,
  licenseNumbers: string[],
): Promise<Map<string, LicenseInBrief>> {
  const rows = await rowsOf(sql, listShape)`
    select ${listColumns(sql)} from california_contractors where license_number = any(${licenseNumbers}::text[])`;
  const today = californiaDay(new Date());
  return new Map(
    rows.map((row) => {
      const { name, doingBusinessAs, city, county, standing } = toListItem(row, today, null);
      const { businessName, dbaName, fullBusinessName } = row;
      return [
        row.licenseNumber,
        { name, doingBusinessAs, city, county, standing, filed: { businessName, dbaName, fullBusinessName } },
      ];
    }),
  );
}
