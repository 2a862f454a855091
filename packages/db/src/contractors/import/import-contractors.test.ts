import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { normalizeClassification } from '@namc/inputs/classifications';
import { listContractorChangesInput } from '@namc/inputs/contractors';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../engine/connection.ts';
import { generateContractors } from '../../tools/seed/contractors/generate-contractors.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { listContractorChanges } from '../queries/changes.ts';
import type { ImportOptions, ImportProgress } from './attempt.ts';
import { importContractors } from './import-contractors.ts';
import { headerNames } from './master-file.ts';
import { RefusedFile } from './refusal.ts';

const portal = testDatabase();
const system = { kind: 'system', name: 'test' } as const;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'namc-portal-import-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  const superuser = connect(portal.superuserUrl, {
    max: 1,
    applicationName: 'test',
  });
  await superuser`truncate california_contractors, contractor_import_runs, contractor_changes, contractor_words, contractor_county_counts cascade`;
  await superuser.end();
});

type Facts = Partial<Record<(typeof headerNames)[number], string>>;

const usual: Facts = {
  LicenseNo: '1000001',
  LastUpdate: '11/02/2026',
  BusinessName: 'EXAMPLE DESERT ELECTRIC INC',
  MailingAddress: 'PO BOX 100',
  City: 'PALM DESERT',
  State: 'CA',
  County: 'Riverside',
  ZIPCode: '92260',
  BusinessPhone: '(760) 555 0100',
  BusinessType: 'Corporation',
  IssueDate: '01/10/2015',
  ExpirationDate: '03/31/2028',
  PrimaryStatus: 'CLEAR',
  'Classifications(s)': 'B| C10',
  CBAmount: '25000',
};

function line(facts: Facts): string {
  const all = { ...usual, ...facts };
  return headerNames.map((name) => all[name] ?? '').join(',');
}

function fileOf(...lines: (Facts | string)[]): string {
  const body = lines.map((one) => (typeof one === 'string' ? one : line(one)));
  return `${[headerNames.join(','), ...body].join('\r\n')}\r\n`;
}

async function write(content: string | Buffer, name = 'master.csv'): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

async function importFile(content: string | Buffer, options: Partial<ImportOptions> = {}) {
  const file = await write(content);
  return importContractors({
    url: portal.importUrl,
    embedded: false,
    file,
    importedBy: 'tester',
    ...options,
  });
}

const rowsOf = (query: string) => portal.db.read(system, (tx) => tx.sql.unsafe(query));
const firms = (count: number, facts: Facts = {}) =>
  Array.from({ length: count }, (_, number): Facts => ({ LicenseNo: String(2_000_000 + number), ...facts }));

describe('an import', () => {
  it('keeps every fact of a row, typed', async () => {
    const everything = Object.fromEntries(headerNames.map((name) => [name, `${name} fact`])) as Facts;
    const dates = headerNames.filter(
      (name) => /Date|DateRequired|LastUpdate/.test(name) && name !== 'LastUpdate',
    );
    await importFile(
      fileOf({
        ...everything,
        ...Object.fromEntries(dates.map((name, at) => [name, `01/${String(at + 1).padStart(2, '0')}/2026`])),
        ...{
          LicenseNo: '77',
          LastUpdate: '02/12/2026',
          State: 'CA',
          County: 'Riverside',
          ZIPCode: '950033999',
          BusinessPhone: '(760) 555 0100',
          PrimaryStatus: 'CLEAR',
        },
        ...{
          'Classifications(s)': 'D03| C-8| c10| B| ASB',
          CBAmount: '25000',
          WBAmount: '100000',
          DBAmount: '7',
          country: 'USA',
        },
      }),
    );
    const [row] = await rowsOf('select to_jsonb(c) - $$search_vector$$ as row from california_contractors c');
    expect(row?.row).toMatchObject({
      license_number: '77',
      last_updated: '2026-02-12',
      business_name: 'BusinessName fact',
      dba_name: 'BUS-NAME-2 fact',
      zip_code: '95003-3999',
      business_phone: '+17605550100',
      county: 'Riverside',
      region: 'SOUTH',
      classifications: ['ASB', 'B', 'C-10', 'C-8', 'D-3'],
      classifications_filed: 'D03| C-8| c10| B| ASB',
      contractor_bond_amount_cents: 2_500_000,
      worker_bond_amount_cents: 10_000_000,
      disciplinary_bond_amount_cents: 700,
      location_precision: 'zip',
    });
    // None of the 52 columns is lost: each written text appears somewhere in the row.
    const texts = headerNames.filter((name) => everything[name] === `${name} fact` && !dates.includes(name));
    const written = JSON.stringify(row?.row);
    const overwritten = [
      'LicenseNo',
      'LastUpdate',
      'State',
      'County',
      'ZIPCode',
      'BusinessPhone',
      'PrimaryStatus',
      'Classifications(s)',
      'CBAmount',
      'WBAmount',
      'DBAmount',
      'country',
    ];
    expect(texts.filter((name) => !overwritten.includes(name) && !written.includes(`${name} fact`))).toEqual(
      [],
    );
    expect(dates.filter((_, at) => !written.includes(`2026-01-${String(at + 1).padStart(2, '0')}`))).toEqual(
      [],
    );
  });

  it('locates a firm by its ZIP code, prefers the firm’s own county, and gives firms elsewhere no region', async () => {
    await importFile(
      fileOf(
        { LicenseNo: '1', County: 'Alameda', ZIPCode: '92260' },
        { LicenseNo: '2', County: '', ZIPCode: '92260' },
        { LicenseNo: '3', County: '', ZIPCode: '89501', State: 'NV', City: 'RENO' },
        { LicenseNo: '4', County: '', ZIPCode: 'V5K 0A1', State: 'BC', country: 'CANADA' },
        { LicenseNo: '5', County: '', ZIPCode: '', State: 'CA' },
      ),
    );
    expect(
      await rowsOf(
        'select license_number as l, county, region, location is null as nowhere, albers is null as far from california_contractors order by 1',
      ),
    ).toEqual([
      { l: '1', county: 'Alameda', region: 'NORTH', nowhere: false, far: false },
      { l: '2', county: 'Riverside', region: 'SOUTH', nowhere: false, far: false },
      { l: '3', county: null, region: 'OTHER', nowhere: false, far: false },
      { l: '4', county: null, region: 'OTHER', nowhere: true, far: true },
      { l: '5', county: null, region: 'OTHER', nowhere: true, far: true },
    ]);
  });

  it('accepts a county in any letter case, so that its firms are found', async () => {
    await importFile(
      fileOf({ LicenseNo: '1', County: 'LOS ANGELES' }, { LicenseNo: '2', County: 'Atlantis', ZIPCode: '' }),
    );
    expect(await rowsOf('select county, region from california_contractors order by license_number')).toEqual(
      [
        { county: 'Los Angeles', region: 'SOUTH' },
        { county: 'Atlantis', region: 'OTHER' },
      ],
    );
    expect(await rowsOf('select county, contractors from contractor_county_counts')).toEqual([
      { county: 'Los Angeles', contractors: 1 },
    ]);
  });

  it('survives a field that is too long for any index', async () => {
    // Without repetition, because PostgreSQL compresses repeated text.
    const endless = Array.from({ length: 400 }, (_, at) =>
      Math.sin(at + 1)
        .toString(36)
        .slice(3, 13),
    ).join('');
    const content = fileOf(...firms(100), { LicenseNo: '5', BusinessName: endless });
    const summary = await importFile(content);
    expect(summary).toMatchObject({ added: 100, rejected: 1 });
    expect(await readFile(summary.rejectsFile ?? '', 'utf8')).toContain(
      '\n"102","BusinessName","is longer than 500 characters",',
    );
    // The license number is known, so the firm is not marked as gone only because its row was rejected.
    await importFile(fileOf(...firms(100), { LicenseNo: '5' }));
    expect(await importFile(content)).toMatchObject({ rejected: 1, gone: 0 });
  });

  it('reports that its rejected rows cannot be written, and changes nothing', async () => {
    const running = importFile(fileOf(...firms(100), { LicenseNo: 'X' }), {
      rejectsFile: join(folder, 'nowhere', 'rejects.csv'),
    });
    await expect(running).rejects.toThrow(
      `rejects: The rejected rows cannot be written to ${join(folder, 'nowhere')} (ENOENT): name another place with --rejects.`,
    );
    expect(await rowsOf('select from california_contractors')).toHaveLength(0);
  });

  it('reports plainly a missing server, a missing table, or a missing right', async () => {
    const file = await write(fileOf({}));
    const from = (url: string) => importContractors({ url, embedded: false, file, importedBy: 'tester' });
    const elsewhere = new URL(portal.importUrl);
    elsewhere.port = '1';
    await expect(from(elsewhere.href)).rejects.toThrow(
      'The database cannot be reached: nothing was changed.',
    );
    const unmigrated = portal.superuserUrl.replace(/[^/]+$/, 'postgres');
    await expect(from(unmigrated)).rejects.toThrow('run `portal migrate` first');
    await expect(from(portal.urls.systemUrl)).rejects.toThrow(
      'DATABASE_IMPORT_URL must name the login portal_import',
    );
  });

  it('normalizes a classification as the inputs do, keeps unknown ones and reports them', async () => {
    const codes = ['C-8', 'C10', 'D03', 'd-12', 'HAZ', 'C-010', 'X99', 'B', 'B-2', 'C61'];
    const summary = await importFile(fileOf({ 'Classifications(s)': codes.join('| ') }));
    const [row] = await rowsOf('select classifications from california_contractors');
    expect(row?.classifications).toEqual([...new Set(codes.map(normalizeClassification))].sort());
    expect(summary.unknownClassifications).toEqual({ 'X-99': 1 });
  });

  it('accepts quotes, commas, spaces, a byte order mark, bare line ends and Windows-1252', async () => {
    const content = Buffer.concat([
      Buffer.from(`\ufeff${headerNames.join(',')}\n`),
      Buffer.from(`${line({ LicenseNo: '1', BusinessName: '"FIRST, SECOND & CO"' })}\n\n`),
      Buffer.from(
        `${line({ LicenseNo: '2', BusinessName: 'JOE "THE MAN" BUILDERS', WCPolicyNumber: '  WCC1\\2A', WCEffectiveDate: ' 01/02/2026' })}\r\n`,
      ),
      Buffer.from(`${line({ LicenseNo: '3', BusinessName: 'PEÑA ROOFING' })}\n`, 'latin1'),
      Buffer.from(line({ LicenseNo: '4', BusinessName: 'PEÑA TILE' })),
    ]);
    const summary = await importFile(content);
    expect(summary).toMatchObject({ read: 4, added: 4, rejected: 0 });
    const names = await rowsOf(
      'select business_name as n, workers_comp_policy_number as p, workers_comp_effective_date as d from california_contractors order by license_number',
    );
    expect(names).toEqual([
      { n: 'FIRST, SECOND & CO', p: null, d: null },
      { n: 'JOE "THE MAN" BUILDERS', p: 'WCC1\\2A', d: '2026-01-02' },
      { n: 'PEÑA ROOFING', p: null, d: null },
      { n: 'PEÑA TILE', p: null, d: null },
    ]);
  });

  it('accepts a copy without a header', async () => {
    const summary = await importFile(`${line({ LicenseNo: '1' })}\r\n${line({ LicenseNo: '2' })}\r\n`);
    expect(summary).toMatchObject({ read: 2, added: 2 });
  });

  it('keeps the good rows, and reports the line, field and reason of each bad one', async () => {
    const bad: (Facts | string)[] = [
      { LicenseNo: '10', ExpirationDate: '02/30/2028' },
      { LicenseNo: '11', IssueDate: '2015-01-10' },
      { LicenseNo: 'ABC' },
      { LicenseNo: '13', BusinessName: '   ' },
      { LicenseNo: '14', CBAmount: '25,000' },
      { LicenseNo: '15', PrimaryStatus: '' },
      { LicenseNo: '2000003', BusinessName: '=SUM(A1)' },
      `${line({ LicenseNo: '17' })},ONE MORE`,
      line({ LicenseNo: '18' }).replace(/,$/, ''),
      line({ LicenseNo: '19', BusinessName: '"NEVER ENDS' }),
      line({ LicenseNo: '20', BusinessName: 'NUL\0HERE' }),
      { LicenseNo: '21', WCEffectiveDate: '"01/02/2026,01/03/2026"' },
    ];
    const summary = await importFile(fileOf(...firms(300), ...bad));
    expect(summary).toMatchObject({ read: 312, added: 300, rejected: 12, outcome: 'accepted' });
    const rejects = await readFile(summary.rejectsFile ?? '', 'utf8');
    const said = parse(rejects, { bom: true, from_line: 2 }).map((reject) => reject.slice(0, 3).join(','));
    expect(said).toEqual([
      '302,ExpirationDate,"02/30/2028" is not a date such as 03/31/2028',
      '303,IssueDate,"2015-01-10" is not a date such as 03/31/2028',
      '304,LicenseNo,"ABC" is not a license number of up to 8 digits',
      '305,BusinessName,"" is empty',
      '306,row,has 53 fields instead of 52',
      '307,PrimaryStatus,"" is empty',
      '308,LicenseNo,the license number 2000003 stands in line 5 already',
      '309,row,has 53 fields instead of 52',
      '310,row,has 51 fields instead of 52',
      '311,row,has quotes that do not match',
      '312,row,holds a NUL character',
      '313,WCEffectiveDate,"01/02/2026,01/03/2026" is not a date such as 03/31/2028',
    ]);
  });

  it('counts the words and the counties', async () => {
    await importFile(
      fileOf(
        { LicenseNo: '1' },
        {
          LicenseNo: '2',
          BusinessName: 'EXAMPLE PLUMBING',
          County: 'Alameda',
          ZIPCode: '94601',
          PrimaryStatus: 'Work Comp Susp',
        },
      ),
    );
    expect(
      await rowsOf(
        `select word, contractors from contractor_words where word in ('example', 'plumbing') order by 1`,
      ),
    ).toEqual([
      { word: 'example', contractors: 2 },
      { word: 'plumbing', contractors: 1 },
    ]);
    expect(
      await rowsOf('select county, contractors, clear from contractor_county_counts order by 1'),
    ).toEqual([
      { county: 'Alameda', contractors: 1, clear: 0 },
      { county: 'Riverside', contractors: 1, clear: 1 },
    ]);
  });

  it('leaves every index as the migrations made it', async () => {
    const indexes = () =>
      rowsOf(
        `select pg_get_indexdef(indexrelid) as i from pg_index where indrelid = 'california_contractors'::regclass order by 1`,
      );
    const before = await indexes();
    await importFile(fileOf({}));
    expect(await indexes()).toEqual(before);
    expect(before.length).toBeGreaterThan(6);
  });

  it('reports its progress', async () => {
    const seen: ImportProgress[] = [];
    await importFile(fileOf({}), { onProgress: (step) => seen.push(step) });
    expect(seen.map(({ phase }) => phase)).toEqual(
      expect.arrayContaining(['Reading the file', 'Loading', 'Checking the rows', 'Committing']),
    );
    expect(seen.findLast(({ phase }) => phase === 'Loading')).toMatchObject({ rows: 1 });
  });
});

describe('the next import', () => {
  const base = firms(100);
  const next = (changes: Facts[]) => fileOf(...base.map((facts, at) => ({ ...facts, ...changes[at] })));

  it('of the same file changes nothing and reports it', async () => {
    await importFile(fileOf(...base));
    const [before] = await rowsOf('select max(xmin::text::bigint) as x from california_contractors');
    expect(await importFile(fileOf(...base))).toMatchObject({
      outcome: 'unchanged',
      unchanged: 100,
      added: 0,
      changed: 0,
    });
    expect(await rowsOf('select max(xmin::text::bigint) as x from california_contractors')).toEqual([before]);
  });

  it('writes only the rows that differ', async () => {
    await importFile(fileOf(...base));
    const summary = await importFile(next([{ City: 'INDIO' }]));
    expect(summary).toMatchObject({ added: 0, changed: 1, unchanged: 99, gone: 0 });
    expect(await rowsOf('select xmin::text as x from california_contractors group by 1')).toHaveLength(2);
  });

  it('records changes as events that staff can list', async () => {
    await importFile(fileOf(...base));
    expect(await rowsOf('select from contractor_changes')).toHaveLength(0);
    const changes: Facts[] = [
      { PrimaryStatus: 'Work Comp Susp' },
      { ExpirationDate: '03/31/2030' },
      { CBCancellationDate: '12/09/2026' },
      { WCCancellationDate: '12/20/2026' },
    ];
    const content = `${next(changes).replace(`${line({ ...base[99] })}\r\n`, '')}${line({ LicenseNo: '3000000', BusinessName: 'NEW FIRM' })}\r\n`;
    const summary = await importFile(content);
    expect(summary).toMatchObject({
      added: 1,
      changed: 4,
      gone: 1,
      statusChanges: { 'CLEAR → Work Comp Susp': 1 },
    });
    const input = listContractorChangesInput.parse({ run: summary.runId });
    const page = await portal.db.read(system, (tx) => listContractorChanges(tx, input));
    const events = page.rows.map(({ licenseNumber, kind, before, after }) => [
      licenseNumber,
      kind,
      before,
      after,
    ]);
    expect(events.sort()).toEqual([
      ['2000000', 'status_changed', 'CLEAR', 'Work Comp Susp'],
      ['2000001', 'expiration_moved', '2028-03-31', '2030-03-31'],
      ['2000002', 'bond_cancellation_set', null, '2026-12-09'],
      ['2000003', 'workers_comp_cancellation_set', null, '2026-12-20'],
      ['2000099', 'gone', null, null],
      ['3000000', 'new_license', null, 'CLEAR'],
    ]);
    const first = await portal.db.read(system, (tx) => listContractorChanges(tx, { ...input, limit: 4 }));
    const second = await portal.db.read(system, (tx) =>
      listContractorChanges(tx, { ...input, limit: 4, cursor: first.nextCursor ?? '' }),
    );
    expect([...first.rows, ...second.rows]).toEqual(page.rows);
    await expect(
      portal.db.read({ kind: 'visitor' }, (tx) => listContractorChanges(tx, input)),
    ).rejects.toHaveProperty('cause.message', expect.stringContaining('permission denied'));
  });

  it('keeps firms that are gone, and restores firms that return', async () => {
    await importFile(fileOf(...base));
    await importFile(fileOf(...base.slice(1)));
    expect(
      await rowsOf(`select license_number from california_contractors where gone_at is not null`),
    ).toEqual([{ license_number: '2000000' }]);
    const summary = await importFile(fileOf(...base, { LicenseNo: '5' }));
    expect(summary).toMatchObject({ returned: 1, added: 1 });
    expect(await rowsOf(`select from california_contractors where gone_at is not null`)).toHaveLength(0);
    expect(await rowsOf(`select license_number from contractor_changes where kind = 'returned'`)).toEqual([
      { license_number: '2000000' },
    ]);
  });

  it('does not mark a firm as gone if its row is broken', async () => {
    await importFile(fileOf(...base));
    const summary = await importFile(
      next([{ IssueDate: 'soon' }, { LicenseNo: '2000001', BusinessName: 'A,B' }]),
    );
    expect(summary).toMatchObject({ rejected: 2, gone: 0 });
  });

  it('of a real file after the invented ones counts as the first: any date, no events, and no invented firms', async () => {
    await importFile(fileOf(...firms(100)), { importedBy: 'demonstration' });
    const real = fileOf({ LicenseNo: '1', LastUpdate: '01/05/2026' });
    expect(await importFile(real)).toMatchObject({ outcome: 'accepted', added: 1, gone: 100 });
    expect(await rowsOf('select from contractor_changes')).toHaveLength(0);
  });

  it('keeps the word table correct', async () => {
    await importFile(fileOf(...base, { LicenseNo: '1', BusinessName: 'ONLY UNICORNS' }));
    await importFile(fileOf(...base, { LicenseNo: '1', BusinessName: 'ONLY GRIFFINS' }));
    const differences = await rowsOf(`
      select * from contractor_words full join (
        select word, ndoc from ts_stat('select search_vector from california_contractors')) truth using (word)
      where ndoc is distinct from contractors`);
    expect(differences).toEqual([]);
    expect(await rowsOf(`select word from contractor_words where word in ('unicorns', 'griffins')`)).toEqual([
      { word: 'griffins' },
    ]);
  });

  it('keeps the members’ licenses', async () => {
    await importFile(fileOf(...base));
    await portal.db.write(
      system,
      (tx) =>
        tx.sql`update california_contractors set is_namc_member = true where license_number = '2000000'`,
    );
    await importFile(next([{ City: 'INDIO' }]));
    expect(await rowsOf('select license_number from california_contractors where is_namc_member')).toEqual([
      { license_number: '2000000' },
    ]);
  });
});

describe('refused with nothing changed, unless forced,', () => {
  beforeEach(() => importFile(fileOf(...firms(100))).then(() => undefined));
  const untouched = async () => {
    expect(
      await rowsOf(`select count(*) as n, max(city) as c from california_contractors where gone_at is null`),
    ).toEqual([{ n: 100, c: 'PALM DESERT' }]);
    expect(
      await rowsOf(`select relname from pg_class where relname like 'contractor_import_lines%'`),
    ).toEqual([]);
  };

  it('is a file with an unknown header', async () => {
    const renamed = fileOf(...firms(100)).replace('FullBusinessName', 'Nickname');
    await expect(importFile(renamed)).rejects.toThrow(
      'The header’s column 5 is "Nickname"; the master file has "FullBusinessName" there. Nothing was changed.',
    );
    await untouched();
    expect(await importFile(renamed, { force: true })).toMatchObject({ outcome: 'accepted' });
  });

  it('is a file of another kind, even by force', async () => {
    await expect(
      importFile('<html><body>Service unavailable</body></html>', { force: true }),
    ).rejects.toThrow(
      'Line 1 has 1 field; the master file has 52. It begins “<html><body>Service unavailable</body></html>”.',
    );
    // An archive, and a spreadsheet's "Unicode text". Both contain NUL, which no run could record.
    const binary = Buffer.from([0x50, 0x4b, 3, 4, 0x14, 0, 6, 0, 0xff, 0x0a, 0, 1]);
    await expect(importFile(binary, { force: true })).rejects.toThrow('The file is not plain text');
    const utf16 = Buffer.from(`\ufeff${fileOf(...firms(100))}`, 'utf16le');
    await expect(importFile(utf16, { force: true })).rejects.toThrow('The file is not plain text');
    expect(await rowsOf(`select from contractor_import_runs where outcome = 'refused'`)).toHaveLength(3);
    const endless = `${'x'.repeat(2 * 1024 * 1024)}\n`;
    await expect(importFile(endless, { force: true })).rejects.toThrow(
      'Line 1 is longer than a megabyte: this is not a master file. Nothing was changed.',
    );
    for (const force of [false, true]) {
      await expect(importFile('', { force })).rejects.toThrow('The file has no license');
      await expect(importFile(fileOf(), { force })).rejects.toThrow('The file has no license');
    }
    await untouched();
  });

  it('is a file with more than 5 % of rejected rows', async () => {
    const broken = fileOf(
      ...firms(94, { City: 'INDIO' }),
      ...Array.from({ length: 6 }, () => ({ LicenseNo: 'X' })),
    );
    await expect(importFile(broken)).rejects.toMatchObject({
      message: '6 of 100 rows were rejected, more than 5%. Nothing was changed.',
      rejectsFile: expect.stringContaining('master.csv.rejects.csv'),
    });
    await untouched();
    expect(
      await rowsOf(`select refusal, rows_rejected from contractor_import_runs where outcome = 'refused'`),
    ).toMatchObject([{ rows_rejected: 6 }]);
  });

  it('is a file with under 80 % of the rows in the table', async () => {
    await expect(importFile(fileOf(...firms(79, { City: 'INDIO' })))).rejects.toThrow(
      'The file has 79 rows, under 80% of the 100 in the table: it looks cut short.',
    );
    await untouched();
    expect(await importFile(fileOf(...firms(79, { City: 'INDIO' })), { force: true })).toMatchObject({
      changed: 79,
      gone: 21,
    });
  });

  it('is an older file than the last', async () => {
    const old = fileOf(...firms(100, { LastUpdate: '10/01/2026', City: 'INDIO' }));
    await expect(importFile(old)).rejects.toThrow(
      'The file is dated 2026-10-01, older than the last one (2026-11-02).',
    );
    await untouched();
    expect(await importFile(old, { asOf: '2026-11-03' })).toMatchObject({
      snapshotDate: '2026-11-03',
      changed: 100,
    });
  });

  it('tells its reason in words for every surface, and whether force takes it', async () => {
    const refused: [content: string | Buffer, mayBeForced: boolean][] = [
      ['', false],
      [fileOf(), false],
      ['<html><body>Service unavailable</body></html>', false],
      [Buffer.from([0x50, 0x4b, 3, 4, 0]), false],
      ['x'.repeat(2 * 1024 * 1024), false],
      [fileOf(...firms(100)).replace('FullBusinessName', 'Nickname'), true],
      [fileOf(...firms(79)), true],
      [fileOf(...firms(100, { LastUpdate: '10/01/2026' })), true],
      [fileOf(...firms(94), ...Array.from({ length: 6 }, () => ({ LicenseNo: 'X' }))), true],
    ];
    for (const [content, mayBeForced] of refused) {
      const refusal = await importFile(content).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(refusal).toBeInstanceOf(RefusedFile);
      expect(refusal).toMatchObject({ mayBeForced });
      const { message } = refusal as RefusedFile;
      expect(message).not.toMatch(/--|force|button|press/i);
      expect(message).not.toContain(folder);
      const again = importFile(content, { force: true });
      if (mayBeForced) expect(await again).toMatchObject({ outcome: 'accepted' });
      else await expect(again).rejects.toBeInstanceOf(RefusedFile);
    }
    const told = await rowsOf(`select refusal from contractor_import_runs where outcome = 'refused'`);
    expect(told).toHaveLength(14);
    expect(told.map(({ refusal }) => refusal).join()).not.toContain('--');
  });

  it('is a missing file', async () => {
    const missing = importContractors({
      url: portal.importUrl,
      embedded: false,
      file: join(folder, 'none.csv'),
      importedBy: 'tester',
    });
    await expect(missing).rejects.toThrow('none.csv does not exist');
  });
});

describe('interrupted at any moment, the import leaves the table as it was', () => {
  const rows = 20_000;
  const file = () => join(folder, 'large.csv');
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
          void superuser`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'portal contractors import'`.execute();
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
    const broken = join(folder, 'broken.csv');
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
