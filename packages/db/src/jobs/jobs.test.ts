import { jobStates } from '@namc/inputs/jobs';
import { afterEach, expect, it, vi } from 'vitest';
import { type Actor, visitor } from '../engine/actors.ts';
import { connect } from '../engine/connection.ts';
import { openDatabase } from '../engine/database.ts';
import { type QueueName, queueNames } from '../engine/queue/queues.ts';
import { startWorker, type WorkerOptions } from '../engine/queue/worker.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { listJobs, listQueues } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
let running: { stop(): Promise<void> }[] = [];

async function work(handlers: Partial<WorkerOptions['handlers']>, superviseEverySeconds = 60) {
  const errors: unknown[] = [];
  const everyQueueIdle = Object.fromEntries(
    queueNames.map((name) => [name, async () => undefined]),
  ) as unknown as WorkerOptions['handlers'];
  const db = openDatabase(portal.workerUrls);
  const one = await startWorker({
    db,
    handlers: { ...everyQueueIdle, ...handlers },
    onError: (error) => errors.push(error),
    pollEveryMs: 500,
    superviseEverySeconds,
  });
  // A look for work that waits for a connection would outlive the worker, and take a job of the next test.
  const stop = () => one.stop(1_000).finally(() => db.close());
  running.push({ stop });
  return { ...one, errors };
}

const enqueue = (actor: Actor, queue: QueueName, payload: object) =>
  portal.db.write(actor, async ({ sql }) => {
    const [row] = await sql<
      { id: string }[]
    >`select enqueue_job(${queue}, ${sql.json(payload as never)}) as id`;
    return row?.id;
  });

afterEach(async () => {
  for (const one of running) await one.stop();
  running = [];
});

it('a job is part of the transaction that requests it, and runs once', async () => {
  const seen: unknown[] = [];
  const { errors } = await work({ 'send-mail': async (payload) => void seen.push(payload) });
  await expect(
    portal.db.write(system, async ({ sql }) => {
      await sql`select enqueue_job('send-mail', '{"n": 1}')`;
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  await enqueue(system, 'send-mail', { n: 2 });
  await vi.waitFor(() => expect(seen).toEqual([{ n: 2 }]), { timeout: 10_000 });
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(seen).toEqual([{ n: 2 }]);
  expect(errors).toEqual([]);
});

it('only the portal itself starts background work, and only staff who may manage it see it', async () => {
  await expect(enqueue(visitor, 'send-mail', {})).rejects.toHaveProperty(
    'cause.message',
    expect.stringContaining('permission denied'),
  );
  const member = await addMember(portal.db);
  for (const userId of [member, await addMember(portal.db, { roles: ['administrator'] })]) {
    await expect(enqueue({ kind: 'staff', userId }, 'send-mail', {})).rejects.toHaveProperty(
      'cause.message',
      expect.stringContaining('permission denied'),
    );
  }
  const support = await addMember(portal.db, { roles: ['support'] });
  const administrator = await addMember(portal.db, { roles: ['administrator'] });
  const seenBy = async (userId: string) =>
    (
      await portal.db.read(
        { kind: 'staff', userId },
        ({ sql }) => sql`select from list_jobs(array['created', 'completed', 'active'], 10)`,
      )
    ).length;
  expect(await seenBy(support)).toBe(0);
  expect(await seenBy(administrator)).toBeGreaterThan(0);
});

it('a queue shows its state, and a mail’s address only to staff who may see members', async () => {
  await portal.db.write(system, async ({ sql }) => {
    await sql`select queue_mail(null, 'ana@example.org', 'test', 'Hello', '{}', 0)`;
    await sql`insert into roles (code, name, description, standing) values ('operator', 'Operator', '', 10)`;
    await sql`insert into role_permissions (role_code, permission_code) values ('operator', 'jobs.manage')`;
  });
  const staff = async (role: string): Promise<Actor> => ({
    kind: 'staff',
    userId: await addMember(portal.db, { roles: [role] }),
  });
  const [administrator, operator, support] = [
    await staff('administrator'),
    await staff('operator'),
    await staff('support'),
  ];
  const mails = async (actor: Actor) =>
    (await portal.db.read(actor, (tx) => listJobs(tx, { states: ['created'], limit: 50 })))
      .filter(({ queue }) => queue === 'send-mail')
      .map(({ recipient, subject }) => [recipient, subject]);
  expect(await mails(administrator)).toContainEqual(['ana@example.org', 'Hello']);
  expect(new Set((await mails(operator)).flat())).toEqual(new Set([null]));
  expect(await portal.db.read(support, listQueues)).toEqual([]);
  const queues = await portal.db.read(operator, listQueues);
  expect(queues.map(({ name }) => name)).toEqual(queueNames);
  expect(queues[0]).toMatchObject({ name: 'send-mail', cron: null, nextRunAt: null });
  expect(queues[0]?.waiting).toBeGreaterThan(0);
  const scheduled = queues.find(({ name }) => name === 'maintain-partitions');
  expect(scheduled?.nextRunAt?.getTime()).toBeGreaterThan(Date.now());
});

it('a failed job is tried again, then waits for staff, who can run it once more', async () => {
  // The schedule may add a job of the same kind meanwhile, so that a count of all attempts would tell nothing.
  let isInReach = false;
  await portal.owner`update jobs.queue set retry_limit = 1, retry_delay = 0, retry_backoff = false where name = 'forget-expired'`;
  await work({
    'forget-expired': async () => {
      if (!isInReach) throw new Error('out of reach');
    },
  });
  const id = await enqueue(system, 'forget-expired', {});
  const administrator: Actor = {
    kind: 'staff',
    userId: await addMember(portal.db, { roles: ['administrator'] }),
  };
  const find = async () =>
    (
      await portal.db.read(
        administrator,
        ({ sql }) =>
          sql`select state, attempts, problem from list_jobs(array['failed', 'retry', 'completed', 'created', 'active'], 100) where id = ${id ?? ''}`,
      )
    )[0];
  await vi.waitFor(async () => expect((await find())?.state).toBe('failed'), { timeout: 15_000 });
  expect(await find()).toMatchObject({ attempts: 2, problem: 'out of reach' });
  isInReach = true;
  await portal.db.write(administrator, ({ sql }) => sql`select retry_job(${id ?? ''})`);
  await vi.waitFor(async () => expect((await find())?.state).toBe('completed'), { timeout: 15_000 });
});

it('staff hear of a job that waits and of one that ran, and the library’s own upkeep goes on', async () => {
  const told = async () =>
    (
      await portal.owner<
        { count: number }[]
      >`select count(*)::int as count from live_events where kind = 'jobs'`
    )[0]?.count ?? 0;
  const before = await told();
  let runs = 0;
  const run = async () => {
    runs += 1;
  };
  const { errors } = await work({ 'forget-expired': run }, 1);
  await enqueue(system, 'forget-expired', {});
  expect(await told()).toBeGreaterThan(before);
  const waiting = await told();
  await vi.waitFor(() => expect(runs).toBe(1), { timeout: 10_000 });
  await vi.waitFor(async () => expect(await told()).toBeGreaterThan(waiting + 1), { timeout: 10_000 });
  // The upkeep has run a few times by then.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(errors).toEqual([]);
});

it('staff see the jobs of the portal’s queues, and not those of the queue library itself', async () => {
  await work({});
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  try {
    const added = await superuser`
      insert into jobs.job (name) select name from jobs.queue where not (name = any(${queueNames})) returning name`;
    expect(added.length).toBeGreaterThan(0);
  } finally {
    await superuser.end();
  }
  await enqueue(system, 'forget-expired', {});
  const administrator: Actor = {
    kind: 'staff',
    userId: await addMember(portal.db, { roles: ['administrator'] }),
  };
  const listed = await portal.db.read(administrator, (tx) =>
    listJobs(tx, { states: [...jobStates], limit: 200 }),
  );
  expect(listed.length).toBeGreaterThan(0);
  for (const { queue } of listed) expect(queueNames).toContain(queue);
});
