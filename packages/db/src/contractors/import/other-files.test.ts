import { describe, expect, it } from 'vitest';
import { fileOf, firms, importing, line } from './files.fixture.ts';
import { headerNames } from './master-file.ts';
import { RefusedFile } from './refusal.ts';

const { importFile, rowsOf } = importing();
const cities = () =>
  rowsOf('select mailing_address as a, city as c from california_contractors group by 1, 2');
const master = fileOf(...firms(20));

describe('a file of the board is read', () => {
  it('by the names of its columns, in any order, also by force', async () => {
    const order = headerNames.toReversed();
    const reordered = [headerNames, ...firms(20).map((facts) => line(facts).split(','))]
      .map((cells) => order.map((name) => cells[headerNames.indexOf(name)]).join(','))
      .join('\r\n');
    const swapped = master
      .replace('MailingAddress,City', 'City,MailingAddress')
      .replaceAll('PO BOX 100,PALM DESERT', 'PALM DESERT,PO BOX 100');
    for (const force of [false, true]) {
      expect(await importFile(`${reordered}\r\n`, { force })).toMatchObject({ rejected: 0, read: 20 });
      expect(await importFile(swapped, { force })).toMatchObject({ rejected: 0, unchanged: 20 });
    }
    expect(await cities()).toEqual([{ a: 'PO BOX 100', c: 'PALM DESERT' }]);
  });

  it('with names in other letter case, and blanks around them', async () => {
    const named = headerNames.map((name) => ` ${name.toUpperCase().replaceAll('-', ' ')} `).join(',');
    expect(await importFile(master.replace(headerNames.join(','), named))).toMatchObject({ added: 20 });
  });

  it('without a column that nobody knows, if somebody says so', async () => {
    const more = master.replaceAll('\r\n', ',42\r\n').replace(',42', ',Stars');
    await expect(importFile(more)).rejects.toThrow(
      'The header has the column "Stars", which MasterLicenseData did not have so far. Nothing was changed.',
    );
    const summary = await importFile(more, { force: true });
    expect(summary).toMatchObject({ added: 20, rejected: 0 });
    expect(summary.notes).toEqual([
      'The header has the column "Stars", which MasterLicenseData did not have so far. The column was left out.',
    ]);
    const twice = master.replace('DBCaseNo', 'City');
    await expect(importFile(twice, { force: true })).rejects.toThrow(
      'The header lacks the column "DBCaseNo", and has the column "City" twice.',
    );
  });

  it.each([
    [
      'semicolons',
      (text: string) => text.replaceAll(',', ';'),
      'The file’s fields are separated by semicolons.',
    ],
    ['tabs', (text: string) => text.replaceAll(',', '\t'), 'The file’s fields are separated by tabs.'],
    ['a line that names the separator', (text: string) => `sep=,\r\n${text}`, undefined],
    ['carriage returns as line ends', (text: string) => text.replaceAll('\r\n', '\r'), undefined],
    ['line feeds as line ends', (text: string) => text.replaceAll('\r\n', '\n'), undefined],
    ['blank lines', (text: string) => text.replaceAll('\r\n', '\r\n\r\n'), undefined],
    ['commas behind the last column', (text: string) => text.replaceAll('\r\n', ',,,\r\n'), undefined],
    [
      'commas behind the rows only',
      (text: string) => text.replaceAll('\r\n', ',\r\n').replace(',\r\n', '\r\n'),
      undefined,
    ],
    ['every field in quotes', (text: string) => text.replace(/[^,\r\n]+/g, '"$&"'), undefined],
    ['a byte order mark', (text: string) => `\ufeff${text}`, undefined],
  ])('with %s', async (_, change, note) => {
    const summary = await importFile(change(master));
    expect(summary).toMatchObject({ read: 20, added: 20, rejected: 0, notes: note ? [note] : [] });
    expect(await cities()).toEqual([{ a: 'PO BOX 100', c: 'PALM DESERT' }]);
  });

  it('as a spreadsheet saves it: dates without zeros or year first, and ZIP codes without their first zero', async () => {
    const saved = fileOf(
      ...firms(20, { LastUpdate: '1/2/2026', IssueDate: '1/10/2015', ExpirationDate: '2/29/2028' }),
      {
        LicenseNo: '3000000',
        LastUpdate: '2026-01-02',
        IssueDate: '2015-01-10',
        ExpirationDate: '2028-02-29',
      },
      { LicenseNo: '3000001', State: 'MA', County: '', ZIPCode: '1095' },
      { LicenseNo: '3000002', ExpirationDate: '2/29/2027' },
    );
    const summary = await importFile(saved);
    expect(summary).toMatchObject({ added: 22, rejected: 1, snapshotDate: '2026-11-02' });
    expect(summary.rejects[0]?.reason).toBe('"2/29/2027" is not a date such as 03/31/2028');
    expect(
      await rowsOf(
        `select issue_date as i, expiration_date as e from california_contractors where zip_code <> '01095' group by 1, 2`,
      ),
    ).toEqual([{ i: '2015-01-10', e: '2028-02-29' }]);
    expect(await rowsOf(`select from california_contractors where zip_code = '01095'`)).toHaveLength(1);
  });
});

describe('a copy without a header', () => {
  const rows = (text: string) => text.slice(text.indexOf('\n') + 1);

  it('is read by position, and says so', async () => {
    expect(await importFile(rows(master))).toMatchObject({
      added: 20,
      notes: ['The file has no header. Its columns were read in the board’s order.'],
    });
  });

  it('is refused if its rows have another order, also by force', async () => {
    const swapped = rows(master).replaceAll('PO BOX 100,PALM DESERT', 'PALM DESERT,PO BOX 100');
    for (const force of [false, true]) {
      await expect(importFile(swapped, { force })).rejects.toThrow('City "PO BOX 100" is not a city');
    }
    expect(await cities()).toEqual([]);
  });
});

describe('a file of another kind is named for what it is, and how to get the right one:', () => {
  const list =
    'LicenseNumber,BusinessType,BusinessName,Address,City,State,ZIP Code,County,PhoneNumber,IssueDate,ExpirationDate,Classification(s),Status,SuretyCompany,ContractorBondNumber,BondEffectiveDate,BondCancellationDate,WorkersCompCoverageType,WorkersCompInsuranceCompany,WorkersCompPolicyNumber,EffectiveDate,ExpirationDate1,CancellationDate,WorkersCompSuspendDate';
  const bytes = (...start: number[]) => Buffer.from([...start, 0, 1, 2, 0x0a, 3, 0]);
  it.each<[string, string | Buffer, string]>([
    [
      'a list by class',
      `${list}\r\n8800000,Corporation\r\n`,
      'This is the board’s list by classification or county',
    ],
    [
      'a list by class with tabs',
      `${list.replaceAll(',', '\t')}\r\n`,
      'This is the board’s list by classification',
    ],
    ['JSON', '[{"LicenseNo":"8800000"}]', 'The file is JSON. The portal reads CSV.'],
    ['JSON over several lines', '{\n  "LicenseNo": "8800000"\n}\n', 'The file is JSON.'],
    ['a web page', '\n<!DOCTYPE html>\n<html>', 'The file is a web page, not the board’s file'],
    ['a table of a web page', '<table border="1"><tr>', 'The file is a web page'],
    ['XML', '<?xml version="1.0"?>\n<licenses>', 'The file is XML or HTML.'],
    [
      'a workbook',
      Buffer.concat([bytes(0x50, 0x4b, 3, 4), Buffer.from('[Content_Types].xml')]),
      'The file is an Excel workbook (.xlsx).',
    ],
    ['an old workbook', bytes(0xd0, 0xcf, 0x11, 0xe0), 'The file is an Excel workbook (.xls).'],
    [
      'an archive',
      Buffer.concat([bytes(0x50, 0x4b, 3, 4), Buffer.from('MasterLicenseData.csv')]),
      'The file is a ZIP archive. Unpack it',
    ],
    ['a compressed file', bytes(0x1f, 0x8b), 'The file is compressed (gzip). Unpack it first.'],
    ['a PDF', '%PDF-1.7\n', 'The file is a PDF.'],
    ['Unicode text', Buffer.from(`\ufeff${master}`, 'utf16le'), 'The file is UTF-16 text'],
    ['a program', bytes(0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 0), 'The file is not plain text.'],
    [
      'another table',
      'id,name\n1,Acme\n',
      'The first line has 2 fields; the header of the master file has 52. It begins “id,name”.',
    ],
    [
      'a long line',
      `${master}${line({ LicenseNo: '3', BusinessName: 'X'.repeat(2_000_000) })}\r\n`,
      'Line 22 is longer than a megabyte: this is not a file of the license board.',
    ],
  ])('%s', async (_, content, message) => {
    for (const force of [false, true]) {
      const refusal = await importFile(content, { force }).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(refusal).toBeInstanceOf(RefusedFile);
      expect((refusal as RefusedFile).message).toContain(message);
      expect(refusal).toMatchObject({ mayBeForced: false });
    }
    expect(await cities()).toEqual([]);
  });
});
