import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../engine/connection.ts';
import { generateContractors } from '../../tools/seed/contractors/generate-contractors.ts';
import type { ImportProgress } from './attempt.ts';
import { fileOf, firms, importing, line } from './files.fixture.ts';
import { importContractors } from './import-contractors.ts';

const { portal, files, importFile, rowsOf } = importing();

describe('interrupted at any moment, the import leaves the table as it was', () => {
  const rows = 20_000;
  const file = () => join(files.folder, 'large.csv');
  const connections = () =>
    rowsOf(
      `select pid from pg_stat_activity where application_name = 'portal contractors import' and datname = current_database()`,
    );
  const leftBehind = () =>
    rowsOf(
      `select relname from pg_class where relname like 'contractor_import_lines%' or relname like 'contractor_import_rows%'`,
    );

  beforeAll(async () => {
    let text = '';
    for (const piece of generateContractors({ rows, seed: 3, asOf: '2026-11-01' })) text += piece;
    await writeFile(file(), text);
  });
  afterAll(async () => expect(await leftBehind()).toEqual([]));

  async function expectUntouched() {
    expect(await rowsOf('select from california_contractors limit 1')).toHaveLength(0);
    expect(await leftBehind()).toEqual([]);
    await expect.poll(connections, { timeout: 10_000 }).toEqual([]);
  }

  it.each(['Loading', 'Checking the rows', 'Writing the contractors', 'Building the indexes'])(
    'by Ctrl-C while it says "%s"',
    async (phase) => {
      const stop = new AbortController();
      const running = importContractors({
        url: portal.importUrl,
        embedded: false,
        file: file(),
        importedBy: 'tester',
        signal: stop.signal,
        onProgress: (step) => step.phase === phase && stop.abort(new Error('stopped by hand')),
      });
      await expect(running).rejects.toThrow('stopped by hand');
      await expectUntouched();
    },
  );

  it.each(['Loading', 'Checking the rows', 'Writing the contractors'])(
    'by a lost connection while it says "%s"',
    async (phase) => {
      const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
      let isCut = false;
      const running = importContractors({
        url: portal.importUrl,
        embedded: false,
        file: file(),
        importedBy: 'tester',
        onProgress: (step) => {
          if (step.phase !== phase || isCut) return;
          isCut = true;
          void superuser`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'portal contractors import' and datname = current_database()`.execute();
        },
      });
      await expect(running).rejects.toThrow('The connection to the database was lost: nothing was changed.');
      await superuser.end();
      await expectUntouched();
    },
  );

  it.each([0, 300, 700])('by kill -9, %i ms after it began to load', async (delay) => {
    const child = fork(new URL('./import.fixture.ts', import.meta.url), [portal.importUrl, file()], {
      stdio: 'ignore',
    });
    await new Promise((resolve) => child.once('message', resolve));
    await new Promise((resolve) => setTimeout(resolve, delay));
    child.kill('SIGKILL');
    await expect.poll(connections, { timeout: 20_000 }).toEqual([]);
    const present = await rowsOf('select count(*) as n from california_contractors');
    expect([0, rows]).toContain(present[0]?.n);
    expect(await leftBehind()).toEqual([]);
  });

  it('or as after the import if the connection is lost during the commit, which the next import reports', async () => {
    const superuser = connect(portal.superuserUrl, {
      max: 1,
      applicationName: 'test',
    });
    // Slows the commit down, so that it can be interrupted reliably.
    await superuser`create function slow_commit() returns trigger language plpgsql as 'begin perform pg_sleep(60); return null; end'`;
    await superuser`create constraint trigger slow_commit after insert on contractor_import_runs deferrable initially deferred for each row execute function slow_commit()`;
    const running = importFile(fileOf(...firms(10)));
    const said = expect(running).rejects.toThrow(
      'The connection to the database was lost during the commit: import the file again to find out whether it was accepted.',
    );
    const cut = () => superuser`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'portal contractors import' and wait_event = 'PgSleep' and datname = current_database()`;
    await expect.poll(async () => (await cut()).length, { timeout: 10_000 }).toBe(1);
    await said;
    await superuser`drop function slow_commit() cascade`;
    await superuser.end();
    await expectUntouched();
    expect(await importFile(fileOf(...firms(10)))).toMatchObject({ outcome: 'accepted', added: 10 });
  });

  it('and reports success if it was committed already', async () => {
    const stop = new AbortController();
    const options = {
      signal: stop.signal,
      onProgress: ({ phase }: ImportProgress) => phase === 'Measuring the table' && stop.abort(),
    };
    expect(await importFile(fileOf(...firms(10)), options)).toMatchObject({ outcome: 'accepted', added: 10 });
    expect(stop.signal.aborted).toBe(true);
  });

  it('and an import that gives up waiting keeps the other’s rejected rows', async () => {
    const broken = join(files.folder, 'broken.csv');
    await writeFile(broken, `${await readFile(file(), 'utf8')}${line({ LicenseNo: 'X' })}\r\n`);
    const options = { url: portal.importUrl, embedded: false, file: broken, importedBy: 'tester' };
    const stop = new AbortController();
    let waiting: Promise<unknown> | undefined;
    const summary = await importContractors({
      ...options,
      onProgress: ({ phase }) => {
        if (phase !== 'Writing the contractors') return;
        waiting = importContractors({
          ...options,
          signal: stop.signal,
          onProgress: (step) => step.phase.startsWith('Waiting') && stop.abort(new Error('gave up')),
        });
        waiting.catch(() => undefined);
      },
    });
    await expect(waiting).rejects.toThrow('gave up');
    expect(await readFile(summary.rejectsFile ?? '', 'utf8')).toContain(`"${rows + 2}","LicenseNo",`);
  });

  it('and two imports at once run one after the other', async () => {
    const waited: string[] = [];
    const both = await Promise.all(
      [1, 2].map(() =>
        importContractors({
          url: portal.importUrl,
          embedded: false,
          file: file(),
          importedBy: 'tester',
          onProgress: ({ phase }) => waited.push(phase),
        }),
      ),
    );
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'unchanged']);
    expect(waited).toContain('Waiting for another import to end');
    expect(existsSync(`${file()}.rejects.csv`)).toBe(false);
  });
});
