import { openDatabase, systemActor } from '@namc/db';
import type { LoginUrls } from '@namc/db/local-servers/logins';
import { recordMetrics } from '@namc/db/metrics/commands';
import {
  keyOfText,
  recordStatementCallers,
  recordUnreadServer,
  storeStatementTexts,
} from '@namc/db/statements/commands';
import { type Counted, partitionsOfYesterday, readingAt, takeReading } from '@namc/db/statements/factory';
import { connect } from '@namc/db/testing/direct-client';

export const unread = 'The server cannot be read: it is away.';
export const dearest = 'select name from roles where code = $1';
export const added = 'select code, description from permissions where code = any ($1) order by code';

/** Adds the readings of one server over an hour, with a silence between them. */
export async function addStatements(urls: LoginUrls, ownerUrl: string): Promise<void> {
  const owner = connect(ownerUrl, { max: 1, applicationName: 'portal e2e' });
  await owner.unsafe(partitionsOfYesterday).finally(() => owner.end());
  const db = openDatabase({ ...urls, maxConnections: 1 });
  try {
    const take = (minutesAgo: number, counted: Counted[]) => takeReading(db, readingAt(minutesAgo, counted));
    const roles = (calls: number, totalMs: number) => ({ queryId: '-11', calls, totalMs, rows: calls * 3 });
    const utility = (calls: number) => ({ queryId: '-12', calls, totalMs: calls * 2 });
    // The specs ask for the last hour, and may do so 45 minutes after this.
    await take(62, []);
    await take(61, [roles(400, 600), utility(10)]);
    await take(12, [roles(400, 600), utility(10)]);
    for (let minute = 1; minute <= 10; minute += 1) {
      await take(12 - minute, [
        roles(400 + minute * 150, 600 + minute * minute * 360),
        utility(10 + minute),
        { queryId: '-13', calls: minute, totalMs: minute * 90 },
      ]);
    }
    await db.write(systemActor('fixture'), (tx) =>
      recordUnreadServer(tx, { server: 'away.example.org:5432', state: 'UNKNOWN', problem: unread }),
    );
    await db.write(systemActor('fixture'), (tx) =>
      recordStatementCallers(tx, [{ name: 'roles.list', textKey: keyOfText(dearest) }]),
    );
    await db.write(systemActor('fixture'), (tx) =>
      recordMetrics(
        tx,
        Object.entries({ count: 30, failed: 1, mean_ms: 4, longest_ms: 9 }).map(([one, value]) => ({
          metric: `transactions.${one}`,
          value,
          labels: { name: 'roles.list', mode: 'read' },
        })),
      ),
    );
    await db.write(systemActor('fixture'), (tx) =>
      storeStatementTexts(tx, [
        { queryId: '-11', kind: 'STATEMENT', text: dearest, textKey: keyOfText(dearest) },
        { queryId: '-12', kind: 'UTILITY', text: null, textKey: keyOfText('vacuum') },
        { queryId: '-13', kind: 'STATEMENT', text: added, textKey: keyOfText(added) },
      ]),
    );
  } finally {
    await db.close();
  }
}
