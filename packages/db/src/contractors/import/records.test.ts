import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { fileOf, firms, importing, line } from './files.fixture.ts';

const { importFile, rowsOf } = importing();

const name = 'EXAMPLE HARBOR PAVING INC';
const own = line({ LicenseNo: '2000060', BusinessName: name });
const others = firms(120).filter(({ LicenseNo }) => LicenseNo !== '2000060');
const fileWith = (...rows: string[]) => fileOf(...others.slice(0, 60), ...rows, ...others.slice(60));
const gone = () =>
  rowsOf('select license_number as l from california_contractors where gone_at is not null order by 1');

describe('a row that cannot be read never makes its firm gone:', () => {
  it.each([
    ['a NUL character', own.replace('HARBOR', 'HAR\0BOR')],
    ['a NUL character in the number', own.replace('2000060', '2000\x00060')],
    ['a quote that never ends', own.replace(name, `"${name}`)],
    ['a line break within quotes', own.replace('PO BOX 100', '"PO BOX\r\n100"')],
    ['a line break without quotes', own.replace('PO BOX 100', 'PO BOX\r\n100')],
    ['two line breaks within quotes', own.replace('PO BOX 100', '"PO\r\nBOX\r\n100"')],
    ['a no-break space in front of the number', `\u00a0${own}`],
    ['a zero-width space in front of the number', `\u200b${own}`],
    ['a field too few', own.replace(/,$/, '')],
    ['a field too many', `${own},MORE`],
    ['a name with a comma', own.replace(name, 'HARBOR, PAVING')],
    ['a field that is too long', own.replace(name, 'HARBOR '.repeat(100))],
    ['no separator behind the number', own.replace('2000060,', '2000060 ')],
    ['no fields behind the second', '2000060,11/02/2026'],
    ['a date that is none', own.replace('03/31/2028', '13/31/2028')],
    ['no name', own.replace(name, '')],
    ['an amount that is none', own.replace('25000', '25 000')],
    ['the row twice', `${own}\r\n${own}`],
  ])('%s', async (_, row) => {
    await importFile(fileWith(own));
    const summary = await importFile(fileWith(row));
    expect(summary).toMatchObject({ outcome: 'accepted', rejected: 1, gone: 0 });
    expect(await gone()).toEqual([]);
    const [kept] = await rowsOf(
      `select business_name as n, mailing_address as a from california_contractors where license_number = '2000060'`,
    );
    expect(kept).toEqual({ n: name, a: 'PO BOX 100' });
  });

  it('and does not swallow the rows behind it', async () => {
    await importFile(fileWith(own));
    const open = own.replace(name, `"${name}`);
    const summary = await importFile(fileWith(open, own.replace('2000060', '2000500')));
    expect(summary).toMatchObject({ read: 121, added: 1, unchanged: 119, rejected: 1 });
    expect(await readFile(summary.rejectsFile ?? '', 'utf8')).toContain(
      '"62","row","has quotes that do not match"',
    );
  });

  it('nobody is gone while the license number of a rejected row is unknown, and the run says so', async () => {
    await importFile(fileWith(own));
    const nameless = own.replace('2000060', '?');
    const withoutTwo = fileOf(...others.slice(1, 60), nameless, ...others.slice(60));
    const summary = await importFile(withoutTwo);
    expect(summary).toMatchObject({ rejected: 1, gone: 0 });
    expect(summary.notes).toEqual([
      'The file lacks 2 licenses, but a rejected row has no license number that can be read. None was marked as gone. The next file without such rows decides.',
    ]);
    expect(
      await rowsOf('select notes from contractor_import_runs order by finished_at desc limit 1'),
    ).toEqual([{ notes: summary.notes }]);
    const clean = await importFile(fileOf(...others.slice(1)));
    expect(clean).toMatchObject({ rejected: 0, gone: 2, notes: [] });
    expect(await gone()).toEqual([{ l: '2000000' }, { l: '2000060' }]);
  });

  it('and a name that begins with a quote is taken as it stands', async () => {
    const fast = own.replace(name, '"FAST" PLUMBING INC');
    const quick = line({ LicenseNo: '2000061', BusinessName: 'THE "QUICK" "SURE" CO' });
    expect(await importFile(fileOf(fast, quick))).toMatchObject({ added: 2, rejected: 0 });
    expect(
      await rowsOf('select business_name as n from california_contractors order by license_number'),
    ).toEqual([{ n: '"FAST" PLUMBING INC' }, { n: 'THE "QUICK" "SURE" CO' }]);
  });

  it('and the most common reasons are told, with a line each', async () => {
    const broken = [
      ...firms(40).map((facts) => ({ ...facts, LastUpdate: '1/2/26' })),
      { LicenseNo: '3000000', CBAmount: '$25000' },
      { LicenseNo: '3000001', CBAmount: '$15000' },
      `${line({ LicenseNo: '3000002' })},MORE`,
      { LicenseNo: '3000003', PrimaryStatus: '' },
    ];
    await expect(importFile(fileOf({}, ...broken))).rejects.toThrow(
      '44 of 45 rows were rejected, more than 5%. The most common reasons: LastUpdate "1/2/26" is not a date such as 03/31/2028 (40 rows, first in line 3); CBAmount "$25000" is not a whole number of dollars (2 rows, first in line 43); The row has 53 fields instead of 52 (1 row, in line 45). Nothing was changed.',
    );
    await expect(importFile(fileOf(...firms(20, { IssueDate: '31.01.2028' })))).rejects.toThrow(
      'The file has no license that can be imported. The reason: IssueDate "31.01.2028" is not a date such as 03/31/2028 (20 rows, first in line 2). Nothing was changed.',
    );
  });
});
