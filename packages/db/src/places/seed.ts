import { inArray } from 'drizzle-orm';
import type { Transaction } from '../engine/database.ts';
import { zipCodes } from './tables.ts';

/** The city, state and position of ZIP codes, for the invented people and projects there. */
export async function findZipCodes({ orm }: Transaction, codes: string[]) {
  const rows = await orm.select().from(zipCodes).where(inArray(zipCodes.zipCode, codes));
  return new Map(
    rows.map(({ zipCode, city, state, location }) => [zipCode, { city, state, coordinates: location }]),
  );
}
