import { type HealthCheckName, worstState } from '@namc/inputs/health';
import type { Database } from '../../database.ts';
import { queueActor, systemActor } from '../../engine/actors.ts';
import {
  type Client,
  connect,
  errorCode,
  isConnectionFailure,
  type TransactionClient,
} from '../../engine/connection.ts';
import { Unavailable } from '../../engine/errors.ts';
import { inTime, NoAnswer } from '../../engine/in-time.ts';
import { nameServers } from '../../engine/routing/servers.ts';
import type { FoundHealth } from '../../health/commands/rounds.ts';
import {
  type Answer,
  type Check,
  type Finding,
  type Limits,
  mostEvidence,
  type PoolerCheck,
  type PortalCheck,
  type ServerCheck,
  type Silence,
} from './check.ts';
import { checks as allChecks } from './checks.ts';

/** A statement of a check takes so long at most, and waits so long for a lock. */
const statementTimeoutMs = 5_000;
const lockTimeoutMs = 100;
/** A server that says nothing for so long is asked nothing more in this round. */
const patienceMs = 7_000;
/** A round ends before the next one begins. */
const roundMs = 40_000;

/** The name of the checks' connections in `pg_stat_activity`. */
export const healthApplication = 'portal health';

export interface RoundOptions {
  /** Answers the questions about the portal's own tables, and those about the queue if its login may read them. */
  db: Database;
  /** Each server without a pooler, as a login with `pg_monitor`. */
  serverUrls: string[];
  isEmbedded: boolean;
  /** PgBouncer's console, as one of its `stats_users`; undefined without a pooler. */
  poolerUrl?: string | undefined;
  /** The limits that staff have set. */
  limits?: Map<HealthCheckName, Limits>;
  /** Default: all checks. */
  checks?: readonly Check[];
  /** Called after each question, with how many are answered and how many there are. */
  onProgress?: (answered: number, of: number) => void;
}

/** When a round ends, and whom each of its answers is told to. */
interface Round {
  until: number;
  onAnswer: () => void;
}

/** The replies of one place to each check that asked there: rows, or the reason why not. */
type Reply = { rows: object[]; ms: number } | { problem: string; ms: number };
interface PlaceReplies {
  server: string;
  isReplica: boolean;
  /** Why nothing could be asked there. */
  problem?: string;
  replies: Map<HealthCheckName, Reply>;
}

/**
 * Runs every check once, read only, each by itself: one that fails or takes too long is unknown, with the reason, and the
 * others go on. Takes 40 seconds at most. It writes nothing; `recordHealth` keeps the result.
 */
export async function runChecks(options: RoundOptions): Promise<FoundHealth[]> {
  const {
    db,
    serverUrls,
    isEmbedded,
    poolerUrl,
    limits = new Map(),
    checks = allChecks,
    onProgress,
  } = options;
  const whyNot = (check: Check): string | undefined => {
    if (isEmbedded && check.notEmbedded !== undefined) return check.notEmbedded;
    return isOfPooler(check) && !poolerUrl ? 'No pooler is named in DATABASE_POOLER_URL.' : undefined;
  };
  const wanted = checks.filter((check) => whyNot(check) === undefined);
  const names = nameServers(serverUrls);
  const onServers = wanted.filter(
    (check): check is ServerCheck => check.place === 'primary' || check.place === 'every server',
  );
  let answered = 0;
  const questions = wanted.length + onServers.length * (serverUrls.length - 1);
  const round: Round = {
    until: Date.now() + roundMs,
    onAnswer: () => {
      answered += 1;
      onProgress?.(answered, questions);
    },
  };
  const [portal, pooler, ...servers] = await Promise.all([
    askPortal(db, wanted.filter(isOfPortal), round),
    askPooler(poolerUrl, wanted.filter(isOfPooler), round),
    ...serverUrls.map((url, at) => askServer(url, names[at] ?? '', onServers, round, isEmbedded)),
  ]);
  return checks.map((check) => {
    const says = whyNot(check);
    if (says !== undefined) {
      return {
        checkName: check.name,
        state: 'not applicable',
        value: null,
        says,
        evidence: [],
        tookMs: 0,
      };
    }
    const places = isOfPortal(check) ? [portal] : isOfPooler(check) ? [pooler] : servers;
    return conclude(check, places, limits.get(check.name));
  });
}

const isOfPortal = (check: Check): check is PortalCheck =>
  check.place === 'portal' || check.place === 'queue';

const isOfPooler = (check: Check): check is PoolerCheck => check.place === 'pooler';

/** Puts the replies of all places together. */
function conclude(check: Check, places: PlaceReplies[], own: Limits | undefined): FoundHealth {
  const answers: Answer<object>[] = [];
  const silent: Silence[] = [];
  let tookMs = 0;
  for (const { server, isReplica, problem, replies } of places) {
    const reply = replies.get(check.name);
    tookMs += reply?.ms ?? 0;
    if (reply && 'rows' in reply) answers.push({ server, isReplica, rows: reply.rows });
    else if (problem !== undefined) silent.push({ server, problem });
    else if (reply) silent.push({ server, problem: reply.problem });
  }
  // The primary's answer is whole, whatever the others say.
  const missing = check.place === 'primary' && answers.length > 0 ? [] : silent;
  const {
    state,
    value,
    says,
    evidence = [],
    mayStayUnknown = check.mayStayUnknown,
  } = judge(check, answers, own, missing);
  return {
    checkName: check.name,
    state,
    value,
    says,
    evidence: evidence.slice(0, mostEvidence),
    tookMs,
    alertsAfter: check.alertsAfter,
    mayStayUnknown,
  };
}

function judge(check: Check, answers: Answer<object>[], own: Limits | undefined, silent: Silence[]): Finding {
  const evidence = silent.map(({ server, problem }) => ({ server, problem }));
  const unknown = (says: string): Finding => ({ state: 'unknown', value: null, says, evidence });
  if (answers.length === 0 && check.name !== 'servers') {
    return unknown(silent[0]?.problem ?? 'No server accepts writes, so nobody could be asked.');
  }
  try {
    const limits = own ?? check.limits ?? { warn: 0, bad: 0 };
    const found = check.judge(answers, limits, silent);
    // The servers that did answer may show a fault. They cannot show that all is well.
    if (
      silent.length === 0 ||
      check.name === 'servers' ||
      worstState([found.state, 'unknown']) !== 'unknown'
    ) {
      return found;
    }
    return unknown(`${silent[0]?.server}: ${silent[0]?.problem}`);
  } catch (error) {
    return unknown(`The check itself failed: ${reasonOf(error)}`);
  }
}

const reasonOf = (error: unknown): string => {
  const { cause } = error as { cause?: unknown };
  if (cause instanceof Error) return reasonOf(cause);
  const message = error instanceof Error ? error.message : String(error);
  if (errorCode(error) === '57014') return 'The statement took longer than 5 s and was stopped.';
  if (errorCode(error) === '55P03') return 'A lock stood in the way, and a check waits for none.';
  if (errorCode(error) === '42501') return `The login lacks a right: ${message}.`;
  return message.endsWith('.') ? message : `${message}.`;
};

/** Asks the checks one after another, so that a round holds one connection. */
async function askEach<One extends Check>(
  checks: readonly One[],
  { until, onAnswer }: Round,
  ask: (check: One) => Promise<object[]>,
): Promise<Map<HealthCheckName, Reply>> {
  const replies = new Map<HealthCheckName, Reply>();
  let silence: string | undefined;
  for (const check of checks) {
    const began = performance.now();
    const took = () => performance.now() - began;
    if (silence !== undefined || Date.now() > until) {
      replies.set(check.name, {
        problem: silence ?? 'The server answered too slowly for this check.',
        ms: 0,
      });
      continue;
    }
    try {
      replies.set(check.name, { rows: await inTime(ask(check), patienceMs), ms: took() });
    } catch (error) {
      const problem = reasonOf(error);
      // A server that is away would let each of the other questions wait as long.
      if (isAway(error)) silence = problem;
      replies.set(check.name, { problem, ms: took() });
    }
    onAnswer();
  }
  return replies;
}

function isAway(error: unknown): boolean {
  if (!(error instanceof Unavailable)) return error instanceof NoAnswer;
  return error.cause === undefined || isConnectionFailure(error.cause);
}

const setTimeouts = (sql: TransactionClient) => sql`
  select set_config('statement_timeout', ${String(statementTimeoutMs)}, true),
         set_config('lock_timeout', ${String(lockTimeoutMs)}, true)`;

async function askPortal(db: Database, checks: PortalCheck[], round: Round): Promise<PlaceReplies> {
  const replies = await askEach(checks, round, (check) =>
    db.read(
      check.place === 'queue' ? queueActor : systemActor('health'),
      async (tx) => {
        await setTimeouts(tx.sql);
        return [...(await check.statement(tx))];
      },
      { name: `health: ${check.name}` },
    ),
  );
  return { server: 'portal', isReplica: false, replies };
}

async function askPooler(
  url: string | undefined,
  checks: PoolerCheck[],
  round: Round,
): Promise<PlaceReplies> {
  const place = { server: 'pooler', isReplica: false };
  if (!url || checks.length === 0) return { ...place, replies: new Map() };
  const console = connect(url, {
    max: 1,
    applicationName: healthApplication,
    connectTimeoutMs: 2_000,
    fetchTypes: false,
    preparedStatements: false,
  });
  try {
    return {
      ...place,
      replies: await askEach(checks, round, async (check) => await check.statement(console)),
    };
  } finally {
    await console.end({ timeout: 0 }).catch(() => undefined);
  }
}

async function askServer(
  url: string,
  server: string,
  checks: ServerCheck[],
  round: Round,
  isEmbedded: boolean,
): Promise<PlaceReplies> {
  const sql = connect(url, {
    max: 1,
    applicationName: healthApplication,
    connectTimeoutMs: 2_000,
    fetchTypes: false,
    preparedStatements: false,
  });
  const nothing = { server, isReplica: false, replies: new Map() };
  try {
    const [row] = await inTime(greet(sql), patienceMs);
    if (!row) return { ...nothing, problem: 'The server answered without a row.' };
    const { isReplica, login, seesAll } = row;
    const ask = (check: ServerCheck) =>
      sql.begin('read only', async (tx) => {
        await setTimeouts(tx);
        return [...(await check.statement(tx))];
      });
    const own = checks.filter(({ place }) => place === 'every server' || !isReplica);
    if (!seesAll && !isEmbedded) {
      const open = own.filter(({ name }) => name === 'servers');
      return {
        server,
        isReplica,
        replies: await askEach(open, round, ask),
        problem: `The login ${login} does not see the server’s statistics. Name portal_control in DATABASE_DIRECT_URLS, or let a superuser run: GRANT pg_monitor TO ${login};`,
      };
    }
    return { server, isReplica, replies: await askEach(own, round, ask) };
  } catch (error) {
    return { ...nothing, problem: `The server cannot be reached: ${reasonOf(error)}` };
  } finally {
    await sql.end({ timeout: 0 }).catch(() => undefined);
  }
}

/** In a transaction, because clients of the embedded database share one session and keep it to themselves only there. */
const greet = (sql: Client) =>
  sql.begin(
    'read only',
    (tx) => tx<{ isReplica: boolean; login: string; seesAll: boolean }[]>`
  select pg_is_in_recovery() as "isReplica", current_user::text as login,
         pg_has_role(current_user, 'pg_monitor', 'usage') as "seesAll"`,
  );
