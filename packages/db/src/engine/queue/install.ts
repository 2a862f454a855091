import { PgBoss } from 'pg-boss';
import type { Client } from '../connection.ts';
import { failedKeptSeconds, queueNames, queueSchema, queues } from './queues.ts';

/**
 * Creates the queue's tables or updates them to the library's version, and creates the portal's queues and
 * schedules. The login in `ownerUrl` owns them. The portal's roles get rights to rows and nothing else.
 */
export async function installQueue(ownerUrl: string, owner: Client): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: queueSchema,
    max: 1,
    supervise: false,
    schedule: false,
    application_name: 'portal migrate',
  });
  let problem: unknown;
  boss.on('error', (error) => {
    problem ??= error;
  });
  try {
    await boss.start();
    for (const name of queueNames) {
      const { cron, ...options } = queues[name];
      const wanted = { deleteAfterSeconds: failedKeptSeconds, ...options };
      if (await boss.getQueue(name)) await boss.updateQueue(name, wanted);
      else await boss.createQueue(name, wanted);
      if (cron) await boss.schedule(name, cron, null, { tz: 'America/Los_Angeles' });
    }
  } finally {
    await boss.stop({ graceful: false, close: true });
  }
  if (problem) throw problem;
  for (const statement of [
    `grant usage on schema ${queueSchema} to admin_role, definer_role, backup_role`,
    `grant select, insert, update, delete on all tables in schema ${queueSchema} to admin_role`,
    `grant select, insert, update on ${queueSchema}.job, ${queueSchema}.job_common to definer_role`,
    `grant select on ${queueSchema}.queue to definer_role`,
    `grant select on all tables in schema ${queueSchema} to backup_role`,
  ]) {
    await owner.unsafe(statement);
  }
}
