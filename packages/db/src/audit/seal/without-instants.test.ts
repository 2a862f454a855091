import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../database.ts';
import { systemActor } from '../../engine/actors.ts';
import { startTopology, type TestTopology } from '../../tools/testing/test-topology.ts';
import { recordAdminAction } from '../commands.ts';
import { sealTrail } from './seal-trail.ts';
import { verifyTrail } from './verify-trail.ts';

/** A server that keeps no instants of commits cannot tell a savepoint from a change by another transaction. */

const key = { id: 'test-1', secret: randomBytes(32) };
let topology: TestTopology;
let db: Database;

beforeAll(async () => {
  topology = await startTopology({ replicas: 0, settings: { track_commit_timestamp: 'off' } });
  db = openDatabase({ ...topology.directLogins(0), maxConnections: 3 });
});
afterAll(async () => {
  await db.close();
  await topology.remove();
});

const verify = () =>
  verifyTrail({
    url: topology.directUrl(0, 'portal_auditor'),
    embedded: false,
    keys: [key],
    longestUnsealedSeconds: 600,
  });
const act = (reason: string) =>
  db.write(systemActor('test'), (tx) => recordAdminAction(tx, { action: 'members.approve', reason }));

it('names a row of a savepoint as one that may have been changed, before and after its seal, and no other', async () => {
  await act('plain');
  await sealTrail(db, { key });
  expect((await verify()).problems).toEqual([]);
  await act('plain too');
  await db.write(
    systemActor('test'),
    ({ sql }) => sql`
      do $do$ begin insert into admin_actions (action, actor, reason) values ('members.approve', 'system:test', 'in a savepoint');
      exception when others then raise; end $do$`,
  );
  // The act, and the change that the act's trigger recorded.
  const named = ['admin_actions', 'audit_log'].map((trail) =>
    expect.objectContaining({
      kind: 'edited',
      trail,
      message: expect.stringMatching(
        new RegExp(
          `^Row \\S+ of ${trail} was changed before it was sealed, or was written in a savepoint: .* Set track_commit_timestamp = on\\.$`,
        ),
      ),
    }),
  );
  expect((await verify()).problems).toEqual(named);
  await sealTrail(db, { key });
  expect((await verify()).problems).toEqual(named);
});
