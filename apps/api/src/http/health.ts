import { setTimeout as wait } from 'node:timers/promises';
import { type Database, visitor } from '@namc/db';
import { Unavailable } from '@namc/db/errors';
import { getMigrationStatus } from '@namc/db/migrations/status';
import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import type { RequestIdVariables } from 'hono/request-id';
import type { Logger } from 'pino';
import { toPublicError } from './errors.ts';
import type { Metrics } from './metrics.ts';

/** A monitor gets an answer within this time, also from a database that hangs. */
const patienceMs = 5_000;

/** The endpoints for outside monitoring. Without `metrics` there is no `/metrics`. */
export function createHealth({
  db,
  logger,
  metrics,
  ping = async () => undefined,
  alarms = () => [],
}: {
  db: Database;
  logger: Logger;
  metrics?: { of: Metrics; token: string } | undefined;
  /** Asks a database of the portal's own whether it is well. */
  ping?: (() => Promise<void>) | undefined;
  /** Matters for an operator. The portal is ready all the same. */
  alarms?: (() => string[]) | undefined;
}): Hono<{ Variables: RequestIdVariables }> {
  const health = new Hono<{ Variables: RequestIdVariables }>();
  health.get('/healthz', (c) => c.json({ status: 'alive' }));
  health.get('/readyz', async (c) => {
    try {
      const [status] = await inTime(Promise.all([db.read(visitor, getMigrationStatus), ping()]));
      if (status.current) {
        const found = alarms();
        return c.json({ status: 'ready', ...(found.length > 0 ? { alarms: found } : {}) });
      }
      const reason = status.problem ?? `To be applied: ${status.pending.join(', ')}. Run: portal migrate`;
      return c.json({ status: 'not ready', reason }, 503);
    } catch (error) {
      // The response holds the data layer's own message; the details of a defect stay in the log.
      const { message } = toPublicError(error);
      logger.error({ err: error, requestId: c.get('requestId') }, 'not ready');
      return c.json({ status: 'not ready', reason: message }, 503);
    }
  });
  if (metrics) {
    health.get('/metrics', bearerAuth({ token: metrics.token }), async (c) =>
      c.body(await metrics.of.text(), 200, {
        'Content-Type': metrics.of.contentType,
        'Cache-Control': 'no-store',
      }),
    );
  }
  return health;
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  const late = new AbortController();
  const silence = wait(patienceMs, undefined, { signal: late.signal }).then(() => {
    throw new Unavailable('The database does not answer.');
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    late.abort();
  }
}
