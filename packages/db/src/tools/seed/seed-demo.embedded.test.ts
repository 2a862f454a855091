import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { searchDirectoryInput } from '@namc/inputs/directory';
import { browseProjectsInput } from '@namc/inputs/projects';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealTrail } from '../../audit/seal/seal-trail.ts';
import { verifyTrail } from '../../audit/seal/verify-trail.ts';
import { type Actor, type Database, openDatabase, visitor } from '../../database.ts';
import { searchDirectory } from '../../directory/queries/search.ts';
import { type EmbeddedDatabase, startEmbedded } from '../../engine/embedded/start.ts';
import { listPartitionStatus, maintainPartitions } from '../../engine/partitions/partitions.ts';
import { registerForEvent } from '../../events/commands.ts';
import { browseProjects } from '../../projects/queries/list.ts';
import { migrate } from '../migrate/migrate.ts';
import { demoAccounts, seedDemo } from './seed-demo.ts';

const directory = mkdtempSync(join(tmpdir(), 'namc-portal-embedded-'));
const system: Actor = { kind: 'system', name: 'test' };
const accountOf = (wanted: string) => demoAccounts.find(({ role }) => role === wanted)?.userId ?? '';
const member: Actor = { kind: 'member', userId: accountOf('member') };
let embedded: EmbeddedDatabase;
let db: Database;

beforeAll(async () => {
  embedded = await startEmbedded({ directory });
  db = openDatabase({ url: embedded.url, maxConnections: 3 });
  await migrate({ ownerUrl: embedded.url, embedded: true });
  await seedDemo(db);
});

afterAll(async () => {
  await db.close();
  await embedded.close();
  rmSync(directory, { recursive: true, force: true });
});

describe('on the embedded database', () => {
  it('the policies hold, although its only login is a superuser', async () => {
    expect(await db.read(member, ({ sql }) => sql`select from users`)).toHaveLength(1);
    expect(await db.read(member, ({ sql }) => sql`select from companies`)).toHaveLength(1);
    expect(await db.read(visitor, ({ sql }) => sql`select from companies`)).toEqual([]);
    await expect(
      db.write(
        member,
        ({ sql }) => sql`update users set status = 'ACTIVE' where id = ${accountOf('finance')}`,
      ),
    ).rejects.toHaveProperty('cause.message', expect.stringContaining('permission denied'));
    // Claiming to be staff gives no access.
    const pretender: Actor = { kind: 'staff', userId: accountOf('member') };
    expect(await db.read(pretender, ({ sql }) => sql`select from payments`)).toEqual([]);
  });

  it('firms and projects are found by words, skills and place', async () => {
    const projects = await db.read(member, (tx) =>
      browseProjects(tx, browseProjectsInput.parse({ near: 'Oakland', miles: 25, work: 'C-10' })),
    );
    expect(projects.rows.map(({ title }) => title)).toContain('EV charging at a transit yard, phase one');
    const solar = await db.read(member, (tx) =>
      searchDirectory(tx, searchDirectoryInput.parse({ q: 'solar' })),
    );
    expect(solar.rows.map(({ name }) => name)).toContain('Menon Solar Example');
  });

  it('a full event has a waiting list', async () => {
    const [full] = await db.read(
      system,
      ({ sql }) => sql<{ id: string }[]>`select id from events where registered_count = capacity`,
    );
    const late: Actor = { kind: 'member', userId: accountOf('auditor') };
    expect(await db.write(late, (tx) => registerForEvent(tx, { eventId: full?.id ?? '' }))).toMatchObject({
      status: 'WAITLISTED',
    });
  });

  it('partitions are kept, and the trail is sealed and verified', async () => {
    expect(await maintainPartitions(db)).toEqual([]);
    expect((await db.read(system, listPartitionStatus)).every(({ isShort }) => !isShort)).toBe(true);
    const key = { id: 'test', secret: randomBytes(32) };
    expect((await sealTrail(db, { key })).rows).toBeGreaterThan(100);
    const verified = await verifyTrail({
      url: embedded.url,
      embedded: true,
      keys: [key],
      withState: true,
      longestUnsealedSeconds: 600,
    });
    expect(verified).toMatchObject({ unsealed: 0, problems: [] });
  });
});
