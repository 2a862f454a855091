import { type SQL, sql } from 'drizzle-orm';
import { halfWayMinutes } from '../queries.ts';

/** True if the first step of a sign-in, at `begunAt` by the database's clock, still counts. */
export const halfWayLasts = (begunAt: Date | undefined): SQL | undefined =>
  begunAt &&
  sql`now() < ${begunAt.toISOString()}::timestamptz + ${halfWayMinutes}::int * interval '1 minute'`;
