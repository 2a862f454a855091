import type { Database, TransactionReport } from '@namc/db';
import { getSealState } from '@namc/db/audit/queries';
import { type Measurement, recordMetrics } from '@namc/db/metrics/commands';
import { recordStatementCallers } from '@namc/db/statements/commands';
import type { Logger } from 'pino';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { actorOf } from '../actors.ts';
import { showHealth } from './health-metrics.ts';
import type { ServiceMeter } from './service-meter.ts';
import { showServices } from './service-metrics.ts';
import { makeStatementCallers } from './statement-callers.ts';

export interface Metrics {
  /** Counts a transaction. The data layer calls this. */
  observe(report: TransactionReport): void;
  /**
   * Also reports the database servers, and writes measurements into `system_metrics` every `everyMs`, outside of
   * requests. Without a heart nobody writes a beat, as on the embedded database. The returned function writes the remaining ones and stops.
   */
  watch(db: Database, everyMs: number, options?: { hasHeart?: boolean }): () => Promise<void>;
  /** Also reports the requests that the process has counted. */
  watchServices(meter: Pick<ServiceMeter, 'totals'>): void;
  /** Also reports the streams of open pages. */
  watchLive(figures: () => LiveFigures): void;
  /** Matters for an operator, in words without figures: `/readyz` shows them to everybody. */
  alarms(): string[];
  /** All metrics in the Prometheus format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Figures of the streams of open pages. */
export interface LiveFigures {
  streams: number;
  /** The signed-in people who have one open or more. */
  people: number;
  isListening: boolean;
  /** Looks into the database since the start, and messages sent. */
  looks: number;
  messages: number;
}

/** One kind of transaction since the last write to the database. */
interface Tally {
  count: number;
  failed: number;
  totalMs: number;
  longestMs: number;
}

/** Outcomes that are failures of the portal; the others are regular answers. */
const failures = new Set<TransactionReport['outcome']>(['failed', 'busy', 'unavailable']);
const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

const countEveryMs = 200;

export function makeMetrics({
  logger,
  slowMs,
  trailAlarmSeconds,
}: {
  logger: Logger;
  slowMs: number;
  /** A row of the audit trail that has waited longer for its seal is an alarm. */
  trailAlarmSeconds: number;
}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'portal_transaction_seconds',
    help: 'Time from call to answer, including the wait for a connection.',
    labelNames: ['name', 'mode', 'server'],
    buckets: seconds,
    registers,
  });
  const outcomes = new Counter({
    name: 'portal_transactions_total',
    help: 'Transactions by outcome.',
    labelNames: ['name', 'mode', 'outcome'],
    registers,
  });
  const rowCounts = new Counter({
    name: 'portal_transaction_rows_total',
    help: 'Rows that the statements of transactions returned or changed.',
    labelNames: ['name', 'mode'],
    registers,
  });
  const choices = new Counter({
    name: 'portal_routing_total',
    help: 'Transactions by the reason for their server.',
    labelNames: ['choice'],
    registers,
  });
  const waits = new Histogram({
    name: 'portal_connection_wait_seconds',
    help: 'How long transactions waited for a connection.',
    labelNames: ['server'],
    buckets: seconds,
    registers,
  });
  const waitingRow = new Gauge({
    name: 'portal_trail_oldest_unsealed_seconds',
    help: 'How long the oldest row of the audit trail has waited for its seal; 0 if none waits.',
    registers,
  });
  const trailProblems = new Gauge({
    name: 'portal_trail_problems',
    help: 'Problems that the last verification of the audit trail named.',
    registers,
  });
  let alarms: string[] = [];

  /** The state of the trail's seals, as a measurement, a metric and an alarm. */
  async function watchTrail(db: Database): Promise<Measurement> {
    const { waitedSeconds, storeFailsSeconds, problems } = await db.read(
      actorOf(undefined, 'system:metrics'),
      getSealState,
    );
    const seconds = waitedSeconds ?? 0;
    waitingRow.set(seconds);
    trailProblems.set(problems ?? 0);
    const found = [
      ...(seconds > trailAlarmSeconds ? ['The audit trail is not sealed up to date.'] : []),
      ...(storeFailsSeconds !== null && storeFailsSeconds > trailAlarmSeconds
        ? ['The object store doesn’t have the newest seals of the audit trail.']
        : []),
      ...((problems ?? 0) > 0 ? ['The last verification of the audit trail named problems.'] : []),
    ];
    for (const alarm of found) logger.warn({ seconds, limit: trailAlarmSeconds, problems }, alarm);
    alarms = found;
    return { metric: 'trail.oldest_unsealed_seconds', value: seconds };
  }

  let readHealth = async () => {};
  const tallies = new Map<string, Tally>();
  const callers = makeStatementCallers();

  function showServers(db: Database): void {
    const gauge = (
      name: string,
      help: string,
      of: (server: ReturnType<Database['servers']>[number]) => number | null,
    ) =>
      new Gauge({
        name,
        help,
        labelNames: ['server'],
        registers,
        collect() {
          this.reset();
          for (const server of db.servers()) {
            const value = of(server);
            if (value !== null) this.set({ server: server.name }, value);
          }
        },
      });
    gauge('portal_server_up', '1 while the server answers.', ({ role }) => (role === 'gone' ? 0 : 1));
    gauge('portal_server_is_primary', '1 for the server that accepts writes.', ({ role }) =>
      role === 'primary' ? 1 : 0,
    );
    gauge(
      'portal_replica_lag_seconds',
      'Age of the data that a replica shows.',
      ({ lagSeconds }) => lagSeconds,
    );
    gauge(
      'portal_replica_lag_bytes',
      'Bytes of log that a replica has yet to replay.',
      ({ lagBytes }) => lagBytes,
    );
    gauge('portal_connections_size', 'Most connections that the portal may open.', ({ size }) => size);
    gauge('portal_connections_in_use', 'Transactions that hold a connection.', ({ inUse }) => inUse);
    gauge('portal_connections_waiting', 'Transactions that wait for a connection.', ({ waiting }) => waiting);
  }

  async function record(db: Database): Promise<void> {
    countReports();
    const now = new Date();
    const measurements = [...tallies].flatMap(([key, tally]): Measurement[] => {
      // A name may have spaces: `worker: seal-trail`.
      const [mode = '', ...words] = key.split(' ');
      const name = words.join(' ');
      const row = (metric: string, value: number) => ({
        metric,
        value,
        labels: { name, mode },
        recordedAt: now,
      });
      return [
        row('transactions.count', tally.count),
        row('transactions.failed', tally.failed),
        row('transactions.mean_ms', tally.totalMs / tally.count),
        row('transactions.longest_ms', tally.longestMs),
      ];
    });
    tallies.clear();
    try {
      measurements.push(await watchTrail(db));
      const called = callers.take();
      await db.write(
        actorOf(undefined, 'system:metrics'),
        async (tx) => {
          await recordMetrics(tx, measurements);
          await recordStatementCallers(tx, called);
        },
        { name: 'recordMetrics' },
      );
    } catch (error) {
      logger.warn({ err: error }, 'measurements could not be recorded');
    }
  }

  function count(report: TransactionReport): void {
    const { name, mode, outcome, server, choice, ms, waitedMs, rows, texts } = report;
    callers.note(name, texts);
    outcomes.inc({ name, mode, outcome });
    rowCounts.inc({ name, mode }, rows);
    if (choice) choices.inc({ choice });
    if (server) {
      durations.observe({ name, mode, server }, ms / 1000);
      waits.observe({ server }, waitedMs / 1000);
    }
    const key = `${mode} ${name}`;
    const tally = tallies.get(key) ?? { count: 0, failed: 0, totalMs: 0, longestMs: 0 };
    tallies.set(key, tally);
    tally.count += 1;
    if (failures.has(outcome)) tally.failed += 1;
    tally.totalMs += ms;
    tally.longestMs = Math.max(tally.longestMs, ms);
  }

  // Counting in batches between requests costs a fraction of counting each one while a person waits for the answer.
  let reports: TransactionReport[] = [];
  function countReports(): void {
    const waiting = reports;
    reports = [];
    for (const report of waiting) count(report);
  }

  return {
    observe: (report) => {
      const { name, mode, outcome, server, ms } = report;
      if (reports.push(report) === 1) setTimeout(countReports, countEveryMs).unref();
      if (ms >= slowMs)
        logger.warn({ name, mode, server, outcome, ms: Math.round(ms) }, 'a slow transaction');
    },
    watch: (db, everyMs, { hasHeart = true } = {}) => {
      showServers(db);
      readHealth = showHealth(registers, db, hasHeart);
      const timer = setInterval(() => void record(db), everyMs);
      timer.unref();
      return async () => {
        clearInterval(timer);
        await record(db);
      };
    },
    watchServices: (meter) => showServices(registry, meter),
    watchLive: (figures) => showLive(registers, figures),
    alarms: () => alarms,
    text: async () => {
      countReports();
      await readHealth();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

function showLive(registers: Registry[], figures: () => LiveFigures): void {
  const show = (
    Kind: typeof Gauge | typeof Counter,
    name: string,
    help: string,
    of: (now: LiveFigures) => number,
  ) =>
    new Kind({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(of(figures()));
      },
    });
  show(Gauge, 'portal_live_streams', 'Open streams of pages.', ({ streams }) => streams);
  show(Gauge, 'portal_people', 'Signed-in people with an open page of this process.', ({ people }) => people);
  show(Gauge, 'portal_live_listening', '1 while the primary’s notifications arrive.', ({ isListening }) =>
    Number(isListening),
  );
  show(Counter, 'portal_live_looks_total', 'Looks of streams into the database.', ({ looks }) => looks);
  show(Counter, 'portal_live_messages_total', 'Messages that streams sent.', ({ messages }) => messages);
}
