import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '@namc/db';
import { makeKey } from '@namc/db/keys';
import { loginEnvironment } from '@namc/db/local-servers/logins';
import { seedBench } from '@namc/db/seed/seed-bench';
import { connect } from '@namc/db/testing/direct-client';
import { startTopology, type TestTopology } from '@namc/db/testing/test-topology';
import { fillContractors, multiplyByTen } from '../contractors/fill.ts';
import { type PortalProcess, type RunningProcess, startPortal, startWorker } from '../live/portal-process.ts';
import { signPeopleIn, type World } from './people.ts';
import type { Part } from './processor-time.ts';

export interface StackSize {
  contractors: number;
  sessions: number;
  /** 10: ten times the rows of every table. */
  rowsTimes: 1 | 10;
  /** False for a trial: commits do not wait for the disk. */
  isDurable: boolean;
  say?: (message: string) => void;
}

export interface Stack {
  topology: TestTopology;
  portals: PortalProcess[];
  parts: Part[];
  world: World;
  rows: { contractors: number; accounts: number };
  watchReplica(): ReplicaWatch;
  stop(): Promise<void>;
}

/** The address under which people know the portal. */
export const publicOrigin = 'http://localhost:3000';

/** Accounts of the filled database for each session. */
const accountsPerSession = 3;
const seededAccounts = 20_000;
const seededContractors = 245_000;

/**
 * The setup of `docker/` on this machine: a primary, one streaming replica, PgBouncer, Redis, two API processes and a
 * worker, in production settings, with filled tables and people who have signed in.
 */
export async function startStack(size: StackSize): Promise<Stack> {
  const say = size.say ?? (() => undefined);
  const folder = await mkdtemp(join(tmpdir(), 'namc-portal-bench-'));
  const topology = await startTopology({
    replicas: 1,
    settings: size.isDurable ? { fsync: 'on', full_page_writes: 'on', shared_buffers: '1GB' } : {},
  });
  const processes: RunningProcess[] = [];
  const stop = async () => {
    // Nothing of theirs is kept, so they need not finish what they do.
    await Promise.all(processes.map((one) => one.kill()));
    await topology.remove();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const accounts = Math.max(
      size.sessions * accountsPerSession,
      Math.round((size.contractors / seededContractors) * 2_000),
    );
    say(`Filling ${size.contractors * size.rowsTimes} contractors and ${accounts * size.rowsTimes} accounts`);
    await seedBench({
      ownerUrl: topology.directUrl(0, 'portal_owner'),
      scale: (accounts / seededAccounts) * size.rowsTimes,
    });
    await fillContractors(topology.directUrl(0, 'portal_import'), folder, size.contractors);
    if (size.rowsTimes === 10) await multiplyByTen(topology.directUrl(0, 'postgres'));
    const setUp = openDatabase({ ...topology.directLogins(0), maxConnections: 8 });
    const world = await signPeopleIn(setUp, size.sessions);
    await setUp.close();
    await topology.ask(0, 'checkpoint');
    await untilReplayed(topology);

    const environment = {
      ...loginEnvironment(topology.pooledLogins(0)),
      DATABASE_REPLICA_URLS: topology.pooledUrl(1, 'portal_public'),
      DATABASE_DIRECT_URLS: [0, 1].map((server) => topology.directUrl(server, 'portal_control')).join(' '),
      // Debian's PgBouncer is older than 1.21 and cannot prepare statements.
      DATABASE_PREPARED_STATEMENTS: 'false',
      REDIS_URL: topology.redisUrl,
      PORTAL_KEYS: makeKey(),
      PORTAL_BID_PUBLIC_KEY: makeKey(),
      COOKIE_SECRET: 'x'.repeat(32),
      PUBLIC_ORIGIN: publicOrigin,
      TRUST_PROXY: 'true',
      DATA_DIRECTORY: folder,
    };
    // One after the other would take twice as long.
    const started = await Promise.allSettled([
      startPortal(environment),
      startPortal(environment),
      startWorker({
        ...environment,
        DATABASE_WORKER_URL: topology.pooledUrl(0, 'portal_worker'),
        PORTAL_SEAL_KEYS: makeKey(),
        PORTAL_BID_KEYS: makeKey(),
      }),
    ]);
    for (const one of started) if (one.status === 'fulfilled') processes.push(one.value);
    const [first, second, worker] = started.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    }) as [PortalProcess, PortalProcess, RunningProcess];
    const portals = [first, second];
    say('The worker seals the trail and compares the searches that people saved');
    await untilWorkIsDone(topology);
    const parts: Part[] = [
      ...portals.map(({ pid }, at) => ({ name: `API process ${at + 1}`, pid: () => pid })),
      { name: 'worker', pid: () => worker.pid },
      { name: 'PgBouncer', pid: topology.pooler.pid },
      { name: 'Redis', pid: topology.redis.pid },
      { name: 'primary', pid: () => topology.servers[0]?.pid(), hasChildren: true },
      { name: 'replica', pid: () => topology.servers[1]?.pid(), hasChildren: true },
      { name: generatorName, pid: () => process.pid },
    ];
    const [rows] = await topology.ask<Stack['rows']>(
      0,
      `select (select count(*)::int from california_contractors) as contractors,
              (select count(*)::int from users) as accounts`,
      'portal',
    );
    return {
      topology,
      portals,
      parts,
      world,
      rows: rows ?? { contractors: 0, accounts: 0 },
      watchReplica: () => watchReplica(topology),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

export const generatorName = 'load generator';

const behind = `
  select coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn))::float8, -1) as bytes,
         coalesce(extract(epoch from max(replay_lag))::float8, 0) as seconds
  from pg_stat_replication`;

async function untilReplayed(topology: TestTopology): Promise<void> {
  for (let tries = 0; tries < 1_200; tries += 1) {
    const [now] = await topology.ask<{ bytes: number }>(0, behind);
    if (now && now.bytes >= 0 && now.bytes < 65_536) return;
    await pause(100);
  }
  throw new Error('The replica did not catch up within two minutes.');
}

/**
 * Waits until the worker has sealed the rows of the filled trail and done the jobs that the sign-ins made, because a portal in
 * use has no such backlog.
 */
async function untilWorkIsDone(topology: TestTopology): Promise<void> {
  for (let tries = 0; tries < 1_200; tries += 1) {
    const [now] = await topology.ask<{ isDone: boolean }>(
      0,
      `select exists (select from audit_seals where kind = 'mark')
              and not exists (select from jobs.job where state in ('created', 'retry', 'active') and start_after <= now())
              as "isDone"`,
      'portal',
    );
    if (now?.isDone) return;
    await pause(1_000);
  }
  throw new Error('The worker did not finish its backlog within twenty minutes.');
}

export interface ReplicaWatch {
  /** The largest lag that was seen: bytes of the log that wait for replay, and the server's own measure in seconds. */
  end(): Promise<{ bytes: number; seconds: number }>;
}

const lookEveryMs = 1_000;

function watchReplica(topology: TestTopology): ReplicaWatch {
  const sql = connect(topology.directUrl(0, 'postgres'), { max: 1, applicationName: 'portal bench' });
  const most = { bytes: 0, seconds: 0 };
  const look = async () => {
    const [now] = await sql.unsafe<{ bytes: number; seconds: number }[]>(behind);
    if (!now) return;
    // Without a replica there is no row, and no bound.
    most.bytes = Math.max(most.bytes, now.bytes < 0 ? Number.POSITIVE_INFINITY : now.bytes);
    most.seconds = Math.max(most.seconds, now.seconds);
  };
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, lookEveryMs);
  return {
    end: async () => {
      clearInterval(timer);
      await looking.then(look);
      await sql.end();
      return most;
    },
  };
}
