import type { ContractorFilters } from '@namc/inputs/contractors';
import { pick } from '../../engine/columns/pick.ts';
import { rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { findPlaceAtEndOf, type Place } from '../../places/queries.ts';
import { californiaContractors } from '../tables/register.ts';
import { numberBesideWords, readTypedNumber, readTypedNumbers } from './number-in-words.ts';
import { placeUnderstood, type Understood } from './understood.ts';

const license = pick(californiaContractors, ['licenseNumber']);
/** A number with a label and so many digits is a license, even if nobody has it. */
const shortestLabeled = 4;
/** The numbers of California's ZIP codes. */
const californiaZip = /^9[0-6]\d{3}$/;

/** The meaning of a text of license numbers. */
interface LicensesInWords {
  licensePrefix?: string;
  licenses?: string[];
  place?: Place;
  understood: Understood[];
}

/**
 * A text that is a license number, the beginning of one, a ZIP code of California, or a list of license numbers, and one that has
 * the number of a license beside other words. Undefined for every other text.
 */
export async function readLicenses(
  tx: Transaction,
  filters: ContractorFilters,
): Promise<LicensesInWords | undefined> {
  const listed = readTypedNumbers(filters.q);
  if (listed) return readList(tx, listed);
  const number = await readNumber(tx, filters);
  if (number) return number;
  const beside = numberBesideWords(filters.q);
  if (!beside || (await present(tx, [beside.number])).size === 0) return undefined;
  return {
    licenses: [beside.number],
    understood: [
      { as: 'license', typed: beside.typed, isWhole: true, zip: null },
      ...beside.others.map((typed): Understood => ({ as: 'beside-license', typed })),
    ],
  };
}

async function readList(tx: Transaction, numbers: string[]): Promise<LicensesInWords> {
  const known = await present(tx, numbers);
  return {
    licenses: numbers,
    understood: numbers.map(
      (number): Understood =>
        known.has(number)
          ? { as: 'license', typed: number, isWhole: true, zip: null }
          : { as: 'no-license', typed: number },
    ),
  };
}

async function present({ sql }: Transaction, numbers: string[]): Promise<Set<string>> {
  const rows = await rowsOf(sql, license)`
    select ${license(sql)} from california_contractors
    where license_number = any(${numbers}::text[]) and gone_at is null`;
  return new Set(rows.map(({ licenseNumber }) => licenseNumber));
}

async function readNumber(tx: Transaction, filters: ContractorFilters): Promise<LicensesInWords | undefined> {
  const found = readTypedNumber(filters.q);
  if (!found) return undefined;
  const { number, isLabeled, isOneRun } = found;
  const mayBeZip = californiaZip.test(number) && !isLabeled && isOneRun && filters.near === '';
  const [[begins], zip] = await Promise.all([
    rowsOf(tx.sql, license)`
      select ${license(tx.sql)} from california_contractors
      where license_number >= ${number} and license_number < ${`${number}:`} and gone_at is null
      order by license_number limit 1`,
    mayBeZip ? findPlaceAtEndOf(tx, number) : undefined,
  ]);
  const typed = filters.q.trim();
  if (zip && begins?.licenseNumber !== number) {
    return { place: zip.place, understood: [placeUnderstood(typed, zip.place)] };
  }
  const isLicense = begins !== undefined || (isLabeled && number.length >= shortestLabeled);
  if (!isLicense) return undefined;
  return {
    licensePrefix: number,
    understood: [{ as: 'license', typed, isWhole: false, zip: zip ? number : null }],
  };
}
