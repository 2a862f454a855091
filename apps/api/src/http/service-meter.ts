import { randomUUID } from 'node:crypto';
import { type Database, forRequest, type TransactionReport } from '@namc/db';
import { count, emptyHistogram, type Histogram } from '@namc/db/histogram';
import { recordServiceMinute, type ServiceMinute } from '@namc/db/service-levels/commands';
import { designLimitMs, type RequestClass, type ServiceClass } from '@namc/inputs/service-levels';
import type { Logger } from 'pino';
import { actorOf } from '../actors.ts';

/** FAILED: on the portal's side. CANCELED: the person left before the answer. */
export type RequestOutcome = 'ANSWERED' | 'FAILED' | 'CANCELED';

/** Measures what requests take, in this process, and stores each minute. */
export interface ServiceMeter {
  /** Counts a request. One that its person left is counted if it was over its limit by then; else nobody knows its time. */
  request(name: RequestClass | undefined, ms: number, outcome: RequestOutcome): void;
  /** Counts a transaction and its wait for a connection. The data layer calls this. */
  transaction(report: TransactionReport): void;
  /**
   * Stores each minute soon after its end, until the returned function stores the last one and stops. `people` tells how many
   * signed-in people have a page open now.
   */
  watch(db: Database, people?: () => number): () => Promise<void>;
  /** Everything that this process has counted since its start. */
  totals(): ReadonlyMap<ServiceClass, ServiceTotal>;
}

/** All requests of one class. They add up from minute to minute, as the counters of Prometheus do. */
export interface ServiceTotal extends Histogram {
  totalMs: number;
}

const minuteMs = 60_000;
const lookEveryMs = 1_000;
/** Minutes that wait while the database is away. Older ones are dropped, and stay a gap. */
const mostWaiting = 720;

export function makeServiceMeter({
  logger,
  hasPool = true,
  now = Date.now,
}: {
  logger: Logger;
  /** False for the embedded database: its one connection is waited for whenever two ask, and no pool could be larger. */
  hasPool?: boolean;
  now?: () => number;
}): ServiceMeter {
  const process = randomUUID();
  let minute = Math.floor(now() / minuteMs);
  let counted = new Map<ServiceClass, Histogram>();
  const totals = new Map<ServiceClass, ServiceTotal>();
  let poolPercent: number | null = null;
  let mostPeople: number | null = null;
  const waiting: ServiceMinute[] = [];
  let storing: Promise<void> | undefined;

  /** A minute that is over waits for its place in the database. */
  function turn(to: number): void {
    waiting.push({ minute: new Date(minute * minuteMs), process, poolPercent, people: mostPeople, counted });
    if (waiting.length > mostWaiting) waiting.shift();
    minute = to;
    counted = new Map();
    poolPercent = null;
    mostPeople = null;
  }

  function add(name: ServiceClass, ms: number, isFailed: boolean): void {
    const present = Math.floor(now() / minuteMs);
    // A clock that was set back goes on in its minute: a minute is stored once.
    if (present > minute) turn(present);
    let histogram = counted.get(name);
    if (!histogram) {
      histogram = emptyHistogram();
      counted.set(name, histogram);
    }
    count(histogram, ms, isFailed);
    let total = totals.get(name);
    if (!total) {
      total = { ...emptyHistogram(), totalMs: 0 };
      totals.set(name, total);
    }
    count(total, ms, isFailed);
    total.totalMs += ms;
  }

  function look(db: Database, people: (() => number) | undefined): void {
    if (people) mostPeople = Math.max(mostPeople ?? 0, people());
    // A pool of one, as with the embedded database, is full whenever it is used.
    for (const { size, inUse } of db.servers())
      if (size > 1) poolPercent = Math.max(poolPercent ?? 0, (inUse / size) * 100);
    const present = Math.floor(now() / minuteMs);
    if (present > minute) turn(present);
  }

  async function storeAll(db: Database): Promise<void> {
    for (let first = waiting[0]; first; first = waiting[0]) {
      const one = first;
      const isAdded = await db.write(actorOf(undefined, 'system:service-levels'), (tx) =>
        recordServiceMinute(tx, one),
      );
      // A minute that was stored, and whose answer was lost, is refused as well.
      if (!isAdded) logger.debug({ minute: one.minute }, 'a minute of measurements was not added');
      if (waiting[0] === one) waiting.shift();
    }
  }

  function store(db: Database): Promise<void> {
    storing ??= storeAll(db)
      .catch((error) =>
        logger.warn({ err: error, waiting: waiting.length }, 'measurements wait for the database'),
      )
      .finally(() => {
        storing = undefined;
      });
    return storing;
  }

  return {
    totals: () => totals,
    request: (name, ms, outcome) => {
      if (!name || (outcome === 'CANCELED' && ms <= designLimitMs[name])) return;
      add(name, ms, outcome === 'FAILED');
    },
    transaction: ({ name, mode, outcome, server, ms, waitedMs }) => {
      // With the embedded database the jobs run in this process, and nobody waits for them.
      if (name.startsWith('worker: ')) return;
      const isFailed = outcome === 'busy' || outcome === 'unavailable' || outcome === 'failed';
      add(mode, ms, isFailed);
      if (hasPool && (server !== undefined || outcome === 'busy'))
        add('connection', waitedMs, outcome === 'busy');
    },
    watch: (given, people) => {
      const db = forRequest(given, { name: 'recordServiceMinute' });
      let nextTryAt = 0;
      const timer = setInterval(() => {
        look(given, people);
        if (waiting.length === 0 || now() < nextTryAt) return;
        nextTryAt = now() + 10_000;
        void store(db);
      }, lookEveryMs);
      timer.unref();
      return async () => {
        clearInterval(timer);
        await storing;
        turn(minute + 1);
        await store(db);
      };
    },
  };
}
