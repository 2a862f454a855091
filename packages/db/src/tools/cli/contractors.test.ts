import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { listImportsInput } from '@namc/inputs/imports';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { addContractors } from '../../contractors/factory.ts';
import { connect } from '../../engine/connection.ts';
import { tellUndoing } from '../../imports/commands/outcome.ts';
import { listImports } from '../../imports/queries.ts';
import { system } from '../testing/sample.ts';
import { testDatabase } from '../testing/test-database.ts';
import { runPortal } from './run-portal.ts';

const portal = testDatabase();
const cli = fileURLToPath(new URL('./portal.ts', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'namc-portal-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

const environment = () => ({
  ...process.env,
  ...portal.environment,
  DATABASE_IMPORT_URL: portal.importUrl,
  DATABASE_OWNER_URL: portal.ownerUrl,
});

/** The command as a process of its own, for what its signals and its pipes do. */
function start(args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [cli, 'contractors', ...args], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => {
    text.out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    text.err += chunk;
  });
  return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, ...text }))) };
}

/** The command in this process: the start of another one takes longer than most commands. */
async function run(...args: string[]): Promise<Ended> {
  const text = { out: '', err: '' };
  const writeTo = (stream: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        text[stream] += chunk;
        done();
      },
    });
  const code = await runPortal(['contractors', ...args], {
    environment: environment(),
    stdout: writeTo('out'),
    stderr: writeTo('err'),
    signal: new AbortController().signal,
    user: 'tester',
  });
  return { code, ...text };
}

async function generate(name: string, ...options: string[]): Promise<string> {
  const file = join(folder, name);
  const made = await run('generate', '--seed', '4', '--as-of', '2026-11-01', '--out', file, ...options);
  expect(made.code).toBe(0);
  return file;
}

describe('portal contractors', () => {
  it('imports a file and a later one, reports the result plainly, and lists the changes', async () => {
    const file = await generate('first.csv', '--rows', '3000', '--broken', '5');
    const first = await run('import', file);
    expect(first.code).toBe(0);
    expect(first.out).toContain('Imported the file of 2026-11-01, the first one.');
    expect(first.out).toMatch(/read {7}3,005\n {2}new {8}3,000\n/);
    expect(first.out).toContain(`rejected   5  (see ${file}.rejects.csv)`);
    expect(first.err).toMatch(/Reading the file.*\n(.*\n)*Committing/);
    expect((await readFile(`${file}.rejects.csv`, 'utf8')).split('\r\n')[0]).toBe(
      '\ufeff"line","field","reason","row"',
    );

    const again = await run('import', file);
    expect(again).toMatchObject({ code: 0 });
    expect(again.out).toContain('The same file as last time (2026-11-01): nothing to change.');

    const next = await run(
      'import',
      await generate('next.csv', '--rows', '3000', '--edition', '2', '--changed', '5'),
    );
    expect(next.code).toBe(0);
    expect(next.out).toMatch(/CLEAR → (Work Comp|Contr Bond) Susp: \d+/);
    const runId = /run (\S+)\n/.exec(next.out)?.[1] ?? '';
    const changes = await run('changes', '--run', runId, '--kind', 'status_changed', '--limit', '500');
    expect(changes.code).toBe(0);
    expect(changes.out.trim().split('\n').length).toBeGreaterThan(3);
    expect(changes.out.trim().split('\n')).toEqual(
      changes.out
        .trim()
        .split('\n')
        .filter((line) => /^\d+ {2}status_changed {2}.+ → .+ {2}.+$/.test(line)),
    );
  });

  it('undoes the last import once with --yes, and without it tells what that would change', async () => {
    const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
    onTestFinished(() => superuser.end());
    const accepted = () => superuser`
      select undone_by as by, undone_at is not null as "isUndone" from contractor_import_runs
      where outcome = 'accepted' order by finished_at desc`;
    const asLoaded = { by: null, isUndone: false };
    const asked = await run('undo');
    expect(asked.code).toBe(1);
    expect(asked.out).toMatch(
      /^The last import is next\.csv, the file of licenses of 2026-11-01, by tester\.\n {2}licenses that go back to what they were: \d+\n {2}new licenses that leave: \d+\n/,
    );
    expect(asked.err).toBe('Nothing was changed. Use --yes to undo it.\n');
    expect(await accepted()).toEqual([asLoaded, asLoaded]);

    const [, restored] = /go back to what they were: (\d+)/.exec(asked.out) ?? [];
    const [, removed] = /that leave: (\d+)/.exec(asked.out) ?? [];
    const undone = await run('undo', '--yes');
    expect(undone).toMatchObject({
      code: 0,
      out: `Undid the import of next.csv.\n  restored   ${restored}\n  removed    ${removed}\n`,
    });
    expect(undone.err).toMatch(/Restoring the licenses.*\n(.*\n)*Committing/);
    expect(await accepted()).toEqual([{ by: 'tester', isUndone: true }, asLoaded]);
    const { rows } = await portal.db.read(system, (tx) => listImports(tx, listImportsInput.parse({})));
    expect(rows[0]).toMatchObject({ fileName: 'next.csv', undoneByName: 'tester on the command line' });
    await expect(portal.db.write(system, (tx) => tellUndoing(tx, String(rows[0]?.runId)))).rejects.toThrow(
      /^tester on the command line undid this import on /,
    );
    expect(await run('undo', '--yes')).toEqual({
      code: 1,
      out: '',
      err: 'No import can be undone: only the last one can, once, and the first one never.\n',
    });
    expect((await run('undo', '--force')).err).toContain("unknown option '--force'");
    expect((await run('undo', '--help')).out).toContain('--yes');
  });

  it('checks a file of any kind without a change, imports it, and undoes it', async () => {
    const header =
      'LIC-NO,LastUpdated,REC-TP,SEQ-NO,Name-TP,Name,EMP-Titl-CDE,CL-CDE,CL-CDE-STAT,ASSN-DT,DIS-ASSN-DT,SURETY-TP,SuretyCompany,BOND-NO,BOND-AMT,EffectiveDate,CancellationDate,JointVentureLicenseType,JointVentureLicenseNumber';
    const person = (license: string) =>
      `${license},11/01/2026, Class/Title,1, Principal, SAMPLE PAT, Officer, B, Y, 01/02/2020, ,,,,,,,,`;
    const write = async (...licenses: string[]) => {
      const file = join(folder, 'people.csv');
      await writeFile(file, `${[header, ...licenses.map(person)].join('\r\n')}\r\n`);
      return file;
    };
    expect(await run('import', await write('42'))).toMatchObject({ code: 0 });
    const file = await write('42', '43');
    const checked = await run('import', file, '--check');
    expect(checked).toMatchObject({ code: 0 });
    expect(checked.out).toContain('Checked the personnel file of 2026-11-01. Nothing was changed.');
    expect(checked.out).toContain('  new        1 rows of people\n');
    expect(checked.out).toContain('    43  Not in the license file  Class/Title, Officer, B\n');
    expect(checked.out).not.toContain('SAMPLE');
    expect((await run('import', file)).out).toContain('  new        1\n');
    expect((await run('import', file, '--check')).out).toContain('the same file as last time');
    const undo = await run('undo');
    expect(undo.out).toContain('the personnel file of 2026-11-01');
    expect(undo.out).toContain('  new rows of people that leave: 1');
    expect(await run('undo', '--yes')).toMatchObject({ code: 0 });
    expect((await run('import', file, '--check')).out).toContain('  new        1 rows of people\n');
  });

  it('tells the standing of a license in words, and for another day', async () => {
    await addContractors(portal.owner, [
      { licenseNumber: '9900001', businessName: 'SAMPLE STANDING INC', secondaryStatus: 'WC Susp Pending' },
      { licenseNumber: '9900002', primaryStatus: 'JDG Entity Susp' },
    ]);
    const pending = await run('license', '9900001');
    expect(pending).toMatchObject({ code: 0 });
    expect(pending.out).toMatch(/^License 9900001 {2}Sample Standing Inc\.?\n {2}Clear as of /);
    expect(pending.out).toContain(
      'The board has a suspension for workers’ compensation pending. (SecondaryStatus)',
    );
    const suspended = await run('license', '9900002');
    expect(suspended.out).toContain('Suspended: a court judgment against a firm');
    expect(suspended.out).toMatch(/May bid and contract on \d{4}-\d\d-\d\d: No\. /);
    const earlier = await run('license', '9900001', '--on', '2016-01-01');
    expect(earlier.out).toContain('The standing on January 1, 2016 is not known');
    expect(await run('license', '9')).toMatchObject({ code: 1, out: '' });
    expect((await run('license', '9900001', '--on', 'today')).err).toContain('on');
  });

  it('lists the board’s codes with their words', async () => {
    const { code, out } = await run('codes');
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe('| column | code | words |');
    expect(out).toContain('| PrimaryStatus | `Cit Entity Susp` | Suspended: a citation against a firm');
    expect(out).toContain('| SecondaryStatus | `Pending Canc` | The board has the cancellation');
  });

  it('exits with 1 and the reason if a file is refused', async () => {
    const cut = await generate('cut.csv', '--rows', '500');
    const refused = await run('import', cut);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('under 80% of the');
    expect(refused.err).toContain('Nothing was changed. Use --force to import the file anyway.');
    expect(refused.err).not.toMatch(/\n +at /);
  });

  it('tells where the rejected rows are, and offers --force only where it helps', async () => {
    const broken = await generate('broken.csv', '--rows', '3000', '--edition', '2', '--broken', '400');
    const { err } = await run('import', broken);
    expect(err).toMatch(
      /400 of 3,400 rows were rejected, more than 5%\. The most common reasons: .*\. Nothing was changed\. Use --force/,
    );
    expect(err).toContain(`The rejected rows are in ${broken}.rejects.csv.`);
    const other = join(folder, 'other.csv');
    await writeFile(other, '<html><body>Service unavailable</body></html>');
    const ofAnotherKind = await run('import', other);
    expect(ofAnotherKind).toMatchObject({ code: 1 });
    expect(ofAnotherKind.err).toContain(
      'The file is a web page, not the board’s file: the download did not work.',
    );
    expect(ofAnotherKind.err).not.toContain('--force');
  });

  it('exits with 130 without a change when somebody stops it', async () => {
    const file = await generate('later.csv', '--rows', '3000', '--edition', '3');
    const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
    onTestFinished(() => superuser.end());
    const present = () => superuser`select count(*) as n from california_contractors where gone_at is null`;
    const before = await present();
    await superuser.begin(async (sql) => {
      // The import reads the file and cannot finish before it is stopped.
      await sql`lock table california_contractors in share mode`;
      const { child, ended } = start(['import', file]);
      child.stderr?.on('data', (chunk) => {
        if (String(chunk).includes('Loading')) child.kill('SIGINT');
      });
      const { code, err } = await ended;
      expect({ code, last: err.trim().split('\n').at(-1) }).toEqual({
        code: 130,
        last: 'Canceled.',
      });
    });
    expect(await present()).toEqual(before);
  });

  it('names a wrong argument', async () => {
    expect((await run('generate', '--rows', 'many')).err).toContain(
      "option '--rows <number>' argument 'many' is invalid. It must be a whole number from 1 to",
    );
    expect((await run('import', join(folder, 'x.csv'), '--as-of', '11/01/2026')).err).toContain(
      "option '--as-of <date>' argument '11/01/2026' is invalid. It must be a date such as 2026-03-31.",
    );
    expect((await run('import')).err).toContain("missing required argument 'file'");
    expect((await run('import', join(folder, 'none.csv'))).err).toContain('none.csv does not exist');
    expect((await run('changes', '--run', 'last')).err).toContain('--run: It must be the id of an import');
    expect((await run('changes', '--kind', 'moved')).err).toContain('Allowed choices are new_license');
  });

  it('writes to a pipe until its reader closes it', async () => {
    const { child, ended } = start(['generate', '--rows', '200000']);
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await ended).toMatchObject({ code: 0, err: '' });
    const deaf = start(['codes']);
    deaf.child.stdout?.destroy();
    expect(await deaf.ended).toMatchObject({ code: 0, err: '' });
    expect((await stat(await generate('small.csv', '--rows', '1'))).size).toBeGreaterThan(800);
  });
});
