import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { normalizeClassification } from '@namc/inputs/classifications';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { ImportProgress } from './attempt.ts';
import { type Facts, fileOf, firms, importing, line } from './files.fixture.ts';
import { importContractors } from './import-contractors.ts';
import { headerNames } from './master-file.ts';

const { portal, files, write, importFile, rowsOf } = importing();

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
      rejectsFile: join(files.folder, 'nowhere', 'rejects.csv'),
    });
    await expect(running).rejects.toThrow(
      `rejects: The rejected rows cannot be written to ${join(files.folder, 'nowhere')} (ENOENT): name another place with --rejects.`,
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
      { LicenseNo: '11', IssueDate: '2015-13-10' },
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
      '303,IssueDate,"2015-13-10" is not a date such as 03/31/2028',
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
