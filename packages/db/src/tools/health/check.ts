import type { HealthArea, HealthCheckName, HealthState } from '@namc/inputs/health';
import type { Client, TransactionClient } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import type { Evidence } from '../../health/tables.ts';

export interface Limits {
  warn: number;
  bad: number;
}

/** The judgment of a check about the rows that it read. */
export interface Finding {
  state: HealthState;
  /** In the check's unit; null if there is no number. */
  value: number | null;
  /** A sentence for a person. */
  says: string;
  evidence?: Evidence;
  /** It is no alert that this is unknown, because something is not set up. */
  mayStayUnknown?: true;
}

/** The answer of one server to a check's statement. */
export interface Answer<Row> {
  /** `host:port`, as elsewhere; `portal` for a question about the portal's own tables. */
  server: string;
  isReplica: boolean;
  rows: Row[];
}

/** A server that gave no answer. */
export interface Silence {
  server: string;
  problem: string;
}

/** One check of the database: one question, one statement, and what its answer means. */
interface Question<Row extends object> {
  name: HealthCheckName;
  area: HealthArea;
  /** In plain words. */
  question: string;
  /** The unit of `value`: `seconds`, `%`. Empty for a check without a number. */
  unit: string;
  /** From where on it warns and is bad. A larger value is worse. Staff may set others. */
  limits?: Limits;
  /** Why it makes no sense on the embedded database, in words. Undefined where it does. */
  notEmbedded?: string;
  /** The meaning of the finding, and the way to mend it. */
  explanation: string;
  /** SQL for a person to run, with the lock that it takes and for how long. The portal never runs it. */
  fix?: { sql: string; lock: string };
  /** So many rounds in a row open an alert, and end it. Default: 2. */
  alertsAfter?: number;
  /** It may stay unknown for good, as long as something is not set up: that is no alert. */
  mayStayUnknown?: true;
  /** Called if at least one server has answered. `silent` are the others. */
  judge(answers: Answer<Row>[], limits: Limits, silent: Silence[]): Finding;
}

/** Asks the server that accepts writes, or each server, as the login that watches them. */
export interface ServerCheck<Row extends object = object> extends Question<Row> {
  place: 'primary' | 'every server';
  statement(sql: TransactionClient): PromiseLike<Row[]>;
}

/** Asks the portal's own tables, as the portal's own work, or the queue, which only the worker's login reads. */
export interface PortalCheck<Row extends object = object> extends Question<Row> {
  place: 'portal' | 'queue';
  statement(tx: Transaction): PromiseLike<Row[]>;
}

/** Asks the pooler in front of the servers, on its own console. Not applicable without one. */
export interface PoolerCheck<Row extends object = object> extends Question<Row> {
  place: 'pooler';
  statement(console: Client): PromiseLike<Row[]>;
}

export type Check<Row extends object = object> = ServerCheck<Row> | PortalCheck<Row> | PoolerCheck<Row>;

/** Gives the rows of a check's statement their type where the check is written. */
export const defineCheck = <Row extends object>(check: ServerCheck<Row>): ServerCheck<Row> => check;

export const definePoolerCheck = <Row extends object>(check: PoolerCheck<Row>): PoolerCheck<Row> => check;

export const definePortalCheck = <Row extends object>(check: PortalCheck<Row>): PortalCheck<Row> => check;

/** Every row of all servers; with several servers each row names its own. */
export function rowsWithServer<Row extends object>(answers: Answer<Row>[]): (Row & { server?: string })[] {
  return answers.flatMap(({ server, rows }) =>
    answers.length > 1 ? rows.map((row) => ({ server, ...row })) : rows,
  );
}

export const stateOf = (value: number, { warn, bad }: Limits): HealthState =>
  value > bad ? 'bad' : value > warn ? 'warn' : 'ok';

/** The row with the largest value, and the state of that value. */
export function judgeLargest<Row extends object>(
  rows: Row[],
  measure: (row: Row) => number,
  limits: Limits,
): { state: HealthState; value: number; row: Row | undefined } {
  let row: Row | undefined;
  for (const one of rows) if (!row || measure(one) > measure(row)) row = one;
  const value = row ? measure(row) : 0;
  return { state: stateOf(value, limits), value, row };
}

/** So many rows of evidence are kept. */
export const mostEvidence = 20;

/** `1 table`, `3 tables`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** `40 s`, `12 min`, `3 h`, `9 days`. */
export function spanInWords(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** `41 KB`, `93 MB`. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${Math.round(bytes)} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} KB`;
  if (bytes < 1_000_000_000) return `${Math.round(bytes / 1_000_000)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}
