import { PgBoss } from 'pg-boss';
import type { Client, TransactionClient } from '../connection.ts';
import { failedKeptSeconds, queueNames, queueSchema, queues } from './queues.ts';

/**
 * Creates the queue's tables or updates them to the library's version, and creates the portal's queues and
 * schedules. The login in `ownerUrl` owns them. Only `queue_role`, as which the worker runs the library's statements, gets
 * rights to all rows; everybody else reaches them through definer functions.
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
      const { cron, batchSize: _size, pollEveryMs: _pace, ...options } = queues[name];
      const wanted = { deleteAfterSeconds: failedKeptSeconds, ...options };
      if (await boss.getQueue(name)) await boss.updateQueue(name, wanted);
      else await boss.createQueue(name, wanted);
      if (cron) await boss.schedule(name, cron, null, { tz: 'America/Los_Angeles' });
    }
  } finally {
    await boss.stop({ graceful: false, close: true });
  }
  if (problem) throw problem;
  await owner.begin((sql) => protectQueue(sql));
}

/**
 * Sets the rights in the queue's schema. Row-level security is on for the owner too, and for each table that a later version
 * of the library adds.
 */
async function protectQueue(sql: TransactionClient): Promise<void> {
  const roles = 'public, admin_role, application_role, system_role, queue_role, definer_role, backup_role';
  for (const statement of [
    `revoke all on schema ${queueSchema} from ${roles}`,
    `revoke all on all tables in schema ${queueSchema} from ${roles}`,
    `revoke all on all routines in schema ${queueSchema} from ${roles}`,
    `grant usage on schema ${queueSchema} to queue_role, definer_role, backup_role`,
    `grant select, insert, update, delete on all tables in schema ${queueSchema} to queue_role`,
    `grant execute on all routines in schema ${queueSchema} to queue_role`,
    `grant select, insert, update on ${queueSchema}.job, ${queueSchema}.job_common to definer_role`,
    `grant select on ${queueSchema}.queue to definer_role`,
    `grant select on all tables in schema ${queueSchema} to backup_role`,
  ]) {
    await sql.unsafe(statement);
  }
  const tables = await sql<{ name: string; isNew: boolean }[]>`
    select format('%I.%I', ${queueSchema}::text, relname) as name, not relforcerowsecurity as "isNew"
    from pg_class where relnamespace = ${queueSchema}::regnamespace and relkind in ('r', 'p')`;
  for (const { name, isNew } of tables) {
    if (!isNew) continue;
    await sql.unsafe(`alter table ${name} enable row level security, force row level security`);
    for (const [policy, role, verb] of [
      ['worker', 'queue_role', 'all'],
      ['owner', 'current_user', 'all'],
      ['definer', 'definer_role', 'all'],
      ['backup', 'backup_role', 'select'],
    ]) {
      const check = verb === 'all' ? 'with check (true)' : '';
      await sql.unsafe(`create policy ${policy} on ${name} for ${verb} to ${role} using (true) ${check}`);
    }
  }
}
