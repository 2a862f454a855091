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

/** What is needed of a level to judge it. */
export interface MeasuredLevel {
  name: LevelName;
  target: number;
  share: number | null;
  requests: number | null;
  over: number | null;
  p95: number | null;
  peak: number | null;
  present: number | null;
  budgetLeft: number | null;
  burn5m: number | null;
  burn30m: number | null;
  burn1h: number | null;
  burn6h: number | null;
  broken1h: number;
  broken6h: number;
  warnBurn: number;
  badBurn: number;
}

export type LevelState = 'ok' | 'warn' | 'bad' | 'unknown';

/** One failure at night is no fire: below so many requests that broke a level, its burn rate raises nothing. */
export const fewestBroken = 10;

/** `12 ms`, `1.2 s`. */
export function durationInWords(ms: number): string {
  if (ms < 10) return `${Number(ms.toPrecision(2))} ms`;
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${Number((ms / 1_000).toPrecision(2))} s`;
}

/** A share of 1 in percent. It never rounds up to 100. */
export function percentInWords(share: number): string {
  if (share >= 1 || share <= 0) return `${share >= 1 ? 100 : 0}%`;
  const digits = share > 0.9999 ? 4 : 2;
  const floor = Math.floor(share * 100 * 10 ** digits) / 10 ** digits;
  return floor === 0 ? 'under 0.01%' : `${floor.toFixed(digits)}%`;
}

/** Bursts that use up the budget fast: in the last hour and still now, or in the last six hours and still now. */
export function burnOf(level: MeasuredLevel): { fast: number; slow: number } {
  const both = (long: number | null, short: number | null, broken: number) =>
    broken < fewestBroken ? 0 : Math.min(long ?? 0, short ?? 0);
  return {
    fast: both(level.burn1h, level.burn5m, level.broken1h),
    slow: both(level.burn6h, level.burn30m, level.broken6h),
  };
}

const figureInWords = (figure: number) =>
  figure < 10 ? String(Number(figure.toPrecision(2))) : Math.floor(figure).toLocaleString('en-US');

/** The command that shows how much the portal could do. */
const loadTest = 'Shown by npm run bench load.';
const loadTested: LevelName[] = ['reads', 'writes', 'users'];
const restored: LevelName[] = ['recovery', 'point-in-time'];

/** The state of a level and the reason in words. A level that nobody could measure is unknown, and never OK. */
export function judgeLevel(level: MeasuredLevel, isCovered: boolean): { state: LevelState; says: string } {
  const { name, target, share, requests, over, p95, peak, present, budgetLeft } = level;
  if (loadTested.includes(name)) {
    const unit = name === 'users' ? (count: number) => (count === 1 ? 'person' : 'people') : () => 'a second';
    const inWords = (count: number) => `${figureInWords(count)} ${unit(count)}`;
    if (peak === null)
      return { state: 'unknown', says: `${name === 'users' ? 'Nobody' : 'None'} was counted. ${loadTest}` };
    const now = present === null ? '' : `${inWords(present)} now. `;
    const most = `${now}Highest so far ${inWords(peak)}.`;
    // The portal can do as much as it did in a minute. Less says nothing of how much it could do.
    return peak >= target ? { state: 'ok', says: most } : { state: 'unknown', says: `${most} ${loadTest}` };
  }
  if (restored.includes(name)) return { state: 'unknown', says: 'A drill measures it: see Backups.' };
  if (name === 'availability' && !requests) return { state: 'unknown', says: 'No probe runs.' };
  if (name !== 'availability' && !isCovered)
    return { state: 'unknown', says: 'No process of the portal was measured.' };
  if (name === 'pool') {
    if (peak === null) return { state: 'unknown', says: 'No pool was measured.' };
    const says = `A process used ${Math.round(peak)}% of its connections at most.`;
    return { state: peak > target ? 'warn' : 'ok', says };
  }
  if (name === 'connection' && !requests) return { state: 'unknown', says: 'No pool was measured.' };
  if (!requests || share === null) return { state: 'unknown', says: 'Nothing was asked.' };
  const kept = 1 - (over ?? 0) / requests;
  const says =
    p95 === null
      ? `${percentInWords(kept)} were answered.`
      : `95 of 100 took ${durationInWords(p95)} or less.`;
  const { fast, slow } = burnOf(level);
  if (fast > level.badBurn)
    return {
      state: 'bad',
      says: `${says} Its error budget is being spent ${Math.round(fast)} times too fast.`,
    };
  if (slow > level.warnBurn)
    return {
      state: 'warn',
      says: `${says} Its error budget is being spent ${Math.round(slow)} times too fast.`,
    };
  if (budgetLeft !== null && budgetLeft < 0)
    return { state: 'warn', says: `${says} The error budget of 30 days is used up.` };
  return { state: kept < share ? 'warn' : 'ok', says };
}

/** The names of the levels for people. */
export const levelWords: Record<LevelName, string> = {
  simple: 'Simple questions',
  complex: 'Lists and changes',
  search: 'Searches',
  report: 'Reports',
  connection: 'Wait for a connection',
  pool: 'Use of the connections',
  answers: 'Requests answered',
  availability: 'Availability from outside',
  recovery: 'Recovery from a backup',
  'point-in-time': 'Recovery to a point in time',
  reads: 'Reads a second',
  writes: 'Writes a second',
  users: 'People at the same time',
};

/** The state of all levels in words. */
export function levelsInWords(
  levels: readonly { name: LevelName; state: LevelState; says: string }[],
): string {
  const of = (state: LevelState) => levels.filter((one) => one.state === state);
  const first = ([one]: typeof levels) => (one ? `: ${levelWords[one.name]}. ${one.says}` : '.');
  const [bad, warn, unknown, ok] = [of('bad'), of('warn'), of('unknown'), of('ok')];
  if (bad.length > 0) return `${bad.length} of ${levels.length} levels are broken now${first(bad)}`;
  if (warn.length > 0) return `${warn.length} of ${levels.length} levels need a look${first(warn)}`;
  if (ok.length === 0) return 'Unknown: nothing was measured.';
  const kept =
    ok.length === 1
      ? 'The one level that was measured is kept.'
      : `All ${ok.length} levels that were measured are kept.`;
  return `${kept} ${unknown.length} ${unknown.length === 1 ? 'is' : 'are'} unknown.`;
}
