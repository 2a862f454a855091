import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { anyOf, computed, rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { statementCallers, type statementKinds, statementServers, statementTexts } from './tables.ts';

/** The content of one server’s `pg_stat_statements` at one moment. */
export interface StatementReading {
  /** `host:port` */
  server: string;
  /** Instants by the server’s own clock, as it writes them. */
  readAt: string;
  startedAt: string;
  resetAt: string;
  /** How often the server has evicted statements since `resetAt`. */
  evictions: number;
  /** A JSON array of counters, as the server made it. Node never parses it, because it may be megabytes. */
  entries: string;
}

/** FIRST, RESET and LATE count nothing and leave a gap. TAKEN: another process has just read this server. */
export const readingOutcomes = ['COUNTED', 'FIRST', 'RESET', 'LATE', 'TAKEN'] as const;
export type ReadingOutcome = (typeof readingOutcomes)[number];

const recorded = computed({ outcome: anyOf(readingOutcomes) });
const lacking = computed({ queryId: 'string' });

/**
 * Subtracts the reading before this one and stores the difference as the work of the minute. For the system. Returns what
 * became of the reading, and the query ids whose texts are not known yet.
 */
export async function recordReading(
  { sql }: WriteTransaction,
  reading: StatementReading,
): Promise<{ outcome: ReadingOutcome; lacking: string[] }> {
  const [row] = await rowsOf(sql, recorded)`
    select outcome from record_statements(${reading.server}, ${reading.readAt}::text::timestamptz,
      ${reading.startedAt}::text::timestamptz, ${reading.resetAt}::text::timestamptz, ${reading.evictions}::bigint,
      ${reading.entries}::text::jsonb)`;
  const outcome = row?.outcome ?? 'TAKEN';
  if (outcome === 'TAKEN') return { outcome, lacking: [] };
  const rows = await rowsOf(sql, lacking)`
    select distinct c.query_id::text as "queryId"
    from statement_counters c join statement_servers s on s.id = c.server_id
    where s.name = ${reading.server}
      and not exists (select from statement_texts t where t.query_id = c.query_id)`;
  return { outcome, lacking: rows.map(({ queryId }) => queryId) };
}

/** A statement’s text as it may be stored: without comments and without any value, or not at all. */
export interface KeepableText {
  kind: (typeof statementKinds)[number];
  text: string | null;
  textKey: string;
}

const ignored = /"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g;
/** Names first, so that a digit in a name is none of a number. */
const words = /"(?:[^"]|"")*"|'(?:[^']|'')*'|\$\d+|[a-z_][\w$]*|\d[\w.]*/gi;
const valueOrQuote = /^['$\d]|^(?:true|false|null)$/i;

/**
 * A key that is the same for a statement as the portal sends it and as `pg_stat_statements` keeps it: there a placeholder
 * stands for each value. Comments and spaces do not count.
 */
export function keyOfText(text: string): string {
  const kept = text
    .replace(ignored, (found) => (found.startsWith('"') ? found : ' '))
    .replace(words, (found) => (valueOrQuote.test(found) ? '?' : found))
    .replace(/-\s*\?/g, '?')
    .replace(/\s+/g, ' ')
    .trim();
  return createHash('md5').update(kept).digest('hex');
}

/** Stores the texts of statements that are new. For the system. */
export async function storeStatementTexts(
  tx: WriteTransaction,
  texts: readonly (KeepableText & { queryId: string })[],
): Promise<void> {
  if (texts.length === 0) return;
  await tx.orm
    .insert(statementTexts)
    .values(texts.map(({ queryId, ...rest }) => ({ queryId: BigInt(queryId), ...rest })))
    .onConflictDoNothing();
}

/** Stores which procedure sent which statements, by the keys of their texts. For the system. */
export async function recordStatementCallers(
  tx: WriteTransaction,
  callers: readonly { name: string; textKey: string }[],
): Promise<void> {
  if (callers.length === 0) return;
  await tx.orm
    .insert(statementCallers)
    .values([...callers])
    .onConflictDoNothing();
}

/** Stores why a server’s statements cannot be read. Its counters stay, so that a short failure costs a gap alone. For the system. */
export async function recordUnreadServer(
  tx: WriteTransaction,
  { server, state, problem }: { server: string; state: 'UNKNOWN' | 'NOT_APPLICABLE'; problem: string },
): Promise<void> {
  const changed = { state, problem, triedAt: sql`now()` };
  const { count } = await tx.orm
    .update(statementServers)
    .set(changed)
    .where(eq(statementServers.name, server));
  // An insert that finds the name would use up an id each minute.
  if (count > 0) return;
  await tx.orm
    .insert(statementServers)
    .values({ name: server, ...changed })
    .onConflictDoUpdate({ target: statementServers.name, set: changed });
}

const rolledUp = computed({ done: 'boolean' });

/** Adds up the hours and days that are over. For the system; any number of processes may call it. */
export async function rollUpStatements({ sql }: WriteTransaction): Promise<void> {
  await rowsOf(sql, rolledUp)`select roll_up_statements() is null as done`;
}

const newest = computed({ version: 'string' });

/**
 * Notes that a version of the portal runs, when another one ran before it. Any number of processes may call it: one adds the row.
 * For the system.
 */
export async function recordDeploy(
  { sql }: WriteTransaction,
  { version }: { version: string },
): Promise<void> {
  // Of two versions that begin at once, the second finds its number taken, and counts again.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const { count } = await sql`
      insert into deploys (number, version)
      select coalesce(max(number), 0) + 1, ${version}::text from deploys
      having (array_agg(version order by number desc))[1] is distinct from ${version}::text
      on conflict (number) do nothing`;
    if (count > 0) return;
    const [last] = await rowsOf(sql, newest)`select version from deploys order by number desc limit 1`;
    if (last?.version === version) return;
  }
}
