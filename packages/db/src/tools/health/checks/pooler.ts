import { type Client, isAnswer, isConnectionFailure } from '../../../engine/connection.ts';
import { counted, definePoolerCheck, judgeLargest } from '../check.ts';
import { type Pool, readPools } from '../connections.ts';

/** A name that clients connect to. */
interface Named {
  name: string;
  size: number;
  connections: number;
  isPaused: boolean;
  isDisabled: boolean;
}

interface Row {
  /** Why the pooler does not answer, in its own words; null if it does. */
  problem: string | null;
  named: Named[];
  pools: Pool[];
}

async function readPooler(console: Client): Promise<Row> {
  const named = await console.unsafe<Record<string, string>[]>('show databases').simple();
  return {
    problem: null,
    named: named
      .filter(({ name }) => name !== 'pgbouncer')
      .map((one) => ({
        name: one.name ?? '',
        size: Number(one.pool_size),
        connections: Number(one.current_connections),
        isPaused: Number(one.paused) === 1,
        isDisabled: Number(one.disabled) === 1,
      })),
    pools: await readPools(console),
  };
}

export const pooler = definePoolerCheck<Row>({
  name: 'pooler',
  area: 'connections',
  question: 'Does the pooler answer, and does nobody wait long for a connection?',
  unit: 'seconds',
  place: 'pooler',
  limits: { warn: 0.5, bad: 1.5 },
  notEmbedded: 'The embedded database has no pooler.',
  explanation:
    'The portal reaches its servers through PgBouncer. A pool whose connections are all in use is healthy as long as nobody waits. Who waits for two seconds is refused. Look for long statements and transactions first: they keep the connections. Then raise the size of that pool in pgbouncer.ini, with max_connections of the servers in mind. The number is the time that the first client in a queue has waited by now.',
  fix: {
    sql: 'resume the_pool',
    lock: 'Takes no lock. Run it on the pooler’s console, for a pool that somebody paused; enable is for one that is disabled.',
  },
  statement: async (console) => {
    try {
      return [await readPooler(console)];
    } catch (error) {
      // A login that is refused says nothing about the pooler.
      if (isAnswer(error) || !isConnectionFailure(error)) throw error;
      return [{ problem: String(error), named: [], pools: [] }];
    }
  },
  judge: ([answer], limits) => {
    const [row] = answer?.rows ?? [];
    if (!row || row.problem !== null) {
      const says = 'The pooler does not answer, so the portal does not reach its servers.';
      return { state: 'bad', value: null, says, evidence: [{ problem: row?.problem ?? null }] };
    }
    const { state, value, row: longest } = judgeLargest(row.pools, (pool) => pool.waitedSeconds, limits);
    const evidence = row.named.map(({ name, size, isPaused, isDisabled }) => {
      const pools = row.pools.filter(({ database }) => database === name);
      const sum = (of: (pool: Pool) => number) => pools.reduce((all, pool) => all + of(pool), 0);
      return {
        pool: name,
        waiting: sum(({ waitingClients }) => waitingClients),
        waitedSeconds: Math.max(0, ...pools.map(({ waitedSeconds }) => Math.round(waitedSeconds * 10) / 10)),
        inUse: sum(({ inUse }) => inUse),
        idle: sum(({ idle }) => idle),
        size,
        state: isDisabled ? 'disabled' : isPaused ? 'paused' : 'open',
      };
    });
    const closed = row.named.filter(({ isPaused, isDisabled }) => isPaused || isDisabled);
    if (closed.length > 0) {
      const names = closed.map(({ name }) => name).join(', ');
      const says = `${counted(closed.length, 'pool')} ${closed.length === 1 ? 'is' : 'are'} paused or disabled: ${names}.`;
      return { state: 'bad', value, says, evidence };
    }
    const says =
      state === 'ok'
        ? 'Nobody waits long for a connection of the pooler.'
        : `${counted(longest?.waitingClients ?? 0, 'client')} ${longest?.waitingClients === 1 ? 'waits' : 'wait'} for a connection of ${longest?.database}, the first for ${value.toFixed(1)} s.`;
    return { state, value: Math.round(value * 100) / 100, says, evidence };
  },
});
