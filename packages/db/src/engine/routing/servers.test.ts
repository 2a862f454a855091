import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { addMember } from '../../members/factory.ts';
import { startTopology, type TestTopology } from '../../tools/testing/test-topology.ts';
import { type Database, openDatabase } from '../database.ts';
import { OutcomeUnknown } from '../errors.ts';

let topology: TestTopology;
let db: Database;

beforeAll(async () => {
  topology = await startTopology({ replicas: 1 });
  db = openDatabase({
    ...topology.pooledLogins(0),
    replicaUrls: [topology.pooledUrl(1, 'portal_public')],
    directUrls: [0, 1].map((server) => topology.directUrl(server, 'portal_control')),
    preparedStatements: false,
  });
});

afterAll(async () => {
  await db.close(0);
  await topology.remove();
});

const bioOf = async (userId: string) => {
  const [row] = await topology.ask<{ bio: string | null }>(
    1,
    `select bio from users where id = '${userId}'`,
    'portal',
  );
  return row?.bio;
};

it('a primary that was replaced and still answers is given up: no write there counts', async () => {
  const [early = '', late = ''] = [await addMember(db), await addMember(db)];
  await vi.waitFor(() => expect(db.servers().map(({ role }) => role)).toEqual(['primary', 'replica']));
  let runs = 0;
  let isPromoted = false;
  // This one has not sent COMMIT when the other server is promoted.
  const running = db.write({ kind: 'member', userId: early }, async ({ sql }) => {
    runs += 1;
    await sql`update users set bio = 'kept' where id = ${early}`;
    while (!isPromoted) await pause(20);
    await sql`select 1`;
  });
  await vi.waitFor(() => expect(runs).toBe(1));
  // The COMMIT of this one waits for a standby that nobody has.
  await topology.ask(0, `alter system set synchronous_standby_names = 'nobody'`);
  await topology.ask(0, 'select pg_reload_conf()');
  const committing = db
    .write({ kind: 'member', userId: late }, ({ sql }) => sql`update users set bio = 'x' where id = ${late}`)
    .catch((error: unknown) => error);
  await vi.waitFor(async () => {
    const waiting = await topology.ask(0, `select from pg_stat_activity where wait_event = 'SyncRep'`);
    expect(waiting.length).toBe(1);
  });
  await topology.promote(1);
  expect(await committing).toBeInstanceOf(OutcomeUnknown);
  isPromoted = true;
  await running;
  expect(runs).toBe(2);
  expect(await bioOf(early)).toBe('kept');
  // The replaced server still says that it is a primary.
  expect(await topology.ask(0, 'select pg_is_in_recovery() as replica')).toEqual([{ replica: false }]);
  await db.write(
    { kind: 'member', userId: late },
    ({ sql }) => sql`update users set bio = 'y' where id = ${late}`,
  );
  expect(await bioOf(late)).toBe('y');
});
