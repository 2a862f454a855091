import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemActor } from '../../engine/actors.ts';
import { type Client, connect } from '../../engine/connection.ts';
import { dropExportedPartition } from '../../engine/partitions/partitions.ts';
import { addMember } from '../../members/factory.ts';
import { addPayment } from '../../payments/factory.ts';
import { addProject } from '../../projects/factory.ts';
import { keepToOwnLogins } from '../../tools/testing/template.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { recordAdminAction } from '../commands.ts';
import { acceptFindings } from './accept-findings.ts';
import { readAnchor } from './anchor.ts';
import { type Entry, type SealKey, sealEntry } from './entry.ts';
import type { VerifyOptions } from './findings.ts';
import { sealTrail } from './seal-trail.ts';
import { sealedMigration } from './sealed-migration.ts';
import { verifyTrail } from './verify-trail.ts';

const portal = testDatabase();
const key = { id: 'test-1', secret: randomBytes(32) };
const folder = mkdtempSync(join(tmpdir(), 'namc-anchor-'));
const system = systemActor('test');
let superuser: Client;
let file = '';
let anchors = 0;

beforeAll(() => keepToOwnLogins(portal.superuserUrl));
beforeEach(async () => {
  anchors += 1;
  file = join(folder, `${anchors}.jsonl`);
  superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser`truncate audit_row_seals, audit_seals, audit_log, admin_actions, users cascade`;
  const ownerId = await addMember(portal.db);
  await addProject(portal.db, ownerId);
  await addPayment(portal.db, ownerId, 100);
  for (let n = 0; n < 6; n += 1) await act(`act ${n}`);
  return () => superuser.end();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const act = (reason: string) =>
  portal.db.write(system, (tx) => recordAdminAction(tx, { action: 'members.approve', reason }));
const seal = (with_: SealKey = key) => sealTrail(portal.db, { key: with_, batchSize: 4, anchor: { file } });
const verify = async (options: Partial<VerifyOptions> = {}) =>
  verifyTrail({
    url: portal.superuserUrl,
    embedded: false,
    keys: [key],
    anchor: existsSync(file) ? await readAnchor(file) : undefined,
    longestUnsealedSeconds: 600,
    ...options,
  });
const rowCount = async () =>
  (await superuser`select id from audit_log union all select id from admin_actions`).length;

describe('sealing', () => {
  it('seals every row once, and the counts add up', async () => {
    const rows = await rowCount();
    expect((await seal()).rows).toBe(rows);
    expect((await seal()).rows).toBe(0);
    expect(await verify()).toMatchObject({ rows, unsealed: 0, problems: [] });
    await addMember(portal.db);
    expect(await verify()).toMatchObject({ unsealed: 1, problems: [] });
    expect((await seal()).rows).toBe(1);
    expect(await verify()).toMatchObject({ rows: rows + 1, unsealed: 0, problems: [] });
  });

  it('goes past a transaction that is still open, names it, and takes its rows after its end', async () => {
    await seal();
    let finish = () => {};
    const open = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let begun = () => {};
    const wrote = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const slow = portal.db.write(system, async (tx) => {
      await recordAdminAction(tx, { action: 'members.approve', reason: 'slow' });
      begun();
      await open;
    });
    await wrote;
    await act('quick');
    // The act and its row among the changes.
    expect((await seal()).rows).toBe(2);
    const during = await verify({ longestUnsealedSeconds: 0 });
    expect(during).toMatchObject({ unsealed: 0, problems: [] });
    expect(during.notes).toContainEqual(
      expect.stringMatching(/The transaction of \w+ \(process \d+\) has been open since 20/),
    );
    finish();
    await slow;
    expect((await seal()).rows).toBe(2);
    expect((await verify()).problems).toEqual([]);
  });

  it('is a problem when a row waits longer than the limit, and when there is no seal at all', async () => {
    expect((await verify({ anchor: undefined })).problems).toMatchObject([{ kind: 'not sealed' }]);
    await seal();
    await act('late');
    expect((await verify({ longestUnsealedSeconds: 0 })).problems.map(({ kind }) => kind)).toEqual([
      'not sealed',
      'not sealed',
    ]);
  });

  it('goes on with another key, and verifies with both', async () => {
    await seal();
    const next = { id: 'test-2', secret: randomBytes(32) };
    await act('later');
    await seal(next);
    expect((await verify({ keys: [next, key] })).problems).toEqual([]);
    expect((await verify({ keys: [next] })).problems).toContainEqual(
      expect.objectContaining({ kind: 'key missing', message: expect.stringContaining('test-1') }),
    );
    expect((await verify({ keys: [next, { id: key.id, secret: randomBytes(32) }] })).problems).toContainEqual(
      expect.objectContaining({ kind: 'batch damaged' }),
    );
  });

  it('names no honest row after a clock that ran three hours fast', async () => {
    await seal();
    const [right] = await superuser<{ batch: number }[]>`select max(batch) as batch from audit_seals`;
    await superuser`insert into admin_actions (action, actor, login, created_at)
      values ('members.approve', 'system:test', 'portal_owner', now() + interval '3 hours')`;
    await superuser`update audit_log set login = 'portal_owner', created_at = created_at + interval '3 hours' where login = 'postgres'`;
    await seal();
    // The entries of that run say what the fast clock said.
    await sealAnew((entry) =>
      entry.batch > (right?.batch ?? 0)
        ? { ...entry, sealedAt: new Date(entry.sealedAt.getTime() + 3 * 3_600_000) }
        : entry,
    );
    await act('the clock is right again');
    await sealTrail(portal.db, { key });
    const { problems, notes } = await verify({ anchor: undefined });
    expect(problems.filter(({ kind }) => kind !== 'edited')).toEqual([]);
    expect(notes).toContainEqual(expect.stringContaining('clock went back'));
  });

  async function sealAnew(change: (entry: Entry) => Entry) {
    const entries = await superuser<Entry[]>`
      select batch, kind, trail, month, rows, rows_digest as "rowsDigest", snapshot, details,
             rules_digest as "rulesDigest", sealed_at as "sealedAt", key_id as "keyId", seal
      from audit_seals order by batch`;
    let before: Buffer = Buffer.alloc(0);
    for (const entry of entries.map(change)) {
      before = sealEntry(key, entry, before);
      await superuser`update audit_seals set sealed_at = ${entry.sealedAt}, seal = ${before} where batch = ${entry.batch}`;
    }
  }
});

describe('a partition past its retention', () => {
  it('is retired by the seal’s retention, then dropped, and the rest still verifies', async () => {
    await portal.owner`select create_monthly_partition('admin_actions', '2023-05-01')`;
    await portal.owner`
      insert into admin_actions (action, actor, created_at)
      select 'members.approve', 'staff', '2023-05-02'::timestamptz + n * interval '1 hour' from generate_series(1, 5) n`;
    // Nothing is detached before the sealer has said so.
    expect(await portal.owner`select from maintain_partitions('admin_actions', now())`).toHaveLength(0);
    expect((await seal()).retired).toEqual(['admin_actions_2023_05']);
    await portal.owner`select from maintain_partitions('admin_actions', now())`;
    expect((await verify()).problems).toEqual([]);
    await superuser`
      update detached_partitions
      set drop_after = now(), exported_at = now(), proven_at = now(), export_file = 'may', export_rows = 5, export_bytes = 9, export_sha256 = 'sum'
      where partition_name = 'admin_actions_2023_05'`;
    expect(
      await portal.db.write(systemActor('test'), (tx) =>
        dropExportedPartition(tx, 'admin_actions_2023_05', 'sum'),
      ),
    ).toBe(true);
    expect(await superuser`select to_regclass('admin_actions_2023_05') as left`).toEqual([{ left: null }]);
    expect(
      await superuser`select from audit_row_seals r join audit_seals s using (batch) where month = '2023-05-01 00:00:00Z'`,
    ).toHaveLength(0);
    expect((await verify()).problems).toEqual([]);
  });

  it('is not retired because the table of retentions says so', async () => {
    await portal.owner`select create_monthly_partition('admin_actions', (now() - interval '2 months')::date)`;
    await seal();
    await superuser`update partitioned_tables set retention = interval '-1 year'`;
    expect((await seal()).retired).toEqual([]);
    await superuser`update partitioned_tables set retention = interval '2 years' where every = 'month'`;
  });
});

describe('the rules in force', () => {
  it('are sealed by a migration as an act of its own, which hides no earlier change', async () => {
    await seal();
    const migrateWith = async (change: string) => {
      const migration = sealedMigration(key, false);
      const owner = connect(portal.ownerUrl, { max: 1, applicationName: 'test' });
      await migration.begin(owner);
      // Between both ends no sealer sees half of a migration.
      await expect(seal()).rejects.toThrow('Another sealer is at work.');
      await owner.unsafe(`set role schema_owner; ${change}; reset role`);
      await migration.finish(owner);
      await owner.end();
      await seal();
    };
    await migrateWith('create policy more on audit_log for select to report_role using (false)');
    expect((await verify()).problems).toEqual([]);
    await superuser`alter table users disable trigger record_change`;
    await migrateWith('drop policy more on audit_log');
    expect((await verify()).problems).toMatchObject([{ kind: 'rules changed' }]);
    await superuser`alter table users enable trigger record_change`;
    await acceptFindings(portal.db, { key, anchor: { file }, reason: 'A test.', by: 'ana' });
    const { problems, notes } = await verify();
    expect(problems).toEqual([]);
    expect(notes).toContainEqual(expect.stringMatching(/^ana accepted .*: A test\.$/));
  });
});

describe('the anchor', () => {
  it('grows by whole lines, each of which continues the one before', async () => {
    await seal();
    const before = readFileSync(file, 'utf8');
    // A crash in the middle of a line.
    appendFileSync(file, '{"batch":');
    await act('later');
    await seal();
    expect(readFileSync(file, 'utf8').startsWith(before)).toBe(true);
    const { lines, broken } = await readAnchor(file);
    expect(broken).toEqual([]);
    expect(lines.at(-1)).toMatchObject({ kind: 'mark', counts: { admin_actions: 7 } });
    expect((await verify()).problems).toEqual([]);
  });

  it('is demanded line by line', async () => {
    await seal();
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.replace('"rows":4', '"rows":3'));
    expect((await verify()).problems).toContainEqual(expect.objectContaining({ kind: 'chain cut' }));
    writeFileSync(file, '');
    expect((await verify()).problems).toMatchObject([{ message: 'The anchor knows no batch.' }]);
  });

  it('stops the sealer when the chain was cut off, until an operator says why', async () => {
    await seal();
    await act('later');
    await seal();
    // As a restored backup leaves it: rows and seals of the last run are gone together.
    await superuser`delete from audit_row_seals where batch in (select batch from audit_seals order by batch desc limit 3)`;
    await superuser`delete from admin_actions where reason = 'later'`;
    await superuser`delete from audit_log where table_name = 'admin_actions' and (operation = 'DELETE' or changes -> 'reason' ->> 1 = 'later')`;
    await superuser`delete from audit_seals where batch > (select max(batch) from audit_seals) - 3`;
    await expect(seal()).rejects.toThrow('is not the one that the anchor knows');
    expect((await verify()).problems).toContainEqual(expect.objectContaining({ kind: 'chain cut' }));
    await acceptFindings(portal.db, { key, anchor: { file }, reason: 'Restored to noon.', by: 'ana' });
    await seal();
    const { problems, notes } = await verify();
    expect(problems).toEqual([]);
    expect(notes).toContainEqual(expect.stringContaining('Restored to noon.'));
  });
});
