import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { connect } from '../../engine/connection.ts';
import { addMember } from '../../members/factory.ts';
import { generateContractors } from '../../tools/seed/contractors/generate-contractors.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import type { ImportOptions } from './attempt.ts';
import { checkContractors, importContractors } from './import-contractors.ts';
import { CheckOutdated } from './refusal.ts';
import { undoImport } from './undo.ts';

const portal = testDatabase();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'namc-portal-undo-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const superuser = async <Row>(text: string): Promise<Row[]> => {
  const client = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  try {
    return (await client.unsafe(text)) as unknown as Row[];
  } finally {
    await client.end();
  }
};

beforeEach(() =>
  superuser(
    `truncate california_contractors, contractor_import_runs, contractor_changes, contractor_words, contractor_county_counts cascade`,
  ),
);

const master = (edition: number, rows = 400) =>
  [...generateContractors({ rows, seed: 5, asOf: '2026-11-01', edition, changedPercent: 10 })].join('');

async function options(text: string, name = 'master.csv'): Promise<ImportOptions> {
  const file = join(folder, name);
  await writeFile(file, text);
  return { url: portal.importUrl, embedded: false, file, importedBy: 'tester' };
}
const load = async (text: string, more: Partial<ImportOptions> = {}) =>
  importContractors({ ...(await options(text)), ...more });
const check = async (text: string) => checkContractors(await options(text, 'checked.csv'));
const undo = (runId: string) =>
  undoImport({ url: portal.importUrl, embedded: false, runId, undoneBy: 'tester' });

/** Everything that an import writes and people see. */
const everything = async () => ({
  contractors: await superuser(`select * from california_contractors order by license_number`),
  words: await superuser(`select * from contractor_words order by word`),
  counties: await superuser(`select * from contractor_county_counts order by county`),
  changes: await superuser(`select * from contractor_changes order by id`),
});

/** The first lines of a file without some firms: a later file that lacks them. */
const without = (text: string, ...at: number[]) =>
  text
    .split('\r\n')
    .filter((_, line) => !at.includes(line))
    .join('\r\n');

/** A later file with firms that the earlier ones lacked. */
function bringing(text: string, ...licenses: string[]): string {
  const [, sample = ''] = text.split('\r\n');
  return `${text.trimEnd()}\r\n${licenses.map((license) => sample.replace(/^\d+/, license)).join('\r\n')}\r\n`;
}

it('an undoing brings back licenses, gone marks, words, counties and changes as they were before the last import', async () => {
  const one = master(1);
  await load(one);
  await load(without(master(2), 3, 4));
  const before = await everything();
  // The next file changes rows, brings new ones, lacks others, and brings one of the missing ones back.
  const { runId, changed, added, gone, returned } = await load(
    bringing(without(master(3), 7, 9), '90000001', '90000002'),
  );
  expect([changed > 0, added > 1, gone > 1, returned > 1]).toEqual([true, true, true, true]);
  expect(await everything()).not.toEqual(before);

  await undo(runId);
  expect(await everything()).toEqual(before);
  expect(
    await superuser(
      `select undone_by, undone_at is not null as at from contractor_import_runs where id = '${runId}'`,
    ),
  ).toEqual([{ undone_by: 'tester', at: true }]);
});

it('only the last import can be undone, once, and the first one not at all', async () => {
  const first = await load(master(1));
  await expect(undo(first.runId)).rejects.toThrow('The first file can’t be undone');
  const second = await load(master(2));
  const third = await load(master(3));
  await expect(undo(second.runId)).rejects.toThrow('Only the last import can be undone.');
  await undo(third.runId);
  await expect(undo(third.runId)).rejects.toThrow('was undone already');
  await expect(undo(second.runId)).rejects.toThrow('Only the last import can be undone.');
});

it('two people who undo the same import undo it once', async () => {
  await load(master(1));
  const { runId } = await load(master(2));
  const outcomes = await Promise.allSettled([undo(runId), undo(runId)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

it('after an undoing the same file is new again, and compared with the file before it', async () => {
  await load(master(1));
  const second = await load(master(2));
  const afterwards = await everything();
  await load(master(2));
  await undo(second.runId);
  const { outcome, changed, added } = await load(master(2));
  expect({ outcome, changed, added }).toEqual({
    outcome: 'accepted',
    changed: second.changed,
    added: second.added,
  });
  const again = await everything();
  expect({ ...again, changes: again.changes.length }).toEqual({
    ...afterwards,
    changes: afterwards.changes.length,
  });
});

it('a company keeps a license that the undone file had brought, and the license is marked as gone', async () => {
  await load(master(1));
  const license = '90000001';
  const { runId } = await load(bringing(master(2), license, '90000002'));
  const userId = await addMember(portal.db, { licenseNumber: license });
  expect(await undo(runId)).toMatchObject({ held: 1, removed: expect.any(Number) });
  expect(
    await superuser(`
      select gone_at is not null as "isGone", (select license_number from shown_firms where user_id = '${userId}') as held
      from california_contractors where license_number = '${license}'`),
  ).toEqual([{ isGone: true, held: license }]);
});

it('an undoing that is stopped leaves everything as the import left it', async () => {
  await load(master(1));
  const { runId } = await load(master(2));
  const before = await everything();
  const stop = new AbortController();
  await expect(
    undoImport({
      url: portal.importUrl,
      embedded: false,
      runId,
      undoneBy: 'tester',
      signal: stop.signal,
      onProgress: ({ phase }) => phase === 'Counting words and counties' && stop.abort(),
    }),
  ).rejects.toThrow();
  expect(await everything()).toEqual(before);
  await undo(runId);
});

it('a check tells what the import then does, and changes nothing', async () => {
  await load(master(1));
  const before = await everything();
  const later = without(master(2), 5, 6);
  const checked = await check(later);
  expect(await everything()).toEqual(before);
  expect(await superuser(`select from pg_class where relnamespace = 'import_staging'::regnamespace`)).toEqual(
    [],
  );
  expect(await superuser(`select count(*)::int as n from contractor_import_runs`)).toEqual([{ n: 1 }]);
  if (checked.outcome !== 'checked') throw new Error('It is another file.');
  const { findings } = checked;
  const done = await load(later, { checked: checked.checked });
  expect(findings).toMatchObject({
    read: done.read,
    rejected: done.rejected,
    added: done.added,
    changed: done.changed,
    gone: done.gone,
    returned: done.returned,
    unchanged: done.unchanged,
    snapshotDate: done.snapshotDate,
    statusChanges: done.statusChanges,
    warning: null,
  });
  expect(findings.samples.gone).toHaveLength(Math.min(done.gone, 8));
  expect(findings.columns.map(({ column }) => column)).toContain('primary_status');
});

it('a check shows changed facts before and after, the most common reasons of rejected rows, and who loses the most', async () => {
  await load(master(1));
  const lines = master(1).split('\r\n');
  const fields = (lines[1] ?? '').split(',');
  const license = fields[0] ?? '';
  const later = [
    ...lines.map((line, at) => (at === 1 ? line.replace(/,CLEAR,/, ',Work Comp Susp,') : line)).slice(0, -3),
    ...['12', '13', '14'].map((number) => `${number},11/01/2026${','.repeat(50)}`),
  ].join('\r\n');
  const checked = await check(later);
  if (checked.outcome !== 'checked') throw new Error('It is another file.');
  const { samples, reasons, classes, counties, gone } = checked.findings;
  expect(samples.changed[0]).toMatchObject({
    licenseNumber: license,
    facts: { primary_status: ['CLEAR', 'Work Comp Susp'] },
  });
  expect(reasons[0]).toContain(`(3 rows, first in line ${lines.length - 2})`);
  expect(gone).toBe(2);
  expect(classes.reduce((sum, { lost }) => sum + lost, 0)).toBeGreaterThan(0);
  expect(counties.reduce((sum, { lost }) => sum + lost, 0)).toBeLessThanOrEqual(2);
  expect(checked.rejects).toHaveLength(3);
});

it('a file that looks cut short is checked all the same, with the warning that an import would refuse it with', async () => {
  await load(master(1));
  const checked = await check(without(master(2), ...Array.from({ length: 200 }, (_, at) => at + 1)));
  expect(checked).toMatchObject({
    outcome: 'checked',
    findings: { warning: expect.stringContaining('under 80%') },
  });
});

it('a file is not loaded when another one was accepted, or the last one undone, since its check', async () => {
  await load(master(1));
  const third = await check(master(3));
  const second = await load(master(2));
  const before = await everything();
  await expect(load(master(3), { checked: third.checked })).rejects.toThrow(CheckOutdated);
  const again = await check(master(3));
  await undo(second.runId);
  await expect(load(master(3), { checked: again.checked })).rejects.toThrow(CheckOutdated);
  await expect(load(master(2), { checked: (await check(master(3))).checked })).rejects.toThrow(CheckOutdated);
  expect((await everything()).contractors).not.toEqual(before.contractors);
});

it('a check says that it is the file of the last import', async () => {
  await load(master(1));
  expect(await check(master(1))).toMatchObject({ outcome: 'unchanged' });
});

it('readers wait for nothing while a check runs', async () => {
  await load(master(1));
  const modes = new Set<string>();
  const watcher = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  const asked: Promise<unknown>[] = [];
  await checkContractors({
    ...(await options(master(2), 'watched.csv')),
    onProgress: () => {
      asked.push(
        watcher<{ mode: string }[]>`
          select mode from pg_locks join pg_stat_activity using (pid)
          where relation = 'california_contractors'::regclass and datname = current_database()
            and application_name = 'portal contractors import'`.then((locks) => {
          for (const { mode } of locks) modes.add(mode);
        }),
      );
    },
  });
  await Promise.all(asked);
  await watcher.end();
  expect([...modes]).toEqual(['AccessShareLock']);
});
