import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '@namc/db';
import { addContractors } from '@namc/db/contractors/factory';
import { followLicense } from '@namc/db/follows/commands/own';
import { addMember } from '@namc/db/members/factory';
import { saveSearch } from '@namc/db/saved-searches/commands';
import { connect } from '@namc/db/testing/direct-client';
import { testDatabase } from '@namc/db/testing/test-database';
import { testKeys } from '@namc/db/testing/test-keys';
import { contractorFilters } from '@namc/inputs/contractors';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { doWork } from '../do-work.ts';
import { noFiles } from '../files/no-files.fixture.ts';
import { noImports } from '../imports/no-imports.fixture.ts';
import { noMaintenance } from '../maintenance/place.fixture.ts';
import { makeTellers } from './jobs.ts';

const portal = testDatabase();
const workerDb = openDatabase(portal.workerUrls);
const stops: (() => Promise<void>)[] = [];
const logged: string[] = [];
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'namc-portal-followers-'));
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(async () => {
  await workerDb.close();
  await rm(folder, { recursive: true, force: true });
});

async function work() {
  const worker = await doWork({
    files: noFiles,
    statements: { urls: [], embedded: true },
    db: workerDb,
    logger: pino({}, { write: (line: string) => void logged.push(line) }),
    mail: {
      smtpUrl: undefined,
      from: 'NAMC NorCal <portal@example.org>',
      origin: 'https://portal.example.org',
    },
    sealing: {
      keys: testKeys,
      anchor: { file: join(folder, 'audit-anchor.jsonl') },
      anchorMail: undefined,
      reader: { url: portal.superuserUrl, embedded: false },
      longestUnsealedSeconds: 600,
    },
    imports: noImports,
    maintenance: noMaintenance,
    servers: { serverUrls: [portal.superuserUrl], isEmbedded: false },
    keys: { encryption: undefined, seal: undefined, cookieSecret: undefined, metricsToken: undefined },
    webhooks: { keys: () => testKeys, mayStayHere: true },
    pollEveryMs: 500,
  });
  stops.push(() => worker.stop(2_000));
}

const member = (userId: string) => ({ kind: 'member', userId }) as const;

/** Records an accepted file that changed the status of a license, as an import does. */
async function recordChange(licenseNumber: string, after: string): Promise<void> {
  const client = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await client.begin(async (sql) => {
    await sql`set local role import_role`;
    const [run] = await sql<{ id: string }[]>`
      insert into contractor_import_runs (
        outcome, file_name, file_sha256, file_bytes, importer_version, snapshot_date, imported_by, first_load,
        started_at, finished_at, rows_read, rows_new, rows_changed, rows_unchanged, rows_rejected, rows_gone,
        status_changes, unknown_classifications)
      values ('accepted', 'example.csv', '', 0, 1, '2026-11-20', 'test', false, now(), now(), 0, 0, 0, 0, 0, 0, '{}', '[]')
      returning id`;
    await sql`
      insert into contractor_changes (import_run_id, license_number, kind, before, after)
      values (${run?.id ?? ''}, ${licenseNumber}, 'status_changed', 'CLEAR', ${after})`;
  });
  await client.end();
}

const lettersTo = (userId: string) => portal.owner<{ subject: string }[]>`
  select subject from mails where user_id = ${userId} and template = 'followed-changes' order by id`;

it('an accepted import makes the worker write to those who follow what changed, and to those whose search found more', async () => {
  await addContractors(portal.owner, [{ licenseNumber: '1000001', businessName: 'EXAMPLE PAVING INC' }]);
  const [follower, searcher] = [await addMember(portal.db), await addMember(portal.db)];
  await portal.db.write(member(follower), (tx) => followLicense(tx, { licenseNumber: '1000001' }));
  const filters = contractorFilters.parse({ trades: ['C-53'] });
  await portal.db.write(member(searcher), (tx) =>
    saveSearch(tx, { name: 'Pools', filters, notify: 'AT_ONCE' }),
  );
  await addContractors(portal.owner, [
    { licenseNumber: '1000002', businessName: 'EXAMPLE POOLS LLC', classifications: ['C-53'] },
  ]);
  await recordChange('1000001', 'Work Comp Susp');
  await work();
  await expect
    .poll(async () => (await lettersTo(follower)).map(({ subject }) => subject), { timeout: 20_000 })
    .toEqual([
      'Example Paving Inc.: the board’s status is now “suspended: proof of workers’ compensation coverage is missing” (before: “clear”)',
    ]);
  await expect
    .poll(async () => (await lettersTo(searcher)).map(({ subject }) => subject), { timeout: 20_000 })
    .toEqual(['1 new result for “Pools”']);
  const told = await portal.owner`
    select user_id, path from notifications where kind = 'followed-changes' order by path, user_id`;
  expect(new Set(told.map(({ user_id }) => user_id))).toEqual(new Set([follower, searcher]));
});

it('a job that is killed after the first person goes on with the others, and writes to nobody twice', async () => {
  await addContractors(portal.owner, [{ licenseNumber: '1000003' }]);
  const people = [await addMember(portal.db), await addMember(portal.db), await addMember(portal.db)];
  for (const person of people) {
    await portal.db.write(member(person), (tx) => followLicense(tx, { licenseNumber: '1000003' }));
  }
  await recordChange('1000003', 'Contr Bond Susp');
  const { tellFollowers } = makeTellers('https://portal.example.org');
  let written = 0;
  const dying: Database = {
    ...workerDb,
    write: async (actor, fn, options) => {
      if (written === 1) throw new Error('killed');
      const answer = await workerDb.write(actor, fn, options);
      written += 1;
      return answer;
    },
  };
  const never = new AbortController().signal;
  const count = async () => (await Promise.all(people.map(lettersTo))).map((letters) => letters.length);
  // One search of the test above is compared first.
  await portal.owner`delete from saved_searches`;
  await expect(tellFollowers(dying, {}, never)).rejects.toThrow('killed');
  expect((await count()).sort()).toEqual([0, 0, 1]);
  await tellFollowers(workerDb, {}, never);
  await tellFollowers(workerDb, {}, never);
  expect(await count()).toEqual([1, 1, 1]);
});
