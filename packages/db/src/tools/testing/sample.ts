import type { PgTable } from 'drizzle-orm/pg-core';
import { systemActor } from '../../engine/actors.ts';

/**
 * Values shared by the nouns' `factory.ts` files, which write rows for tests: a test gives the columns that matter
 * to it, and each row is written under the portal's own rules.
 */
export const system = systemActor('test');

export interface WithLocation {
  location?: [longitude: number, latitude: number] | null;
}

export const coordinatesOf = ({ location }: WithLocation) =>
  location ? { longitude: location[0], latitude: location[1] } : null;

export type New<Table extends PgTable, Key extends keyof Table['$inferInsert']> = Partial<
  Pick<Table['$inferInsert'], Key>
>;

export const tomorrow = () => new Date(Date.now() + 86_400_000);
