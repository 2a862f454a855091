import { z } from 'zod/mini';
import { statementRanges } from './statements.ts';

/** The kinds of requests whose time has a limit, in the order of the page. */
export const timedClasses = ['simple', 'complex', 'search', 'report'] as const;

/** Everything that is counted apart. A stream has no limit, and the last three are about the database. */
export const serviceClasses = [...timedClasses, 'stream', 'connection', 'read', 'write'] as const;
export type ServiceClass = (typeof serviceClasses)[number];

/** The classes of requests of people. */
export type RequestClass = (typeof timedClasses)[number] | 'stream';

/** The limits of the design document in milliseconds; the table `service_levels` has the same. */
export const designLimitMs: Record<RequestClass, number> = {
  simple: 50,
  complex: 200,
  search: 500,
  report: 2_000,
  stream: Number.POSITIVE_INFINITY,
};

/** What is promised, in the order of the page. */
export const levelNames = [
  ...timedClasses,
  'connection',
  'pool',
  'answers',
  'availability',
  'recovery',
  'point-in-time',
  'reads',
  'writes',
  'users',
] as const;
export type LevelName = (typeof levelNames)[number];

/** The design document’s levels, and the portal’s own, ten times stricter. */
export const levelStandards = ['design', 'ours'] as const;
export const levelUnits = ['ms', '%', 'hours', 'per second', 'users'] as const;

/** The levels that have a plot: the time of each kind of request, and the wait for a connection. */
export const plottedLevels = [...timedClasses, 'connection'] as const;
export type PlottedLevel = (typeof plottedLevels)[number];

const range = z._default(z.enum(statementRanges), '1d');

export const listServiceLevelsInput = z.object({ range });
export type ListServiceLevelsInput = z.infer<typeof listServiceLevelsInput>;

export const listServicePointsInput = z.object({ range, level: z.enum(plottedLevels) });
export type ListServicePointsInput = z.infer<typeof listServicePointsInput>;

/** A month of California: `2026-10`. */
export const reportMonth = z
  .string()
  .check(z.regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-10'));

export const getServiceReportInput = z.object({ month: reportMonth });
export type GetServiceReportInput = z.infer<typeof getServiceReportInput>;
