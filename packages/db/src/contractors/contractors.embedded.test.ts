import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractorFilters, mapContractorsInput, searchContractorsInput } from '@namc/inputs/contractors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase, visitor } from '../database.ts';
import { type EmbeddedDatabase, startEmbedded } from '../engine/embedded/start.ts';
import { migrate } from '../tools/migrate/migrate.ts';
import { generateContractors } from '../tools/seed/contractors/generate-contractors.ts';
import { loadDemonstration } from '../tools/seed/load-demonstration.ts';
import { checkContractors, importContractors } from './import/import-contractors.ts';
import { officer, people, policies, policy, qualifierBond } from './import/lists.fixture.ts';
import { undoImport } from './import/undo.ts';
import { countContractors } from './queries/count.ts';
import { getContractorSnapshot, listCountyCounts } from './queries/counties.ts';
import { getLicense, listNeighbors } from './queries/license.ts';
import { mapContractors } from './queries/map.ts';
import { getLicensePeople } from './queries/people.ts';
import { searchContractors } from './queries/search.ts';

const directory = mkdtempSync(join(tmpdir(), 'namc-portal-embedded-'));
let embedded: EmbeddedDatabase;
let db: Database;

beforeAll(async () => {
  embedded = await startEmbedded({ directory });
  db = openDatabase({ url: embedded.url, maxConnections: 3 });
  await migrate({ ownerUrl: embedded.url, embedded: true });
  await loadDemonstration({ ownerUrl: embedded.url, embedded: true });
});

afterAll(async () => {
  await db.close();
  await embedded.close();
  rmSync(directory, { recursive: true, force: true });
});

const search = (typed: object) =>
  db.read(visitor, (tx) => searchContractors(tx, searchContractorsInput.parse(typed)));

describe('on the embedded database', () => {
  it('a first start adds contractors, some of them members, and a second start adds none', async () => {
    const before = await db.read(visitor, getContractorSnapshot);
    await loadDemonstration({ ownerUrl: embedded.url, embedded: true });
    expect(await db.read(visitor, getContractorSnapshot)).toEqual(before);
    expect(before.contractors).toBeGreaterThan(4_500);
    const counties = await db.read(visitor, listCountyCounts);
    expect(counties.reduce((sum, { members }) => sum + members, 0)).toBeGreaterThan(50);
  });

  it('searches by words, misspelled words, places, trades and map work as on a server', async () => {
    expect((await search({ q: 'construction' })).rankedAmongTop).toBe(300);
    expect((await search({ q: 'constuction' })).corrections).toEqual([
      { typed: 'constuction', searched: 'construction' },
    ]);
    const near = await search({ near: 'Oakland', miles: 20, trades: ['B'] });
    expect(near.contractors.length).toBeGreaterThan(10);
    const milesOf = ({ distance }: (typeof near.contractors)[number]) =>
      distance === null ? Number.NaN : 'miles' in distance ? distance.miles : 0;
    expect(near.contractors.every((contractor) => milesOf(contractor) <= 20)).toBe(true);
    const alone = (await search({ near: '94601' })).contractors.map(milesOf);
    expect(alone).toEqual(alone.toSorted((a, b) => a - b));
    expect(alone).toHaveLength(50);
    const counted = await db.read(visitor, (tx) =>
      countContractors(tx, contractorFilters.parse({ q: 'construction' })),
    );
    expect(counted.count).toBeGreaterThan(900);
    const map = await db.read(visitor, (tx) =>
      mapContractors(
        tx,
        mapContractorsInput.parse({ trades: ['C-10'], window: [-124.5, 32.5, -114, 42], zoom: 6 }),
      ),
    );
    expect(map.shown).toBeGreaterThan(100);
    const licenseNumber = near.contractors[0]?.licenseNumber ?? '';
    expect(await db.read(visitor, (tx) => getLicense(tx, { licenseNumber }))).toMatchObject({
      licenseNumber,
    });
    expect(await db.read(visitor, (tx) => listNeighbors(tx, { licenseNumber }))).toHaveLength(8);
  });

  it('a file is imported without COPY, and an interrupted import leaves the table unchanged', async () => {
    const file = join(directory, 'master.csv');
    /** Returns the number of rows: a few firms of an edition are gone from the next. */
    const write = async (edition: number) => {
      const text = [...generateContractors({ rows: 6_000, seed: 9, asOf: '2030-01-01', edition })].join('');
      await writeFile(file, text);
      return text.trimEnd().split('\n').length - 1;
    };
    await write(1);
    const options = { url: embedded.url, embedded: true, file, importedBy: 'test' };
    const before = await db.read(visitor, listCountyCounts);
    const stop = new AbortController();
    const stopped = importContractors({
      ...options,
      signal: stop.signal,
      onProgress: ({ phase, rows }) =>
        phase === 'Loading' && (rows ?? 0) > 2_000 && stop.abort(new Error('stopped by hand')),
    });
    await expect(stopped).rejects.toThrow('stopped by hand');
    expect(await db.read(visitor, listCountyCounts)).toEqual(before);
    const first = await importContractors(options);
    expect(first).toMatchObject({ read: 6_000, rejected: 0, outcome: 'accepted' });
    await write(2);
    const second = await importContractors(options);
    expect(second.changed).toBeGreaterThan(20);
    expect(second.changed).toBeLessThan(120);
    expect((await importContractors(options)).outcome).toBe('unchanged');
    const counted = await db.read(visitor, listCountyCounts);
    const read = await write(3);
    const checked = await checkContractors(options);
    expect(checked).toMatchObject({ outcome: 'checked', findings: { read, warning: null } });
    expect(await db.read(visitor, listCountyCounts)).toEqual(counted);
    const third = await importContractors({ ...options, checked: checked.checked });
    await undoImport({ url: embedded.url, embedded: true, runId: third.runId, undoneBy: 'test' });
    expect(await db.read(visitor, listCountyCounts)).toEqual(counted);
  });

  it('files of people and of policies are read, checked, undone and told of as on a server', async () => {
    const firm = await db.read(visitor, async ({ sql }) => {
      const [row] = await sql<{ license: string }[]>`
        select license_number as license from california_contractors where gone_at is null order by 1 limit 1`;
      return row?.license ?? '';
    });
    const load = async (text: string) => {
      const file = join(directory, 'list.csv');
      await writeFile(file, text);
      const options = { url: embedded.url, embedded: true, file, importedBy: 'test' };
      const checked = await checkContractors(options);
      return { checked, done: await importContractors({ ...options, checked: checked.checked }) };
    };
    const employee = officer
      .replace('2000000', firm)
      .replace('Officer| Responsible Managing Officer', 'Officer| Responsible Managing Employee');
    const bond = qualifierBond.replace('2000000', firm);
    await load(people(employee, bond));
    await load(policies(policy(firm)));
    const before = await db.read(visitor, (tx) => getLicensePeople(tx, { licenseNumber: firm }));
    expect(before.people?.words).toMatch(
      /^One responsible managing employee qualifies this license for C-10; the qualifier’s bond is on file/,
    );
    expect(before.coverage?.asOf).toBe('2026-01-02');
    const { checked, done } = await load(
      people(employee, bond.replace('01/02/2026, ,,', '01/02/2026, 12/31/2098,,')),
    );
    expect(checked).toMatchObject({ findings: { kind: 'personnel', added: 1, gone: 1, unchanged: 1 } });
    expect(done).toMatchObject({ added: 1, gone: 1, unchanged: 1 });
    const after = await db.read(visitor, (tx) => getLicensePeople(tx, { licenseNumber: firm }));
    expect(after.people?.qualifiers[0]?.bond.state).toBe('ending');
    await undoImport({ url: embedded.url, embedded: true, runId: done.runId, undoneBy: 'test' });
    expect(await db.read(visitor, (tx) => getLicensePeople(tx, { licenseNumber: firm }))).toEqual(before);
  });
});
