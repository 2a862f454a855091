import { type Db, type JobResult, PgBoss } from 'pg-boss';
import { queueActor } from '../actors.ts';
import type { Database } from '../database.ts';
import { type QueueName, queueNames, queueSchema, queues } from './queues.ts';

export interface WorkerOptions {
  db: Database;
  /** One handler per queue. An error makes the queue try the job again. */
  handlers: Record<QueueName, (payload: unknown, signal: AbortSignal) => Promise<void>>;
  onError: (error: unknown) => void;
  /** The pace at which a queue is polled. Default: the queue's own pace. */
  pollEveryMs?: number;
  /** The pace at which jobs of killed workers are looked for. Default: 60 s. */
  superviseEverySeconds?: number;
}

/**
 * A statement that takes a job, finishes it, or adds one. The library's own upkeep commits within its text, and nothing may
 * follow that.
 */
const changesJobs = /^(?![\s\S]*\bcommit\b)[\s\S]*\b(update|insert into)\s+\S*\bjob/i;

/**
 * Runs the library's statements as transactions of the data layer, so they find the primary as all others do.
 */
function throughDataLayer(db: Database): Db {
  return {
    executeSql: (text, values) =>
      db.write(
        queueActor,
        async ({ sql }) => {
          const given = (values ?? []).map(asParameter) as never[];
          const isSimple = given.length === 0 && text.includes(';');
          // A text of the simple protocol costs its connection, because it may leave more behind than a reset takes away.
          const rows = (await sql.unsafe(asText(text), given, { simple: isSimple } as never)).flat();
          // A statement that finds no work says nothing.
          if (rows.length > 0 && changesJobs.test(text))
            await sql`select tell_staff_live('jobs.manage', 'jobs')`;
          return { rows };
        },
        { name: 'job queue' },
      ),
  };
}

function asParameter(value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null;
  return !isObject || Array.isArray(value) || value instanceof Date ? value : JSON.stringify(value);
}

/** The library already sends JSON as text, and this driver would encode it again. */
function asText(statement: string): string {
  return statement
    .replace(/\$(\d+)::(jsonb?)\b/g, '$$$1::text::$2')
    .replace(
      /(json_to_recordset|jsonb_to_recordset|json_array_elements)\(\$(\d+)\)/g,
      '$1($$$2::text::json)',
    );
}

/**
 * Runs background jobs until it is stopped. `stop` waits at most `graceMs` for jobs that have begun. A job whose
 * worker was killed runs again once its time is over (`expireInSeconds` of the queue).
 */
export async function startWorker(options: WorkerOptions): Promise<{ stop(graceMs: number): Promise<void> }> {
  const boss = new PgBoss({
    db: throughDataLayer(options.db),
    schema: queueSchema,
    migrate: false,
    createSchema: false,
    reindex: false,
    monitorVacuum: false,
    monitorIntervalSeconds: options.superviseEverySeconds ?? 60,
    superviseIntervalSeconds: options.superviseEverySeconds ?? 60,
  });
  boss.on('error', options.onError);
  await boss.start();
  for (const name of queueNames) {
    const { batchSize, pollEveryMs } = queues[name];
    await boss.work(
      name,
      {
        pollingIntervalSeconds: (options.pollEveryMs ?? pollEveryMs) / 1000,
        batchSize,
        burstWhenBatchFull: true,
        perJobResults: true,
      },
      (jobs) =>
        Promise.all(
          jobs.map(async (job): Promise<JobResult> => {
            try {
              await options.handlers[name](job.data, job.signal);
              return { id: job.id, status: 'completed' };
            } catch (error) {
              options.onError(error);
              const message = error instanceof Error ? error.message : String(error);
              return { id: job.id, status: 'failed', output: { message } };
            }
          }),
        ),
    );
  }
  return { stop: (graceMs) => boss.stop({ graceful: true, timeout: graceMs, close: true }) };
}
